"""Opening again what a review took over: no changed field touches the criterion, and its reviewer looks at it all the
same. The finding is theirs then, and the decision says why it was looked at."""

from sqlalchemy import select

from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.quality import examining, reviews, schema
from registry.quality.cases import Finding, Reopening


def reopen(actor: Actor, review_id: int, criterion: str, reason: str) -> None:
    """Look again at a criterion whose finding the review took over from an earlier decision; the reason is public with
    the decision, as is what is found now.

    Raises NotFound, Forbidden, Invalid (no reason), WrongState (closed, or nothing was taken over there).
    """
    with transaction():
        review, _offer = examining.own_review(actor, review_id)
        said = schema.reason("reason", reason)
        row = db.session.scalar(select(Finding).where(Finding.review_id == review.id, Finding.criterion == criterion))
        if row is None or row.inherited_from is None:
            raise WrongState(_("This criterion is open already."))
        made = Reopening(review_id=review.id, criterion=criterion, reason=said, inherited_from=row.inherited_from)
        made.at = clock.now()
        db.session.add(made)
        db.session.delete(row)
        reviews.touch(review)
