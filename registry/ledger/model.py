"""The ledger's tables. An entry is kept as the exact bytes that were hashed; a node is the hash of a complete subtree
(level 0 are the leaves) and never changes; a checkpoint is the root at one size, and its note (signed later) is filled
once. Triggers (`triggers.py`) refuse everything but adding at the end. Beside these three stand the public keys that
ever signed, so that a process without the private one can publish and check, and what the watch over the ledger found
last."""

import datetime as dt

from sqlalchemy import BigInteger, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Model, UtcDateTime

# On SQLite only INTEGER is the row's own key; with another type REPLACE could aim at a hidden row number.
Number = BigInteger().with_variant(Integer, "sqlite")


class Entry(Model):
    """One entry: `seq` from 1 without gaps, its RFC 8785 bytes and their leaf hash."""

    __tablename__ = "ledger_entry"
    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class Node(Model):
    """The hash of the complete subtree number `idx` of `2**level` leaves."""

    __tablename__ = "ledger_node"
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    idx: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = {"sqlite_with_rowid": False}


class Checkpoint(Model):
    """The root of the tree when it had `size` entries; `note` is the signed note, null until signed."""

    __tablename__ = "ledger_checkpoint"
    size: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str | None] = mapped_column(Text)


class SigningKey(Model):
    """A public key that signed checkpoints, as it is published (`name+hash+base64`), and when it did so first."""

    __tablename__ = "ledger_key"
    verifier: Mapped[str] = mapped_column(String(400), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Watch(Model):
    """The last time something was checked (`signing`, `whole`), and the first fault found then (null: none)."""

    __tablename__ = "ledger_watch"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(Text)
