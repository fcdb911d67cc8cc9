"""The triggers refuse to change, remove, replace, reorder or empty what the ledger holds, on both databases and by
any statement."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from registry.config import Settings
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import queries, service, signing, triggers, verify

FORBIDDEN = [
    "UPDATE ledger_entry SET seq = 9 WHERE seq = 2",
    "UPDATE ledger_entry SET entry = leaf",
    "DELETE FROM ledger_entry WHERE seq = 3",
    "DELETE FROM ledger_entry",
    "INSERT INTO ledger_entry (seq, entry, leaf) SELECT 2, entry, entry FROM ledger_entry WHERE seq = 1",
    "INSERT INTO ledger_entry (seq, entry, leaf) SELECT 9, entry, entry FROM ledger_entry WHERE seq = 1",
    "INSERT INTO ledger_entry (seq, entry, leaf) SELECT 4, entry, leaf FROM ledger_entry WHERE seq = 1",
    "UPDATE ledger_node SET hash = (SELECT entry FROM ledger_entry WHERE seq = 1)",
    "DELETE FROM ledger_node WHERE level = 0",
    "INSERT INTO ledger_node (level, idx, hash) SELECT 0, 1, entry FROM ledger_entry WHERE seq = 1",
    "UPDATE ledger_checkpoint SET root = (SELECT entry FROM ledger_entry WHERE seq = 1) WHERE size = 2",
    "UPDATE ledger_checkpoint SET size = 9, note = 'n' WHERE size = 2",
    "UPDATE ledger_checkpoint SET note = NULL WHERE size = 2",
    "UPDATE ledger_checkpoint SET note = 'another' WHERE size = 1",
    "DELETE FROM ledger_checkpoint WHERE size = 1",
    "INSERT INTO ledger_checkpoint (size, root) SELECT 2, entry FROM ledger_entry WHERE seq = 1",
    "INSERT INTO ledger_checkpoint (size, root) SELECT 9, entry FROM ledger_entry WHERE seq = 1",
]
ONLY = {
    "sqlite": [
        "INSERT OR REPLACE INTO ledger_entry (seq, entry, leaf) SELECT 2, entry, entry FROM ledger_entry WHERE seq = 1",
        "INSERT OR REPLACE INTO ledger_entry (seq, entry, leaf) SELECT 4, entry, leaf FROM ledger_entry WHERE seq = 1",
        "REPLACE INTO ledger_entry (rowid, entry, leaf) SELECT 2, entry, entry FROM ledger_entry WHERE seq = 1",
        "INSERT OR REPLACE INTO ledger_node (level, idx, hash) SELECT 0, 1, entry FROM ledger_entry WHERE seq = 1",
        "INSERT OR REPLACE INTO ledger_checkpoint (size, root) SELECT 2, entry FROM ledger_entry WHERE seq = 1",
        "UPDATE OR REPLACE ledger_entry SET seq = 1 WHERE seq = 2",
    ],
    "postgresql": [
        "TRUNCATE ledger_entry CASCADE",
        "TRUNCATE ledger_node",
        "TRUNCATE ledger_checkpoint, ledger_node",
        "INSERT INTO ledger_entry (seq, entry, leaf) SELECT 3, entry, leaf FROM ledger_entry WHERE seq = 1"
        " ON CONFLICT (seq) DO UPDATE SET entry = excluded.entry",
    ],
}


@pytest.fixture
def connection(ctx: Flask, settings: Settings) -> Iterator[Connection]:
    """A connection that is not ours: on SQLite without recursive triggers or foreign keys; a note stands on the first
    root."""
    with transaction():
        service.append({"v": 1})
    signing.sign()
    with transaction():
        for _ in range(2):
            service.append({"v": 1})
    db.session.rollback()
    engine = create_engine(settings.database, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@pytest.mark.promise("P08")
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_whatever_rewrites_is_refused(connection: Connection, statement: str) -> None:
    with pytest.raises(IntegrityError, match="is append-only"):
        connection.execute(text(statement))
    connection.rollback()
    assert verify.verify() == []


@pytest.mark.promise("P08")
def test_the_ways_of_each_database_are_refused_too(connection: Connection) -> None:
    for statement in ONLY[connection.dialect.name]:
        with pytest.raises(IntegrityError, match="is append-only"):
            connection.execute(text(statement))
        connection.rollback()
    assert verify.verify() == []


def test_a_note_can_be_written_once(connection: Connection) -> None:
    assert queries.checkpoint(1)[2] == queries.newest_note_text()
    assert queries.checkpoint(2)[2] is None


def test_the_next_entry_is_still_welcome(connection: Connection) -> None:
    with transaction():
        assert service.append({"v": 1}) == 4
    assert verify.verify() == []


def _written(connection: Connection) -> list[str]:
    """The triggers as the database has them, without the way their text is broken into lines."""
    if connection.dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid) FROM pg_trigger t WHERE NOT t.tgisinternal"
        )
    return sorted("".join(said.split()) for said in connection.scalars(text(query)))


def test_what_the_program_would_write_is_what_the_migrations_wrote(connection: Connection) -> None:
    migrated, dialect = _written(connection), connection.dialect.name
    for statement in (*triggers.drop(dialect), *triggers.create(dialect)):
        connection.execute(text(statement))
    assert len(migrated) == 3 * len(triggers.TABLES)
    assert _written(connection) == migrated
    connection.rollback()
