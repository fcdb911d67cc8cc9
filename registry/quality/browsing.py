"""Looking through the public decisions: narrowed by kind, outcome, provider, criterion not met and month, with the
number of decisions behind each further choice, counted as if its own filter were not set. What is not public of a
decision cannot be asked for either: of an offer never listed no choice of a provider finds anything."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select

from registry import config
from registry.catalogue.model import Offer
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.i18n import gettext as _
from registry.kernel.memory import Memory
from registry.kernel.paging import PageOf
from registry.ledger import queries as ledger
from registry.providers.model import Provider
from registry.providers.schema import SLUG
from registry.quality import criteria, outcomes, queries
from registry.quality.model import KINDS, Decision
from registry.quality.queries import PublicDecision

FILTERS = ("kind", "outcome", "provider", "criterion", "month")
MOST_PROVIDERS, MOST_MONTHS = 20, 24
# what the one action of listing can come to; all other outcomes are named as their action
CONDITIONS, ADMITTED = "conditions", "admit"
OUTCOMES = (
    *("list", CONDITIONS, ADMITTED, "return", "refuse", "amend", "suspend", "restore", "lapse", "relist"),
    *("expire", "withdraw", "uphold", "dismiss", "verify", "close", "reopen", "redact"),
)
REMEMBERED = 200  # choices
Counts = dict[str, Mapping[str, int]]
_counted: Memory[tuple[object, dict["Choice", Counts]]] = Memory()
_MONTH = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True)
class Choice:
    """What is chosen; "" where nothing is. `provider` is a slug, `month` like 2026-11 in the registry's zone."""

    kind: str = ""
    outcome: str = ""
    provider: str = ""
    criterion: str = ""
    month: str = ""


def knows(name: str, value: str) -> bool:
    """Can this value be chosen there? Any provider can, also one that never was, by what a slug may be."""
    if name == "provider":
        return re.match(SLUG, value) is not None
    if name == "criterion":
        return any(value == point.code for edition in criteria.editions() for point in edition.criteria)
    if name == "month":
        return _MONTH.match(value) is not None
    return value in {"kind": KINDS, "outcome": OUTCOMES}.get(name, (value,))


def outcome_words(outcome: str) -> str:
    """An outcome in the reader's language."""
    if outcome in (CONDITIONS, ADMITTED):
        return outcomes.words("offer", "list", examined=outcome == CONDITIONS, has_conditions=True)
    kind = "offer" if ("offer", outcome) in outcomes.WORDS else "provider"
    return outcomes.words(kind, outcome, examined=True)


def kind_words(kind: str) -> str:
    """What decisions of a kind are about."""
    return _("Offers") if kind == "offer" else _("Providers")


def page(choice: Choice, number: int, per_page: int) -> PageOf[PublicDecision]:
    """One page of what is chosen, newest first."""
    wanted = _wanted(choice)
    return queries.page_of(wanted, queries.joined(select(func.count())).where(*wanted), number, per_page)


def concerning(number: int) -> list[PublicDecision]:
    """The later decisions about this one: on an appeal, on erasing its words; oldest first."""
    found = queries.page_of([Decision.concerns == number], select(func.count(Decision.number)), 1, 50)
    return list(reversed(found.items))


def counts(choice: Choice) -> Counts:
    """Filter → value → how many there would be with it; providers the largest, the chosen one always among them.
    Counted once for each choice until something is decided: what is public changes with nothing else."""
    state = ledger.size(), _month_names()[:1]
    known = _counted.get()
    if known is None or known[0] != state or len(known[1]) >= REMEMBERED:
        known = (state, {})
        _counted.keep(known)
    if choice not in known[1]:
        known[1][choice] = _count(choice)
    return known[1][choice]


def _count(choice: Choice) -> Counts:
    found: Counts = {
        "kind": _kinds(_wanted(choice, "kind")),
        "outcome": _outcomes(_wanted(choice, "outcome")),
        "provider": _providers(_wanted(choice, "provider"), choice.provider),
        "criterion": _criteria(_wanted(choice, "criterion")),
        "month": _months(_wanted(choice, "month"), choice.month),
    }
    return found


def by_month(most: int) -> list[tuple[str, int]]:
    """The last months since the first decision, at most so many, the oldest first, each with its decisions."""
    found = _months([], "")
    return [(month, found.get(month, 0)) for month in reversed(_month_names()[:most])]


def provider_names(slugs: Mapping[str, int]) -> dict[str, str]:
    """Slug → name of these providers."""
    rows = db.session.execute(select(Provider.slug, Provider.name).where(Provider.slug.in_(list(slugs))))
    return {row.slug: row.name for row in rows}


def _wanted(choice: Choice, without: str = "") -> list[ColumnElement[bool]]:
    chosen = {name: getattr(choice, name) for name in FILTERS if name != without and getattr(choice, name)}
    return [_CONDITIONS[name](value) for name, value in chosen.items()]


def _of_outcome(outcome: str) -> ColumnElement[bool]:
    listing = and_(Decision.kind == "offer", Decision.action == "list")
    if outcome == ADMITTED:
        return or_(Decision.action == "admit", and_(listing, ~Decision.examined))
    if outcome in ("list", CONDITIONS):
        has = Decision.conditions.is_not(None)
        return and_(listing, Decision.examined, has if outcome == CONDITIONS else ~has)
    return Decision.action == outcome


def _of_month(month: str) -> ColumnElement[bool]:
    year, number = int(month[:4]), int(month[5:])
    zone = config.zone()
    start = dt.datetime(year, number, 1, tzinfo=zone)
    end = dt.datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
    return and_(Decision.at >= start.astimezone(dt.UTC), Decision.at < end.astimezone(dt.UTC))


_CONDITIONS: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "kind": lambda kind: Decision.kind == kind,
    "outcome": _of_outcome,
    "provider": lambda slug: and_(Provider.slug == slug, queries.is_open()),
    "criterion": lambda code: Decision.criteria[code].as_string() == "not-met",
    "month": _of_month,
}


def _kinds(wanted: list[ColumnElement[bool]]) -> dict[str, int]:
    query = queries.joined(select(Decision.kind, func.count())).where(*wanted).group_by(Decision.kind)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _outcomes(wanted: list[ColumnElement[bool]]) -> dict[str, int]:
    listed = case(*((_of_outcome(name), name) for name in ("list", CONDITIONS, ADMITTED)), else_=Decision.action)
    query = queries.joined(select(listed, func.count())).where(*wanted).group_by(listed)
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {name: found[name] for name in OUTCOMES if name in found}


def _providers(wanted: list[ColumnElement[bool]], chosen: str) -> dict[str, int]:
    # asked of the offer itself: that says the same as its decisions and is found at once
    listed = and_(Decision.kind == "offer", Offer.first_listed_at.is_not(None))
    shown = and_(Decision.kind == "provider", Provider.public_since.is_not(None))
    query = queries.joined(select(Provider.slug, func.count())).outerjoin(Offer, Offer.code == Decision.subject_code)
    query = query.where(*wanted, or_(listed, shown))
    counted = query.group_by(Provider.slug).order_by(func.count().desc(), Provider.slug)
    found = {row[0]: row[1] for row in db.session.execute(counted.limit(MOST_PROVIDERS))}
    if chosen and chosen not in found:
        found[chosen] = db.session.scalar(query.where(Provider.slug == chosen).with_only_columns(func.count())) or 0
    return found


def _criteria(wanted: list[ColumnElement[bool]]) -> dict[str, int]:
    """Few decisions find a criterion not met, so those are read and counted here."""
    some = cast(Decision.criteria, String).like('%"not-met"%')
    query = queries.joined(select(Decision.criteria)).where(*wanted, some)
    found = Counter(code for (findings,) in db.session.execute(query) for code in criteria.not_met(findings))
    return dict(sorted(found.items()))


def _months(wanted: list[ColumnElement[bool]], chosen: str) -> dict[str, int]:
    """The newest months in which there is anything, the newest first."""
    names = _month_names()
    if chosen and chosen not in names:
        names.append(chosen)
    if not names:
        return {}
    columns = [func.sum(case((_of_month(name), 1), else_=0)) for name in names]
    row = db.session.execute(queries.joined(select(*columns)).where(*wanted)).one()
    found = {name: int(count or 0) for name, count in zip(names, row, strict=True)}
    return {name: count for name, count in found.items() if count or name == chosen}


def _month_names() -> list[str]:
    """The months from this one back to that of the first decision, as far as they can be chosen from."""
    first = db.session.scalar(select(Decision.at).order_by(Decision.number).limit(1))
    zone, names = config.zone(), list[str]()
    day = clock.now().astimezone(zone).date()
    while first and len(names) < MOST_MONTHS and day >= first.astimezone(zone).date().replace(day=1):
        names.append(f"{day:%Y-%m}")
        day = day.replace(day=1) - dt.timedelta(days=1)
    return names
