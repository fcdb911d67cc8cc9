"""`./portal ledger verify`: exit 0 when everything is as it was decided, 1 naming the entry when not, 0 again when it
is put back."""

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from registry.config import Settings
from tests import builders
from tests.ledger.insider import Insider

# what is changed, and which rows of what was decided first it is changed in
DEEDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("decision", {"basis": "Forged."}),
    ("version", {"title": "Forged"}),
    ("offer", {"first_listed_at": None}),
    ("transition", {"role": "admin"}),
    ("provider", {"standing": "admitted"}),
    ("provider", {"public_since": None}),
    ("ledger_entry", {"leaf": b"x" * 32}),
    ("ledger_node", {"hash": b"x" * 32}),
    ("ledger_checkpoint", {"root": b"x" * 32}),
)


@pytest.fixture
def decided(ctx: Flask) -> Flask:
    builders.decided()
    return ctx


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["ledger", "verify", *arguments])


@pytest.mark.promise("P08")
@pytest.mark.parametrize(("table", "values"), DEEDS, ids=lambda value: str(value)[:30])
def test_it_ends_with_1_naming_the_entry_until_all_is_put_back(
    decided: Flask, settings: Settings, table: str, values: dict[str, Any]
) -> None:
    assert run(decided, "--full").exit_code == 0
    insider = Insider(settings)
    row = insider.rows(table)[-1]
    insider.change(table, row, values)
    found = run(decided, "--full")
    assert found.exit_code == 1
    assert found.stderr.startswith(("entry 1: ", "entry 2: "))
    insider.change(table, {**row, **values}, {name: row[name] for name in values})
    healed = run(decided, "--full")
    assert (healed.exit_code, healed.stdout, healed.stderr) == (0, "2 entries, no faults.\n", "")
    assert "were not compared with their entries: --full does." in run(decided).stdout


def test_for_machines_it_prints_one_object(decided: Flask, settings: Settings) -> None:
    assert json.loads(run(decided, "--full", "--json").stdout) == {"entries": 2, "full": True, "faults": []}
    insider = Insider(settings)
    insider.change("decision", insider.rows("decision")[1], {"role": "operator"})
    found = run(decided, "--full", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["faults"][0] == {"seq": 2, "what": "the decision differs from its entry in: role"}


def test_the_short_check_looks_at_the_tree_only_and_says_so(decided: Flask, settings: Settings) -> None:
    insider = Insider(settings)
    insider.change("version", insider.rows("version")[0], {"title": "Forged"})
    assert json.loads(run(decided, "--json").stdout) == {"entries": 2, "full": False, "faults": []}
    insider.change("ledger_entry", insider.rows("ledger_entry")[0], {"entry": b"{}"})
    assert run(decided).exit_code == 1
