"""A case as the pages of the desk use it: what the casebook tells, and what follows from it for the person who reads
it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request

from registry.kernel import clock, codes
from registry.kernel.actor import Actor
from registry.kernel.i18n import language
from registry.kernel.text import pick
from registry.quality import casebook
from registry.quality.casebook import CaseView, Ended, FindingView, ReviewView
from registry.quality.criteria import Criterion
from registry.quality.remarks import Task
from registry.quality.reviews import AT_DESK
from registry.web import display, forms, resending

REVIEW = resending.PART


@dataclass(frozen=True)
class Case:
    """The case, and who reads it."""

    actor: Actor
    told: CaseView

    @property
    def code(self) -> str:
        """The offer's."""
        return self.told.offer.code

    @property
    def review(self) -> ReviewView | None:
        """The open review at hand."""
        return self.told.review

    @property
    def title(self) -> display.Words:
        """Of the version at hand."""
        newest = self.told.offer.newest
        return display.words(newest.title, newest.language)

    @property
    def findings(self) -> tuple[FindingView, ...]:
        """What was found so far; of a review the reader does not hold, only what it took over."""
        return self.told.findings

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the provider was or will be asked."""
        return self.told.tasks

    @property
    def points(self) -> tuple[Criterion, ...]:
        """Every criterion of the kind."""
        return self.told.points

    @cached_property
    def open_points(self) -> list[Criterion]:
        """Those that are to be looked at now."""
        inherited = {one.criterion for one in self.findings if one.inherited_from}
        return [point for point in self.points if point.code not in inherited]

    @property
    def open_codes(self) -> list[str]:
        """Their codes."""
        return [point.code for point in self.open_points]

    @property
    def is_known(self) -> bool:
        """Has the reader the review in hand, so that they read what was found in it?"""
        return self.review is not None and self.review.is_held_by(self.actor)

    @property
    def is_mine(self) -> bool:
        """Does the reader hold it, so that they write down findings?"""
        held = self.review
        state_fits = held is not None and (held.kind not in AT_DESK or self.told.offer.state == "in-review")
        return self.is_known and state_fits and self.actor.role == "reviewer" and not self._stands_still

    @property
    def is_held_by_other(self) -> bool:
        """Has somebody else it, for now alone?"""
        held = self.review
        if held is None or held.reviewer_ref in (None, self.actor.ref):
            return False
        return held.taken_at is None or held.locked_until is None or held.locked_until > clock.now()

    @property
    def _stands_still(self) -> bool:
        """Does it wait for the second person of a refusal?"""
        waits = self.told.proposal is not None and self.told.proposal.action == "refuse"
        return waits and self.ends_with_decision

    @property
    def may_take(self) -> bool:
        """Can the reader take it now?"""
        if self.actor.role != "reviewer" or self.is_held_by_other or self._stands_still:
            return False
        held = self.review
        if held is not None and held.kind not in AT_DESK:
            return held.reviewer_ref != self.actor.ref or held.taken_at is None
        if self.told.offer.state not in ("submitted", "in-review", "asked"):
            return False
        return held is None or held.taken_at is None or held.reviewer_ref != self.actor.ref

    @property
    def may_release(self) -> bool:
        """Can the reader give it back to the desk?"""
        held = self.review
        if held is None or held.kind not in AT_DESK or held.reviewer_ref is None or self._stands_still:
            return False
        fits = self.told.offer.state in ("in-review", "submitted")
        return fits and (held.reviewer_ref == self.actor.ref or self.actor.role == "admin")

    @property
    def ends_with_decision(self) -> bool:
        """Does the review end with a decision about a version that waits for one?"""
        return self.review is None or self.review.kind in AT_DESK

    def title_of(self, point: Criterion) -> str:
        """A criterion's title in the reader's language."""
        return pick(point.title, language()).text


def read(actor: Actor, code: str) -> Case:
    """The case of this offer, of the review the address names; NotFound."""
    return Case(actor, casebook.read(actor, code, review_id()))


def read_on(actor: Actor, code: str) -> Case:
    """The same where a form is sent: if the review its address names has ended meanwhile, the case as it is now."""
    return Case(actor, casebook.read(actor, code, review_id() if named_ended(code) is None else None))


def whole(actor: Actor, code: str) -> Case:
    """The case of this offer where it is decided, which is about the offer, from whichever of its reviews one came."""
    return Case(actor, casebook.read(actor, code))


def named_ended(code: str) -> Ended | None:
    """How the review the address names ended; None while it is open, and when the address names none of this offer."""
    named = review_id()
    return casebook.ended(codes.canonical(code) or "", named) if named else None


def review_id() -> int | None:
    """The review the address names; None when it names none that could be."""
    return forms.whole(request.args.get(REVIEW, ""))


def form_review_id() -> int | None:
    """The review a form was made of, by itself or by its address; None when neither says one that could be."""
    said = forms.whole(request.form.get(REVIEW, ""))
    return review_id() if said is None else said


def address(case: Case) -> Mapping[str, Any]:
    """What the address of this case is made of."""
    named = review_id()
    return {"code": case.code} | ({REVIEW: named} if named is not None else {})
