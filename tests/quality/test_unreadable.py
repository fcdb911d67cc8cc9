"""A row that SQLite lets anyone fill with what its column cannot hold, and small changes that reading would round away:
the audit never breaks on them, it names the entry or the offer."""

import datetime as dt

import pytest

from registry.quality import audit
from tests.ledger.insider import Insider

DECISION = ["reasons = 'not json'", "criteria = '{'", "at = 'x'", "review_by = 'x'", "listed_at = 'x'", "examined = 7"]
DECISION += ["at = substr(at, 1, 19) || '.500000'", "text_salt = 'zz'", "basis = CAST(x'ff' AS TEXT)", "examined = 'x'"]
VERSION = ["content = CAST(content AS BLOB)", "content = '{'", "listed_at = 'x'", "unlisted_at = 'x'", "examined = 7"]


@pytest.mark.promise("P08")
@pytest.mark.parametrize("garbage", DECISION)
def test_a_decision_filled_with_garbage_names_its_entry(insider: Insider, garbage: str) -> None:
    if insider.smuggles(f"UPDATE decision SET {garbage} WHERE number = 5"):
        assert audit.audit()[0].seq == 5


@pytest.mark.promise("P09")
@pytest.mark.parametrize("garbage", VERSION)
def test_a_version_filled_with_garbage_names_offer_and_entry(
    insider: Insider, history: dict[str, str], garbage: str
) -> None:
    offer = next(row for row in insider.rows("offer") if row["code"] == history["listed"])
    number = max(row["number"] for row in insider.rows("decision") if row["subject_code"] == offer["code"])
    if insider.smuggles(f"UPDATE version SET {garbage} WHERE offer_id = {offer['id']}"):
        faults = audit.audit()
        assert faults[0].seq == number
        assert offer["code"] in faults[0].what


def test_a_decision_dated_to_the_fraction_of_a_second_names_its_entry(insider: Insider) -> None:
    row = insider.rows("decision")[4]
    insider.change("decision", row, {"at": row["at"] + dt.timedelta(microseconds=1)})
    assert audit.audit()[0].seq == row["number"]


def test_a_superseded_version_said_to_have_left_earlier_names_the_offer(
    insider: Insider, history: dict[str, str]
) -> None:
    row = next(row for row in insider.rows("version") if row["state"] == "superseded")
    for hours in (-1, 1):
        insider.change("version", row, {"unlisted_at": row["unlisted_at"] + dt.timedelta(hours=hours)})
        faults = audit.audit()
        assert faults[0].seq is not None
        assert history["amended"] in faults[0].what
    insider.change("version", row, {"unlisted_at": row["unlisted_at"]})
    assert audit.audit() == []


def test_a_fact_told_twice_names_offer_and_entry(insider: Insider) -> None:
    row = insider.rows("fact")[0]
    insider.add("fact", {**row, "id": 10_000})
    code = next(offer["code"] for offer in insider.rows("offer") if offer["id"] == row["offer_id"])
    fault = audit.audit()[0]
    assert fault.seq is not None
    assert code in fault.what
