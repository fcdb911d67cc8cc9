"""Who may do what with other people's accounts, as one table."""

from registry.kernel.actor import Actor
from registry.kernel.errors import Forbidden
from registry.kernel.i18n import gettext as _

RIGHTS: dict[str, frozenset[str]] = {
    "open": frozenset({"admin", "operator", "system"}),  # system: on the word of the national sign-in
    "give-role": frozenset({"admin", "operator"}),
    "close": frozenset({"admin", "operator"}),
    "see": frozenset({"admin", "operator"}),
}


def may(actor: Actor, doing: str) -> bool:
    """May this actor do this to accounts?"""
    return actor.is_in(RIGHTS[doing])


def require(actor: Actor, doing: str) -> None:
    """Raise Forbidden unless the actor may."""
    if not may(actor, doing):
        raise Forbidden(_("Only administrators may do this."))
