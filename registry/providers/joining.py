"""Who comes to belong to a provider without being invited: somebody registers it and is its first administrator, or
the registry makes somebody a member."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from registry.accounts import queries as accounts
from registry.accounts.queries import Person
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers import entering, identifiers, letters, policy, queries
from registry.providers.model import MEMBER_ROLES, Membership, Provider
from registry.providers.schema import IDENTIFIER

# unverified providers one person may have entered: nobody fills the register with names
MOST_UNVERIFIED = 3


def join(actor: Actor, values: Mapping[str, Any]) -> str:
    """Register the provider one works for, by its legal identifier (the first of `identifiers`); it is unverified and
    the actor its first administrator. Returns its code.

    Raises Forbidden (not a person, or too many unverified ones), Invalid, and Conflict, naming the slug, when the
    provider is in the register already.
    """
    with transaction():
        person = somebody(actor)
        _require_room(person.id)
        number = _number(values)
        known = identifiers.holder(number)
        if known is not None:
            message = _("This provider is in the register already: %(name)s.", name=known.name)
            raise Conflict(message, theirs=known.slug)
        provider = entering.entered({**values, "identifiers": [number]})
        db.session.add(Membership(provider_id=provider.id, user_id=person.id, role="admin", since=clock.now()))
        return provider.code


def _number(values: Mapping[str, Any]) -> dict[str, str]:
    """The legal identifier in the values, of the provider's country unless it names one."""
    if not values.get("country"):
        raise Invalid({"country": [_("Say in which country the provider is.")]})
    given = (values.get("identifiers") or [{}])[0]
    given = given if isinstance(given, Mapping) else {}
    try:
        return identifiers.normal(letters.load(IDENTIFIER, {"country": values["country"], **given}))
    except Invalid as error:
        raise Invalid({"identifiers": {"0": error.errors}}) from error


def enrol(actor: Actor, provider_code: str, user_id: int, role: str) -> None:
    """Make an account a member of a provider. Raises NotFound, Forbidden, Invalid, and Conflict for a member."""
    if not actor.is_in(policy.ENROL):
        raise Forbidden(_("You may not do this to this provider."))
    if role not in MEMBER_ROLES:
        raise Invalid({"role": [_("There is no such role.")]})
    with transaction():
        provider = queries.owner_for_update(provider_code)
        enter(provider, user_id, role)


def enter(provider: Provider, user_id: int, role: str) -> None:
    """A new member of a provider that was loaded for update; Conflict for one that belongs to it already."""
    if db.session.get(Membership, (provider.id, user_id)) is not None:
        raise Conflict(_("This person belongs to the provider already."))
    db.session.add(Membership(provider_id=provider.id, user_id=user_id, role=role, since=clock.now()))


def somebody(actor: Actor) -> Person:
    """The person who acts; Forbidden when it is none with an account."""
    found = accounts.by_refs([actor.ref] if actor.ref else []).get(actor.ref or "")
    if found is None or actor.role != "member":
        raise Forbidden(_("Only a person can do this, with an account of their own."))
    return found


def person_for(ref: str) -> Person:
    """Somebody by the reference decisions know them by; NotFound when there is none."""
    found = accounts.by_refs([ref]).get(ref)
    if found is None:
        raise NotFound(_("There is no such account."))
    return found


def _require_room(user_id: int) -> None:
    query = select(func.count()).select_from(Membership).join(Membership.provider)
    count = db.session.scalar(query.where(Membership.user_id == user_id, Provider.standing == "unverified")) or 0
    if count >= MOST_UNVERIFIED:
        raise Forbidden(_("You have entered several providers that are not verified yet. Please wait for these first."))
