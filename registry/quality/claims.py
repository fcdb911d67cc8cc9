"""What is stored of what somebody asks and somebody else answers: a ruling that waits for a second person, a provider's
appeal against a decision, and a problem that anybody reported. None of the three is a decision; the answer to the
first two is one."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Json, Model, UtcDateTime
from registry.ledger.model import Number
from registry.quality.cases import IS_OPEN
from registry.quality.model import KINDS

# what takes two people; of a provider: suspend and close
BY_TWO = ("refuse", "suspend", "close", "uphold", "dismiss", "redact")
REASONS = ("wrong", "not-as-described", "enrolment", "price", "access", "unfair", "over", "other")
# acted: something was changed or decided; no-fault: nothing is wrong; elsewhere: not the registry's to settle
OUTCOMES = ("acted", "no-fault", "elsewhere", "spam")


class Proposal(Model):
    """A ruling by one person that waits for a second, about an offer (the version and content it was made on), a
    provider or, to redact, a decision it `concerns`. `outcome`: confirmed, rejected, or over when the thing moved
    on; at most one is open for a subject."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"action in {BY_TWO}", name="action"),
        Index("uq_proposal_open", "subject_code", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    subject_code: Mapped[str] = mapped_column(String(20), index=True)
    provider_code: Mapped[str] = mapped_column(String(20))
    version_number: Mapped[int | None]
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(20))
    ruling: Mapped[dict[str, Any]] = mapped_column(Json)
    concerns: Mapped[int | None] = mapped_column(Number, ForeignKey("decision.number"))
    role: Mapped[str] = mapped_column(String(12))
    by_ref: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str | None] = mapped_column(String(12))
    words: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[int | None] = mapped_column(Number, ForeignKey("decision.number"))


class Appeal(Model):
    """A provider's appeal against decision `against`: grounds by criterion, and in its own words. Heard by someone who
    had no part in that decision; `ruling` is the decision it ended in."""

    __tablename__ = "appeal"
    __table_args__ = (
        Index("uq_appeal_open", "offer_code", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    against: Mapped[int] = mapped_column(Number, ForeignKey("decision.number"), unique=True)
    offer_code: Mapped[str] = mapped_column(String(20), index=True)
    provider_code: Mapped[str] = mapped_column(String(20), index=True)
    grounds: Mapped[dict[str, str]] = mapped_column(Json)
    words: Mapped[str | None] = mapped_column(Text)
    by_ref: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    hearer_ref: Mapped[str | None] = mapped_column(String(64))
    taken_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(12))
    ruling: Mapped[int | None] = mapped_column(Number, ForeignKey("decision.number"))


class Report(Model):
    """A problem with a public offer, reported by anybody, known to them by `reference` alone. `details` are for the
    desk and erased some time after the end; `words` are the answer whoever has the reference may read."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(f"reason in {REASONS}", name="reason"),
        Index("ix_report_open", "at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    details: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str | None] = mapped_column(String(12))
    words: Mapped[str | None] = mapped_column(Text)
