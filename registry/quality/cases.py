"""What is stored of examining: reviews with their findings, what is asked of the provider, conflicts of interest that
people declared, and risks the registry computed. The queue of the desk is not stored: it is asked of the versions, so
that nothing submitted can be missing from it. Nothing here is a decision; what is decided stands in `model`."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Json, Model, UtcDateTime
from registry.ledger.model import Number

# first: of an offer never listed; change: of a next version; recheck: of a listed one, because a condition or an
# amendment is looked at again or its time has come; blind: a second opinion on what was decided
REVIEW_KINDS = ("first", "change", "recheck", "blind")
# what was found on one criterion: "ask" waits for the provider
FINDINGS = ("met", "not-met", "not-applicable", "ask")
FLAGS = ("price-outlier", "near-duplicate", "digital-share", "complaint", "first-offer", "price-rise", "new-host")
IS_OPEN = text("closed_at is null")
_IS_AT_WORK = text("closed_at is null and kind <> 'blind'")


class Review(Model):
    """One examination of one version. Without `reviewer_ref` nobody has it yet; with one but without `taken_at` it is
    assigned. Until `locked_until` it is the reviewer's alone. `due_at`: a recheck is not looked at before.
    `assigned_why` is what whoever assigned it said, for the desk. `outcome` says how it ended: the decision's action,
    or closed, released, over. But for second opinions a version is in one open review."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(f"kind in {REVIEW_KINDS}", name="kind"),
        Index("uq_review_open", "version_id", unique=True, sqlite_where=_IS_AT_WORK, postgresql_where=_IS_AT_WORK),
        Index("ix_review_open_due", "due_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("ix_review_open_reviewer", "reviewer_ref", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    reviewer_ref: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    assigned_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    assigned_why: Mapped[str | None] = mapped_column(Text)
    taken_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(12))
    decision: Mapped[int | None] = mapped_column(Number, ForeignKey("decision.number"))
    counter: Mapped[int] = mapped_column(default=1)


class Finding(Model):
    """What a review found on one criterion. `words` are for the provider and, with the decision, for everybody; `note`
    is for the desk alone; `evidence` an address; `inherited_from` the decision in which it was found, when this
    review need not look again."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(f"verdict in {FINDINGS}", name="verdict"),
        UniqueConstraint("review_id", "criterion", name="uq_finding_criterion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(16))
    words: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)
    inherited_from: Mapped[int | None] = mapped_column(Number, ForeignKey("decision.number"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Reopening(Model):
    """A criterion whose finding this review would inherit and that its reviewer looks at again all the same, with the
    reason, which the decision says in public; `inherited_from` the decision the finding stood in."""

    __tablename__ = "reopening"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    inherited_from: Mapped[int] = mapped_column(Number, ForeignKey("decision.number"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Remark(Model):
    """Something the provider is asked to do or answer, at a field (dotted path) or criterion. Until `sent_at` only the
    desk sees it; it is a task of the provider's until `settled_at`."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    criterion: Mapped[str | None] = mapped_column(String(40))
    field: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class Interest(Model):
    """Someone declared that they have an interest in a provider, and does not examine what it offers."""

    __tablename__ = "interest"

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), primary_key=True)
    person_ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Flag(Model):
    """A risk the registry computed for an offer, with what it rests on."""

    __tablename__ = "flag"
    __table_args__ = (CheckConstraint(f"name in {FLAGS}", name="name"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    evidence: Mapped[dict[str, Any]] = mapped_column(Json)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
