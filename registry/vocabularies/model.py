"""Tables of the controlled lists. A concept is found by the code of its list and its own code; both stay for ever, so
that content decided years ago can still be read. What leaves a list is marked deprecated, never deleted."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Json, Model, UtcDateTime


class Scheme(Model):
    """One list, with the file it was loaded from; `generation` grows by one with every load that changed something."""

    __tablename__ = "scheme"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    uri: Mapped[str | None] = mapped_column(String(300))
    title: Mapped[dict[str, str]] = mapped_column(Json)
    source: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    generation: Mapped[int] = mapped_column(default=1, server_default="1")
    loaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Concept(Model):
    """One term; `position` is its place in the file, which is the order it is shown in."""

    __tablename__ = "concept"
    scheme: Mapped[str] = mapped_column(ForeignKey("scheme.code"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    uri: Mapped[str | None] = mapped_column(String(300))
    label: Mapped[dict[str, str]] = mapped_column(Json)
    ours: Mapped[list[str]] = mapped_column(Json)
    short: Mapped[dict[str, str]] = mapped_column(Json)
    alt: Mapped[dict[str, list[str]]] = mapped_column(Json)
    broader: Mapped[str | None] = mapped_column(String(40))
    exact: Mapped[list[str]] = mapped_column(Json)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    deprecated: Mapped[bool] = mapped_column(default=False, server_default=false())
