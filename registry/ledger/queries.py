"""Reading the ledger: its size, entries, roots and proofs. Proof hashes come from stored complete nodes, at most two
for each level of the tree, fetched in one statement."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select, tuple_

from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.ledger import note, tree
from registry.ledger.model import Checkpoint, Entry, Node


def size() -> int:
    """How many entries there are."""
    return int(db.session.scalar(select(func.max(Entry.seq))) or 0)


def entry_bytes(seq: int) -> bytes:
    """The exact bytes of one entry; NotFound when there is none."""
    found: bytes | None = db.session.scalar(select(Entry.entry).where(Entry.seq == seq))
    if found is None:
        raise NotFound(f"The ledger has no entry {seq}.")
    return found


def entry(seq: int) -> dict[str, Any]:
    """One entry read; NotFound when there is none."""
    parsed: dict[str, Any] = json.loads(entry_bytes(seq))
    return parsed


def entries(start: int, count: int) -> list[tuple[int, bytes]]:
    """Up to `count` entries from `start` on, as (seq, exact bytes)."""
    query = select(Entry.seq, Entry.entry).where(Entry.seq >= start).order_by(Entry.seq).limit(count)
    return [(row.seq, row.entry) for row in db.session.execute(query)]


def nodes(wanted: Iterable[tree.Node]) -> dict[tree.Node, bytes]:
    """The stored hashes of these complete nodes; one that is missing is left out."""
    places = list(wanted)
    if not places:
        return {}
    query = select(Node.level, Node.idx, Node.hash).where(tuple_(Node.level, Node.idx).in_(places))
    return {(row.level, row.idx): row.hash for row in db.session.execute(query)}


def root(at: int | None = None) -> bytes:
    """The root over the first `at` entries (all of them when None), computed from the stored nodes."""
    span = (0, size() if at is None else at)
    return _hashes([span])[0]


def checkpoint(at: int | None = None) -> tuple[int, bytes, str | None]:
    """(size, root, note) as recorded when the ledger had `at` entries, or now; NotFound when there is none."""
    query = select(Checkpoint.size, Checkpoint.root, Checkpoint.note).order_by(Checkpoint.size.desc()).limit(1)
    row = db.session.execute(query if at is None else query.where(Checkpoint.size == at)).one_or_none()
    if row is None:
        raise NotFound("The ledger has no such checkpoint.")
    return row.size, row.root, row.note


def newest_note() -> note.Note | None:
    """The newest signed checkpoint; None when nothing is signed yet, or what is stored there cannot be read."""
    text = newest_note_text()
    try:
        return note.read(text) if text else None
    except ValueError:
        return None


def newest_note_text() -> str:
    """The newest signed checkpoint as it was signed; "" when nothing is signed yet."""
    query = select(Checkpoint.note).where(Checkpoint.note.is_not(None)).order_by(Checkpoint.size.desc()).limit(1)
    return db.session.scalar(query) or ""


def notes(after: int, count: int) -> list[tuple[int, str]]:
    """Up to `count` signed checkpoints over more than `after` entries, the oldest first, as (size, note)."""
    query = select(Checkpoint.size, Checkpoint.note).where(Checkpoint.note.is_not(None), Checkpoint.size > after)
    return [(size, text or "") for size, text in db.session.execute(query.order_by(Checkpoint.size).limit(count))]


def inclusion_proof(seq: int, at: int) -> list[bytes]:
    """The hashes that prove entry `seq` is among the first `at`; NotFound for numbers the ledger does not reach."""
    if not 1 <= seq <= at <= size():
        raise NotFound(f"The ledger cannot prove entry {seq} at size {at}.")
    return _hashes(tree.inclusion_spans(seq - 1, at))


def consistency_proof(old: int, new: int) -> list[bytes]:
    """The hashes that prove the first `new` entries begin with the first `old`; NotFound for numbers out of reach."""
    if not 1 <= old <= new <= size():
        raise NotFound(f"The ledger cannot prove that size {new} continues size {old}.")
    return _hashes(tree.consistency_spans(old, new))


def _hashes(spans: Sequence[tree.Span]) -> list[bytes]:
    known = nodes(node for span in spans for node in tree.cover(*span))
    return [tree.span_hash(span, known.__getitem__) for span in spans]
