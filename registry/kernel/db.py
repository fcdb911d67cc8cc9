"""The database: one URL opened twice on SQLite (a write engine that begins IMMEDIATE, a read engine that cannot
write), once on PostgreSQL, behind one session that picks the engine. Only this file knows Flask-SQLAlchemy. Default
SQLite transactions read first and then fail to upgrade under concurrent writers; taking the write lock at BEGIN never
does."""

import datetime as dt
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, event, make_url
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from registry.config import Settings
from registry.kernel.write_lock import WriteLock

READ = "read"
# JSON with SQL NULL for None; JSONB on PostgreSQL. Canonical content is never kept here: JSONB reorders keys.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """Every table's base; named constraints, because SQLite's batch migrations can only alter what has a name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class RoutedSession(Session):
    """Writes inside transaction() go to the write engine, everything else to the read engine."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Any:
        """The engine for this statement; see the class."""
        if bind is not None:
            return bind
        if self.info.get("depth") or READ not in db.engines:
            return db.engines[None]
        return db.engines[READ]


# outside transaction() a question never writes what waits: a library that changes accounts between two questions
# commits them by settle()
db = SQLAlchemy(
    model_class=Base, session_options={"class_": RoutedSession, "autoflush": False}, disable_autonaming=True
)
if TYPE_CHECKING:
    Model = Base  # Flask-SQLAlchemy makes the class at run time, where no type checker sees it
else:
    Model = db.Model


@event.listens_for(RoutedSession, "before_flush")
def _refuse_stray_flush(session: Session, _context: Any, _instances: Any) -> None:
    if not session.info.get("depth"):
        names = sorted({type(item).__name__ for item in (*session.new, *session.dirty, *session.deleted)})
        raise RuntimeError(f"changes of {', '.join(names)} outside transaction()")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware in, aware UTC out; a naive value raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn any aware instant into UTC; SQLite, which keeps no zone, gets it without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Say that what comes out is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def is_postgresql() -> bool:
    """Does the running application use PostgreSQL?"""
    return db.engines[None].dialect.name == "postgresql"


def has_wal_defect(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Is this SQLite one whose WAL reset can lose a commit that races with a checkpoint (3.7.0 to 3.51.2, but for
    backports)?"""
    if version >= (3, 51, 3) or version < (3, 7, 0):
        return False
    return not ((3, 44, 6) <= version < (3, 45, 0) or (3, 50, 7) <= version < (3, 51, 0))


def _json(stored: Any) -> Any:
    """The value of a JSON column; SQLite keeps one that is a bare number as a number."""
    return orjson.loads(stored) if isinstance(stored, str | bytes) else stored


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the engines to the app and teach SQLite's connections their manners."""
    on_sqlite = settings.database.startswith("sqlite")
    options: dict[str, Any] = {"connect_args": {"timeout": 10}} if on_sqlite else {"pool_pre_ping": True}
    options["json_deserializer"] = _json
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    app.config["SQLALCHEMY_BINDS"] = {READ: {"url": _reading(settings.database), **options}} if on_sqlite else {}
    db.init_app(app)
    if on_sqlite:
        with app.app_context():
            _teach(db.engines[None], db.engines[READ])


def _reading(address: str) -> str:
    """Where SQLite reads. A database at rest, on a disk nobody may write to, has no file for its write-ahead log, and
    none can be made there: it is opened as the one that never changes which it is."""
    path = Path(make_url(address).database or "")
    is_at_rest = path.is_file() and not Path(f"{path}-wal").exists()
    if not is_at_rest or os.access(path.parent, os.W_OK):
        return address
    return f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&immutable=1&uri=true"


def _teach(write: Engine, read: Engine) -> None:
    lock = WriteLock(write.url.database or "") if has_wal_defect() else None

    @event.listens_for(write, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        pragmas = [
            "busy_timeout=10000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
        ]
        if lock:
            pragmas.append("wal_autocheckpoint=0")  # the worker checkpoints, holding the lock every write takes
        _run_pragmas(connection, pragmas)

    @event.listens_for(read, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        _run_pragmas(connection, ["busy_timeout=2000", "query_only=ON"])

    @event.listens_for(write, "begin")
    def _(connection: Any) -> None:
        if lock:
            lock.acquire(connection.connection.dbapi_connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(read, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    if lock:

        @event.listens_for(write, "checkin")
        @event.listens_for(write, "close")
        def _(connection: Any, _record: Any) -> None:
            lock.release(connection)


def _run_pragmas(connection: Any, pragmas: list[str]) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def checkpoint() -> None:
    """Move SQLite's write-ahead log into the database, holding the lock that every write takes; nothing on
    PostgreSQL."""
    if is_postgresql():
        return
    engine = db.engines[None]
    lock = WriteLock(engine.url.database or "")
    raw = engine.raw_connection()
    try:
        lock.acquire(raw.dbapi_connection)
        raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        lock.release(raw.dbapi_connection)
        raw.close()


def answers() -> bool:
    """Can the database be read at this moment?"""
    try:
        db.session.connection().exec_driver_sql("SELECT 1")
    except Exception:
        current_app.logger.warning("the database does not answer", exc_info=True)
        db.session.rollback()
        return False
    return True
