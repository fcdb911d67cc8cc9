"""What waits at the desk: versions to be decided, rechecks that are due, second opinions, appeals, reports, new
addresses to enrol. It is asked of the things themselves, so that nothing submitted can be missing; how many questions
it takes, and over how many rows, depends on what waits and never on how many offers there are besides."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from registry.catalogue.door import CHUNK
from registry.catalogue.model import CURRENT, EDITABLE, IS_EXAMINED_NOW, Offer, Run, RunHold, Transition, Version
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.providers.model import Provider
from registry.quality import addresses, flags, interests, pace
from registry.quality.casebook import Record
from registry.quality.cases import REVIEW_KINDS, Review
from registry.quality.claims import Appeal, Proposal, Report
from registry.quality.docket import Asked
from registry.quality.model import Decision
from registry.quality.pace import Pace
from registry.quality.reviews import AT_DESK

KINDS = (*REVIEW_KINDS, "appeal", "report", "address")
# in the order in which they are to be looked at
URGENCIES = ("overdue", "stalled", "assigned", "open")
# how long the provider may leave a question unanswered before the case counts as stalled
UNANSWERED = dt.timedelta(days=14)
_OF_OFFER = (
    Offer.code, Offer.counter, Offer.kind.label("offer_kind"), Offer.provider_id, Offer.first_listed_at,
    Provider.code.label("provider_code"), Provider.name.label("provider_name"), Provider.region,
)  # fmt: skip
_OF_VERSION = (Version.id.label("version_id"), Version.title, Version.language, Version.state, Version.submitted_at)
_OF_REVIEW = (
    Review.id.label("review_id"), Review.kind, Review.reviewer_ref, Review.assigned_at, Review.taken_at,
    Review.locked_until, Review.due_at,
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `seen` is the offer's counter; `number` that of the review, appeal or new address, of a
    report its reference; `urgency` one of URGENCIES;
    `flags` the names of the offer's risks."""

    kind: str
    number: str
    code: str
    title: str
    language: str
    offer_kind: str
    provider_code: str
    provider_name: str
    region: str | None
    state: str
    seen: int
    reviewer_ref: str | None
    taken_at: dt.datetime | None
    locked_until: dt.datetime | None
    pace: Pace
    urgency: str = "open"
    flags: tuple[str, ...] = ()


def everything(actor: Actor) -> list[Waiting]:
    """All that waits and that this person may look after, the most urgent first: in the order of URGENCIES, then the
    one whose time runs out first."""
    away = interests.declared(actor.ref)
    rows = [*_at_desk(), *_due(actor), *_appeals(), *_reports(), *_addresses()]
    open_to = [one for one, provider_id in rows if provider_id not in away and one.provider_code not in actor.providers]
    known = flags.of({one.code for one in open_to})
    found = [replace(one, flags=tuple(flag.name for flag in known.get(one.code, ()))) for one in open_to]
    return sorted(found, key=lambda one: (URGENCIES.index(one.urgency), one.pace.days - one.pace.day, one.code))


def records(provider_codes: Collection[str]) -> dict[str, Record]:
    """provider code → its record; two questions however many."""
    owned = select(Provider.code, func.count()).join(Offer, Offer.provider_id == Provider.id)
    listed = owned.join(Version, Version.offer_id == Offer.id).where(Version.state.in_(CURRENT))
    refused = select(Decision.provider_code, func.count()).where(Decision.action == "refuse")
    one = dict(db.session.execute(listed.where(Provider.code.in_(provider_codes)).group_by(Provider.code)).all())
    other = refused.where(Decision.provider_code.in_(provider_codes)).group_by(Decision.provider_code)
    refusals = dict(db.session.execute(other).all())
    return {code: Record(one.get(code, 0), refusals.get(code, 0)) for code in provider_codes}


def counts(actor: Actor) -> dict[str, int]:
    """How many proposals, appeals, reports and new addresses wait that this person may look after."""
    away = [*interests.codes_of(actor.ref), *actor.providers]
    proposals = select(func.count()).select_from(Proposal).where(Proposal.closed_at.is_(None))
    appeals = select(func.count()).select_from(Appeal).where(Appeal.closed_at.is_(None))
    reports = select(func.count()).select_from(Report).join(Offer, Report.offer_id == Offer.id)
    owned = reports.join(Provider, Offer.provider_id == Provider.id).where(Report.closed_at.is_(None))
    asked = {
        "proposals": proposals.where(Proposal.provider_code.not_in(away)),
        "appeals": appeals.where(Appeal.provider_code.not_in(away)),
        "reports": owned.where(Provider.code.not_in(away)),
    }
    waiting = {"addresses": addresses.count(Asked(away=away))}
    return waiting | {name: db.session.scalar(query) or 0 for name, query in asked.items()}


Columns = TypeVarTuple("Columns")
Found = Iterable[tuple[Waiting, int]]


def _at_desk() -> Found:
    """Versions that were submitted, with their review where there is one."""
    review = and_(Review.version_id == Version.id, Review.closed_at.is_(None), Review.kind.in_(AT_DESK))
    standing = aliased(Version)
    stands = exists().where(standing.offer_id == Offer.id, standing.state.in_(CURRENT)).label("stands")
    query = _joined(select(*_OF_OFFER, *_OF_VERSION, *_OF_REVIEW, stands))
    query = query.outerjoin(Review, review).where(IS_EXAMINED_NOW)
    rows = db.session.execute(query).all()
    pauses = _pauses([row.version_id for row in rows])
    for row in rows:
        kind = row.kind or ("change" if row.stands else "first")
        begun = row.submitted_at or clock.now()
        yield _waiting(row, kind, pace.of(kind, begun, pauses.get(row.version_id, ()), clock.now())), row.provider_id


def _due(actor: Actor) -> Found:
    """Rechecks whose time has come, and second opinions that are not on this person's own first one."""
    first = aliased(Review)
    own = exists().where(first.version_id == Review.version_id, first.id != Review.id, first.reviewer_ref == actor.ref)
    query = _joined(select(*_OF_OFFER, *_OF_VERSION, *_OF_REVIEW, Review.opened_at))
    joined = query.join(Review, Review.version_id == Version.id)
    due = (Review.kind == "recheck") & (Version.state == "listed")
    mine: ColumnElement[bool] = (Review.kind == "blind") & ~own & Version.state.not_in((*EDITABLE, "discarded"))
    # every listed offer has a recheck that lies ahead: by the day alone the index finds those whose time has come
    by_now = joined.where(Review.closed_at.is_(None), Review.due_at <= clock.now())
    for row in db.session.execute(by_now.where(due | mine)):
        told = pace.of(row.kind, row.due_at or row.opened_at, (), clock.now())
        yield _waiting(row, row.kind, told), row.provider_id


def _appeals() -> Found:
    heard = (Appeal.id.label("review_id"), Appeal.hearer_ref.label("reviewer_ref"), Appeal.taken_at, Appeal.at)
    joined = _joined(select(*_OF_OFFER, *_OF_VERSION, *heard)).join(Appeal, Appeal.offer_code == Offer.code)
    about = Offer.code.in_(select(Appeal.offer_code).where(Appeal.closed_at.is_(None)))  # begin with these
    decided = joined.join(Decision, Decision.number == Appeal.against).where(Appeal.closed_at.is_(None), about)
    for row in db.session.execute(decided.where(Version.number == Decision.version_number)):
        yield _waiting(row, "appeal", pace.of("appeal", row.at, (), clock.now())), row.provider_id


def _reports() -> Found:
    newest = select(func.max(Version.number)).where(Version.offer_id == Offer.id, Version.listed_at.is_not(None))
    query = select(*_OF_OFFER, *_OF_VERSION, Report.reference.label("review_id"), Report.at)
    joined = _joined(query).join(Report, Report.offer_id == Offer.id).where(Report.closed_at.is_(None))
    for row in db.session.execute(joined.where(Version.number == newest.correlate(Offer).scalar_subquery())):
        yield _waiting(row, "report", pace.of("report", row.at, (), clock.now())), row.provider_id


def _addresses() -> Found:
    """New addresses to enrol that wait, the one given first of those of a provider at the same host."""
    held = (RunHold.id.label("review_id"), RunHold.host, RunHold.since)
    query = _joined(select(*_OF_OFFER, *_OF_VERSION, *held)).join(Run, Run.offer_id == Offer.id)
    waiting = query.join(RunHold, RunHold.run_id == Run.id).where(addresses.is_waiting(), Version.state.in_(CURRENT))
    known: set[tuple[int, str]] = set()
    for row in db.session.execute(waiting.order_by(RunHold.since, RunHold.id)):
        if (row.provider_id, row.host) not in known:
            known.add((row.provider_id, row.host))
            yield _waiting(row, "address", pace.of("address", row.since, (), clock.now())), row.provider_id


def _joined(query: Select[*Columns]) -> Select[*Columns]:
    joined = query.select_from(Version).join(Offer, Version.offer_id == Offer.id)
    return joined.join(Provider, Offer.provider_id == Provider.id)


def _pauses(version_ids: Sequence[int]) -> dict[int, list[tuple[str, dt.datetime]]]:
    """version → the states it entered and when; one question for each CHUNK of versions."""
    found: dict[int, list[tuple[str, dt.datetime]]] = defaultdict(list)
    steps = select(Transition.version_id, Transition.to_state, Transition.at).order_by(Transition.id)
    for start in range(0, len(version_ids), CHUNK):
        some = version_ids[start : start + CHUNK]
        for version_id, state, at in db.session.execute(steps.where(Transition.version_id.in_(some))):
            found[version_id].append((state, at))
    return found


def _waiting(row: Any, kind: str, told: Pace) -> Waiting:
    held = row._mapping
    one = Waiting(
        kind=kind,
        number=str(held["review_id"] or ""),
        code=row.code,
        title=row.title,
        language=row.language,
        offer_kind=row.offer_kind,
        provider_code=row.provider_code,
        provider_name=row.provider_name,
        region=row.region,
        state=row.state,
        seen=row.counter,
        reviewer_ref=held.get("reviewer_ref"),
        taken_at=held.get("taken_at"),
        locked_until=held.get("locked_until"),
        pace=told,
    )
    return replace(one, urgency=_urgency(one))


def _urgency(one: Waiting) -> str:
    """How it is to be seen: past its time; left lying by whoever has it, or by the provider; given to somebody who has
    not begun; or none of these."""
    if one.pace.is_overdue:
        return "overdue"
    lies = one.taken_at is not None and one.locked_until is not None and one.locked_until < clock.now()
    if lies or (one.pace.paused_since is not None and one.pace.paused_since + UNANSWERED < clock.now()):
        return "stalled"
    return "assigned" if one.reviewer_ref and one.taken_at is None else "open"
