"""Who joins a provider, and leaves it."""

from sqlalchemy import select

from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers import queries
from registry.providers.model import MEMBER_ROLES, Membership

# who makes somebody a member without being asked first
ENROL = frozenset({"admin", "operator"})


def enrol(actor: Actor, provider_code: str, user_id: int, role: str) -> None:
    """Make an account a member of a provider. Raises NotFound, Forbidden, Invalid, and Conflict for a member."""
    if not actor.is_in(ENROL):
        raise Forbidden(_("You may not do this to this provider."))
    if role not in MEMBER_ROLES:
        raise Invalid({"role": [_("There is no such role.")]})
    with transaction():
        provider = queries.for_update(provider_code)
        held = select(Membership).where(Membership.provider_id == provider.id, Membership.user_id == user_id)
        if db.session.scalar(held):
            raise Conflict(_("This person belongs to the provider already."))
        db.session.add(Membership(provider_id=provider.id, user_id=user_id, role=role, since=clock.now()))
