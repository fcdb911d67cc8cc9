"""Whatever someone changes, deletes, inserts or reorders in the ledger's tables, the verification says so and names
the entry; put back, it is whole again. Each case walks all rows, and all columns of them, of a small ledger."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from registry.config import Settings
from registry.kernel.canonical import canonical
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import service, tree, verify
from tests.ledger.insider import Insider, swapped

SIZE = 7
# the entry a row belongs to: the last one under a node
ENTRY_OF = {
    "ledger_entry": lambda row: row["seq"],
    "ledger_node": lambda row: (row["idx"] + 1) << row["level"],
    "ledger_checkpoint": lambda row: row["size"],
}
KEYS = {"ledger_entry": "seq", "ledger_node": "idx", "ledger_checkpoint": "size"}

tables = pytest.mark.parametrize("table", list(ENTRY_OF))
both_checks = pytest.mark.parametrize("full", [True, False], ids=["full", "short"])


@pytest.fixture
def insider(ctx: Flask, settings: Settings) -> Insider:
    with transaction():
        for number in range(SIZE):
            service.append({"v": 1, "action": f"act {number}"})
    return Insider(settings)


def assert_named(full: bool, *entries: int) -> None:
    """The first fault names one of these entries."""
    faults = verify.verify(full)
    assert faults
    assert faults[0].seq in entries


@both_checks
def test_an_empty_ledger_is_whole(ctx: Flask, full: bool) -> None:
    assert verify.verify(full) == []


@both_checks
def test_an_untouched_ledger_is_whole(insider: Insider, full: bool) -> None:
    assert verify.verify(full) == []


@pytest.mark.promise("P08")
@both_checks
@tables
def test_every_changed_value_shows_and_heals(insider: Insider, table: str, full: bool) -> None:
    for row in insider.rows(table):
        for column, value in row.items():
            forged = {**row, column: insider.forged(table, column, value)}
            insider.change(table, row, {column: forged[column]})
            seq = ENTRY_OF[table](row)
            # a changed node also no longer fits the one above it, which may be named by the same or a later entry
            assert_named(full, seq)
            insider.change(table, forged, {column: value})
            assert verify.verify(full) == []


@pytest.mark.promise("P08")
@both_checks
@tables
def test_every_deleted_row_shows_and_heals(insider: Insider, table: str, full: bool) -> None:
    for row in insider.rows(table):
        insider.remove(table, row)
        assert_named(full, ENTRY_OF[table](row))
        insider.add(table, row)
        assert verify.verify(full) == []


@pytest.mark.promise("P08")
@both_checks
@tables
def test_every_two_rows_that_change_places_show_and_heal(insider: Insider, table: str, full: bool) -> None:
    rows = insider.rows(table)
    key = KEYS[table]
    pairs = [(a, b) for n, a in enumerate(rows) for b in rows[n + 1 :] if a.get("level") == b.get("level")]
    for first, second in pairs:
        others = [row for row in rows if row not in (first, second)]
        insider.replace(table, [*others, *swapped(first, second, key)])
        assert_named(full, ENTRY_OF[table](first))
        insider.replace(table, rows)
    assert verify.verify(full) == []


@pytest.mark.promise("P08")
@both_checks
@pytest.mark.parametrize(
    ("table", "row", "named"),
    [
        ("ledger_entry", {"seq": SIZE + 1, "entry": b'{"seq":8}', "leaf": tree.leaf_hash(b'{"seq":8}')}, SIZE + 1),
        ("ledger_entry", {"seq": 0, "entry": b"{}", "leaf": b"0"}, 0),
        ("ledger_entry", {"seq": 10**12, "entry": b"{}", "leaf": b"0"}, SIZE + 1),
        ("ledger_node", {"level": 0, "idx": SIZE, "hash": b"x" * 32}, SIZE + 1),
        ("ledger_node", {"level": 9, "idx": 0, "hash": b"x" * 32}, SIZE),
        ("ledger_checkpoint", {"size": SIZE + 1, "root": b"x" * 32}, SIZE + 1),
        ("ledger_checkpoint", {"size": -5, "root": b"x" * 32}, SIZE + 1),
    ],
)
def test_an_inserted_row_shows_and_heals(
    insider: Insider, table: str, row: dict[str, Any], named: int | None, full: bool
) -> None:
    insider.add(table, row)
    assert_named(full, *([named] if named is not None else [None]))
    insider.remove(table, row)
    assert verify.verify(full) == []


GARBAGE = [
    ("UPDATE ledger_entry SET entry = CAST(entry AS TEXT) WHERE seq = 5", 5),
    ("UPDATE ledger_entry SET leaf = 'x' WHERE seq = 5", 5),
    ("UPDATE ledger_entry SET leaf = CAST(leaf AS TEXT) WHERE seq = 5", 5),
    ("UPDATE ledger_node SET hash = 'x' WHERE level = 0 AND idx = 4", 5),
    ("UPDATE ledger_node SET hash = CAST(hash AS TEXT) WHERE level = 0 AND idx = 4", 5),
    ("UPDATE ledger_node SET idx = 'x' WHERE level = 0 AND idx = 4", 5),
    ("UPDATE ledger_checkpoint SET root = 'x' WHERE size = 5", 5),
    ("UPDATE ledger_checkpoint SET root = CAST(root AS TEXT) WHERE size = 5", 5),
]


@both_checks
@pytest.mark.parametrize(("statement", "named"), GARBAGE)
def test_a_value_of_another_type_names_its_entry(insider: Insider, statement: str, named: int, full: bool) -> None:
    if insider.smuggles(statement):
        assert_named(full, named)


def test_an_entry_rewritten_with_its_leaf_still_shows(insider: Insider) -> None:
    row = insider.rows("ledger_entry")[3]
    data = canonical({"v": 1, "action": "forged", "seq": 4})
    insider.change("ledger_entry", row, {"entry": data, "leaf": tree.leaf_hash(data)})
    assert_named(True, 4)


def test_rewriting_the_past_with_every_hash_but_one_root_still_shows(insider: Insider) -> None:
    kept = insider.rows("ledger_checkpoint")
    rows = insider.rows("ledger_entry")
    data = canonical({"v": 1, "action": "forged", "seq": 2})
    rows[1] |= {"entry": data, "leaf": tree.leaf_hash(data)}
    nodes: dict[tree.Node, bytes] = {}
    for index, row in enumerate(rows):
        nodes.update(tree.grow(index, row["leaf"], nodes.__getitem__))
    roots = [tree.span_hash((0, row["size"]), nodes.__getitem__) for row in kept]
    insider.replace("ledger_entry", rows)
    insider.replace("ledger_node", [{"level": at[0], "idx": at[1], "hash": value} for at, value in nodes.items()])
    forged = [{**row, "root": root} for row, root in zip(kept, roots, strict=True)]
    insider.replace("ledger_checkpoint", [*forged[:4], kept[4], *forged[5:]])
    assert [fault.seq for fault in verify.verify()] == [5]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"v": 1,"seq":4}', "canonical form"),
        (b'{"seq":4,"seq":4}', "canonical form"),
        (b'{"seq":5}', "another number"),
        (b"[4]", "another number"),
        (b"\xff", "cannot be read"),
        (b'{"seq":4.5}', "cannot be read"),
    ],
)
def test_the_form_of_an_entry_is_checked(insider: Insider, data: bytes, what: str) -> None:
    row = insider.rows("ledger_entry")[3]
    insider.change("ledger_entry", row, {"entry": data, "leaf": tree.leaf_hash(data)})
    assert any(what in fault.what for fault in verify.verify() if fault.seq == 4)


def test_the_short_check_of_a_long_ledger_sees_the_newest_entries(
    ctx: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "RECENT", 5)
    with transaction():
        for number in range(41):
            service.append({"v": 1, "action": f"act {number}"})
    insider = Insider(settings)
    assert verify.verify(full=False) == []
    rows = insider.rows("ledger_entry")
    insider.change("ledger_entry", rows[38], {"leaf": b"x"})
    assert [fault.seq for fault in verify.verify(full=False)] == [39]
    insider.change("ledger_entry", rows[38], {"leaf": rows[38]["leaf"]})
    insider.remove("ledger_entry", rows[3])
    assert verify.verify(full=False) != []
    assert verify.verify()[0].seq == 4


def test_verifying_inside_a_transaction_sees_what_it_wrote(ctx: Flask) -> None:
    with transaction():
        service.append({"v": 1})
        assert verify.verify() == []
        db.session.execute(text("SELECT 1"))
