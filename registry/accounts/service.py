"""What can be done with accounts beyond signing in: open one, give and take roles, close it. Signing in, passwords and
factors are Flask-Security's."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from registry import config
from registry.accounts import policy, queries, sessions
from registry.accounts.model import ROLES, User, UserRole
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction


def open_account(
    actor: Actor, email: str, *, name: str = "", password_hash: str | None = None, demonstration: bool = False
) -> int:
    """Open an account whose address counts as confirmed; returns its id. Raises Forbidden, and Conflict when the
    address has one already."""
    policy.require(actor, "open")
    with transaction():
        address = queries.normal(email)
        if db.session.scalar(select(User.id).where(User.email == address)):
            raise Conflict(_("There is an account with this address already."))
        user = User(email=address, name=name.strip(), ref=new_ref(), password=password_hash, active=True, counter=1)
        user.fs_uniquifier, user.created_at, user.confirmed_at = secrets.token_hex(16), clock.now(), clock.now()
        user.demonstration, user.language = demonstration, "en"
        db.session.add(user)
        db.session.flush()
        return user.id


@dataclass(frozen=True)
class Invented:
    """An account of the demonstration: known password, known reference, and a secret whose codes anyone may ask for."""

    email: str
    name: str
    ref: str
    language: str
    password_hash: str
    secret: str


def invent(actor: Actor, made: Invented) -> int:
    """Open an account of the demonstration; returns its id. Raises Forbidden, Conflict."""
    with transaction():
        user_id = open_account(actor, made.email, name=made.name, password_hash=made.password_hash, demonstration=True)
        user = queries.for_update(user_id)
        user.ref, user.language = made.ref, made.language
        user.tf_primary_method, user.tf_totp_secret = "authenticator", made.secret
        return user_id


def close(actor: Actor, user_id: int) -> None:
    """Close an account and end its sessions; its decisions stay. Raises Forbidden, NotFound, WrongState (one's own, so
    that there is always an administrator left)."""
    policy.require(actor, "close")
    with transaction():
        user = queries.for_update(user_id)
        _require_another(actor, user)
        user.active = False
        sessions.end_all(user_id)


def reopen(actor: Actor, user_id: int) -> None:
    """Open a closed account again, without the roles it had: whoever gives those thinks about it. Raises Forbidden,
    NotFound."""
    policy.require(actor, "close")
    with transaction():
        user = queries.for_update(user_id)
        if not user.active:
            user.active, user.roles = True, []


def end_sessions(actor: Actor, user_id: int) -> None:
    """Sign somebody out wherever they are. Raises Forbidden, NotFound."""
    policy.require(actor, "close")
    with transaction():
        sessions.end_all(queries.for_update(user_id).id)


def give_role(actor: Actor, user_id: int, role: str) -> None:
    """Give someone a role of the registry; nothing when they have it. Raises Forbidden, NotFound, Invalid."""
    policy.require(actor, "give-role")
    if role not in ROLES:
        raise Invalid({"role": [_("There is no such role.")]})
    with transaction():
        user = queries.for_update(user_id)
        if role not in {held.name for held in user.roles}:
            user.roles.append(UserRole(name=role, since=clock.now()))


def take_role(actor: Actor, user_id: int, role: str) -> None:
    """Take a role away; the person's sessions end, so that nothing open goes on with it. Raises Forbidden, NotFound,
    WrongState (one's own)."""
    policy.require(actor, "give-role")
    with transaction():
        user = queries.for_update(user_id)
        _require_another(actor, user)
        user.roles = [held for held in user.roles if held.name != role]
        sessions.end_all(user_id)


def speak(user_id: int, language: str) -> None:
    """Letters to this account are in this language from now on. Raises NotFound, Invalid."""
    if language not in config.current().languages:
        raise Invalid({"language": [_("The registry does not write in this language.")]})
    with transaction():
        queries.for_update(user_id).language = language


def _require_another(actor: Actor, user: User) -> None:
    if actor.ref is not None and actor.ref == user.ref:
        raise WrongState(_("Another administrator has to do this to your own account."))


def new_ref() -> str:
    """A reference for a person that says nothing about them."""
    return secrets.token_hex(8)
