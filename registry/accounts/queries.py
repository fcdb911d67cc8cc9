"""Questions about accounts. What leaves this file is a Person, which has no password in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from registry.accounts.model import User
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


def for_update(user_id: int) -> User:
    """The account, to change it; NotFound when there is none."""
    user = db.session.scalar(select(User).where(User.id == user_id).with_for_update())
    if user is None:
        raise NotFound(_("There is no such account."))
    return user


def normal(email: str) -> str:
    """An address as it is kept: without space around it and in small letters."""
    return email.strip().lower()
