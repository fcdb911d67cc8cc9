"""The tables of events: a dated public event, the slots of its agenda, and the showcase that links either to offers.
Times are stored as given, a wall time beside its zone, and never converted; live searches are stored as canonical query
strings and resolved by the doors."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.events.schema import MODES, STATUSES
from registry.kernel.db import Json, Model


class Event(Model):
    """A dated public event. `registration`: its `words`, its `state` and `until` when; a row written before there were
    the other two holds the words alone. `seeded_sha256`: digest of the file it came from, as long as nobody edited it
    since."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint(f"status in {STATUSES}", name="status"),
        CheckConstraint(f"mode in {MODES}", name="mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[dict[str, str]] = mapped_column(Json)
    summary: Mapped[dict[str, str]] = mapped_column(Json)
    background: Mapped[dict[str, str] | None] = mapped_column(Json)
    start: Mapped[dt.datetime] = mapped_column(index=True)
    end: Mapped[dt.datetime]
    zone: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(16))
    url: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    organiser: Mapped[dict[str, str]] = mapped_column(Json)
    audience: Mapped[dict[str, str] | None] = mapped_column(Json)
    registration: Mapped[dict[str, Any] | None] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16), default="planned")
    note: Mapped[dict[str, str] | None] = mapped_column(Json)
    demonstration: Mapped[bool] = mapped_column(default=False)
    seeded_sha256: Mapped[str | None] = mapped_column(String(64))
    counter: Mapped[int] = mapped_column(default=1)


class Slot(Model):
    """An item of an event's agenda; `position` counts from 1."""

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("event_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    position: Mapped[int]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime | None]
    title: Mapped[dict[str, str]] = mapped_column(Json)
    speakers: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)


class Showcase(Model):
    """A link from an event (`slot_id` empty) or one of its slots to one offer or to a live search, never to both."""

    __tablename__ = "showcase"
    __table_args__ = (CheckConstraint("(offer_code is null) <> (query is null)", name="one_target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[dict[str, str] | None] = mapped_column(Json)
    offer_code: Mapped[str | None] = mapped_column(String(32))
    query: Mapped[str | None] = mapped_column(Text)
