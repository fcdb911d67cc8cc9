"""The unit of work. `with transaction():` is the only place that commits. It is re-entrant: a verb may call a verb,
the inner block becomes a savepoint, and only the outermost one commits or rolls back everything. Use it around every
change; do not use it to read, and do no slow work inside it (no network, mail, hashing of passwords, rendering): on
SQLite it holds the one write lock.

Entering the outermost block ends the read snapshot and expires what was loaded before: a verb therefore takes codes
and seen counters, never objects, and loads what it changes inside. (An object loaded outside kept its old value and a
measured update was lost.)
"""

import contextlib
import sqlite3
from collections.abc import Collection, Iterator

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from registry.kernel.db import db
from registry.kernel.errors import Conflict, Unavailable

# SQLite says it in words; PostgreSQL by class (connection, resources, operator) or code (read-only, deadlock, lock,
# serialising)
_WORDS = ("locked", "busy", "disk is full", "disk i/o", "readonly", "unable to open", "connection")
# a file that is damaged, or no database at all: no mistake of ours either, and trying again after a restore helps
_DAMAGED = ("not a database", "malformed")
_CLASSES = ("08", "53", "57")
_CODES = ("25006", "40001", "40P01", "55P03")


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """Commit at the end of the outermost block, roll all of it back on any exception; inner blocks are savepoints.

    Raises RuntimeError when changes were made before entering, Unavailable when the database is busy, full or away.
    """
    session = db.session()
    if session.info.get("depth"):
        emitted = set(session.info["emitted"])
        try:
            with session.begin_nested():
                yield
        except BaseException:
            session.info["emitted"] = emitted  # what was emitted in here is undone with the rest
            raise
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes pending outside transaction()")
    session.rollback()
    with _outermost(session):
        yield


@contextlib.contextmanager
def _outermost(session: Session) -> Iterator[None]:
    session.info["depth"] = 1
    session.info["emitted"] = set()
    session.autoflush = True
    try:
        yield
        session.commit()
    except DBAPIError as error:
        session.rollback()
        raise _told(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.autoflush = False
        session.info.pop("depth", None)
        session.info.pop("emitted", None)


def settle(tables: Collection[str]) -> None:
    """Commit what a library that knows no transaction() has changed on these tables; inside one, leave it to the
    outermost block. Whatever else waits to be written is refused (RuntimeError) and undone. What was changed was read
    before, so these tables need a version column: whoever comes second raises Conflict.
    """
    session = db.session()
    if session.info.get("depth"):
        session.flush()
        return
    pending = (*session.new, *session.dirty, *session.deleted)
    if foreign := sorted({item.__tablename__ for item in pending} - set(tables)):
        session.rollback()
        raise RuntimeError(f"changes of {', '.join(foreign)} outside transaction()")
    try:
        with _outermost(session):
            pass
    except StaleDataError as error:
        raise Conflict("This account has changed at this very moment. Please try again.") from error


def inside() -> bool:
    """Are we inside a transaction() block?"""
    return bool(db.session().info.get("depth"))


def is_passing(error: DBAPIError) -> bool:
    """Is this fault of the database one that passes (busy, full, away, to be restored), rather than a mistake of
    ours?"""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return state[:2] in _CLASSES or state in _CODES
    words = str(error.orig).lower()
    if isinstance(error.orig, sqlite3.DatabaseError) and any(word in words for word in _DAMAGED):
        return True
    return isinstance(error, OperationalError) and any(word in words for word in _WORDS)


def _told(error: DBAPIError) -> Exception:
    if is_passing(error):
        return Unavailable("The registry cannot write at the moment. Nothing was changed; please try again later.")
    return error
