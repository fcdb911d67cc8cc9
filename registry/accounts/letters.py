"""What accounts want to have sent: confirm your address, choose a new password, you are invited. A request is a row and
a word to who listens; the letter itself is written and sent elsewhere, and the row goes when it has been, because its
link opens an account."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel import clock, outbox
from registry.kernel.db import Json, Model, UtcDateTime, db
from registry.kernel.transaction import transaction

TOPIC = "accounts.letter"
KINDS = ("confirm", "exists", "reset", "password-changed", "invitation")


class LetterRequest(Model):
    """A letter to one address; `given` holds what its text needs (`link`, a provider's name…)."""

    __tablename__ = "letter_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    given: Mapped[dict[str, Any]] = mapped_column(Json)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


def request(kind: str, address: str, language: str, given: Mapping[str, Any]) -> int:
    """Ask for a letter of one of KINDS; returns the request's number. ValueError for another kind."""
    if kind not in KINDS:
        raise ValueError(f"there is no letter {kind!r}")
    with transaction():
        row = LetterRequest(kind=kind, address=address, language=language, given=dict(given), made_at=clock.now())
        db.session.add(row)
        db.session.flush()
        outbox.emit(TOPIC, str(row.id))
        return row.id


def requested(number: int) -> LetterRequest | None:
    """The request with this number; None when it has been dealt with."""
    return db.session.scalar(select(LetterRequest).where(LetterRequest.id == number))


def done(number: int) -> None:
    """The letter is on its way: forget the request, and the link with it."""
    with transaction():
        db.session.execute(delete(LetterRequest).where(LetterRequest.id == number))
