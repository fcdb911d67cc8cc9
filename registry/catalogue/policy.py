"""Who may do what with offers, one table; the steps of the lifecycle stand in its own. What one has nothing to do
with answers like what does not exist."""

from registry.catalogue.lifecycle import PROVIDER
from registry.catalogue.model import Offer
from registry.kernel.actor import OWN, Actor
from registry.kernel.errors import Forbidden, NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.model import Provider

# doing → roles; members and keys only for their own provider. "start" is done to a provider, the rest to an offer
RIGHTS: dict[str, frozenset[str]] = {
    "see": PROVIDER | {"reviewer", "admin", "system"},
    "start": PROVIDER,
    "save": PROVIDER,
    "revise": PROVIDER,
    "furnish": PROVIDER,
    "schedule": PROVIDER,
    "confirm": frozenset({"member", "key"}),
    "amend": PROVIDER,
    "appeal": PROVIDER,
}
# what only those members do who answer for the provider
SUBMITTING = frozenset({"confirm", "amend", "appeal"})


def may(actor: Actor, doing: str, thing: Offer | Provider) -> bool:
    """May this actor do this to this offer (its provider loaded) or provider? Without a thing there is no answer:
    TypeError."""
    if not isinstance(thing, Offer | Provider):
        raise TypeError("a policy needs the thing it is about")
    provider = thing.provider if isinstance(thing, Offer) else thing
    own = actor.submits if doing in SUBMITTING else actor.providers
    return actor.is_in(RIGHTS[doing]) and (actor.role not in OWN or provider.code in own)


def require(actor: Actor, doing: str, thing: Offer | Provider) -> None:
    """Raise NotFound when the actor may not even know of it, Forbidden when only this is not allowed."""
    if may(actor, doing, thing):
        return
    if not may(actor, "see", thing):
        raise NotFound(_("There is no such offer.") if isinstance(thing, Offer) else _("There is no such provider."))
    raise Forbidden(_("You may not do this to this offer."))
