"""What the ledger binds, column by column. Every column of every table counts as bound until it stands here with the
reason why it is not, so that no new column can be forgotten: another value in a bound one must make the audit name an
entry, another value in an unbound one must not. docs/decisions/0011 tells the same to people."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from registry.config import ROOT, Settings
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.ledger import verify
from registry.quality import audit
from registry.quality.replay import UNDECIDED
from tests import builders
from tests.ledger.insider import Insider

RECORD = ROOT / "docs" / "decisions" / "0011-what-the-ledger-binds.md"
INTERNAL = "a number or date of the database's own that nobody is shown"
OWN_WORD = "the provider's word about itself, changed without a decision"
WORKSHOP = "not about listed offers or decisions"
ACCOUNTS = "who may sign in; decisions name a role and a random reference"
TOWARDS = "the work that leads to a decision; what of it counts is written into the decision, which is bound"
# table → why nothing in it is bound
WHOLE = {
    "concept": "published lists, loaded from files everybody has; decided content names their codes",
    "scheme": "published lists, loaded from files everybody has; decided content names their codes",
    "provider_slug": "a former address; it leads to the present one",
    "provider_identifier": OWN_WORD,
    "place": OWN_WORD,
    "run": "runs need no review; every change is in their history",
    "run_change": "the history of what needs no review",
    "run_hold": "a run's new address waits for a glance; no decision, and in the run's history",
    "event": "events are the organiser's, not decided on",
    "slot": "events are the organiser's, not decided on",
    "showcase": "events are the organiser's, not decided on",
    "import_": WORKSHOP,
    "import_row": WORKSHOP,
    "import_said": WORKSHOP,
    "outbox_change": WORKSHOP,
    "outbox_delivery": WORKSHOP,
    "outbox_listener": WORKSHOP,
    "lease": WORKSHOP,
    **dict.fromkeys(("user_account", "user_role", "account_session", "passkey", "membership", "invitation"), ACCOUNTS),
    "account_identity": ACCOUNTS,
    **dict.fromkeys(("nonce", "attempt", "letter_request", "letter", "reminder"), WORKSHOP),
    "ledger_key": "public keys that signed; who checks from outside keeps their own",
    "ledger_watch": "what the last check found; the next finds it anew",
    **dict.fromkeys(("review", "finding", "reopening", "remark", "interest", "proposal", "appeal"), TOWARDS),
    "report": "what anybody says is wrong, and the answer; if it leads to something, that is a decision",
    "flag": "computed from the rest, and computed again",
}
# table → column → why it is not bound, in a table of which the rest is
COLUMNS = {
    "provider": {
        **dict.fromkeys(("slug", "name", "kinds", "setting", "description", "url", "email", "phone"), OWN_WORD),
        **dict.fromkeys(("country", "region", "languages"), OWN_WORD),
        **dict.fromkeys(("counter", "created_at"), INTERNAL),
    },
    "offer": {
        "source_key": "the key of the provider's own feed",
        "source": "where the offer came from",
        "access": OWN_WORD,
        "contact": "the mailbox, changed without a decision",
        **dict.fromkeys(
            ("confirmed_at", "confirm_by"), "the provider's word that it is right, given without a decision"
        ),
        **dict.fromkeys(("counter", "created_at"), INTERNAL),
    },
    "version": dict.fromkeys(("created_at", "created_by", "submitted_at", "counter"), INTERNAL),
    "transition": {"id": INTERNAL, "note": "what was asked and answered at the desk; never public"},
    "fact": {"id": INTERNAL},
}
# of these columns only the steps that are decisions' are bound; the others are the desk's own work
STEP = ("action", "role", "at")
# where another value must be one the column may hold, or one that would pass for right at first sight
CHOICES: dict[tuple[str, str], tuple[Any, ...]] = {
    ("decision", "kind"): ("offer", "provider"),
    ("offer", "kind"): ("validation", "training"),
    ("offer", "provider_id"): (1, 2),
    ("provider", "standing"): ("verified", "admitted"),
    ("version", "state"): ("withdrawn", "expired"),
}
# one row of each kind stands for the others of its kind
KIND: dict[str, Callable[[dict[str, Any]], object]] = {
    "decision": lambda row: (row["kind"], row["action"], row["examined"]),
    "fact": lambda row: row["name"],
    "version": lambda row: (row["state"], row["number"]),
    "transition": lambda row: row["action"],
    "ledger_entry": lambda row: row["seq"] % 7,
    "ledger_node": lambda row: row["level"],
    "ledger_checkpoint": lambda row: row["size"] % 7,
}
BOUND = [name for name in db.metadata.tables if name not in WHOLE]


@pytest.fixture
def insider(history: dict[str, str], settings: Settings) -> Insider:
    """Someone with the password of a registry in which every kind of decision was taken, and all else hangs on the
    offers that can."""
    offer, school = history["listed"], history["school"]
    place = builders.provider_service.add_place(OPERATOR, school, builders.place_values())
    builders.catalogue_service.schedule_run(OPERATOR, offer, builders.run_letter(place=place))
    number = {"scheme": "vat", "country": "BE", "value": "0123456789"}
    builders.provider_service.update(OPERATOR, school, {"slug": "moved", "identifiers": [number]}, seen(school))
    return Insider(settings)


def seen(provider_code: str) -> int:
    with builders.transaction():
        return builders.provider_queries.for_update(provider_code).counter


def faults(table: str = "") -> list[verify.Fault]:
    """All there are, or those that the check responsible for this table finds."""
    of_the_tree = [] if table and not table.startswith("ledger_") else verify.verify()
    return verify.in_order([*of_the_tree, *([] if table.startswith("ledger_") else audit.audit())])


def other(insider: Insider, table: str, row: dict[str, Any], column: str) -> Any:
    choices = CHOICES.get((table, column), ())
    return next((value for value in choices if value != row[column]), None) or insider.forged(
        table, column, row[column]
    )


def decided(insider: Insider, table: str) -> list[dict[str, Any]]:
    """One row of each kind, of those that a decision was about; drafts nobody decided on are the provider's own."""
    subjects = {(row["subject_code"], row["version_number"]) for row in insider.rows("decision")}
    codes = {row["id"]: row["code"] for row in insider.rows("offer")}
    rows = insider.rows(table)
    if table == "offer":
        rows = [row for row in rows if row["code"] in {code for code, _number in subjects}]
    if table == "version":
        rows = [row for row in rows if (codes[row["offer_id"]], row["number"]) in subjects]
    return list({KIND.get(table, repr)(row): row for row in rows}.values())


def is_bound(table: str, row: dict[str, Any], column: str) -> bool:
    if table == "transition" and column in STEP and row["to_state"] in UNDECIDED:
        return False
    return column not in COLUMNS.get(table, {})


def test_what_is_named_as_unbound_is_there_and_told_to_people() -> None:
    record = RECORD.read_text(encoding="utf-8")
    for table, reason in WHOLE.items():
        assert table in db.metadata.tables
        assert table not in COLUMNS
        assert f"`{table}`" in record, f"0011 does not name {table}: {reason}"
    for table, columns in COLUMNS.items():
        assert set(columns) <= set(db.metadata.tables[table].columns.keys()), table
        for column, reason in columns.items():
            assert f"`{table}.{column}`" in record, f"0011 does not name {table}.{column}: {reason}"


@pytest.mark.promise("P08")
@pytest.mark.promise("P09")
@pytest.mark.one_database  # the comparing is Python's; what is read for it, test_audit reads on both
@pytest.mark.parametrize("table", BOUND)
def test_another_value_in_a_bound_column_names_an_entry_and_heals(insider: Insider, table: str) -> None:
    rows = decided(insider, table)
    assert rows, "nothing to tamper with: the test would prove nothing"
    for row in rows:
        for column, value in row.items():
            if not is_bound(table, row, column):
                continue
            changed = {**row, column: other(insider, table, row, column)}
            insider.change(table, row, {column: changed[column]})
            found = faults(table)
            assert found, f"{table}.{column} of {row} can be changed unnoticed"
            assert found[0].seq == row["number"] if table == "decision" else found[0].seq, (column, found)
            insider.change(table, changed, {column: value})
    assert faults() == []


@pytest.mark.promise("P08")
@pytest.mark.promise("P09")
@pytest.mark.parametrize("table", BOUND)
def test_a_row_that_is_gone_names_an_entry_and_heals(insider: Insider, table: str) -> None:
    for row in decided(insider, table):
        insider.remove(table, row)
        found = faults(table)
        assert found, f"{row} of {table} can be deleted unnoticed"
        assert found[0].seq is not None, found
        insider.add(table, row)
    assert faults() == []


def test_another_value_in_an_unbound_column_is_no_fault(insider: Insider) -> None:
    """Else its reason is a thing of the past."""
    for table, columns in COLUMNS.items():
        row = decided(insider, table)[0]
        for column in set(columns) - {"id"}:
            value = other(insider, table, row, column)
            insider.change(table, row, {column: value})
            assert faults(table) == [], f"{table}.{column} is bound now"
            insider.change(table, row, {column: row[column]})
    for table in ("provider_slug", "provider_identifier", "place", "run", "run_change"):
        for row in insider.rows(table):
            insider.remove(table, row)
        assert faults() == [], f"{table} is bound now"


@pytest.mark.promise("P08")
def test_steps_added_or_reordered_name_an_entry(insider: Insider, history: dict[str, str]) -> None:
    rows = [row for row in insider.rows("transition") if row["version_id"] == 1]
    assert [row["action"] for row in rows] == ["open", "submit", "take", "list"]
    added = {**rows[-1], "id": 9999, "from_state": "listed", "to_state": "listed"}
    insider.add("transition", added)
    assert faults()[0].seq is not None
    insider.remove("transition", added)
    for first, second in pairwise(rows):
        insider.remove("transition", second)
        insider.change("transition", first, {"id": second["id"]})
        insider.add("transition", {**second, "id": first["id"]})
        assert faults()[0].seq is not None
        insider.remove("transition", {**second, "id": first["id"]})
        insider.change("transition", {**first, "id": second["id"]}, {"id": first["id"]})
        insider.add("transition", second)
    assert faults() == []


@pytest.mark.promise("P04")
def test_a_provider_shown_without_a_decision_is_named(insider: Insider, ctx: Flask) -> None:
    code = builders.provider("unverified", name="Nobody decided on this one")
    row = next(row for row in insider.rows("provider") if row["code"] == code)
    insider.change("provider", row, {"public_since": row["created_at"]})
    assert [code in fault.what for fault in faults()] == [True]
    insider.change("provider", row, {"public_since": None})
    assert faults() == []


def test_a_history_that_cannot_be_read_names_the_offer(insider: Insider, history: dict[str, str]) -> None:
    if insider.smuggles("UPDATE transition SET at = 'x' WHERE version_id = 1"):
        assert any(history["listed"] in fault.what for fault in faults() if fault.seq)
        assert len(faults()) < 5, "one history that cannot be read must not spoil the others"
