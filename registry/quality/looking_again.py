"""The verbs of looking again: a recheck of what is listed and a second opinion on what was decided are taken, and
closed once every criterion was looked at. No decision ends them; what is found wrong is proposed apart."""

import datetime as dt

from sqlalchemy import select

from registry.catalogue.model import CURRENT, Version
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.quality import criteria, examining, interests, policy, reviews
from registry.quality.cases import Review


def take_review(actor: Actor, review_id: int) -> None:
    """Take a recheck or a second opinion. Raises NotFound, Forbidden (one's own first opinion), WrongState."""
    with transaction():
        review, offer = examining.locked(review_id)
        policy.require(actor, "take", policy.HANDLING_RIGHTS, offer.provider.code)
        ref = interests.require_none(actor, offer.provider_id, offer.provider.code)
        if review.closed_at or review.kind in reviews.AT_DESK:
            raise WrongState(_("This review is closed."))
        if review.kind == "blind" and ref in _first_opinions(review):
            raise Forbidden(_("A second opinion is somebody else's."))
        examining.require_free(review, ref)
        reviews.give(review, ref, taken=True)


def close_review(actor: Actor, review_id: int) -> None:
    """End a recheck or second opinion that leads to no decision; every criterion must have been looked at.

    Raises NotFound, Forbidden, WrongState, Invalid by criterion.
    """
    with transaction():
        review, offer = examining.own_review(actor, review_id)
        if review.kind in reviews.AT_DESK:
            raise WrongState(_("This review ends with a decision."))
        found = {one.criterion: one.verdict for one in reviews.findings_of(review)}
        points = [point.code for point in criteria.current(clock.today()).of_kind(offer.kind)]
        missing = {code: [_("Say whether this criterion is met.")] for code in points if code not in found}
        if missing:
            raise Invalid({"criteria": missing})
        version = db.session.get_one(Version, review.version_id)
        due = _due_after(review)
        reviews.close(review, "closed")
        if review.kind == "recheck" and version.state in CURRENT:
            version.offer = offer
            reviews.recheck(offer, version, due)


def _due_after(review: Review) -> dt.datetime:
    """When the next recheck is due: after a look at an amendment the one of the whole is, when it was before."""
    before = reviews.due_before(review) if reviews.is_partial(review) else None
    return max(before, clock.now()) if before else clock.now() + reviews.RECHECK


def _first_opinions(blind: Review) -> set[str]:
    """Those who examined or decided what the second opinion is about."""
    earlier = select(Review.reviewer_ref, Review.decision).where(
        Review.version_id == blind.version_id, Review.id != blind.id
    )
    refs: set[str] = set()
    for ref, number in db.session.execute(earlier):
        refs |= ({ref} if ref else set()) | (interests.took_part(number) if number else set())
    return refs
