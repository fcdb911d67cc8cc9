"""Decisions of the desk: who may, what each needs, what it leaves behind, and that all of it is one act."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.catalogue import queries as catalogue
from registry.kernel import outbox
from registry.kernel.actor import OPERATOR, VISITOR
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.kernel.transaction import transaction
from registry.ledger import queries as ledger
from registry.quality import entries, queries, schema, service
from registry.quality.model import Decision
from tests import builders
from tests.builders import REVIEWER
from tests.quality.state import REASON, changes, clean, state, stored


def test_listing_binds_the_content_that_was_decided_on(ctx: Flask) -> None:
    code = builders.decided()
    with transaction():
        version = catalogue.for_update(code).current_version
        assert version is not None
        decision = stored(2)
        assert decision.content_sha256 == version.content_sha256
        assert decision.listed_at == version.listed_at
    assert decision.examined
    assert {("catalogue.offer", code), ("quality.decision", "2")} <= changes()
    assert clean()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"criteria": {}}, "criteria"),
        ({"criteria": {"outcomes": "splendid"}}, "criteria"),
        ({"criteria": {"beauty": "met"}}, "criteria"),
        ({"criteria": {"guidance-service": "met"}}, "criteria"),
        ({"conditions": "Say the price."}, "review_by"),
        ({"review_by": "2027-01-01"}, "review_by"),
        ({"action": "return"}, "reasons"),
        ({"action": "return", "reasons": ["  "]}, "reasons"),
        ({"action": "praise"}, "action"),
        ({"action": None}, "action"),
        ({"number": 7}, "number"),
    ],
)
def test_a_ruling_that_lacks_something_names_it_and_changes_nothing(
    ctx: Flask, changed: dict[str, Any], field: str
) -> None:
    code = builders.in_review()
    with pytest.raises(Invalid) as raised:
        service.decide(REVIEWER, code, builders.ruling(**changed), builders.seen(code))
    assert field in raised.value.errors
    assert state(code) == "in-review"
    assert ledger.size() == 1


def test_what_does_not_meet_a_criterion_is_listed_only_with_conditions(ctx: Flask) -> None:
    code = builders.in_review()
    findings = {**builders.ruling()["criteria"], "price": "not-met"}
    with pytest.raises(Invalid) as raised:
        service.decide(REVIEWER, code, builders.ruling(criteria=findings), builders.seen(code))
    assert list(raised.value.errors["criteria"]) == ["price"]
    conditional = builders.ruling(criteria=findings, conditions="Say the price.", review_by="2027-02-01")
    number = service.decide(REVIEWER, code, conditional, builders.seen(code))
    assert stored(number).review_by == dt.date(2027, 2, 1)
    assert ledger.entry(number)["criteria"] == ["price"]
    decision = queries.one(number)
    assert decision is not None
    assert decision.outcome == "Listed with conditions"
    assert clean()


@pytest.mark.parametrize("day", ["0001-01-01", "2026-11-22", "2026-11-23", "2031-11-25", "9999-12-31"])
def test_conditions_are_looked_at_again_on_a_day_that_lies_ahead(ctx: Flask, day: str) -> None:
    code = builders.in_review()
    letter = builders.ruling(conditions="Say the price.", review_by=day)
    as_value = schema.Ruling("list", (), letter["criteria"], None, "Say the price.", dt.date.fromisoformat(day))
    for ruling in (letter, as_value):
        with pytest.raises(Invalid) as raised:
            service.decide(REVIEWER, code, ruling, builders.seen(code))
        assert raised.value.errors == {"review_by": ["Give a day after today, within the next five years."]}
    assert ledger.size() == 1
    assert schema.stored(letter) == as_value, "what was kept before is read"


@pytest.mark.parametrize("day", ["2026-11-24", "2031-11-24"])
def test_the_first_and_the_last_of_these_days(ctx: Flask, day: str) -> None:
    code = builders.decided(conditions="Say the price.", review_by=day)
    assert state(code) == "listed"


def test_a_ruling_may_be_given_as_a_value(ctx: Flask) -> None:
    code = builders.in_review()
    findings = {"price": "not-met"}
    ruling = schema.Ruling("return", ("The price is hidden.",), findings)
    assert service.decide(REVIEWER, code, ruling, builders.seen(code)) == 2
    assert state(code) == "returned"


@pytest.mark.parametrize(("action", "after"), [("return", "returned"), ("refuse", "refused")])
def test_of_an_offer_never_listed_the_entry_names_nothing(ctx: Flask, action: str, after: str) -> None:
    code = builders.in_review()
    builders.ruled(code, {"action": action, "criteria": {"price": "not-met"}, **REASON})
    entry = ledger.entry(2)
    assert set(entry) - {"second"} == {
        "v",
        "seq",
        "at",
        "kind",
        "action",
        "criteria",
        "rules",
        "role",
        "person",
        "text",
        "sealed",
    }
    assert code not in ledger.entry_bytes(2).decode()
    assert state(code) == after
    decision = stored(2)
    assert decision.seal_salt is not None
    assert entry["sealed"] == entries.salted(decision.seal_salt, entries.details(decision))
    assert clean()


def test_suspending_and_restoring_leave_their_traces(ctx: Flask) -> None:
    code = builders.decided()
    builders.ruled(code, {"action": "suspend", **REASON}, builders.ADMIN)
    assert state(code) == "suspended"
    service.decide(builders.ADMIN, code, {"action": "restore", **REASON}, builders.seen(code))
    assert state(code) == "listed"
    assert [one.action for one in queries.about(code)] == ["restore", "suspend", "list"]
    assert clean()


@pytest.mark.promise("P03")
def test_a_decision_on_a_page_that_has_gone_stale_is_a_conflict(ctx: Flask) -> None:
    code = builders.in_review()
    old = builders.seen(code)
    service.decide(REVIEWER, code, {"action": "return", **REASON}, old)
    with pytest.raises(Conflict):
        service.decide(REVIEWER, code, builders.ruling(), old)
    with pytest.raises(Conflict):
        service.withdraw(OPERATOR, code, old)
    assert ledger.size() == 2


def test_what_is_not_in_review_cannot_be_listed(ctx: Flask) -> None:
    code = builders.draft()
    for actor, error in ((REVIEWER, Forbidden), (builders.ADMIN, Forbidden), (VISITOR, NotFound)):
        with pytest.raises(error):
            service.decide(actor, code, builders.ruling(), builders.seen(code))
    listed = builders.decided()
    with pytest.raises(WrongState):
        service.decide(REVIEWER, listed, builders.ruling(), builders.seen(listed))


def test_a_failure_after_the_step_takes_everything_back(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    code = builders.in_review()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(outbox, "emit", fail)
    with pytest.raises(OSError, match="disk full"):
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert state(code) == "in-review"
    assert ledger.size() == 1
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_asking_and_releasing_are_no_decisions(ctx: Flask) -> None:
    code = builders.in_review()
    counter = service.ask(REVIEWER, code, builders.seen(code), "Which evenings?")
    assert (state(code), counter) == ("asked", builders.seen(code))
    with pytest.raises(WrongState):
        service.ask(REVIEWER, code, counter, "And where?")
    other = builders.in_review()
    with pytest.raises(Invalid):
        service.ask(REVIEWER, other, builders.seen(other), " ")
    service.release(builders.ADMIN, other, builders.seen(other))
    assert state(other) == "submitted"
    with pytest.raises(Forbidden):
        service.take(builders.ADMIN, other, builders.seen(other))
    assert queries.tally().by_action == {("provider", "verify"): 2}
