"""Decisions can be added, not changed; only the words of one go, after a decision that says so."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from registry.config import Settings
from registry.kernel.db import db
from registry.quality import audit, queries
from tests import builders
from tests.quality.test_audit import redact

ERASE = "UPDATE decision SET basis = NULL, reasons = NULL, conditions = NULL, named = NULL, text_salt = NULL"
FORBIDDEN = [
    "UPDATE decision SET basis = 'forged' WHERE number = 1",
    "UPDATE decision SET number = 5 WHERE number = 2",
    "UPDATE decision SET role = 'admin', person_ref = NULL",
    "DELETE FROM decision WHERE number = 2",
    "DELETE FROM decision",
    f"{ERASE} WHERE number = 1",
    f"{ERASE}, role = 'admin' WHERE number = 2",
    "UPDATE decision SET text_salt = NULL WHERE number = 2",
]


@pytest.fixture
def connection(ctx: Flask, settings: Settings) -> Iterator[Connection]:
    """A connection that is not ours, to a registry of two decisions, of which the second may lose its words."""
    builders.vetted_provider()
    builders.vetted_provider(name="Other")
    engine = create_engine(settings.database, poolclass=NullPool)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM decision WHERE number = 2")).one()._asdict()
        connection.rollback()
        redact(row)
        db.session.rollback()
        yield connection


@pytest.mark.promise("P08")
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_decision_is_not_changed_or_removed(connection: Connection, statement: str) -> None:
    with pytest.raises(IntegrityError, match="decision is append-only"):
        connection.execute(text(statement))
    connection.rollback()
    assert audit.audit() == []


@pytest.mark.promise("P08")
def test_a_decision_is_not_replaced_or_slipped_in(connection: Connection) -> None:
    columns = ", ".join(column.name for column in db.metadata.tables["decision"].columns)
    again = f"decision ({columns}) SELECT {columns} FROM decision WHERE number = 2"
    verbs = ["INSERT INTO"] + (["INSERT OR REPLACE INTO"] if connection.dialect.name == "sqlite" else [])
    statements = [f"{verb} {again}" for verb in verbs]
    statements += ["TRUNCATE decision CASCADE"] if connection.dialect.name == "postgresql" else []
    for statement in statements:
        with pytest.raises(IntegrityError, match="decision is append-only"):
            connection.execute(text(statement))
        connection.rollback()


@pytest.mark.promise("P18")
def test_the_words_of_a_decision_go_when_a_decision_says_so(connection: Connection) -> None:
    connection.execute(text(f"{ERASE} WHERE number = 2"))
    connection.commit()
    assert audit.audit() == []
    decision = queries.one(2)
    assert decision is not None
    assert decision.is_redacted
    assert decision.basis is None
