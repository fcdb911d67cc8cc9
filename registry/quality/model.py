"""A decision as stored: one row for one ledger entry, with the same number. The row holds what the entry only commits
to (the words, the salts); triggers keep it append-only but for the erasing of words that a decision to redact
allows."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Json, Model, UtcDateTime
from registry.ledger.model import Number

KINDS = ("provider", "offer")


class Decision(Model):
    """One decision about one provider or offer (`provider_code`: whose offer it was then).

    `criteria` maps criterion codes to verdicts; `concerns` is the number of an earlier decision this one is about;
    `said` holds what is said of single criteria in public, `named` a provider's name and legal numbers as they were,
    `inherited` the earlier decisions in which verdicts taken over were found; `second_ref` is the second person where
    two are needed; `amendment` says what an amendment was drawn for. `listed_at` is when the version decided on was
    first listed; `text_salt` hides the words behind `text_sha256`, `seal_salt` (offers never listed) everything that
    names the offer.
    """

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint(f"kind in {KINDS}", name="kind"),)

    number: Mapped[int] = mapped_column(Number, ForeignKey("ledger_entry.seq"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10))
    subject_code: Mapped[str] = mapped_column(String(20), index=True)
    provider_code: Mapped[str] = mapped_column(String(20), index=True)
    version_number: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str | None] = mapped_column(Text)
    reasons: Mapped[list[str] | None] = mapped_column(Json)
    conditions: Mapped[str | None] = mapped_column(Text)
    said: Mapped[dict[str, str] | None] = mapped_column(Json)
    named: Mapped[dict[str, Any] | None] = mapped_column(Json)
    review_by: Mapped[dt.date | None] = mapped_column(Date)
    criteria: Mapped[dict[str, Any]] = mapped_column(Json)
    inherited: Mapped[dict[str, int] | None] = mapped_column(Json)
    amendment: Mapped[dict[str, Any] | None] = mapped_column(Json)
    concerns: Mapped[int | None] = mapped_column(Number, ForeignKey("decision.number"), index=True)
    rule_version: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(12))
    person_ref: Mapped[str | None] = mapped_column(String(64))
    second_ref: Mapped[str | None] = mapped_column(String(64))
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    examined: Mapped[bool]
    listed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    text_salt: Mapped[str | None] = mapped_column(String(64))
    seal_salt: Mapped[str | None] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
