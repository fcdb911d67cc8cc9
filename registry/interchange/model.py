"""What is remembered of imports: each file that was applied, and of each record that did something what came of it.
From the rows it is known what a source said last, so that a file read again changes nothing and a killed import simply
goes on."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Json, Model, UtcDateTime
from registry.kernel.fields import KEY_LENGTH

STATES = ("applying", "done")
OUTCOMES = ("new", "changed", "refused", "withdrawn")
PROVIDER, PLACE = "provider", "place"


class Import(Model):
    """One file applied for one provider; `applying` from its first chunk until its last, or until it is sent again."""

    __tablename__ = "import_"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        Index("ix_import__provider_file", "provider_code", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_code: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(20))
    format_version: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    options: Mapped[dict[str, Any]] = mapped_column(Json)
    counts: Mapped[dict[str, int]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(12))
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class ImportRow(Model):
    """One record that was new, changed, refused or withdrawn; an unchanged one leaves no row. `said` holds the hashes
    of what the source said: of the specification, of the identifiers, of each run by its key; and where runs led that
    were taken without the address it gave."""

    __tablename__ = "import_row"
    __table_args__ = (
        CheckConstraint(f"outcome in {OUTCOMES}", name="outcome"),
        Index("ix_import_row_provider_code_source_key", "provider_code", "source_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_.id"), index=True)
    provider_code: Mapped[str] = mapped_column(String(20))
    source_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    line: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(12))
    offer_code: Mapped[str | None] = mapped_column(String(20))
    said: Mapped[dict[str, Any] | None] = mapped_column(Json)
    problems: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class LastSaid(Model):
    """What a provider's sources said last of its own entry (with an empty key), or of one of its places: the values
    themselves, so that a value people changed here is told from one the source changed."""

    __tablename__ = "import_said"
    __table_args__ = (
        CheckConstraint(f"about in {(PROVIDER, PLACE)}", name="about"),
        UniqueConstraint("provider_code", "about", "source_key", name="uq_import_said_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_code: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(12))
    source_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    said: Mapped[dict[str, Any]] = mapped_column(Json)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
