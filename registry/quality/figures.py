"""Figures about the desk's work: those everybody may read (how long a step takes, what is oldest, how often an appeal
is upheld, how often second opinions agree, how fast reports are answered) and, for the team, who has how much in hand.
Each is computed from what happened within a year; none is stored."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from sqlalchemy import func, select

from registry.catalogue.model import IS_EXAMINED_NOW, Transition, Version
from registry.kernel import clock
from registry.kernel.db import db
from registry.quality.cases import Finding, Review
from registry.quality.claims import Appeal, Report
from registry.quality.model import Decision

PERIOD = dt.timedelta(days=365)
DAY = dt.timedelta(days=1)
# from whose submission to whose end, by the step's name
STEPS = ("taken", "examined", "decided")


@dataclass(frozen=True)
class Agreement:
    """How second opinions compare: verdicts that are the same, of how many; by criterion as well."""

    same: int = 0
    of: int = 0
    by_criterion: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """What everybody may read; days with one decimal, None where nothing happened yet. `taken`: from submission until a
    reviewer takes the case; `examined`: from then to the decision; `decided`: the whole way. The time the provider was
    asked is part of it."""

    since: dt.datetime
    decided: int
    taken_days: float | None
    examined_days: float | None
    decided_days: float | None
    waiting: int
    oldest_days: int | None
    appeals: int
    upheld: int
    appeals_open: int
    agreement: Agreement
    reports: int
    reports_open: int
    report_days: float | None

    @property
    def overturned(self) -> int | None:
        """Percent of answered appeals that were upheld."""
        return 100 * self.upheld // self.appeals if self.appeals else None


@dataclass(frozen=True)
class Share:
    """One reviewer's part: in hand now, ended within the period, and of their decisions how many were overturned."""

    ref: str
    in_hand: int = 0
    ended: int = 0
    overturned: int = 0


def public() -> Figures:
    """The figures everybody may read; eight questions, over one year."""
    since = clock.now() - PERIOD
    steps = _steps(since)
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Version.submitted_at)).select_from(Version).where(IS_EXAMINED_NOW)
    ).one()
    answered = Counter(db.session.scalars(select(Appeal.outcome).where(Appeal.closed_at >= since)))
    ended = select(Report.at, Report.closed_at).where(Report.closed_at >= since)
    closed = [(end - at) / DAY for at, end in db.session.execute(ended) if end]
    return Figures(
        since=since,
        decided=len(steps["decided"]),
        taken_days=_middle(steps["taken"]),
        examined_days=_middle(steps["examined"]),
        decided_days=_middle(steps["decided"]),
        waiting=waiting,
        oldest_days=(clock.now() - oldest).days if oldest else None,
        appeals=sum(answered.values()),
        upheld=answered["upheld"],
        appeals_open=db.session.scalar(select(func.count()).where(Appeal.closed_at.is_(None))) or 0,
        agreement=agreement(since),
        reports=len(closed),
        reports_open=db.session.scalar(select(func.count()).where(Report.closed_at.is_(None))) or 0,
        report_days=_middle(closed),
    )


def days(step: str) -> float | None:
    """How many days this step (one of STEPS) takes at present: the middle of a year's; None when nothing ended in it.
    One question."""
    return _middle(_steps(clock.now() - PERIOD)[step])


def team() -> list[Share]:
    """Everybody at the desk who has something in hand or ended something within the period, by reference."""
    since = clock.now() - PERIOD
    held = select(Review.reviewer_ref, func.count()).where(Review.closed_at.is_(None), Review.taken_at.is_not(None))
    in_hand = {ref: count for ref, count in db.session.execute(held.group_by(Review.reviewer_ref)) if ref}
    done = select(Review.reviewer_ref, func.count()).where(Review.closed_at >= since, Review.outcome != "over")
    ended = {ref: count for ref, count in db.session.execute(done.group_by(Review.reviewer_ref)) if ref}
    upheld = select(Decision.person_ref).join(Appeal, Appeal.against == Decision.number)
    overturned = Counter(db.session.scalars(upheld.where(Appeal.outcome == "upheld", Appeal.closed_at >= since)))
    refs = sorted({*in_hand, *ended, *(ref for ref in overturned if ref)})
    return [Share(ref, in_hand.get(ref, 0), ended.get(ref, 0), overturned[ref]) for ref in refs]


def ages() -> list[int]:
    """How many whole days each case at the desk has waited since it was submitted, the longest first."""
    now = clock.now()
    begun = db.session.scalars(select(Version.submitted_at).where(IS_EXAMINED_NOW))
    return sorted(((now - at).days for at in begun if at), reverse=True)


def agreement(since: dt.datetime) -> Agreement:
    """How the second opinions closed since then compare with the decisions they look at again."""
    blind = select(Review.id, Review.version_id).where(Review.kind == "blind", Review.closed_at >= since)
    opinions = {row.id: row.version_id for row in db.session.execute(blind.where(Review.outcome == "closed"))}
    if not opinions:
        return Agreement()
    query = select(Review.version_id, Decision.criteria).join(Decision, Decision.number == Review.decision)
    of_these = query.where(Review.kind == "first", Review.version_id.in_(opinions.values())).order_by(Review.id)
    first: dict[int, dict[str, str]] = dict(db.session.execute(of_these).all())
    pairs: dict[str, list[bool]] = defaultdict(list)
    found = select(Finding.review_id, Finding.criterion, Finding.verdict).where(Finding.review_id.in_(opinions))
    for review_id, criterion, verdict in db.session.execute(found):
        before = first.get(opinions[review_id], {}).get(criterion)
        if before is not None:
            pairs[criterion].append(before == verdict)
    by_criterion = {criterion: (sum(same), len(same)) for criterion, same in sorted(pairs.items())}
    return Agreement(
        sum(same for same, _of in by_criterion.values()), sum(of for _same, of in by_criterion.values()), by_criterion
    )


def _steps(since: dt.datetime) -> dict[str, list[float]]:
    """step → how many days it took, of each review that ended with a decision since then."""
    submitted = (
        select(func.max(Transition.at))
        .where(Transition.version_id == Review.version_id, Transition.to_state == "submitted",
               Transition.action.in_(("submit", "resubmit")), Transition.at <= Review.closed_at)
        .correlate(Review)
        .scalar_subquery()
    )  # fmt: skip
    query = select(submitted.label("submitted"), Review.taken_at, Review.closed_at)
    rows = db.session.execute(query.where(Review.decision.is_not(None), Review.closed_at >= since))
    found: dict[str, list[float]] = {step: [] for step in STEPS}
    for begun, taken, closed in rows:
        if begun is None or taken is None or closed is None:
            continue
        found["taken"].append((taken - begun) / DAY)
        found["examined"].append((closed - taken) / DAY)
        found["decided"].append((closed - begun) / DAY)
    return found


def _middle(days: list[float]) -> float | None:
    return round(median(days), 1) if days else None
