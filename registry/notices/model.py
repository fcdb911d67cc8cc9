"""What is kept of letters: each by the key that makes it the only one of its kind, what it will say until it has gone
out, and which offers a provider was reminded of. Whom it went to is forgotten after a while, that it went is not."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Json, Model, UtcDateTime

# confirm: its word counts until then; lapsed: it left the list for want of it; end: the approval ends
ABOUT = ("confirm", "lapsed", "end")


class Letter(Model):
    """One letter to one person: an account, or an address that has none yet (`address`). `begun` counts attempts of
    which nobody knows how they ended; `values` are what it says, gone once it was sent; a letter given up has no
    `sent_at`."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    values: Mapped[dict[str, Any] | None] = mapped_column(Json)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    begun: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    given_up_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_letter_open",
            "made_at",
            sqlite_where=sent_at.is_(None),
            postgresql_where=sent_at.is_(None),
        ),
    )

    @property
    def is_done(self) -> bool:
        """Has it gone out, or been given up?"""
        return self.sent_at is not None or self.given_up_at is not None


class Reminder(Model):
    """A provider was told what comes of this offer (`about`: one of ABOUT) on the day `deadline`, in the letter for
    `stage` days before it; `told_on` is the day of that letter, by which its link knows what it is about."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint(f"about in {ABOUT}", name="about"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(10), primary_key=True)
    deadline: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    stage: Mapped[int] = mapped_column(primary_key=True)
    told_on: Mapped[dt.date] = mapped_column(Date, index=True)
