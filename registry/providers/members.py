"""Who belongs to which provider: the one table from which the rights of members are read, at every request."""

from dataclasses import dataclass

from sqlalchemy import select

from registry.accounts.model import User
from registry.kernel.db import db
from registry.providers.model import Membership, Provider

SUBMITS, MANAGES = frozenset({"submitter", "admin"}), frozenset({"admin"})


@dataclass(frozen=True)
class Belonging:
    """A provider somebody belongs to, and as what (one of MEMBER_ROLES)."""

    code: str
    slug: str
    name: str
    role: str


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a provider."""

    user_id: int
    ref: str
    name: str
    email: str
    language: str
    role: str


def of_user(user_id: int) -> list[Belonging]:
    """The providers this account belongs to, by name."""
    query = select(Provider.code, Provider.slug, Provider.name, Membership.role).join(Membership.provider)
    rows = db.session.execute(query.where(Membership.user_id == user_id).order_by(Provider.name, Provider.id))
    return [Belonging(*row) for row in rows]


def of_provider(code: str) -> list[Member]:
    """The members of the provider with this code, by name; closed accounts are left out."""
    columns = (User.id, User.ref, User.name, User.email, User.language, Membership.role)
    query = select(*columns).join(Membership, Membership.user_id == User.id).join(Membership.provider)
    rows = db.session.execute(query.where(Provider.code == code, User.active).order_by(User.name, User.id))
    return [Member(*row) for row in rows]
