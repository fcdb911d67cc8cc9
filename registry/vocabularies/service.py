"""Loading the lists from their files. Loading the same files again costs one query; a changed file changes what differs
and no more; a concept that has left its file stays, marked deprecated, because decided content may name it."""

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from registry.kernel import clock, outbox
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.vocabularies import queries, schema
from registry.vocabularies.model import Concept, Scheme

_FORMAT = b"1\n"  # raise it when the same file would be loaded differently


def load(directory: Path) -> dict[str, int]:
    """Bring the lists up to the `*.json` files in `directory`; list → number of its concepts, only for changed files.

    All files or none: Invalid (errors by file, concept and field) leaves everything as it was.
    """
    known = {row.code: row.sha256 for row in db.session.execute(select(Scheme.code, Scheme.sha256))}
    changed = []
    for path in sorted(directory.glob("*.json")):
        content = path.read_bytes()
        digest = hashlib.sha256(_FORMAT + content).hexdigest()
        if known.get(path.stem) != digest:
            changed.append((digest, *schema.read(path.name, content)))
    if not changed:
        return {}
    with transaction():
        for digest, head, concepts in changed:
            _store(head | {"sha256": digest, "loaded_at": clock.now()}, concepts)
    queries.forget()
    return {head["scheme"]: len(concepts) for _, head, concepts in changed}


def _store(head: dict[str, Any], concepts: list[dict[str, Any]]) -> None:
    code = head.pop("scheme")
    grown = update(Scheme).where(Scheme.code == code).values(generation=Scheme.generation + 1, **head)
    if not db.session.execute(grown).rowcount:  # type: ignore[attr-defined]  # an UPDATE always has one
        db.session.execute(insert(Scheme).values(code=code, generation=1, **head))
    else:  # something may be named by what it said before; nothing can be named by a list that is new
        outbox.emit(queries.TOPIC, code)
    table = Concept.__table__
    stored = {
        row["code"]: dict(row) for row in db.session.execute(select(table).where(table.c.scheme == code)).mappings()
    }
    fresh = {row["code"]: {"scheme": code, "position": place, **row} for place, row in enumerate(concepts)}
    added = [row for name, row in fresh.items() if name not in stored]
    altered = [row for name, row in fresh.items() if name in stored and stored[name] != row]
    gone = [{**row, "deprecated": True} for name, row in stored.items() if name not in fresh and not row["deprecated"]]
    if added:
        db.session.execute(insert(Concept), added)
    if altered or gone:
        db.session.execute(update(Concept), altered + gone)
