"""One case as the desk reads it: the offer, the review that is open on it with its findings and what the provider was
asked, who has it, the provider's record, its risks, and whether the reader has to keep away."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from registry.catalogue import holding, unlisted
from registry.catalogue.model import CURRENT, EXAMINED_NOW, Offer, Version
from registry.catalogue.specification import changed
from registry.catalogue.unlisted import Unlisted
from registry.catalogue.views import OfferView
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.codes import canonical
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.model import Provider
from registry.quality import checks, criteria, flags, interests, pace, proposals, remarks, reviews
from registry.quality.cases import Finding, Review
from registry.quality.checks import Check, Looked
from registry.quality.criteria import Criterion, Edition
from registry.quality.flags import FlagView
from registry.quality.model import Decision
from registry.quality.pace import Pace
from registry.quality.proposals import ProposalView
from registry.quality.remarks import Task
from registry.quality.reviews import AT_DESK


@dataclass(frozen=True)
class FindingView:
    """What was found on one criterion."""

    criterion: str
    verdict: str
    words: str | None
    note: str | None
    evidence: str | None
    inherited_from: int | None


@dataclass(frozen=True)
class ReviewView:
    """The open review of a case: of which version, who has it and why it was assigned, until when it is theirs alone,
    and its counter."""

    id: int
    version_id: int
    kind: str
    reviewer_ref: str | None
    assigned_why: str | None
    taken_at: dt.datetime | None
    locked_until: dt.datetime | None
    opened_at: dt.datetime
    due_at: dt.datetime | None
    counter: int

    def is_held_by(self, actor: Actor) -> bool:
        """Has this person taken it, so that what is found in it is theirs?"""
        return actor.ref is not None and self.reviewer_ref == actor.ref and self.taken_at is not None


@dataclass(frozen=True)
class Ended:
    """How a review ended: with this decision, or None without one."""

    decision: int | None


@dataclass(frozen=True)
class Record:
    """What became of a provider's offers: how many are listed, how many were refused."""

    listed: int
    refused: int


@dataclass(frozen=True)
class CaseView:
    """See the module. `offer.newest` is the version the review is about; `before` the content a change is held against,
    None where the whole offer is examined; `fields` those in which the two differ. `reopened`: criterion → why the
    review looks at it again. `proposal` is the one that waits for its second person. Of what the review found
    and noted only whoever holds it reads more than was taken over or sent."""

    offer: Unlisted
    review: ReviewView | None
    findings: tuple[FindingView, ...]
    reopened: Mapping[str, str]
    tasks: tuple[Task, ...]
    flags: tuple[FlagView, ...]
    checks: tuple[Check, ...]
    record: Record
    pace: Pace | None
    points: tuple[Criterion, ...]
    before: OfferView | None
    fields: tuple[str, ...] | None
    proposal: ProposalView | None


def read(actor: Actor, code: str, review_id: int | None = None) -> CaseView:
    """The case of this offer, of one of its open reviews when it is named. Raises NotFound, and Forbidden for whoever
    has to keep away from the provider, and of what it has not submitted."""
    review = _review(canonical(code) or "", review_id)
    at_hand = _at_hand(canonical(code) or "", review)
    offer = unlisted.read(actor, code, at_hand)
    _require_apart(actor, offer.newest.provider.code)
    if at_hand is None:
        raise Forbidden(_("Its provider is writing this offer. The desk reads it once it is submitted."))
    before = offer.current if review is None or review.kind == "change" else None
    holds = review is not None and review.is_held_by(actor)
    tasks = remarks.of_case(offer.code, review.id if review else None)
    if review is not None and review.kind not in AT_DESK:
        tasks = remarks.of_review(review.id)
    rules, newest = criteria.current(clock.today()), offer.newest
    risks = flags.of([offer.code]).get(offer.code, ())
    return CaseView(
        offer=offer,
        review=review,
        findings=_findings(review.id, whole=holds) if review else (),
        reopened=reviews.reopened(review.id) if review and holds else {},
        tasks=tuple(task for task in tasks if holds or task.sent_at is not None),
        flags=risks,
        checks=tuple(checks.run(_looked(newest, rules, risks))),
        record=record(offer.newest.provider.code),
        pace=_pace(offer, review),
        points=tuple(rules.of_kind(offer.kind)),
        before=before,
        fields=tuple(changed(before.spec, offer.newest.spec)) if before else None,
        proposal=proposals.waiting_for(offer.code),
    )


def _looked(offer: OfferView, rules: Edition, risks: Sequence[FlagView]) -> Looked:
    refused = holding.answers(offer.provider.code).refused
    return Looked(offer.spec, rules, offer.runs, risks, offer.provider.url, refused)


def ended(code: str, review_id: int) -> Ended | None:
    """How this review of the offer ended; None while it is open, and when there is none."""
    query = select(Review.decision).join(Offer, Review.offer_id == Offer.id).where(Offer.code == code)
    row = db.session.execute(query.where(Review.id == review_id, Review.closed_at.is_not(None))).one_or_none()
    return Ended(row.decision) if row else None


def is_of(code: str, review_id: int) -> bool:
    """Is this a review of the offer, open or ended?"""
    query = select(Review.id).join(Offer, Review.offer_id == Offer.id)
    return db.session.scalar(query.where(Offer.code == code, Review.id == review_id)) is not None


def record(provider_code: str) -> Record:
    """The provider's record, which the desk reads whole."""
    # by its number, which PostgreSQL knows the offers of: by its code it would go through everybody's
    number = db.session.scalar(select(Provider.id).where(Provider.code == provider_code))
    shown = select(func.count()).select_from(Version).join(Offer, Version.offer_id == Offer.id)
    owned = shown.where(Offer.provider_id == number)
    refused = select(func.count()).where(Decision.provider_code == provider_code, Decision.action == "refuse")
    return Record(
        db.session.scalar(owned.where(Version.state.in_(CURRENT))) or 0,
        db.session.scalar(refused) or 0,
    )


def _review(code: str, review_id: int | None) -> ReviewView | None:
    """The review that was named, else that of what waits to be decided, also before anybody has begun it, else the
    recheck that is due; none of a version its provider took back: that goes on when it is submitted again."""
    query = select(Review).join(Offer, Review.offer_id == Offer.id).join(Version, Review.version_id == Version.id)
    open_ones = query.where(Offer.code == code, Review.closed_at.is_(None))
    deciding = Review.kind.in_(AT_DESK) & Version.state.in_(EXAMINED_NOW)
    if review_id is not None:
        named = open_ones.where(Review.id == review_id)
        if db.session.scalar(named) is None:
            raise NotFound(_("There is no such review."))
        row = db.session.scalar(named.where(deciding | Review.kind.not_in(AT_DESK)))
    else:
        waiting = aliased(Version)
        waits = exists().where(waiting.offer_id == Review.offer_id, waiting.state.in_(EXAMINED_NOW))
        due = (Review.kind == "recheck") & (Review.due_at <= clock.now()) & ~waits
        row = db.session.scalar(open_ones.where(deciding | due).order_by(Review.id).limit(1))
    if row is None:
        return None
    return ReviewView(**{name: getattr(row, name) for name in ReviewView.__dataclass_fields__})


def _at_hand(code: str, review: ReviewView | None) -> int | None:
    """The version the case is about: the review's, else the one that waits to be decided, the one that stands, or the
    last; None where it is not the desk's to read, because its provider writes it: nobody has decided on it as it is."""
    columns = (Version.id, Version.state, Version.listed_at, Version.content_sha256)
    query = select(*columns).join(Offer, Version.offer_id == Offer.id).where(Offer.code == code)
    rows = db.session.execute(query.order_by(Version.number.desc())).all()
    decided = set(db.session.scalars(select(Decision.content_sha256).where(Decision.subject_code == code)))
    read = [row for row in rows if row.state in EXAMINED_NOW or row.listed_at or row.content_sha256 in decided]
    if review is not None:
        return next((row.id for row in read if row.id == review.version_id), None)
    ranked = sorted(read, key=lambda row: (row.state not in EXAMINED_NOW, row.state not in CURRENT))
    return ranked[0].id if ranked else None


def _findings(review_id: int, *, whole: bool) -> tuple[FindingView, ...]:
    """All of them, or only those that were taken over from a decision, which is public."""
    query = select(Finding).where(Finding.review_id == review_id).order_by(Finding.id)
    rows = db.session.scalars(query if whole else query.where(Finding.inherited_from.is_not(None)))
    names = FindingView.__dataclass_fields__
    return tuple(FindingView(**{name: getattr(row, name) for name in names}) for row in rows)


def _pace(offer: Unlisted, review: ReviewView | None) -> Pace | None:
    steps = [(step.to_state, step.at) for step in offer.steps]
    if review is not None and review.kind not in AT_DESK:
        return pace.of(review.kind, review.due_at or review.opened_at, (), clock.now())
    if offer.submitted_at is None or offer.state not in ("submitted", "in-review", "asked"):
        return None
    kind = review.kind if review else "change" if offer.current else "first"
    return pace.of(kind, offer.submitted_at, steps, clock.now())


def _require_apart(actor: Actor, provider_code: str) -> None:
    if provider_code in actor.providers:
        raise Forbidden(_("You belong to this provider, so others examine what it offers."))
    if provider_code in interests.codes_of(actor.ref):
        raise Forbidden(_("You declared an interest in this provider, so others look after it."))
