"""Acts that must happen once however often they are sent: a form carries a nonce, a program an Idempotency-Key, and
what the act led to is kept with it in the act's own transaction. A second click, a retry after a lost answer, and
eight at the same moment get the outcome of the first."""

import datetime as dt
import re
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel import clock
from registry.kernel.db import Json, Model, UtcDateTime, db
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction

FIELD = "nonce"
KEPT = dt.timedelta(days=2)  # nobody sends the same form again after that
_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")


class Nonce(Model):
    """An act that was done: who sent which nonce (`scope` names act and sender), and the outcome."""

    __tablename__ = "nonce"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(String(120), primary_key=True)
    outcome: Mapped[Any | None] = mapped_column(Json)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


def new() -> str:
    """A fresh one for a form."""
    return secrets.token_urlsafe(24)


def once(key: str, scope: str, act: Callable[[], Any]) -> Any:
    """The outcome of `act`, done now unless it was done under this key and scope before; the outcome is a JSON value.

    One transaction around both: whoever comes at the same moment waits for it. Raises Invalid (no nonce, or one of
    another shape), and what `act` raises, after which the same key may be tried again.
    """
    if not _SHAPE.match(key):
        raise Invalid({FIELD: [_("This form is incomplete. Load the page again and send it once more.")]})
    with transaction():
        known = select(Nonce.outcome).where(Nonce.key == key, Nonce.scope == scope)
        try:
            with transaction():
                # taken before the act: a second one waits here until the first is through
                db.session.execute(insert(Nonce).values(key=key, scope=scope, outcome=None, at=clock.now()))
        except IntegrityError:
            return db.session.scalar(known)
        outcome = act()
        row = update(Nonce).where(Nonce.key == key, Nonce.scope == scope)
        db.session.execute(row.values(outcome=outcome))
        return outcome


def forget() -> int:
    """Forget what nobody will send again; how many."""
    with transaction():
        return int(db.session.execute(delete(Nonce).where(Nonce.at < clock.now() - KEPT)).rowcount)  # type: ignore[attr-defined]
