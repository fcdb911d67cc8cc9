"""Recomputing the ledger from its bytes. Every relation is local (entry to leaf, leaf to node, node to its two
children, nodes to root), so a changed row shows where it is and not as a flood of later faults; when all relations
hold, all of it holds. A fault names the entry at which it shows, faults come in the order of entries, and nothing
here believes a trigger."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from registry.kernel.canonical import canonical
from registry.kernel.db import db, is_postgresql
from registry.kernel.transaction import inside
from registry.ledger import keys, tree
from registry.ledger.model import Checkpoint, Entry, Node
from registry.ledger.reading import UNREADABLE, as_bytes, raw, raw_text

RECENT = 1000  # entries that the short check recomputes


@dataclass(frozen=True)
class Fault:
    """Something that does not hold: the entry it concerns (None when it has none) and what is wrong, in words."""

    seq: int | None
    what: str

    def __str__(self) -> str:
        """As the command line says it."""
        return f"{'without entry' if self.seq is None else f'entry {self.seq}'}: {self.what}"


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """Read one unmoving state of the database, so that a decision written meanwhile is no fault."""
    if not inside():
        db.session.rollback()
        if is_postgresql():
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    yield
    if not inside():
        db.session.rollback()


def in_order(faults: list[Fault]) -> list[Fault]:
    """The faults sorted by entry, those without one last."""
    return sorted(faults, key=lambda fault: (fault.seq is None, fault.seq or 0))


def verify(full: bool = True) -> list[Fault]:
    """Every fault of the ledger, first entry first; empty when it is whole. Without `full`, the counts and the newest
    entries."""
    with snapshot():
        size = _size()
        first = 1 if full else max(1, size - RECENT + 1)
        stored = _stored(first)
        leaves: dict[int, bytes] = {}
        faults = [*_counts(size), *_entries(first, size, leaves)]
        faults += _nodes(first, size, stored, leaves)
        faults += _checkpoints(first, size, stored)
        return in_order(faults)


def _size() -> int:
    """The size the ledger has by the table that holds most; counted, because a number in a row may be anything."""
    return max(
        _count(select(Entry.seq)), _count(select(Checkpoint.size)), _count(select(Node.idx).where(Node.level == 0))
    )


def _count(rows: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _counts(size: int) -> Iterator[Fault]:
    nodes = sum(size >> level for level in range(size.bit_length()))
    for column, expected in ((Entry.seq, size), (Checkpoint.size, size), (Node.idx, nodes)):
        found = _count(select(column))
        if found != expected:
            yield Fault(None, f"{column.class_.__tablename__} has {found} rows instead of {expected}")


def _entries(first: int, size: int, leaves: dict[int, bytes]) -> Iterator[Fault]:
    """Check the entries, leaving each one's recomputed leaf hash in `leaves` by its index."""
    numbers = ~Entry.seq.between(1, first - 1)
    query = select(Entry.seq, raw(Entry.entry), raw(Entry.leaf)).where(numbers).order_by(Entry.seq)
    for seq, stored, leaf in db.session.execute(query.execution_options(yield_per=1000)):
        data = as_bytes(stored)
        if not 1 <= seq <= size:
            yield Fault(seq, "the entry's number is not one of the ledger's")
            continue
        leaves[seq - 1] = tree.leaf_hash(data)
        if as_bytes(leaf) != leaves[seq - 1]:
            yield Fault(seq, "the entry does not have the hash recorded with it")
        yield from _form(seq, data)
    yield from (Fault(seq, "the entry is missing") for seq in range(first, size + 1) if seq - 1 not in leaves)


def _form(seq: int, data: bytes) -> Iterator[Fault]:
    try:
        entry = json.loads(data)
        is_canonical = canonical(entry) == data
    except UNREADABLE:
        yield Fault(seq, "the entry cannot be read")
        return
    if not is_canonical:
        yield Fault(seq, "the entry is not in canonical form")
    if not isinstance(entry, dict) or entry.get("seq") != seq:
        yield Fault(seq, "the entry says another number than its own")


def _stored(first: int) -> dict[tree.Node, bytes]:
    """The stored nodes that entries from `first` on rest upon."""
    query = select(Node.level, Node.idx, raw(Node.hash).label("hash"))
    if first > 1:
        # the neighbour to the left of the first path is the furthest back that a parent or a root reaches
        levels = [(level, max(0, (first >> level) - 2)) for level in range(64)]
        found: dict[tree.Node, bytes] = {}
        for level, lowest in levels:
            rows = db.session.execute(query.where(Node.level == level, Node.idx >= lowest)).all()
            if not rows:
                break
            found.update({(row.level, row.idx): as_bytes(row.hash) for row in rows})
        return found
    return {(level, index): as_bytes(value) for level, index, value in db.session.execute(query)}


def _nodes(first: int, size: int, stored: dict[tree.Node, bytes], leaves: dict[int, bytes]) -> Iterator[Fault]:
    for level in range(size.bit_length()):
        for index in range((first - 1) >> level, size >> level):
            seq = (index + 1) << level
            value = stored.get((level, index))
            if value is None:
                yield Fault(seq, f"node {level}/{index} is missing")
                continue
            if level == 0:
                expected = leaves.get(index)
            else:
                left, right = stored.get((level - 1, 2 * index)), stored.get((level - 1, 2 * index + 1))
                expected = tree.node_hash(left, right) if left is not None and right is not None else None
            if expected is not None and value != expected:
                yield Fault(seq, f"node {level}/{index} does not follow from what is below it")
    for level, index in stored:
        if not _is_inside(level, index, size):
            yield Fault(size or None, f"node {level}/{index} lies outside the tree, which this entry ends")


def _is_inside(level: object, index: object, size: int) -> bool:
    if not isinstance(level, int) or not isinstance(index, int):
        return False
    return 0 <= level < size.bit_length() and 0 <= index < size >> level


def _checkpoints(first: int, size: int, stored: dict[tree.Node, bytes]) -> Iterator[Fault]:
    query = select(Checkpoint.size, raw(Checkpoint.root), Checkpoint.note.is_not(None), raw_text(Checkpoint.note))
    roots: dict[int, bytes] = {}
    verifiers = keys.known()
    for at, stored_root, has_note, stored_note in db.session.execute(
        query.where(~Checkpoint.size.between(1, first - 1))
    ):
        roots[at] = as_bytes(stored_root)
        if has_note and (what := keys.fault(as_bytes(stored_note), (at, roots[at]), verifiers)):
            yield Fault(at, what)
    for at in range(first, size + 1):
        root = roots.pop(at, None)
        parts = [stored.get(node) for node in tree.cover(0, at)]
        known = [part for part in parts if part is not None]
        if root is None:
            yield Fault(at, "the checkpoint is missing")
        elif len(known) == len(parts) and root != tree.fold(known):
            yield Fault(at, "the checkpoint's root is not that of the entries")
    yield from (Fault(size or None, f"there is a checkpoint of the impossible size {at}") for at in roots)
