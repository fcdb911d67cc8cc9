"""Decisions as the public may read them. Of an offer never listed only number, date, kind, action, criteria not met
and the edition of the rules are told; once it is listed, all its decisions open. One question per page, whatever its
length."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from registry.catalogue.model import Offer, Version
from registry.kernel.db import db
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import PER_PAGE, WHOLE, PageOf
from registry.ledger.model import Checkpoint, Entry
from registry.providers.model import Provider
from registry.quality import entries, outcomes
from registry.quality.criteria import not_met
from registry.quality.model import Decision

MOST = 2**31  # what the number's column can hold

Columns = TypeVarTuple("Columns")
# decision, is it open, leaf, root, title, language, provider's slug and name
Told = tuple[Decision, bool, bytes, bytes, str, str, str, str]


@dataclass(frozen=True)
class Subject:
    """What a decision is about: an offer (title in `language`, with its provider) or a provider (`title` its name when
    it was decided). `provider_name` is today's."""

    kind: str
    code: str
    title: str
    language: str | None
    provider_slug: str
    provider_name: str


@dataclass(frozen=True)
class PublicDecision:
    """A decision as public as it is now.

    Masked (`subject` None): everything below `rule_version` is empty. `entry` is the ledger entry's number (the
    decision's own), `leaf` its hash, `root` that of the ledger when it had `size` entries, in hexadecimal. `said` is
    what is said of single criteria, `inherited` names the decisions verdicts were taken over from, `amendment` what
    was drawn, `by_two`: two people decided.
    """

    number: int
    at: dt.datetime
    kind: str
    action: str
    not_met: tuple[str, ...]
    rule_version: str
    leaf: str
    root: str
    subject: Subject | None = None
    version: int | None = None
    from_state: str | None = None
    to_state: str | None = None
    basis: str | None = None
    reasons: tuple[str, ...] = ()
    conditions: str | None = None
    review_by: dt.date | None = None
    findings: Mapping[str, str] = field(default_factory=dict)
    examined: bool | None = None
    role: str | None = None
    concerns: int | None = None
    content_sha256: str | None = None
    is_redacted: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    inherited: Mapping[str, int] = field(default_factory=dict)
    amendment: Mapping[str, Any] | None = None
    by_two: bool = False

    @property
    def is_masked(self) -> bool:
        """Is this about something the public may not know of?"""
        return self.subject is None

    @property
    def entry(self) -> int:
        """The number of the ledger entry."""
        return self.number

    @property
    def size(self) -> int:
        """How many entries the ledger had when `root` was its root."""
        return self.number

    @property
    def outcome(self) -> str:
        """What it came to, in the reader's language."""
        return outcomes.words(self.kind, self.action, examined=self.examined, has_conditions=bool(self.conditions))


@dataclass(frozen=True)
class Tally:
    """How many decisions there are, when the last was taken (None: never), and how many of each (kind, action)."""

    total: int
    last_at: dt.datetime | None
    by_action: Mapping[tuple[str, str], int]


def page(
    number: int = 1, per_page: int = PER_PAGE, *, kind: str | None = None, action: str | None = None
) -> PageOf[PublicDecision]:
    """One page of all decisions, newest first, of one kind or action if asked for."""
    wanted = [column == value for column, value in ((Decision.kind, kind), (Decision.action, action)) if value]
    counted = select(func.count()).select_from(Decision).where(*wanted)  # no provider is asked for
    return page_of(wanted, counted, number, per_page)


def latest(count: int) -> PageOf[PublicDecision]:
    """The newest decisions; `total` counts all."""
    return page(1, count)


def one(number: int) -> PublicDecision | None:
    """The decision with this number; None when there is none."""
    if not 0 < number < MOST:
        return None
    row = db.session.execute(_rows().where(Decision.number == number)).first()
    return _public(row) if row else None


def about(code: str) -> list[PublicDecision]:
    """The decisions about the offer or provider with this code, newest first; none while the public may not know it."""
    return [_public(row) for row in db.session.execute(_about(), {"code": code})]


@cache
def _about() -> Select[*Told]:
    """The question of `about`, built once: that costs more than its answer."""
    return _rows().where(Decision.subject_code == bindparam("code"), is_open()).order_by(Decision.number.desc())


def of_offer(code: str) -> list[PublicDecision]:
    """As `about`, of an offer."""
    return [decision for decision in about(code) if decision.kind == "offer"]


def of_provider(code: str, number: int = 1, per_page: int = PER_PAGE) -> PageOf[PublicDecision]:
    """One page of the decisions about the provider and what it offered, newest first, as far as they are open."""
    wanted = [Decision.provider_code == code, is_open()]
    return page_of(wanted, joined(select(func.count())).where(*wanted), number, per_page)


def record(code: str) -> dict[tuple[str, str], int]:
    """(kind, action) → how many open decisions about the provider and what it offered."""
    query = joined(select(Decision.kind, Decision.action, func.count()))
    wanted = query.where(Decision.provider_code == code, is_open())
    rows = db.session.execute(wanted.group_by(Decision.kind, Decision.action))
    return {(kind, action): count for kind, action, count in rows}


def tally() -> Tally:
    """Counts over all decisions."""
    query = select(Decision.kind, Decision.action, func.count(), func.max(Decision.at))
    rows = db.session.execute(query.group_by(Decision.kind, Decision.action)).all()
    by_action = {(row[0], row[1]): row[2] for row in rows}
    return Tally(sum(by_action.values()), max((row[3] for row in rows), default=None), by_action)


def page_of(
    wanted: list[ColumnElement[bool]], counted: Select[int], number: int, per_page: int
) -> PageOf[PublicDecision]:
    """One page of the decisions that meet every condition, newest first; `counted` says how many do."""
    query = _rows().where(*wanted).order_by(Decision.number.desc()).limit(per_page).offset((number - 1) * per_page)
    items = [_public(row) for row in db.session.execute(query)]
    return PageOf(items, db.session.scalar(counted) or 0, number, per_page, WHOLE)


@cache
def is_open() -> ColumnElement[bool]:
    """May the public know what this is about: an offer that a decision listed once, or a provider once shown?"""
    listing = aliased(Decision)
    once = select(listing.number).where(listing.subject_code == Decision.subject_code, listing.to_state == "listed")
    return or_(
        and_(Decision.kind == "offer", once.exists()),
        Provider.public_since.is_not(None) & (Decision.kind == "provider"),
    )


def joined(query: Select[*Columns]) -> Select[*Columns]:
    """A question about decisions and the providers concerned."""
    return query.select_from(Decision).outerjoin(Provider, Provider.code == Decision.provider_code)


@cache
def _rows() -> Select[*Told]:
    """All a PublicDecision is made of. The title is that of the version listed last, never of one not listed."""
    number = select(func.max(Version.number)).where(Version.offer_id == Offer.id, Version.listed_at.is_not(None))
    shown = and_(Version.offer_id == Offer.id, Version.number == number.correlate(Offer).scalar_subquery())
    columns = (Decision, is_open().label("is_open"), Entry.leaf, Checkpoint.root)
    named = (Version.title, Version.language, Provider.slug, Provider.name)
    query = joined(select(*columns, *named)).outerjoin(Offer, Offer.code == Decision.subject_code)
    linked = query.outerjoin(Version, shown).outerjoin(Entry, Entry.seq == Decision.number)
    return linked.outerjoin(Checkpoint, Checkpoint.size == Decision.number)


def _public(row: Row[*Told]) -> PublicDecision:
    decision: Decision = row[0]
    told: dict[str, Any] = {
        "number": decision.number,
        "at": decision.at,
        "kind": decision.kind,
        "action": decision.action,
        "not_met": tuple(not_met(decision.criteria)),
        "rule_version": decision.rule_version,
        "leaf": (row.leaf or b"").hex(),
        "root": (row.root or b"").hex(),
    }
    if not row.is_open:
        return PublicDecision(**told)
    return PublicDecision(
        **told,
        subject=_subject(decision, row),
        version=decision.version_number,
        from_state=decision.from_state,
        to_state=decision.to_state,
        basis=decision.basis,
        reasons=tuple(decision.reasons or ()),
        conditions=decision.conditions,
        review_by=decision.review_by,
        findings=decision.criteria,
        examined=decision.examined,
        role=decision.role,
        concerns=decision.concerns,
        content_sha256=decision.content_sha256,
        is_redacted=entries.is_redacted(decision),
        said=decision.said or {},
        inherited=decision.inherited or {},
        amendment=decision.amendment,
        by_two=decision.second_ref is not None,
    )


def _subject(decision: Decision, row: Row[*Told]) -> Subject:
    name, slug = row.name or "", row.slug or ""
    if decision.kind == "provider":
        erased = _("Name erased") if entries.is_redacted(decision) else name
        then = (decision.named or {}).get("name") or erased
        return Subject("provider", decision.subject_code, then, None, slug, name)
    return Subject("offer", decision.subject_code, row.title or "", row.language, slug, name)
