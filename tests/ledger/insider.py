"""Someone with the database's password: connects beside the application, drops the triggers that guard the ledger and
then changes what they like, foreign keys unwatched. What they do must show in the verification, and putting it back
must heal it."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Row, Table, create_engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from registry.config import Settings
from registry.kernel.db import db
from registry.ledger import triggers

LATER = dt.datetime(2031, 5, 5, tzinfo=dt.UTC)


class Insider:
    """Works row by row on any table, each deed committed at once."""

    def __init__(self, settings: Settings) -> None:
        self._engine = create_engine(settings.database, poolclass=NullPool)
        with self._begin() as connection:
            for statement in triggers.drop(self._engine.dialect.name):
                connection.execute(text(statement))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Every row of a table, in the order of its key."""
        table = _table(name)
        with self._begin() as connection:
            return [row._asdict() for row in connection.execute(select(table).order_by(*table.primary_key.columns))]

    def change(self, name: str, row: dict[str, Any], values: dict[str, Any]) -> None:
        """Give a row, as it is now, other values."""
        table = _table(name)
        with self._begin() as connection:
            assert connection.execute(update(table).where(*_key(table, row)).values(values)).rowcount == 1

    def remove(self, name: str, row: dict[str, Any]) -> None:
        """Delete a row."""
        table = _table(name)
        with self._begin() as connection:
            assert connection.execute(delete(table).where(*_key(table, row))).rowcount == 1

    def add(self, name: str, row: dict[str, Any]) -> None:
        """Insert a row."""
        with self._begin() as connection:
            connection.execute(insert(_table(name)).values(row))

    def replace(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Make these rows the whole content of the table."""
        table = _table(name)
        with self._begin() as connection:
            connection.execute(delete(table))
            connection.execute(insert(table), rows)

    def smuggles(self, statement: str) -> bool:
        """Run one statement of SQL as it is; False when PostgreSQL's types forbid it. SQLite takes anything."""
        try:
            with self._begin() as connection:
                connection.execute(text(statement))
        except DBAPIError:
            if self._engine.dialect.name == "sqlite":
                raise
            return False
        return True

    def forged(self, name: str, column: str, value: Any) -> Any:
        """Another value that the column accepts."""
        return _another(value, str(_table(name).c[column].type))

    def _begin(self) -> Any:
        db.session.rollback()
        return _Unwatched(self._engine.begin())


class _Unwatched:
    """A transaction in which PostgreSQL does not watch foreign keys; SQLite does so only where asked."""

    def __init__(self, begun: Any) -> None:
        self._begun = begun

    def __enter__(self) -> Connection:
        connection: Connection = self._begun.__enter__()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        return connection

    def __exit__(self, *error: Any) -> None:
        self._begun.__exit__(*error)


def swapped(first: dict[str, Any], second: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The two rows with each other's keys."""
    return [{**first, key: second[key]}, {**second, key: first[key]}]


def _another(value: Any, kind: str) -> Any:
    if isinstance(value, bool):
        return not value
    if value is None:
        return {"DATE": LATER.date(), "DATETIME": LATER, "JSON": ["x"]}.get(kind, 1 if "INT" in kind else "x")
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, dt.date):  # an instant is a date, too
        return value + dt.timedelta(days=1)
    if isinstance(value, dict):
        return {**value, "outcomes": "not-met" if value.get("outcomes") != "not-met" else "met"}
    if isinstance(value, list):
        return [*value, "x"]
    return value[:-1] + ("y" if value.endswith("x") else "x")


def _table(name: str) -> Table:
    return db.metadata.tables[name]


def _key(table: Table, row: dict[str, Any] | Row[Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]  # type: ignore[call-overload]  # both map
