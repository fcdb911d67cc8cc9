"""Against guessing: how often something was tried lately, counted in the database, so that every process knows. What
is counted is kept as a hash with a key of this installation; an address or a name cannot be read from it."""

import datetime as dt
import hmac
from hashlib import sha256

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from registry import config
from registry.kernel import clock
from registry.kernel.db import Model, UtcDateTime, db
from registry.kernel.transaction import transaction

WINDOW = dt.timedelta(minutes=15)


class Attempt(Model):
    """One try of something."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


def allows(limits: dict[str, int]) -> bool:
    """Count a try under each of these names (a kind and whose, such as "sign-in ann@… 10.0.0.1"); False when one of
    them had as many within the window as its limit says, and then nothing is counted: whoever goes on trying is not
    kept out for longer."""
    keys = {_key(name): limit for name, limit in limits.items()}
    since = clock.now() - WINDOW
    with transaction():
        counted = select(Attempt.key, func.count()).where(Attempt.key.in_(keys), Attempt.at > since)
        found = {row[0]: row[1] for row in db.session.execute(counted.group_by(Attempt.key))}
        if any(found.get(key, 0) >= limit for key, limit in keys.items()):
            return False
        db.session.add_all(Attempt(key=key, at=clock.now()) for key in keys)
        return True


def forgive(name: str) -> None:
    """It was the right one: forget the tries under this name."""
    with transaction():
        db.session.execute(delete(Attempt).where(Attempt.key == _key(name)))


def forget() -> int:
    """Forget what no limit asks for any more; how many."""
    with transaction():
        old = delete(Attempt).where(Attempt.at < clock.now() - WINDOW)
        return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]


def _key(name: str) -> str:
    return hmac.new(config.current().key.encode(), name.encode(), sha256).hexdigest()
