"""Who may do what with providers, one table. A provider one has nothing to do with answers like one that does not
exist."""

from registry.kernel.actor import OWN, Actor
from registry.kernel.errors import Forbidden, NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.model import Provider

# doing → roles; members and keys only for their own provider
RIGHTS: dict[str, frozenset[str]] = {
    "see": frozenset({"member", "key", "reviewer", "admin", "operator", "system"}),
    "update": frozenset({"member", "key", "admin", "operator"}),
    "add-place": frozenset({"member", "key", "admin", "operator"}),
    "keep-members": frozenset({"member", "admin", "operator"}),
    "leave": frozenset({"member"}),
}
# what only those members do who manage the provider
MANAGING = frozenset({"update", "keep-members"})
# registering needs no provider yet: staff do it, others apply through the desk
REGISTER = frozenset({"reviewer", "admin", "operator"})
# who makes somebody a member without being asked first
ENROL = frozenset({"admin", "operator"})


def may_register(actor: Actor) -> bool:
    """May this actor put a new provider into the register?"""
    return actor.is_in(REGISTER)


def may(actor: Actor, doing: str, provider: Provider) -> bool:
    """May this actor do this to this provider? Without a provider there is no answer: TypeError."""
    if not isinstance(provider, Provider):
        raise TypeError("a policy needs the thing it is about")
    if not actor.is_in(RIGHTS[doing]):
        return False
    return actor.role not in OWN or provider.code in (actor.manages if doing in MANAGING else actor.providers)


def require(actor: Actor, doing: str, provider: Provider) -> None:
    """Raise NotFound when the actor may not even know of it, Forbidden when only this is not allowed."""
    if may(actor, doing, provider):
        return
    if not may(actor, "see", provider):
        raise NotFound(_("There is no such provider."))
    raise Forbidden(_("You may not do this to this provider."))
