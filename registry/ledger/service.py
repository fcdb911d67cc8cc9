"""Adding to the ledger, always inside the caller's transaction: a decision without its entry cannot exist, nor the
reverse. The next number is the highest plus one under a lock, never a database sequence, which would leave gaps on
rollback and hand out numbers in another order than that of the commits."""

from typing import Any, cast

from sqlalchemy import Table, func, insert, select

from registry.kernel.canonical import canonical
from registry.kernel.db import db, is_postgresql
from registry.kernel.transaction import inside
from registry.ledger import queries, tree
from registry.ledger.model import Checkpoint, Entry, Node

_LOCK = 6962  # any number that no other advisory lock of the registry uses
# Written past the unit of work: an import appends hundreds of entries in one transaction, and nothing maps them.
_ADD_ENTRY, _ADD_NODES, _ADD_CHECKPOINT = (insert(cast(Table, model.__table__)) for model in (Entry, Node, Checkpoint))


def lock() -> None:
    """Be the only one to append until the transaction ends. A verb that will append takes this before it locks rows,
    so that two of them cannot wait for each other. SQLite's write lock already excludes others."""
    if not inside():
        raise RuntimeError("the ledger is written outside transaction()")
    if is_postgresql():
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def append(entry: dict[str, Any]) -> int:
    """Write `entry` (JSON without floats, without `seq`) as the next entry, with its nodes and the new root; its
    number."""
    lock()
    size = queries.size()
    seq = size + 1
    data = canonical({**entry, "seq": seq})
    leaf = tree.leaf_hash(data)
    known = queries.nodes(tree.cover(0, size))
    grown = dict(tree.grow(size, leaf, known.__getitem__))
    root = tree.span_hash((0, seq), (known | grown).__getitem__)
    connection = db.session.connection()
    connection.execute(_ADD_ENTRY, {"seq": seq, "entry": data, "leaf": leaf})
    connection.execute(
        _ADD_NODES, [{"level": level, "idx": index, "hash": value} for (level, index), value in grown.items()]
    )
    connection.execute(_ADD_CHECKPOINT, {"size": seq, "root": root, "note": None})
    return seq
