"""What a provider sees of its own offers: how many there are of each sort, which lines stand in a list, and one offer
as it is worked on. Every question is bounded by the provider: how many offers others have changes nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from registry.catalogue import policy, readiness
from registry.catalogue.door import Columns, shown_runs, stored_runs
from registry.catalogue.lifecycle import GRACE
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


@dataclass(frozen=True)
class Line:
    """One offer in a list: the version that is worked on or stands, and until when the offer must be confirmed."""

    code: str
    kind: str
    title: str
    language: str
    state: str
    number: int
    since: dt.datetime
    confirm_by: dt.datetime | None


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
    def is_written(self) -> bool:
        """May its content be written now: a draft, a returned version, or nothing open at all?"""
        return not self.is_open or self.state in SORTS["drafts"] or self.state == "returned"


def counts(provider_code: str) -> dict[str, int]:
    """sort → how many of the provider's offers; one question for the states, one for what is to be confirmed, two for
    runs that are over."""
    rows = _owned(select(Version.state, func.count()), provider_code).where(Version.state.in_((*OPEN, *CURRENT)))
    states: dict[str, int] = dict(db.session.execute(rows.group_by(Version.state)).all())
    found = {sort: sum(states.get(state, 0) for state in of) for sort, of in SORTS.items()}
    due = _owned(select(func.count()), provider_code).where(*_is_due())
    return {**found, CONFIRM: db.session.scalar(due) or 0, ENDED: len(ended(provider_code))}


def lines(provider_code: str, sort: str, page: int = 1) -> PageOf[Line]:
    """One page of the provider's offers of this sort, the oldest matter first; two questions."""
    query = _owned(select(Offer, Version), provider_code).order_by(
        Offer.confirm_by if sort == CONFIRM else func.coalesce(Version.submitted_at, Version.created_at), Offer.id
    )
    if sort == CONFIRM:
        query = query.where(*_is_due())
    elif sort == ENDED:
        query = query.where(Version.state == "listed", Offer.code.in_(ended(provider_code)[:500]))
    else:
        query = query.where(Version.state.in_(SORTS[sort]))
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = db.session.execute(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return PageOf([_line(offer, version) for offer, version in rows], total, page, PER_PAGE)


def due(provider_code: str) -> list[str]:
    """Codes of listed offers the provider should confirm now; one question."""
    return list(db.session.scalars(_owned(select(Offer.code), provider_code).where(*_is_due()).order_by(Offer.id)))


def ended(provider_code: str) -> list[str]:
    """Codes of listed offers whose runs are all over, by code; one question."""
    query = _owned(select(Offer.code, Run.code, Run.data, Run.state), provider_code)
    taught = query.join(Run, Run.offer_id == Offer.id).where(Version.state == "listed", Run.state != "removed")
    now = clock.now()
    over: dict[str, bool] = {}
    for code, run, data, state in db.session.execute(taught):
        is_over = view(run, data, now, place=None, cancelled=state == "cancelled").is_over
        over[code] = over.get(code, True) and is_over
    return sorted(code for code, all_over in over.items() if all_over)


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
    """What is asked, of the versions of the provider's offers."""
    joined = columns.select_from(Offer).join(Version, Version.offer_id == Offer.id)
    owner = aliased(Provider)
    return joined.where(Offer.provider_id == select(owner.id).where(owner.code == provider_code).scalar_subquery())


def _is_due() -> tuple[Any, ...]:
    return Version.state == "listed", Offer.confirm_by <= clock.now() + GRACE


def _line(offer: Offer, version: Version) -> Line:
    since = version.submitted_at or version.created_at
    named = (version.title, version.language, version.state, version.number)
    return Line(offer.code, offer.kind, *named, since, offer.confirm_by)


def _percent(one: set[str], other: set[str]) -> int:
    both = one | other
    return 100 * len(one & other) // len(both) if both else 0
