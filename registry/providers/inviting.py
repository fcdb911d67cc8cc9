"""Members bring in members: an invitation goes to one address by letter, its link is good for two weeks and once, and
only for whoever has that address. Whoever keeps the members also says what they are, and shows them out; the last
administrator stays, so that no provider is left without."""

import datetime as dt
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from registry import config
from registry.accounts import letters as account_letters
from registry.accounts import queries as accounts
from registry.accounts import sessions
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.transaction import transaction
from registry.providers import joining, letters, policy, queries
from registry.providers.model import MEMBER_ROLES, Invitation, Membership, Provider
from registry.providers.schema import INVITATION

GOOD_FOR = dt.timedelta(days=14)
MOST_OPEN = 20  # invitations of one provider at a time
MOST_A_DAY = 50  # letters one provider sends to strangers in a day
WAY = "/publish/invitations/"


def invite(actor: Actor, provider_code: str, values: Mapping[str, Any]) -> int:
    """Invite whoever has this address (`email`) to be a member (`role`); a letter with the link is asked for, an older
    invitation to the address is over. Returns the invitation's number.

    Raises NotFound, Forbidden, Invalid, Conflict (a member already), WrongState (closed, or too many).
    """
    with transaction():
        provider = queries.owner_for_update(provider_code)
        policy.require(actor, "keep-members", provider)
        letter = letters.load(INVITATION, values)
        _require_known(letter["role"])
        address, now = accounts.normal(letter["email"]), clock.now()
        if provider.is_hidden:
            raise WrongState(_("The provider is suspended or closed."), standing=provider.standing)
        known = accounts.by_email(address)
        if known and db.session.get(Membership, (provider.id, known.id)):
            raise Conflict(_("This person belongs to the provider already."))
        for older in db.session.scalars(open_ones(provider.id).where(Invitation.email == address)):
            older.withdrawn_at = now
        _require_room(provider.id)
        token = secrets.token_urlsafe(32)
        row = Invitation(provider_id=provider.id, email=address, role=letter["role"], by_ref=actor.ref)
        row.token_sha256, row.sent_at, row.expires_at = hashed(token), now, now + GOOD_FOR
        db.session.add(row)
        db.session.flush()
        given = {"link": f"{config.current().base_url}{WAY}{token}", "provider": provider.name, "role": row.role}
        account_letters.request("invitation", address, known.language if known else language(), given)
        return row.id


def withdraw(actor: Actor, provider_code: str, number: int) -> None:
    """Take an invitation back: its link leads nowhere. Raises NotFound, Forbidden, WrongState (used or over)."""
    with transaction():
        provider = queries.owner_for_update(provider_code)
        policy.require(actor, "keep-members", provider)
        row = db.session.scalar(
            select(Invitation).where(Invitation.id == number, Invitation.provider_id == provider.id)
        )
        if row is None:
            raise NotFound(_("There is no such invitation."))
        if row.used_at or row.withdrawn_at:
            raise WrongState(_("This invitation is over."))
        row.withdrawn_at = clock.now()


def accept(actor: Actor, token: str) -> str:
    """Become what the invitation says; the provider's code. Raises NotFound (used, over, taken back, unknown),
    Forbidden (sent to another address), Conflict (a member already)."""
    with transaction():
        person = joining.somebody(actor)
        query = open_ones().where(Invitation.token_sha256 == hashed(token)).with_for_update()
        row = db.session.scalar(query)
        if row is None:
            raise NotFound(_("This invitation is not valid any more."))
        if row.email != person.email:
            raise Forbidden(_("This invitation was sent to another address than yours. Ask for one to your address."))
        provider = db.session.get_one(Provider, row.provider_id)
        if provider.is_hidden:
            raise NotFound(_("This invitation is not valid any more."))
        joining.enter(provider, person.id, row.role)
        row.used_at = clock.now()
        return provider.code


def change_role(actor: Actor, provider_code: str, ref: str, role: str) -> None:
    """Make a member something else; rights follow at their next request. Raises NotFound, Forbidden, Invalid,
    WrongState (the last administrator)."""
    _require_known(role)
    with transaction():
        provider, held = _held(actor, provider_code, ref)
        if held.role == "admin" and role != "admin":
            _require_another_admin(provider.id)
        held.role = role


def remove(actor: Actor, provider_code: str, ref: str) -> None:
    """End a membership, and the sessions of whoever it was. Raises NotFound, Forbidden, WrongState (the last
    administrator)."""
    with transaction():
        provider, held = _held(actor, provider_code, ref)
        if held.role == "admin":
            _require_another_admin(provider.id)
        db.session.delete(held)
        sessions.end_all(held.user_id)


def leave(actor: Actor, provider_code: str) -> None:
    """Stop being a member. Raises NotFound, WrongState (the last administrator)."""
    with transaction():
        provider = queries.owner_for_update(provider_code)
        policy.require(actor, "leave", provider)
        held = db.session.get(Membership, (provider.id, joining.somebody(actor).id))
        if held is None:
            raise NotFound(_("There is no such member."))
        if held.role == "admin":
            _require_another_admin(provider.id)
        db.session.delete(held)


def open_ones(provider_id: int | None = None) -> Any:
    """The query of invitations that may still be accepted, of one provider or of all."""
    query = select(Invitation).where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
    query = query.where(Invitation.expires_at > clock.now()).order_by(Invitation.sent_at, Invitation.id)
    return query if provider_id is None else query.where(Invitation.provider_id == provider_id)


def hashed(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def _require_known(role: str) -> None:
    if role not in MEMBER_ROLES:
        raise Invalid({"role": [_("There is no such role.")]})


def _held(actor: Actor, provider_code: str, ref: str) -> tuple[Provider, Membership]:
    provider = queries.owner_for_update(provider_code)
    policy.require(actor, "keep-members", provider)
    held = db.session.get(Membership, (provider.id, joining.person_for(ref).id))
    if held is None:
        raise NotFound(_("There is no such member."))
    return provider, held


def _require_another_admin(provider_id: int) -> None:
    query = select(func.count()).select_from(Membership)
    count = db.session.scalar(query.where(Membership.provider_id == provider_id, Membership.role == "admin")) or 0
    if count < 2:
        raise WrongState(_("A provider keeps at least one administrator. Make somebody else one first."))


def _require_room(provider_id: int) -> None:
    still = db.session.scalar(select(func.count()).select_from(open_ones(provider_id).subquery())) or 0
    sent = select(func.count()).select_from(Invitation).where(Invitation.provider_id == provider_id)
    lately = db.session.scalar(sent.where(Invitation.sent_at > clock.now() - dt.timedelta(days=1))) or 0
    if still >= MOST_OPEN or lately >= MOST_A_DAY:
        raise WrongState(_("There are too many open invitations. Take some back, or wait until tomorrow."))
