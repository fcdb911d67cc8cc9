"""What the desk asks of a provider, as the provider's list of tasks: remarks at fields or criteria, sent when a
question is asked or the offer is returned, each open until it is answered and settled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registry.catalogue.model import Offer
from registry.catalogue.specification import Specification
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.quality import criteria
from registry.quality.cases import Finding, Remark, Review
from registry.quality.schema import MOST_WORDS

# what a remark may be at besides the fields of the specification
BESIDE = ("runs", "places", "provider", "access", "contact")


@dataclass(frozen=True)
class Task:
    """One remark as provider and desk see it; `field` None: the offer as a whole."""

    id: int
    review_id: int
    field: str | None
    criterion: str | None
    text: str
    at: dt.datetime
    sent_at: dt.datetime | None
    answer: str | None
    answered_at: dt.datetime | None
    settled_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Does the provider still have to do or answer something?"""
        return self.sent_at is not None and self.settled_at is None and self.answered_at is None


@dataclass(frozen=True)
class Answer:
    """What is answered to a remark, and the answer that stood there when it was written."""

    text: str
    seen: str = ""

    @property
    def is_new(self) -> bool:
        """Does it say something else than what stood there?"""
        return _plain(self.text) != _plain(self.seen)


def open_for(code: str) -> list[Task]:
    """What the provider was asked about its offer and the desk has not settled, in the order it was asked."""
    query = select(Remark).join(Review, Remark.review_id == Review.id).join(Offer, Review.offer_id == Offer.id)
    asked = query.where(Offer.code == code, Remark.sent_at.is_not(None), Remark.settled_at.is_(None))
    return [_task(row) for row in db.session.scalars(asked.order_by(Remark.id))]


def of_review(review_id: int) -> list[Task]:
    """All remarks of a review, sent or not, for the desk."""
    query = select(Remark).where(Remark.review_id == review_id).order_by(Remark.id)
    return [_task(row) for row in db.session.scalars(query)]


def of_case(code: str, review_id: int | None) -> list[Task]:
    """The remarks of the review, and before them what earlier reviews of the offer asked and is not settled: what was
    returned comes back with its answers."""
    earlier = [task for task in open_for(code) if task.review_id != review_id]
    return [*earlier, *(of_review(review_id) if review_id is not None else ())]


def add(review: Review, kind: str, letter: Mapping[str, Any]) -> int:
    """Note a remark, inside a transaction; its number. Invalid when there is no such field or criterion."""
    field, criterion = letter.get("field") or None, letter.get("criterion") or None
    names = (*Specification.__dataclass_fields__, *BESIDE)
    if field and field.partition(".")[0] not in names:
        raise Invalid({"field": [_("There is no such field.")]})
    if criterion and criterion not in [point.code for point in criteria.current(clock.today()).of_kind(kind)]:
        raise Invalid({"criterion": [_("This criterion does not apply here.")]})
    row = Remark(review_id=review.id, field=field, criterion=criterion, text=letter["text"], at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row.id


def send(review: Review, question: str = "", *, verdicts: tuple[str, ...] = ("ask",)) -> list[str]:
    """Send the provider what is not sent yet: the remarks, what findings with these verdicts say, the question; the
    texts that were sent. What was answered before is settled."""
    now = clock.now()
    known = list(db.session.scalars(select(Remark).where(Remark.review_id == review.id).order_by(Remark.id)))
    for row in known:
        if row.answered_at and row.settled_at is None:
            row.settled_at = now
    said = {(row.criterion, row.text) for row in known}
    found = select(Finding).where(Finding.review_id == review.id, Finding.verdict.in_(verdicts)).order_by(Finding.id)
    more = [(one.criterion, one.words) for one in db.session.scalars(found) if one.words]
    new = [pair for pair in [*more, (None, question)] if pair[1] and pair not in said]
    fresh = [Remark(review_id=review.id, criterion=criterion, text=text, at=now) for criterion, text in new]
    db.session.add_all(fresh)
    unsent = [row for row in (*known, *fresh) if row.sent_at is None and row.settled_at is None]
    for row in unsent:
        row.sent_at = now
    db.session.flush()
    return [row.text for row in unsent]


def answered(offer_id: int, answers: Mapping[int, str]) -> list[str]:
    """Write the provider's answers to all open remarks; the answers. Invalid for one without an answer, or an answer to
    none."""
    query = select(Remark).join(Review, Remark.review_id == Review.id).where(Review.offer_id == offer_id)
    rows = list(db.session.scalars(query.where(Remark.sent_at.is_not(None), Remark.settled_at.is_(None))))
    waiting = {row.id: row for row in rows}
    errors = {
        number: [_("Please answer this.")]
        for number, row in waiting.items()
        if row.answered_at is None and not answers.get(number, "").strip()
    }
    errors |= {number: [_("Nothing was asked here.")] for number in answers if number not in waiting}
    errors |= {number: [_("This text is too long.")] for number, text in answers.items() if len(text) > MOST_WORDS}
    if errors:
        raise Invalid({"answers": errors})
    for number, text in answers.items():
        if text.strip():
            waiting[number].answer, waiting[number].answered_at = text.strip(), clock.now()
    return [text.strip() for text in answers.values() if text.strip()]


def noted(offer_id: int, answers: Mapping[int, Answer]) -> list[int]:
    """Write answers to single open remarks, which can be written anew until the desk has settled them; the numbers of
    the reviews they stand in. One that says what was seen is nobody's wish to change it. Invalid for an answer to none
    or one too long; Conflict where the answer is another than was seen."""
    query = select(Remark).join(Review, Remark.review_id == Review.id).where(Review.offer_id == offer_id)
    asked = query.where(Remark.id.in_(answers), Remark.sent_at.is_not(None), Remark.settled_at.is_(None))
    rows = {row.id: row for row in db.session.scalars(asked.with_for_update(of=Remark))}
    errors = {number: [_("Nothing was asked here.")] for number in answers if number not in rows}
    errors |= {number: [_("This text is too long.")] for number, one in answers.items() if len(one.text) > MOST_WORDS}
    if errors:
        raise Invalid({"answers": errors})
    meant = [(rows[number], one) for number, one in answers.items() if one.is_new]
    changed = [(row, one) for row, one in meant if _plain(one.text) != _plain(row.answer or "")]
    if any(_plain(one.seen) != _plain(row.answer or "") for row, one in changed):
        raise Conflict(_("Somebody else answered meanwhile. What they wrote stands beside each question."))
    for row, one in changed:
        row.answer = one.text.strip() or None
        row.answered_at = clock.now() if row.answer else None
    return sorted({row.review_id for row, _one in changed})


def settle(review: Review, remark_id: int) -> None:
    """Nothing more is asked; a remark that was not sent goes."""
    ours = select(Review.id).where(Review.offer_id == review.offer_id)
    row = db.session.scalar(select(Remark).where(Remark.id == remark_id, Remark.review_id.in_(ours)))
    if row is None:
        raise NotFound(_("There is no such remark."))
    if row.sent_at is None:
        db.session.delete(row)
    else:
        row.settled_at = row.settled_at or clock.now()


def _plain(text: str) -> str:
    """A text to compare: browsers send other line ends than programs do."""
    return "\n".join(text.splitlines()).strip()


def _task(row: Remark) -> Task:
    return Task(**{name: getattr(row, name) for name in Task.__dataclass_fields__})
