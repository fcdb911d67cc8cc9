"""Questions about accounts. What leaves this file is a Person, which has no password in it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from registry.accounts import policy
from registry.accounts.model import User, UserRole
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _


@dataclass(frozen=True)
class Person:
    """Someone with an account: `ref` as decisions know them; the role names the registry gave; whether this visit has
    shown a second factor (never so for a person who was only looked up)."""

    id: int
    ref: str
    email: str
    name: str
    language: str
    roles: frozenset[str] = frozenset()
    second_factor: bool = False
    demonstration: bool = False


@dataclass(frozen=True)
class Account:
    """An account as administrators see it."""

    id: int
    ref: str
    email: str
    name: str
    roles: frozenset[str]
    active: bool
    confirmed: bool
    second_factor: bool
    demonstration: bool
    created_at: dt.datetime


def accounts(actor: Actor, words: str = "", most: int = 50) -> list[Account]:
    """Accounts whose name or address holds these words, those with a role first, then by address; Forbidden for whoever
    may not look at accounts."""
    policy.require(actor, "see")
    query = select(User)
    for word in words.lower().split()[:5]:
        holds = func.lower(User.name).contains(word, autoescape=True)
        query = query.where(User.email.contains(word, autoescape=True) | holds)
    has_role = select(UserRole.user_id).where(UserRole.user_id == User.id).exists()
    users = db.session.scalars(query.order_by(has_role.desc(), User.email).limit(most))
    return [_account(user) for user in users]


def account(actor: Actor, ref: str) -> Account:
    """One account, open or closed. Raises Forbidden, NotFound."""
    policy.require(actor, "see")
    user = db.session.scalar(select(User).where(User.ref == ref))
    if user is None:
        raise NotFound(_("There is no such account."))
    return _account(user)


def _account(user: User) -> Account:
    roles = frozenset(role.name for role in user.roles)
    factor = user.tf_totp_secret is not None or bool(user.webauthn)
    return Account(
        user.id,
        user.ref,
        user.email,
        user.name,
        roles,
        user.active,
        user.confirmed_at is not None,
        factor,
        user.demonstration,
        user.created_at,
    )


def person(user: User, *, second_factor: bool = False) -> Person:
    """The person of an account that was read."""
    roles = frozenset(role.name for role in user.roles)
    return Person(
        user.id, user.ref, user.email, user.name, user.language, roles, second_factor, demonstration=user.demonstration
    )


def by_email(email: str) -> Person | None:
    """The active account with this address, however it is written."""
    user = db.session.scalar(select(User).where(User.email == normal(email), User.active))
    return person(user) if user else None


def by_refs(refs: Iterable[str]) -> dict[str, Person]:
    """ref → person of these; those that were closed or erased are left out."""
    users = db.session.scalars(select(User).where(User.ref.in_(set(refs)), User.active))
    return {user.ref: person(user) for user in users}


def has_demonstration() -> bool:
    """Is an account of the demonstration open?"""
    return db.session.scalar(select(User.id).where(User.demonstration, User.active).limit(1)) is not None


def in_role(role: str) -> list[Person]:
    """Everybody who has this role, by name."""
    users = db.session.scalars(select(User).where(User.active).order_by(User.name, User.id))
    return [found for found in map(person, users) if role in found.roles]


def stored(user_id: int) -> User:
    """The account, to look at it; NotFound when there is none."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(_("There is no such account."))
    return user


@dataclass(frozen=True)
class Factors:
    """Second factors of an account: is there an app, how many passkeys, how many recovery codes are left."""

    app: bool
    passkeys: int
    codes: int


def factors(user_id: int) -> Factors:
    """What this account has; NotFound when there is none."""
    user = stored(user_id)
    return Factors(user.tf_totp_secret is not None, len(user.webauthn), len(user.mf_recovery_codes or ()))


def demonstration_secret(user_id: int) -> str | None:
    """The secret of a demonstration account; None for every other. Raises NotFound."""
    user = stored(user_id)
    return user.tf_totp_secret if user.demonstration else None


def for_update(user_id: int) -> User:
    """The account, to change it; NotFound when there is none."""
    user = db.session.scalar(select(User).where(User.id == user_id).with_for_update())
    if user is None:
        raise NotFound(_("There is no such account."))
    return user


def normal(email: str) -> str:
    """An address as it is kept: without space around it and in small letters."""
    return email.strip().lower()
