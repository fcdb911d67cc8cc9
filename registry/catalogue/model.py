"""What is stored of offers, and what the database itself keeps true: at most one listed and one open version of an
offer, one offer per key of a provider's feed. Relationships never load by themselves: a query says what it needs."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.catalogue.specification import Specification, opened
from registry.kernel.db import Json, Model, UtcDateTime
from registry.kernel.errors import Conflict
from registry.kernel.fields import KEY_LENGTH
from registry.kernel.i18n import gettext as _
from registry.providers.model import Place, Provider

# in these the provider may write, in those the version is being examined
EDITABLE, EXAMINED_NOW = ("draft", "returned"), ("submitted", "in-review", "asked")
# in each group an offer has at most one version
CURRENT = ("listed", "suspended", "lapsed")
OPEN = (*EDITABLE, *EXAMINED_NOW)
ENDED = ("refused", "superseded", "expired", "withdrawn", "discarded")
STATES = (*OPEN, *CURRENT, *ENDED)
RUN_STATES = ("planned", "cancelled", "removed")
# how the look at a run's new address to enrol ended; over: the provider changed it again before anybody looked
HOLD_OUTCOMES = ("released", "refused", "over")


def _one_of(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(code) for code in codes)})"


# written out, never as parameters: only then does the database know that the index below answers it
IS_EXAMINED_NOW = text(f"version.{_one_of('state', EXAMINED_NOW)}")
_EXAMINED_NOW = text(_one_of("state", EXAMINED_NOW))
_NOT_CLOSED = text("closed_at is null")


def _at_most_one(name: str, codes: tuple[str, ...]) -> Index:
    where = text(_one_of("state", codes))
    return Index(name, "offer_id", unique=True, sqlite_where=where, postgresql_where=where)


class Offer(Model):
    """The enduring entry; `counter` moves whenever the offer or one of its versions changes, not with its runs, unless
    whoever examines it has to look at another host to enrol at."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ("training", "guidance", "validation")), name="kind"),
        UniqueConstraint("provider_id", "source_key", name="uq_offer_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    source_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    source: Mapped[dict[str, Any] | None] = mapped_column(Json)
    access: Mapped[list[str]] = mapped_column(Json, default=list)
    contact: Mapped[dict[str, str] | None] = mapped_column(Json)
    first_listed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    confirm_by: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    counter: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    provider: Mapped[Provider] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["Version"]] = relationship(
        back_populates="offer", order_by="Version.number", lazy="raise_on_sql"
    )

    def unchanged_since(self, seen: int) -> None:
        """Raise Conflict when the offer moved on since its counter was `seen`."""
        if seen != self.counter:
            raise Conflict(_("This offer has changed since you looked at it."), theirs=self.counter)

    @property
    def open_version(self) -> "Version | None":
        """The version being written or examined."""
        return next((version for version in self.versions if version.state in OPEN), None)

    @property
    def current_version(self) -> "Version | None":
        """The version that is listed, or would be but for a suspension or a missing confirmation."""
        return next((version for version in self.versions if version.state in CURRENT), None)

    @property
    def newest_version(self) -> "Version":
        """The version with the highest number."""
        return max(self.versions, key=lambda version: version.number)


class Version(Model):
    """One numbered content of an offer. `content` is exactly what was decided; `title` and `language` repeat it for
    lists."""

    __tablename__ = "version"
    __table_args__ = (
        CheckConstraint(_one_of("state", STATES), name="state"),
        UniqueConstraint("offer_id", "number", name="uq_version_number"),
        _at_most_one("uq_version_current", CURRENT),
        _at_most_one("uq_version_open", OPEN),
        Index("ix_version_offer_id_state", "offer_id", "state"),
        Index("ix_version_examined_now", "submitted_at", sqlite_where=_EXAMINED_NOW, postgresql_where=_EXAMINED_NOW),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    format: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(35))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(12))
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    listed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    unlisted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    examined: Mapped[bool] = mapped_column(default=False)
    counter: Mapped[int] = mapped_column(default=1)

    offer: Mapped[Offer] = relationship(back_populates="versions", lazy="raise_on_sql")

    @property
    def specification(self) -> Specification:
        """The content, read in the present format."""
        return opened(self.content, self.format)


class Transition(Model):
    """One step of one version; never changed."""

    __tablename__ = "transition"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    from_state: Mapped[str | None] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(12))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Text)


class Fact(Model):
    """What a listed version says, one value a row, so that no question has to look inside its content. Rebuildable."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_name_value", "name", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    name: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(String(40))
    level: Mapped[int | None]
    minutes: Mapped[int | None]
    position: Mapped[int]


class Run(Model):
    """One teaching of an offer; `data` is its letter as given."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint(_one_of("state", RUN_STATES), name="state"),
        UniqueConstraint("offer_id", "source_key", name="uq_run_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    source_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12), default="planned")
    counter: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    offer: Mapped[Offer] = relationship(lazy="raise_on_sql")
    place: Mapped[Place | None] = relationship(lazy="raise_on_sql")


class RunHold(Model):
    """A run's new address to enrol, at a host nobody knew of its provider, that the desk looks at before it is shown.
    Until `closed_at` the public sees the run with the `former` address (None: with none); `words` are for the provider.
    A run has one open hold at most, and what closed ones found of a host goes for all of the provider's runs."""

    __tablename__ = "run_hold"
    __table_args__ = (
        CheckConstraint(_one_of("outcome", HOLD_OUTCOMES), name="outcome"),
        Index("uq_run_hold_open", "run_id", unique=True, sqlite_where=_NOT_CLOSED, postgresql_where=_NOT_CLOSED),
        Index("ix_run_hold_provider_id_host", "provider_id", "host"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    host: Mapped[str] = mapped_column(String(255))
    address: Mapped[str] = mapped_column(Text)
    former: Mapped[str | None] = mapped_column(Text)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(String(12))
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str | None] = mapped_column(String(12))
    words: Mapped[str | None] = mapped_column(Text)


class RunChange(Model):
    """What a run was before and after one change; `before` is empty for a new run. While an address of it is looked at,
    `held` in either says which one the public saw instead."""

    __tablename__ = "run_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(String(12))
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
