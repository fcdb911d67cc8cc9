"""Ending an examination with a decision, whether one person took it or two: the review's findings complete the ruling,
the rules are asked, the step is taken, and what follows (a recheck, a second opinion, the provider's tasks) is set
down."""

from registry.catalogue.model import Offer
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.quality import criteria, entering, examining, policy, remarks, reviews
from registry.quality.entering import Beyond
from registry.quality.schema import Ruling


def examined(actor: Actor, offer: Offer, ruling: Ruling, beyond: Beyond | None = None) -> int:
    """Decide on the version that is being examined by this actor; the decision's number.

    Raises Forbidden (someone else examines it), Invalid (the ruling lacks something, or would list what a provider
    offers whom nobody has verified or admitted), WrongState.
    """
    more = beyond or Beyond()
    review = examining.held_by(actor.ref or "", offer, reviews.open_of(offer.open_version))
    found, again, is_whole = reviews.findings_of(review), reviews.reopened(review.id), more.second_ref is not None
    ruling, said, inherited = reviews.completed(ruling, found, again, is_whole=is_whole)
    if ruling.action == "list" and (told := hindrance(offer.provider.standing)):
        raise Invalid({"": [told]})
    policy.check(ruling, offer.kind, criteria.current(clock.today()))
    number = entering.step(actor, offer, ruling, Beyond(more.second_ref, more.concerns, said, inherited))
    if ruling.action == "return":
        remarks.send(review, verdicts=("ask", "not-met"))
    reviews.follow(offer, review, ruling, number)
    return number


def hindrance(standing: str) -> str:
    """Why nothing is listed of a provider of this standing, whatever is found; "" where it can be."""
    if standing != "unverified":
        return ""
    return _("This provider is not verified yet. An administrator does that first; you can ask, return or refuse.")
