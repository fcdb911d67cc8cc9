"""`/healthz` says that the process lives, `/readyz` whether it can serve; both name what an operator should know."""

import sqlite3
from typing import Any

from flask import Response, jsonify
from sqlalchemy import text

from registry.kernel import db as database
from registry.kernel import outbox
from registry.kernel.db import db
from registry.ledger import watch as ledger
from registry.notices import outgoing as letters
from registry.search import indexer

BACKLOG = 1000  # deliveries that may wait before it is worth a word


def healthz() -> Response:
    """200 while the process lives."""
    return _answer("ok", warnings(), 200)


def readyz() -> Response:
    """200 when the database can be read and has its tables, else 503."""
    if not database.answers() or not _has_tables():
        answer = _answer("unready", ["the database does not answer, or was never set up"], 503)
        answer.headers["Retry-After"] = "5"
        return answer
    found = warnings()
    state = indexer.status()
    if state["state"] != "ok":
        found.append(f"the search index is {state['state']}; answers come from the database until it is rebuilt")
    found += ledger.warnings()
    waiting = outbox.pending()
    if waiting > BACKLOG:
        found.append(f"{waiting} changes wait for the worker")
    found += letters.warnings()
    return _answer("ok", found, 200)


def warnings() -> list[str]:
    """What does not stop the registry but should be mended."""
    if not database.is_postgresql() and database.has_wal_defect():
        version = sqlite3.sqlite_version
        return [
            f"SQLite {version} can lose a commit that races with a checkpoint; checkpoints are serialised. "
            "Use 3.51.3 or newer."
        ]
    return []


def _has_tables() -> bool:
    try:
        db.session.execute(text("SELECT count(*) FROM offer"))
    except Exception:
        return False
    finally:
        db.session.rollback()
    return True


def _answer(status: str, found: list[str], code: int) -> Response:
    body: dict[str, Any] = {"status": status, "warnings": found}
    answer = jsonify(body)
    answer.status_code = code
    answer.headers["Cache-Control"] = "no-store"
    return answer
