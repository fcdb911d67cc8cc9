"""The signer: verifies before it signs. It recomputes what was added since the last signed checkpoint from the bytes of
the entries, on top of exactly the tree that was signed then, compares with what is stored, and only then puts its name
under the newest checkpoint. A log that signs what it has not looked at would vouch for whoever changed it."""

import logging

from sqlalchemy import update

from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import keys, note, queries, tree, verify, watch
from registry.ledger.model import Checkpoint, SigningKey
from registry.ledger.note import Verifier

log = logging.getLogger(__name__)
BATCH = 1000  # entries read at once


def sign() -> int | None:
    """Sign the newest checkpoint if the ledger grew since the last signed one; its size, None when there is nothing to
    sign or something is wrong, which is logged and remembered (`watch`)."""
    size, last = queries.size(), queries.newest_note()
    if size == 0 or (last and last.size == size):
        return None
    what = _fault(last, size)
    if what:
        log.error("the ledger is not signed at size %s: %s", size, what)
        watch.record(watch.SIGNING, what)
        return None
    _, root, _ = queries.checkpoint(size)
    signing = keys.private()
    text = note.sign(keys.origin(), (size, root), signing)
    with transaction():
        _make_known(keys.verifiers(signing))
        row = update(Checkpoint).where(Checkpoint.size == size, Checkpoint.note.is_(None))
        db.session.execute(row.values(note=text))
        watch.record(watch.SIGNING, "")
    return size


def _fault(last: note.Note | None, size: int) -> str:
    """Why this ledger must not be signed at this size, "" when it may be."""
    whole = watch.last(watch.WHOLE)
    if whole and whole.fault:
        return whole.fault
    old = last.size if last else 0
    faults = verify.verify(full=size - old > verify.RECENT)
    if faults:
        return str(faults[0])
    if last is None:
        return _growth(0, tree.EMPTY_ROOT, size)
    if not any(last.is_signed_by(verifier) for verifier in keys.known()):
        return f"the note at size {old} is not signed by a key of this ledger"
    return _growth(old, last.root, size)


def _growth(old: int, signed_root: bytes, size: int) -> str:
    """Do the entries up to `size`, on top of the tree signed at `old`, give the root that is stored?"""
    if old > size:
        return f"a checkpoint of {old} entries was signed, and there are {size}"
    nodes = queries.nodes(tree.cover(0, old))
    try:
        if tree.span_hash((0, old), nodes.__getitem__) != signed_root:
            return f"the first {old} entries are not those that were signed"
        for start in range(old + 1, size + 1, BATCH):
            wanted = range(start, min(start + BATCH, size + 1))
            found = queries.entries(start, len(wanted))
            if [seq for seq, _data in found] != list(wanted):
                return f"entries from {start} on are missing"
            for seq, data in found:
                nodes.update(tree.grow(seq - 1, tree.leaf_hash(data), nodes.__getitem__))
        root = tree.span_hash((0, size), nodes.__getitem__)
    except KeyError as error:
        return f"node {error} is missing"
    return "" if root == queries.checkpoint(size)[1] else f"the root at size {size} is not that of the entries"


def _make_known(verifiers: list[Verifier]) -> None:
    for verifier in verifiers:
        if db.session.get(SigningKey, str(verifier)) is None:
            db.session.add(SigningKey(verifier=str(verifier), since=clock.now()))
