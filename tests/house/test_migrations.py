"""Migrations are numbered, HEAD names the last, models and schema agree, and data survives going down and up again, on
both databases."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, select, text

from registry.cli.schema import downgrade, upgrade
from registry.kernel.db import Base, db
from registry.ledger import signing, verify
from registry.quality import audit
from registry.quality import service as quality
from tests import builders

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"
FILES = sorted(path.stem for path in VERSIONS.glob("[0-9]*.py"))


def dump() -> dict[str, list[dict[str, str]]]:
    """Every row of every table of ours, ordered by primary key, as far as the schema of the moment can hold it."""
    with db.engines[None].connect() as connection:
        found: dict[str, list[dict[str, str]]] = {}
        here = inspect(connection)
        for table in Base.metadata.sorted_tables:
            if here.has_table(table.name):
                columns = [table.c[column["name"]] for column in here.get_columns(table.name)]
                rows = connection.execute(select(*columns).order_by(*table.primary_key)).mappings()
                found[table.name] = [{name: str(value) for name, value in row.items()} for row in rows]
        return found


def held(before: dict[str, list[dict[str, str]]], now: dict[str, list[dict[str, str]]]) -> bool:
    """Is all that was before still here, but for tables and columns an older schema does not have?"""
    kept = {
        name: [{column: row[column] for column in rows[0]} for row in before[name]] if rows else before[name]
        for name, rows in now.items()
    }
    return kept == now


def test_files_are_numbered_without_gap_and_head_names_the_last() -> None:
    numbers = [int(re.match(r"(\d{4})_[a-z_]+$", name)[1]) for name in FILES]  # type: ignore[index]  # a bad name fails here
    assert numbers == list(range(1, len(numbers) + 1))
    assert (VERSIONS / "HEAD").read_text().strip() == FILES[-1]


def test_models_and_schema_agree(ctx: Flask) -> None:
    with db.engines[None].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.promise("P17")
def test_data_survives_each_step_down_and_up(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert verify.verify() == audit.audit() == []
        before = dump()
        assert before["decision"]
        assert before["ledger_entry"]
        assert before["ledger_key"]
        for revision in reversed(FILES[1:]):
            downgrade(revision=f"{int(revision[:4]) - 1:04d}")
            now = dump()
            assert held(before, now), f"{revision} loses data on the way down"
        upgrade()
        # a table that an older schema does not have goes with its rows, and comes back empty
        assert dump() == {name: rows if name in now else [] for name, rows in before.items()}
        assert verify.verify() == audit.audit() == [], "what was proved before is proved still"
        builders.decided()
        assert signing.sign(), "and signed again"


@pytest.mark.promise("P17")
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_down_to_nothing_and_up_again_is_the_same_schema(ctx: Flask, filled: bool) -> None:
    if filled:
        code = builders.decided()
        quality.propose(builders.ADMIN, code, {"action": "suspend", "reasons": ["No."]}, builders.seen(code))
        signing.sign()
        db.session.rollback()
    downgrade(revision="base")
    with db.engines[None].connect() as connection:
        left = set(inspect(connection).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade()
    with db.engines[None].connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.execute(text("SELECT count(*) FROM ledger_entry")).scalar() == 0
