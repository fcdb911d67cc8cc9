"""What people at the desk do with one offer of the demonstration beyond taking and ruling: findings, remarks, answers,
rulings by two, appeals and reports. Every step is a verb, taken by whoever would take it; `by` in a step names which of
the reviewers."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer
from registry.kernel import clock
from registry.kernel.actor import VISITOR, Actor
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.quality import appeals, criteria, remarks, reports, reviews
from registry.quality import service as quality
from registry.quality.cases import Review
from registry.quality.schema import Ruling

REVIEWERS = {
    name: Actor("reviewer", f"demonstration-{ref}", second_factor=True)
    for name, ref in (("first", "reviewer"), ("second", "second"), ("third", "third"), ("fourth", "fourth"))
}
# who confirms what each of them proposes
CONFIRMS = {"first": "second", "second": "first", "third": "fourth", "fourth": "third"}
STEPS = ("find", "remark", "answer", "second-opinion", "appeal", "uphold", "dismiss", "report", "answer-report")


def by(step: Mapping[str, Any]) -> Actor:
    """Who takes the step."""
    return REVIEWERS[step.get("by", "first")]


def confirmed(step: Mapping[str, Any], code: str, ruling: Ruling) -> int:
    """A ruling that takes two people, proposed and confirmed; the decision's number."""
    proposal = quality.propose(by(step), code, ruling, seen(code))
    return quality.confirm(REVIEWERS[CONFIRMS[step.get("by", "first")]], proposal)


def go(action: str, step: Mapping[str, Any], code: str, member: Actor) -> None:
    """Take a step of the desk, or of the provider towards it."""
    said = step[action]
    if action == "find":
        _find(by(step), code, said)
    elif action == "second-opinion":
        _second_opinion(by(step), code, said)
    elif action == "remark":
        for field, text in said.items():
            quality.remark(by(step), _review(code), field, text)
    elif action == "answer":
        answers = {task.id: said for task in remarks.open_for(code) if task.is_open}
        quality.answer(member, code, seen(code), answers)
    elif action == "appeal":
        quality.appeal(member, _appealable(code), said, step.get("words", ""))
    elif action in ("uphold", "dismiss"):
        quality.take_appeal(by(step), appeals.of_offer(code)[0].id)
        confirmed(step, code, Ruling(action, tuple(said)))
    elif action == "report":
        quality.report(VISITOR, code, said, step.get("details", ""))
    elif action == "answer-report":
        open_one = next(one for one in reports.of_offer(code) if one.closed_at is None)
        quality.close_report(by(step), open_one.reference, said, step.get("words", ""))


def seen(code: str) -> int:
    """The offer's counter, as a page would have shown it."""
    with transaction():
        return catalogue.for_update(code).counter


def _appealable(code: str) -> int:
    """The number of the last decision on the offer."""
    found = appeals.possible_against(code)
    if found is None:
        raise LookupError(f"no decision on {code} can be appealed against")
    return found[0]


def _find(reviewer: Actor, code: str, said: Mapping[str, Any]) -> None:
    number = _review(code)
    for criterion, found in said.items():
        verdict, words = (found, "") if isinstance(found, str) else found
        quality.save_finding(reviewer, number, criterion, verdict, words=words)


def _second_opinion(reviewer: Actor, code: str, said: Mapping[str, Any]) -> None:
    """Everything met but what is said otherwise."""
    number = _review(code, ("blind",))
    quality.take_review(reviewer, number)
    kind = db.session.scalars(select(Offer.kind).where(Offer.code == code)).one()
    for point in criteria.current(clock.today()).of_kind(kind):
        verdict, words = said.get(point.code, ("met", ""))
        quality.save_finding(reviewer, number, point.code, verdict, words=words)
    quality.close_review(reviewer, number)


def _review(code: str, kinds: Collection[str] = reviews.AT_DESK) -> int:
    """The open review of the offer that is one of these kinds."""
    query = select(Review.id).join(Offer, Review.offer_id == Offer.id).where(Review.kind.in_(kinds))
    return db.session.scalars(query.where(Offer.code == code, Review.closed_at.is_(None))).one()
