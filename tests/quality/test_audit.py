"""Whatever someone deletes, inserts, reorders or rewrites in decisions, listed contents or the standing of providers
shows in the audit, which names the entry or the offer; put back, all is well. Column by column this is shown in
test_bound.py; here are the attacks that take more than one changed value."""

from typing import Any

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR
from registry.kernel.canonical import canonical, digest_text
from registry.kernel.transaction import transaction
from registry.ledger import service as ledger
from registry.ledger import tree, verify
from registry.quality import audit, entering, entries
from registry.quality.entering import Beyond
from registry.quality.model import Decision
from registry.quality.schema import Ruling
from tests import builders
from tests.ledger.insider import Insider, swapped

LISTED = ("listed", "conditional", "admitted", "amended")


def all_faults() -> list[verify.Fault]:
    return verify.in_order(verify.verify() + audit.audit())


def test_a_registry_without_decisions_is_in_order(ctx: Flask) -> None:
    builders.draft(provider_code=builders.provider("unverified"))
    assert all_faults() == []


def test_a_registry_with_every_kind_of_decision_is_in_order(history: dict[str, str]) -> None:
    assert all_faults() == []


@pytest.mark.promise("P08")
def test_every_deleted_decision_names_its_entry_and_heals(insider: Insider) -> None:
    for row in insider.rows("decision"):
        insider.remove("decision", row)
        assert audit.audit()[0] == verify.Fault(row["number"], "the entry has no decision")
        insider.add("decision", row)
        assert audit.audit() == []


@pytest.mark.promise("P08")
def test_every_two_decisions_that_change_places_name_the_first(insider: Insider) -> None:
    rows = insider.rows("decision")
    for place, first in enumerate(rows):
        for second in rows[place + 1 :]:
            others = [row for row in rows if row not in (first, second)]
            insider.replace("decision", [*others, *swapped(first, second, "number")])
            assert audit.audit()[0].seq == first["number"]
    insider.replace("decision", rows)
    assert all_faults() == []


@pytest.mark.promise("P08")
def test_an_inserted_decision_is_found(insider: Insider) -> None:
    row = {**insider.rows("decision")[0], "number": 1000}
    insider.add("decision", row)
    assert verify.Fault(1000, "the decision has no entry") in audit.audit()
    insider.remove("decision", row)
    assert all_faults() == []


@pytest.mark.promise("P08")
def test_an_entry_added_with_all_its_hashes_but_no_decision_is_found(history: dict[str, str]) -> None:
    with transaction():
        number = ledger.append({"v": 1, "action": "list"})
    assert verify.verify() == []
    assert audit.audit() == [verify.Fault(number, "the entry has no decision")]


@pytest.mark.promise("P08")
def test_an_entry_rewritten_with_its_decision_is_found_by_the_tree(insider: Insider) -> None:
    row = insider.rows("decision")[0]
    entry = insider.rows("ledger_entry")[0]
    decision = Decision(**{**row, "basis": "Forged."})
    decision.text_sha256 = entries.salted(row["text_salt"], entries.words(decision))
    insider.change("decision", row, {"basis": "Forged.", "text_sha256": decision.text_sha256})
    data = canonical({**entries.entry(decision), "seq": 1})
    insider.change("ledger_entry", entry, {"entry": data, "leaf": tree.leaf_hash(data)})
    assert audit.audit() == []
    assert verify.verify()[0].seq == 1


@pytest.mark.promise("P09")
def test_content_replaced_with_its_hash_names_the_deciding_entry(insider: Insider, history: dict[str, str]) -> None:
    numbers = {row["subject_code"]: row["number"] for row in insider.rows("decision")}
    offers = {row["id"]: row["code"] for row in insider.rows("offer")}
    versions = [row for row in insider.rows("version") if row["state"] == "listed"]
    assert len(versions) == len(LISTED)
    for row in versions:
        content = row["content"].replace('"language":"en"', '"homepage":"https://forged.example/","language":"en"', 1)
        insider.change("version", row, {"content": content, "content_sha256": digest_text(content)})
        assert numbers[offers[row["offer_id"]]] in [fault.seq for fault in audit.audit()]
        insider.change("version", row, {"content": row["content"], "content_sha256": row["content_sha256"]})
    assert all_faults() == []


@pytest.mark.promise("P08")
def test_a_deleted_version_names_the_deciding_entry(insider: Insider) -> None:
    decided = {(row["subject_code"], row["version_number"]): row["number"] for row in insider.rows("decision")}
    codes = {row["id"]: row["code"] for row in insider.rows("offer")}
    for row in insider.rows("version"):
        number = decided.get((codes[row["offer_id"]], row["number"]))
        insider.remove("version", row)
        assert {fault.seq for fault in audit.audit() if fault.seq} == ({number} if number else set())
        insider.add("version", row)
    assert all_faults() == []


@pytest.mark.promise("P04")
def test_a_version_listed_without_a_decision_names_the_offer(insider: Insider, history: dict[str, str]) -> None:
    offers = {row["code"]: row["id"] for row in insider.rows("offer")}
    for name in ("draft", "returned", "refused", "suspended", "withdrawn"):
        row = next(row for row in insider.rows("version") if row["offer_id"] == offers[history[name]])
        insider.change("version", row, {"state": "listed"})
        assert any(history[name] in fault.what for fault in audit.audit()), name
        insider.change("version", row, {"state": row["state"]})
    assert all_faults() == []


def test_an_offer_inserted_as_listed_is_found(insider: Insider, history: dict[str, str]) -> None:
    offer = next(row for row in insider.rows("offer") if row["code"] == history["listed"])
    version = next(row for row in insider.rows("version") if row["offer_id"] == offer["id"])
    insider.add("offer", {**offer, "id": 999, "code": "DEMO-0000-0000"})
    insider.add("version", {**version, "id": 999, "offer_id": 999})
    assert any("DEMO-0000-0000" in fault.what for fault in audit.audit())


def test_a_version_nobody_decided_on_names_the_last_entry_about_its_offer(
    insider: Insider, history: dict[str, str]
) -> None:
    offer = next(row for row in insider.rows("offer") if row["code"] == history["listed"])
    version = next(row for row in insider.rows("version") if row["offer_id"] == offer["id"])
    last = max(row["number"] for row in insider.rows("decision") if row["subject_code"] == offer["code"])
    row = {**version, "id": 999, "number": 99, "state": "withdrawn", "listed_at": None}
    insider.add("version", row)
    assert {fault.seq for fault in audit.audit()} == {last}
    insider.remove("version", row)
    assert all_faults() == []


@pytest.mark.parametrize("standing", ["unverified", "verified", "admitted", "suspended", "closed"])
def test_a_standing_that_was_not_decided_names_the_provider(insider: Insider, standing: str) -> None:
    for row in insider.rows("provider"):
        insider.change("provider", row, {"standing": standing})
        named = [fault for fault in audit.audit() if row["code"] in fault.what]
        assert bool(named) == (standing != row["standing"])
        insider.change("provider", row, {"standing": row["standing"]})


def test_a_decision_dated_before_the_one_it_follows_is_found(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.vetted_provider()
    earlier = entering.time().replace(year=2020)
    monkeypatch.setattr(entering, "time", lambda: earlier)
    other = builders.vetted_provider(name="Other")
    assert all_faults() == [
        verify.Fault(2, "the decision is dated before the one it follows"),
        verify.Fault(None, f"provider {other}: it was not first shown then"),
    ]


def test_words_may_be_gone_only_when_a_decision_says_so(insider: Insider) -> None:
    rows = insider.rows("decision")
    row = rows[2]
    gone = {"basis": None, "reasons": None, "conditions": None, "text_salt": None}
    insider.change("decision", row, gone)
    what = "the decision's words are gone, and no decision says they may be"
    assert audit.audit() == [verify.Fault(row["number"], what)]
    redact(row)
    assert all_faults() == []


def test_a_salt_gone_without_the_words_is_a_fault(insider: Insider) -> None:
    row = next(row for row in insider.rows("decision") if row["basis"])
    insider.change("decision", row, {"text_salt": None})
    assert audit.audit() == [verify.Fault(row["number"], "the decision's words are not those that were entered")]


def redact(row: dict[str, Any]) -> None:
    """Enter a decision that the words of another one are erased, as the verb for it will."""
    with transaction():
        decision = Decision(kind=row["kind"], subject_code=row["subject_code"], provider_code=row["provider_code"])
        decision.action, decision.examined = "redact", False
        decision.from_state = decision.to_state = row["to_state"]
        entering.enter(decision, OPERATOR, Ruling("redact"), sealed=False, beyond=Beyond(concerns=row["number"]))
