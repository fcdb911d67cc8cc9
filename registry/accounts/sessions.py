"""Sessions: begun by signing in, known by the hash of a random token in the cookie, ended by signing out, by a new
password, by an administrator, or by time. Ending one is one row less, and no copy of the cookie is worth anything."""

import datetime as dt
import secrets
from hashlib import sha256

from sqlalchemy import delete, func, select, update

from registry.accounts.model import Session, User
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.transaction import transaction

IDLE = dt.timedelta(hours=8)  # without a request
LONGEST = dt.timedelta(days=7)
SEEN_EVERY = dt.timedelta(minutes=10)  # a page viewed is no reason to write; the last one seen is known to this


def begin(user_id: int, *, second_factor: bool) -> str:
    """Begin a session; returns the token for its cookie, which is stored nowhere."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction():
        row = Session(token_sha256=_hashed(token), user_id=user_id, begun_at=now, seen_at=now)
        row.factor_at = now if second_factor else None
        db.session.add(row)
    return token


def find(token: str) -> tuple[User, Session] | None:
    """The account and session of this token; None when it has ended, was too long idle, or the account is closed."""
    now = clock.now()
    query = select(User, Session).join(Session, Session.user_id == User.id).where(User.active)
    alive = (Session.begun_at > now - LONGEST, Session.seen_at > now - IDLE)
    row = db.session.execute(query.where(Session.token_sha256 == _hashed(token), *alive)).first()
    return (row[0], row[1]) if row else None


def touch(session: Session) -> None:
    """Remember that it was used, now and then."""
    if clock.now() - session.seen_at > SEEN_EVERY:
        _change(session.token_sha256, seen_at=clock.now())


def prove(token: str) -> None:
    """The second factor was given."""
    _change(_hashed(token), factor_at=clock.now(), seen_at=clock.now())


def end(token: str) -> None:
    """End one session; nothing when it has ended."""
    with transaction():
        db.session.execute(delete(Session).where(Session.token_sha256 == _hashed(token)))


def end_all(user_id: int, but: str | None = None) -> None:
    """End every session of an account, all but the one of this token."""
    with transaction():
        wanted = delete(Session).where(Session.user_id == user_id)
        if but is not None:
            wanted = wanted.where(Session.token_sha256 != _hashed(but))
        db.session.execute(wanted)


def count(user_id: int) -> int:
    """How many sessions of this account go on."""
    now = clock.now()
    alive = (Session.begun_at > now - LONGEST, Session.seen_at > now - IDLE)
    query = select(func.count()).select_from(Session).where(Session.user_id == user_id, *alive)
    return db.session.scalar(query) or 0


def forget_ended() -> int:
    """Forget those that time has ended; how many."""
    now = clock.now()
    with transaction():
        over = (Session.begun_at < now - LONGEST) | (Session.seen_at < now - IDLE)
        return int(db.session.execute(delete(Session).where(over)).rowcount)  # type: ignore[attr-defined]


def _change(hashed: str, **values: dt.datetime) -> None:
    with transaction():
        db.session.execute(update(Session).where(Session.token_sha256 == hashed).values(**values))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
