"""What a provider sees of its own offers: how many there are of each sort, which lines stand in a list, and one offer
as it is worked on. Every question is bounded by the provider: how many offers others have changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from registry.catalogue import policy, readiness
from registry.catalogue.door import Columns, shown_runs, stored_runs
from registry.catalogue.lifecycle import GRACE, RELIST_WITHIN
from registry.catalogue.model import CURRENT, OPEN, Offer, Run, Transition, Version
from registry.catalogue.runs import RunView, view
from registry.catalogue.specification import Specification
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.codes import canonical
from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import PageOf
from registry.kernel.text import fold
from registry.providers.model import Provider
from registry.providers.queries import ProviderView

PER_PAGE = 25
MOST_ALIKE = 5
MOST_ASKED = 500  # versions in one question
ALIKE = 60  # percent of the words of both titles
# sort of work → the states of the version that counts
SORTS: dict[str, tuple[str, ...]] = {
    "returned": ("returned", "asked"),
    "drafts": ("draft",),
    "in-review": ("submitted", "in-review"),
    "listed": ("listed",),
    "off": ("suspended", "lapsed"),
}
CONFIRM, ENDED = "confirm", "ended"  # listed offers to be confirmed soon, and those whose runs are all over
TO_DO = "todo"  # what waits for the provider: questions and returned offers, what is to be confirmed or brought back


@dataclass(frozen=True)
class Line:
    """One offer in a list: the version that is worked on or stands, until when the offer must be confirmed, and until
    when one that lapsed can be brought back."""

    code: str
    kind: str
    title: str
    language: str
    state: str
    number: int
    since: dt.datetime
    confirm_by: dt.datetime | None
    relist_until: dt.datetime | None = None

    @property
    def is_confirmable(self) -> bool:
        """Can its provider say now that it is still right, be it to bring it back?"""
        if self.state == "lapsed":
            return self.relist_until is not None and self.relist_until >= clock.now()
        return self.state == "listed" and self.confirm_by is not None and self.confirm_by <= clock.now() + GRACE


@dataclass(frozen=True)
class Step:
    """A step in the life of a version."""

    number: int
    action: str
    state: str
    at: dt.datetime
    note: str | None


@dataclass(frozen=True)
class Draft:
    """One offer as its provider works on it: the newest content that counts, what is public, and what hangs on it."""

    code: str
    kind: str
    counter: int
    provider: ProviderView
    spec: Specification
    number: int
    state: str
    content_sha256: str
    submitted_at: dt.datetime | None
    created_at: dt.datetime
    current: Specification | None
    current_number: int | None
    current_state: str | None
    examined: bool
    listed_at: dt.datetime | None
    unlisted_at: dt.datetime | None
    first_listed_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    confirm_by: dt.datetime | None
    runs: tuple[RunView, ...]
    access: tuple[str, ...]
    contact: Mapping[str, str]
    source: Mapping[str, Any]
    is_open: bool

    @property
    def points(self) -> list[readiness.Point]:
        """What is missing before it can be examined."""
        return readiness.points(self.spec)

    @property
    def relist_until(self) -> dt.datetime | None:
        """Until when it can be brought back; None unless it lapsed."""
        return _relist_until(self.current_state, self.unlisted_at)

    @property
    def is_written(self) -> bool:
        """May its content be written now: a draft, a returned version, or nothing open at all?"""
        return not self.is_open or self.state in SORTS["drafts"] or self.state == "returned"


def counts(provider_code: str) -> dict[str, int]:
    """sort → how many of the provider's offers; one question for the states, one for what is to be done, one for what
    is to be confirmed, one for runs that are over."""
    rows = _owned(select(Version.state, func.count()), provider_code).where(Version.state.in_((*OPEN, *CURRENT)))
    states: dict[str, int] = dict(db.session.execute(rows.group_by(Version.state)).all())
    found = {sort: sum(states.get(state, 0) for state in of) for sort, of in SORTS.items()}
    due = _owned(select(func.count()), provider_code).where(*_is_due())
    more = {CONFIRM: db.session.scalar(due) or 0, ENDED: len(_ended(provider_code)), TO_DO: len(_todo(provider_code))}
    return {**found, **more}


def lines(provider_code: str, sort: str, page: int = 1) -> PageOf[Line]:
    """One page of the provider's offers of this sort, the oldest matter first, what is to be done by its deadline, what
    is over by its code; two questions."""
    if sort in WORKED_OUT:
        return _page_of(WORKED_OUT[sort](provider_code), page)
    since = func.coalesce(Version.submitted_at, Version.created_at)
    wanted, order = (_is_due(), Offer.confirm_by) if sort == CONFIRM else ([Version.state.in_(SORTS[sort])], since)
    query = _owned(select(Offer, Version), provider_code).where(*wanted).order_by(order, Offer.id)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = db.session.execute(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return PageOf([_line(offer, version) for offer, version in rows], total, page, PER_PAGE)


def due(provider_code: str) -> list[Line]:
    """The listed offers the provider should confirm now, and the lapsed ones it can bring back, by deadline; two
    questions."""
    return [line for line in _lines_of(_todo(provider_code)) if line.is_confirmable]


def of_codes(provider_code: str, codes: Iterable[str]) -> list[Line]:
    """Those of these offers that are the provider's, each by the version that is public, else the newest; two
    questions."""
    wanted = [known for code in codes if (known := canonical(code))]
    rows = db.session.execute(_owned(select(Offer, Version), provider_code).where(Offer.code.in_(wanted)))
    ordered = sorted(rows, key=lambda row: (row.Version.state in CURRENT, row.Version.number))
    return list({offer.code: _line(offer, version) for offer, version in ordered}.values())


def alike(provider_code: str, title: str) -> list[Line]:
    """The provider's offers with nearly this title; one question, few columns."""
    words = set(fold(title).split())
    rows = _owned(select(Offer.code, Version.title, Version.id), provider_code)
    known = db.session.execute(rows.where(Version.state.in_((*OPEN, *CURRENT)))).all()
    near = [row.id for row in known if _percent(words, set(fold(row.title).split())) >= ALIKE][:MOST_ALIKE]
    found = db.session.execute(_owned(select(Offer, Version), provider_code).where(Version.id.in_(near)))
    return [_line(offer, version) for offer, version in found]


def draft(actor: Actor, code: str) -> Draft:
    """The offer as its provider works on it; NotFound when there is none or it is another's."""
    query = select(Offer).where(Offer.code == (canonical(code) or ""))
    offer = db.session.scalar(query.options(joinedload(Offer.provider), selectinload(Offer.versions)))
    if offer is None:
        raise NotFound(_("There is no such offer."))
    policy.require(actor, "see", offer)
    version = offer.open_version or offer.current_version or offer.newest_version
    current = offer.current_version
    return Draft(
        code=offer.code,
        kind=offer.kind,
        counter=offer.counter,
        provider=ProviderView.of(offer.provider),
        spec=version.specification,
        number=version.number,
        state=version.state,
        content_sha256=version.content_sha256,
        submitted_at=version.submitted_at,
        created_at=version.created_at,
        current=current.specification if current else None,
        current_number=current.number if current else None,
        current_state=current.state if current else None,
        examined=bool(current and current.examined),
        listed_at=current.listed_at if current else None,
        unlisted_at=current.unlisted_at if current else None,
        first_listed_at=offer.first_listed_at,
        confirmed_at=offer.confirmed_at,
        confirm_by=offer.confirm_by,
        runs=shown_runs(stored_runs([offer.id]).get(offer.id, [])),
        access=tuple(offer.access or ()),
        contact=offer.contact or {},
        source=offer.source or {},
        is_open=offer.open_version is not None,
    )


def steps(code: str) -> list[Step]:
    """The steps of all the offer's versions, newest first."""
    columns = (Version.number, Transition.action, Transition.to_state, Transition.at, Transition.note)
    query = select(*columns).select_from(Transition).join(Version, Transition.version_id == Version.id)
    own = query.join(Offer, Version.offer_id == Offer.id).where(Offer.code == code)
    return [Step(*row) for row in db.session.execute(own.order_by(Transition.id.desc()).limit(100))]


def _owned(columns: Select[*Columns], provider_code: str) -> Select[*Columns]:
    """What is asked, of the versions of the provider's offers. Its number is looked up first and not within the
    question, and its offers are named for the versions too: only then does the database begin with these, however many
    others there are."""
    holder = db.session.scalar(select(Provider.id).where(Provider.code == provider_code)) or 0
    joined = columns.select_from(Offer).join(Version, Version.offer_id == Offer.id)
    own = select(Offer.id).where(Offer.provider_id == holder)
    return joined.where(Offer.provider_id == holder, Version.offer_id.in_(own))


def _is_due() -> tuple[Any, ...]:
    return Version.state == "listed", Offer.confirm_by <= clock.now() + GRACE


def _line(offer: Offer, version: Version) -> Line:
    since = version.submitted_at or version.created_at
    named = (version.title, version.language, version.state, version.number)
    until = _relist_until(version.state, version.unlisted_at)
    return Line(offer.code, offer.kind, *named, since, offer.confirm_by, until)


def _relist_until(state: str | None, unlisted_at: dt.datetime | None) -> dt.datetime | None:
    return unlisted_at + RELIST_WITHIN if state == "lapsed" and unlisted_at else None


def _todo(provider_code: str) -> list[int]:
    """Ids of the versions that wait for the provider, by deadline: what the desk asked is due since it was asked, a
    confirmation on its day, bringing back on the last day it is possible; one question, few columns."""
    columns = (Version.id, Version.state, Version.submitted_at, Version.created_at, Version.unlisted_at)
    waits = or_(Version.state.in_((*SORTS["returned"], "lapsed")), and_(*_is_due()))
    rows = _owned(select(*columns, Offer.confirm_by), provider_code).where(waits)
    now, found = clock.now(), list[tuple[dt.datetime, int]]()
    for row in db.session.execute(rows):
        until = _relist_until(row.state, row.unlisted_at)
        if row.state in SORTS["returned"]:
            found.append((row.submitted_at or row.created_at, row.id))
        elif until and until >= now:
            found.append((until, row.id))
        elif row.state == "listed" and row.confirm_by:
            found.append((row.confirm_by, row.id))
    return [number for _deadline, number in sorted(found)]


def _ended(provider_code: str) -> list[int]:
    """Ids of the listed versions whose runs are all over, by the code of their offer; one question."""
    query = _owned(select(Version.id, Run.code, Run.data, Run.state), provider_code).order_by(Offer.code)
    taught = query.join(Run, Run.offer_id == Offer.id).where(Version.state == "listed", Run.state != "removed")
    now = clock.now()
    over: dict[int, bool] = {}
    for version, run, data, state in db.session.execute(taught):
        is_over = view(run, data, now, place=None, cancelled=state == "cancelled").is_over
        over[version] = over.get(version, True) and is_over
    return [version for version, all_over in over.items() if all_over]


# sorts whose versions no single question finds: their ids, in the order they are shown
WORKED_OUT: dict[str, Callable[[str], list[int]]] = {TO_DO: _todo, ENDED: _ended}


def _page_of(every: list[int], page: int) -> PageOf[Line]:
    start = (page - 1) * PER_PAGE
    return PageOf(_lines_of(every[start : start + PER_PAGE]), len(every), page, PER_PAGE)


def _lines_of(versions: list[int]) -> list[Line]:
    """The lines of these versions, in their order; one question for each MOST_ASKED of them."""
    found: dict[int, Line] = {}
    for start in range(0, len(versions), MOST_ASKED):
        query = select(Offer, Version).join(Version, Version.offer_id == Offer.id)
        rows = db.session.execute(query.where(Version.id.in_(versions[start : start + MOST_ASKED])))
        found |= {version.id: _line(offer, version) for offer, version in rows}
    return [found[number] for number in versions if number in found]


def _percent(one: set[str], other: set[str]) -> int:
    both = one | other
    return 100 * len(one & other) // len(both) if both else 0
