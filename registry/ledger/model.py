"""The ledger's three tables. An entry is kept as the exact bytes that were hashed; a node is the hash of a complete
subtree (level 0 are the leaves) and never changes; a checkpoint is the root at one size, and its note (signed later)
is filled once. Triggers (`triggers.py`) refuse everything but adding at the end."""

from sqlalchemy import BigInteger, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Model

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
