"""Who belongs to which provider: the one table from which the rights of members are read, at every request; and who is
invited to."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select

from registry.accounts.model import User
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.providers.model import HIDDEN, Invitation, Membership, Provider

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


@dataclass(frozen=True)
class Invited:
    """An invitation that may still be accepted."""

    number: int
    email: str
    role: str
    sent_at: dt.datetime
    expires_at: dt.datetime
    provider_code: str
    provider_name: str


def invited(code: str) -> list[Invited]:
    """The open invitations of the provider with this code, the oldest first."""
    return _invited(Provider.code == code)


def invitation(token_sha256: str) -> Invited | None:
    """The open invitation of this token; None when it is over or never was."""
    return next(iter(_invited(Invitation.token_sha256 == token_sha256)), None)


def forget_over(kept: dt.timedelta = dt.timedelta(days=30)) -> int:
    """Forget invitations that were used, taken back or left lying, and the addresses in them; how many."""
    before = clock.now() - kept
    over = Invitation.used_at.is_not(None) | Invitation.withdrawn_at.is_not(None) | (Invitation.expires_at < before)
    with transaction():
        done = db.session.execute(delete(Invitation).where(over, Invitation.sent_at < before))
        return int(done.rowcount)  # type: ignore[attr-defined]


def _invited(which: ColumnElement[bool]) -> list[Invited]:
    columns = (Invitation.id, Invitation.email, Invitation.role, Invitation.sent_at, Invitation.expires_at)
    query = select(*columns, Provider.code, Provider.name).join(Invitation.provider).where(which)
    alive = (Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > clock.now())
    shown = query.where(*alive, Provider.standing.not_in(HIDDEN)).order_by(Invitation.sent_at, Invitation.id)
    return [Invited(*row) for row in db.session.execute(shown)]
