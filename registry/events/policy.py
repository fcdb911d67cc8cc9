"""Who may do what with events, as a table from which guards and the role matrix are made."""

from registry.kernel.actor import Actor
from registry.kernel.errors import Forbidden
from registry.kernel.i18n import gettext as _

RIGHTS: dict[str, frozenset[str]] = {
    "save": frozenset({"organiser", "admin", "operator"}),
    "show": frozenset({"organiser", "admin", "operator"}),
}


def allows(actor: Actor, action: str) -> bool:
    """May this actor do this with events?"""
    return actor.is_in(RIGHTS[action])


def require(actor: Actor, action: str) -> None:
    """Raise Forbidden unless the actor may."""
    if not allows(actor, action):
        raise Forbidden(_("Only organisers may change events."))
