"""Reviews and their findings as they are opened, filled and closed, inside the transactions of the verbs. A review of
a next version begins with what it need not look at again: the findings of the last listing on criteria that no
changed field touches and that the rules word as before."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Select, delete, select, update

from registry.catalogue.model import Offer, Version
from registry.catalogue.specification import changed
from registry.kernel import clock, outbox
from registry.kernel.db import db
from registry.quality import criteria, reach, sampling
from registry.quality.cases import Finding, Remark, Reopening, Review
from registry.quality.model import Decision
from registry.quality.schema import Ruling

TOPIC = "quality.review"
# reviews of what waits to be decided
AT_DESK = ("first", "change")
# how long a case is one reviewer's alone after they last did something about it
HELD = dt.timedelta(days=5)
# when what was listed without conditions is looked at again
RECHECK = dt.timedelta(days=730)


@dataclass(frozen=True)
class Inherited:
    """Verdicts a review may take over: criterion → (verdict, number of the decision in which it was found)."""

    verdicts: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def open_of(version: Version | None) -> Review | None:
    """The open review of this version, second opinions apart, locked until the transaction ends."""
    if version is None:
        return None
    query = select(Review).where(Review.version_id == version.id, Review.closed_at.is_(None), Review.kind != "blind")
    return db.session.scalar(query.with_for_update())


def begin(offer: Offer, version: Version, kind: str, due_at: dt.datetime | None = None) -> Review:
    """A new review of the version; `due_at` None: now."""
    review = Review(offer_id=offer.id, version_id=version.id, kind=kind, due_at=due_at, counter=0)
    review.opened_at = clock.now()
    db.session.add(review)
    db.session.flush()
    outbox.emit(TOPIC, str(review.id))
    return review


def give(review: Review, reviewer_ref: str | None, *, taken: bool) -> None:
    """Put the review into someone's hands, or back on the pile (None)."""
    now = clock.now()
    review.reviewer_ref = reviewer_ref
    review.assigned_at = now if reviewer_ref else None
    if reviewer_ref is None:
        review.assigned_why = None  # it was said of somebody who has it no more
    review.taken_at = now if taken else None
    review.locked_until = now + HELD if taken else None
    review.counter += 1
    outbox.emit(TOPIC, str(review.id))


def touch(review: Review) -> None:
    """Something was done about it: it stays the reviewer's for another while."""
    review.locked_until = clock.now() + HELD
    review.counter += 1


def inherit(review: Review, offer: Offer, version: Version) -> None:
    """Write down anew what the review takes over from the listing before."""
    db.session.execute(delete(Finding).where(Finding.review_id == review.id, Finding.inherited_from.is_not(None)))
    own = set(db.session.scalars(select(Finding.criterion).where(Finding.review_id == review.id)))
    own |= reopened(review.id).keys()
    for criterion, (verdict, number) in inheritable(offer, version).verdicts.items():
        if criterion not in own:
            row = Finding(review_id=review.id, criterion=criterion, verdict=verdict, inherited_from=number)
            row.at = clock.now()
            db.session.add(row)
    db.session.flush()


def inheritable(offer: Offer, version: Version) -> Inherited:
    """What a review of this version may take over; nothing when nothing was examined before, or stands no more."""
    before = max((one for one in offer.versions if one.listed_at and one.number < version.number),
                 key=lambda one: one.number, default=None)  # fmt: skip
    decided = _last_listing(offer.code, version.number)
    if before is None or decided is None or offer.current_version is None:
        return Inherited()
    rules = criteria.current(clock.today()).of_kind(offer.kind)
    again = reach.touched(changed(before.specification, version.specification), rules)
    again |= _worded_anew(decided.rule_version, [criterion.code for criterion in rules])
    origins = decided.inherited or {}
    found = {
        criterion.code: (decided.criteria[criterion.code], origins.get(criterion.code, decided.number))
        for criterion in rules
        if criterion.code not in again and decided.criteria.get(criterion.code) in ("met", "not-applicable")
    }
    return Inherited(found)


def _last_listing(code: str, before: int) -> Decision | None:
    """The last decision that listed a version of the offer below this number with verdicts."""
    query = select(Decision).where(Decision.subject_code == code, Decision.action == "list")
    listed = query.where(Decision.version_number < before).order_by(Decision.number.desc()).limit(1)
    return db.session.scalar(listed)


def _worded_anew(version: str, codes: list[str]) -> set[str]:
    """Criteria that came, or are worded otherwise, since this edition of the rules."""
    known = [edition.version for edition in criteria.editions()]
    later = set(known[known.index(version) + 1 :]) if version in known else set(known)
    return {code for code in codes if any(edition.version in later for edition in criteria.history(code))}


def findings_of(review: Review) -> list[Finding]:
    """Everything found so far."""
    return list(db.session.scalars(select(Finding).where(Finding.review_id == review.id).order_by(Finding.id)))


def is_partial(review: Review) -> bool:
    """Did it take findings over, so that only some criteria are looked at?"""
    return any(one.inherited_from for one in findings_of(review))


def reopened(review_id: int) -> dict[str, str]:
    """criterion → why this review looks at it again, of those whose finding it had taken over."""
    query = select(Reopening.criterion, Reopening.reason).where(Reopening.review_id == review_id)
    return dict(db.session.execute(query.order_by(Reopening.at, Reopening.criterion)).all())


def completed(
    ruling: Ruling, findings: list[Finding], again: Mapping[str, str], *, is_whole: bool = False
) -> tuple[Ruling, dict[str, str], dict[str, int]]:
    """The ruling with the verdicts found and not said in it; the words said of single criteria in public, first those
    of why it was looked at `again`; and the decisions that verdicts were taken over from. One that is whole already,
    because it waited for a second person, holds those too."""
    known = [one for one in findings if one.verdict != "ask" and one.criterion not in ruling.criteria]
    verdicts = {one.criterion: one.verdict for one in known} | dict(ruling.criteria)
    said = {one.criterion: one.words for one in findings if one.words and one.verdict == verdicts.get(one.criterion)}
    for criterion, reason in again.items():
        if criterion in verdicts:
            said[criterion] = "\n\n".join(filter(None, (reason, said.get(criterion))))
    same = [one for one in findings if one.verdict == verdicts.get(one.criterion)] if is_whole else known
    inherited = {one.criterion: one.inherited_from for one in same if one.inherited_from}
    return replace(ruling, criteria=verdicts), said, inherited


def close(review: Review, outcome: str, decision: int | None = None) -> None:
    """The review is over. What it asked of the provider stays to be done only after a return; what earlier ones asked
    is past."""
    review.closed_at, review.outcome, review.decision = clock.now(), outcome, decision
    review.counter += 1
    if review.kind in AT_DESK:
        of_offer = select(Review.id).where(Review.offer_id == review.offer_id)
        past = of_offer.where(Review.id != review.id) if outcome == "return" else of_offer
        rows = update(Remark).where(Remark.review_id.in_(past), Remark.settled_at.is_(None))
        db.session.execute(rows.values(settled_at=clock.now()))
    outbox.emit(TOPIC, str(review.id))


def end(offer: Offer) -> None:
    """Its open reviews are over, second opinions on what was decided apart."""
    mine = select(Review).where(Review.offer_id == offer.id, Review.closed_at.is_(None), Review.kind != "blind")
    for review in db.session.scalars(mine.with_for_update()).all():
        close(review, "over")


def stand_alone(offer: Offer) -> None:
    """What was listed has expired: nothing of it is looked at again, and what waits to be decided is examined whole, as
    at first. What the reviewer found themselves stays; what was taken over, and why it was opened again, is gone."""
    waiting = open_of(offer.open_version)
    mine = select(Review).where(Review.offer_id == offer.id, Review.closed_at.is_(None), Review.kind == "recheck")
    for review in db.session.scalars(mine.with_for_update()).all():
        close(review, "over")
    if waiting is not None and waiting.kind == "change":
        waiting.kind = "first"
        waiting.counter += 1
        taken_over = delete(Finding).where(Finding.review_id == waiting.id, Finding.inherited_from.is_not(None))
        db.session.execute(taken_over)
        db.session.execute(delete(Reopening).where(Reopening.review_id == waiting.id))
        outbox.emit(TOPIC, str(waiting.id))


def follow(offer: Offer, review: Review, ruling: Ruling, number: int) -> None:
    """What comes after a decision on an examined version: the review ends, a recheck is due, a second opinion may be
    drawn, though not on what its provider writes anew. Where findings were taken over the recheck of these stays due
    when it was."""
    kind, partly = review.kind, is_partial(review)
    close(review, ruling.action, number)
    if ruling.action == "list" and (listed := offer.current_version):
        due = (
            dt.datetime.combine(ruling.review_by, dt.time(0, 0), dt.UTC) if ruling.review_by else clock.now() + RECHECK
        )
        earlier = db.session.scalar(_rechecks(offer).with_only_columns(Review.due_at)) if partly else None
        recheck(offer, listed, min(due, earlier) if earlier else due)
    if kind == "first" and ruling.action != "return" and sampling.draw(sampling.SECOND_OPINIONS).hits:
        version = db.session.get_one(Version, review.version_id)
        begin(offer, version, "blind", clock.now())


def recheck(offer: Offer, version: Version, due_at: dt.datetime | None) -> Review:
    """Have the listed version looked at again then (None: now); one recheck of an offer waits at a time, the earliest
    counts."""
    others = _rechecks(offer).where(Review.version_id != version.id)
    for former in db.session.scalars(others.with_for_update()):
        close(former, "over")
    _end_stale(version)
    known = open_of(version)
    if known is None:
        return begin(offer, version, "recheck", due_at or clock.now())
    known.due_at = min(known.due_at or clock.now(), due_at or clock.now())
    return known


def carry(offer: Offer, version: Version, *, sampled: bool) -> None:
    """An amended version takes over the recheck that waits for the one before, with whoever has it and what they found.
    When it was sampled, what the edit touched is looked at now, instead of a recheck of the whole that lies ahead and
    comes back afterwards (`due_before`)."""
    review = db.session.scalar(_rechecks(offer).with_for_update())
    _end_stale(version)
    if review is not None and not (sampled and _lies_ahead(review)):
        _move(review, offer, version)
    elif sampled:
        partly = begin(offer, version, "recheck", clock.now())
        inherit(partly, offer, version)
        if review is not None:
            close(review, "over")
            review.closed_at = partly.opened_at


def due_before(review: Review) -> dt.datetime | None:
    """When the recheck of the whole was due in whose stead this looks at an amendment."""
    former = select(Review.due_at).where(Review.offer_id == review.offer_id, Review.outcome == "over")
    return db.session.scalar(former.where(Review.kind == "recheck", Review.closed_at == review.opened_at))


def _lies_ahead(review: Review) -> bool:
    """Is it a recheck of the whole that nobody has begun, and not due yet?"""
    has_day = review.due_at is not None and review.due_at > clock.now()
    return has_day and review.taken_at is None and not is_partial(review)


def _move(review: Review, offer: Offer, version: Version) -> None:
    """It goes on with this version; what the edit touched keeps no finding that was taken over."""
    before = db.session.get_one(Version, review.version_id).specification
    rules = criteria.current(clock.today()).of_kind(offer.kind)
    again = reach.touched(changed(before, version.specification), rules)
    kept = Finding.review_id == review.id, Finding.inherited_from.is_not(None)
    db.session.execute(delete(Finding).where(*kept, Finding.criterion.in_(again)))
    review.version_id, review.counter = version.id, review.counter + 1


def replaced(offer: Offer, version: Version) -> None:
    """A version of a register, which nobody examined, takes over when the one before was to be looked at again."""
    due = db.session.scalar(_rechecks(offer).with_only_columns(Review.due_at))
    if due is not None:
        inherit(recheck(offer, version, due), offer, version)


def _end_stale(version: Version) -> None:
    """A review that was begun before the version was listed without an examination is over."""
    known = open_of(version)
    if known is not None and known.kind != "recheck":
        close(known, "over")
        db.session.flush()


def _rechecks(offer: Offer) -> Select[Review]:
    return select(Review).where(Review.offer_id == offer.id, Review.kind == "recheck", Review.closed_at.is_(None))
