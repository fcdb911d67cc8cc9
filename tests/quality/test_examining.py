"""Examining a case: taking, assigning, findings, what is asked and answered, and what a next version inherits."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select, update

from registry.catalogue import service as catalogue
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from registry.kernel.transaction import transaction
from registry.quality import remarks, sampling, service
from registry.quality.cases import Finding, Review
from tests import builders, signing
from tests.builders import REVIEWER, SECOND
from tests.quality.state import clean, state, stored


def submitted() -> str:
    code = builders.draft(provider_code=builders.vetted_provider())
    catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
    return code


def review(code: str, kind: str = "first") -> Review:
    db.session.rollback()
    query = select(Review).where(Review.offer_id == builders.offer_row(code).id, Review.kind == kind)
    return db.session.scalars(query.order_by(Review.id.desc())).first() or Review()


def found(code: str, kind: str = "first") -> dict[str, tuple[str, int | None]]:
    rows = db.session.scalars(select(Finding).where(Finding.review_id == review(code, kind).id))
    return {row.criterion: (row.verdict, row.inherited_from) for row in rows}


def everything_met(code: str, kind: str = "first", actor: Actor = REVIEWER, *but: str) -> None:
    number = review(code, kind).id
    for criterion in builders.ruling()["criteria"]:
        if criterion not in but:
            service.save_finding(actor, number, criterion, "met")


@pytest.mark.promise("P07")
def test_a_case_is_one_reviewers_alone_until_they_let_it_lie(ctx: Flask) -> None:
    code = submitted()
    service.take(REVIEWER, code, builders.seen(code))
    with pytest.raises(WrongState):
        service.take(SECOND, code, builders.seen(code))
    with pytest.raises(Forbidden):
        service.decide(SECOND, code, builders.ruling(), builders.seen(code))
    with pytest.raises(Forbidden):
        service.save_finding(SECOND, review(code).id, "price", "met")
    with transaction():
        db.session.execute(update(Review).values(locked_until=clock.now() - dt.timedelta(days=1)))
    service.take(SECOND, code, builders.seen(code))
    assert review(code).reviewer_ref == SECOND.ref
    with pytest.raises(Forbidden):
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    service.decide(SECOND, code, builders.ruling(), builders.seen(code))
    assert state(code) == "listed"
    assert review(code).outcome == "list"
    assert clean()


def test_findings_complete_the_ruling_and_their_words_stand_in_the_decision(ctx: Flask) -> None:
    code = builders.in_review()
    number = review(code).id
    everything_met(code, "first", REVIEWER, "price")
    with pytest.raises(Invalid):
        service.save_finding(REVIEWER, number, "price", "not-met")
    with pytest.raises(Invalid):
        service.save_finding(REVIEWER, number, "guidance-service", "met")
    with pytest.raises(Invalid):
        service.save_finding(REVIEWER, number, "price", "splendid")
    with pytest.raises(Invalid) as raised:
        service.decide(REVIEWER, code, {"action": "list"}, builders.seen(code))
    assert list(raised.value.errors["criteria"]) == ["price"]
    service.save_finding(REVIEWER, number, "price", "not-met", words="The fee for the test is missing.", note="Ask?")
    ruling = {"action": "list", "conditions": "State the fee.", "review_by": "2027-02-01"}
    decision = stored(service.decide(REVIEWER, code, ruling, builders.seen(code)))
    assert decision.criteria["price"] == "not-met"
    assert decision.said == {"price": "The fee for the test is missing."}
    again = review(code, "recheck")
    assert again.due_at == dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    assert clean()


def test_nothing_is_listed_of_a_provider_nobody_has_verified(ctx: Flask) -> None:
    school = builders.provider("unverified")
    code = builders.in_review(provider_code=school)
    with pytest.raises(Invalid) as raised:
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert "not verified yet" in raised.value.errors[""][0]
    assert state(code) == "in-review"
    builders.stood(school, "verify")
    service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert state(code) == "listed"
    assert clean()


def test_what_a_provider_nobody_has_verified_submits_is_returned_all_the_same(ctx: Flask) -> None:
    code = builders.in_review(provider_code=builders.provider("unverified"))
    builders.ruled(code, {"action": "return", "reasons": ["Say more."], "criteria": {}})
    assert state(code) == "returned"
    assert clean()


def test_a_question_becomes_the_providers_tasks_and_is_answered(ctx: Flask) -> None:
    code = builders.in_review()
    number = review(code).id
    service.save_finding(REVIEWER, number, "level", "ask", words="Which framework is this level of?")
    at_field = service.remark(REVIEWER, number, "workload.minutes", "Does this count homework?")
    gone = service.remark(REVIEWER, number, "", "Never mind.")
    service.settle(REVIEWER, number, gone)
    with pytest.raises(Invalid):
        service.remark(REVIEWER, number, "beauty", "?")
    assert remarks.open_for(code) == []
    service.ask(REVIEWER, code, builders.seen(code), "Please answer by Friday.")
    tasks = remarks.open_for(code)
    assert [task.text for task in tasks] == [
        "Does this count homework?",
        "Which framework is this level of?",
        "Please answer by Friday.",
    ]
    assert (tasks[0].id, tasks[0].field, tasks[1].criterion) == (at_field, "workload.minutes", "level")
    member = builders.member(builders.offer_row(code).provider.code)
    with pytest.raises(Invalid) as raised:
        service.answer(member, code, builders.seen(code), {at_field: "Yes, two hours."})
    assert set(raised.value.errors["answers"]) == {str(task.id) for task in tasks[1:]}
    with pytest.raises(NotFound):
        service.answer(builders.member(), code, builders.seen(code), {})
    service.answer(member, code, builders.seen(code), {task.id: f"Answer to {task.id}" for task in tasks})
    assert state(code) == "in-review"
    assert all(task.answer for task in remarks.open_for(code))
    service.save_finding(REVIEWER, number, "level", "met")
    ruling = builders.ruling(action="return", reasons=["Nearly."], criteria={})
    service.save_finding(REVIEWER, number, "price", "not-met", words="State the price.")
    service.decide(REVIEWER, code, ruling, builders.seen(code))
    assert [task.text for task in remarks.open_for(code)] == ["State the price."]
    catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
    service.take(SECOND, code, builders.seen(code))
    service.decide(SECOND, code, builders.ruling(), builders.seen(code))
    assert remarks.open_for(code) == []
    assert clean()


def test_a_next_version_inherits_what_no_change_touches(ctx: Flask) -> None:
    code = builders.decided()
    counter = catalogue.revise(OPERATOR, code, builders.seen(code))
    content = builders.training(enrol={"url": "https://harbour.example/new"})
    counter = catalogue.save(OPERATOR, code, content, counter)
    catalogue.perform(OPERATOR, code, "submit", counter)
    service.take(SECOND, code, builders.seen(code))
    inherited = found(code, "change")
    assert set(builders.ruling()["criteria"]) - set(inherited) == {"enrolment", "price"}
    assert set(inherited.values()) == {("met", 2)}
    for criterion in ("enrolment", "price"):
        service.save_finding(SECOND, review(code, "change").id, criterion, "met")
    decision = stored(service.decide(SECOND, code, {"action": "list"}, builders.seen(code)))
    assert decision.inherited == dict.fromkeys(inherited, 2)
    assert decision.criteria == builders.ruling()["criteria"]
    assert clean()


def test_what_is_inherited_can_be_opened_again_and_stays_open_whoever_takes_it(ctx: Flask) -> None:
    code = builders.decided()
    counter = catalogue.revise(OPERATOR, code, builders.seen(code))
    counter = catalogue.save(OPERATOR, code, builders.training(enrol={"url": "https://harbour.example/new"}), counter)
    catalogue.perform(OPERATOR, code, "submit", counter)
    service.take(SECOND, code, builders.seen(code))
    number = review(code, "change").id
    with pytest.raises(Forbidden):
        service.reopen(REVIEWER, number, "level", "I want to.")
    with pytest.raises(Invalid):
        service.reopen(SECOND, number, "level", "  ")
    with pytest.raises(Invalid):
        service.reopen(SECOND, number, "level", "x" * 4001)
    with pytest.raises(WrongState):
        service.reopen(SECOND, number, "price", "It is open.")
    with pytest.raises(WrongState):
        service.save_finding(SECOND, number, "level", "not-met", words="Found without a reason to look.")
    assert found(code, "change")["level"][1], "it is what it was"
    service.reopen(SECOND, number, "level", "The framework moved.")
    assert "level" not in found(code, "change")
    with pytest.raises(WrongState):
        service.reopen(SECOND, number, "level", "Twice.")
    service.release(SECOND, code, builders.seen(code))
    service.take(REVIEWER, code, builders.seen(code))
    assert "level" not in found(code, "change"), "taking it takes nothing over that was opened"
    for criterion in ("enrolment", "price"):
        service.save_finding(REVIEWER, number, criterion, "met")
    with pytest.raises(Invalid) as raised:
        service.decide(REVIEWER, code, {"action": "list"}, builders.seen(code))
    assert list(raised.value.errors["criteria"]) == ["level"]
    service.save_finding(REVIEWER, number, "level", "met", words="It is level 3 all the same.")
    decision = stored(service.decide(REVIEWER, code, {"action": "list"}, builders.seen(code)))
    assert "level" not in (decision.inherited or {})
    assert decision.said == {"level": "The framework moved.\n\nIt is level 3 all the same."}
    assert clean()


def test_a_case_is_given_with_a_reason_that_goes_when_it_is_given_back(ctx: Flask) -> None:
    code = submitted()
    ref = signing.account("rae@example.org", roles=("reviewer",)).ref
    for reason in (" ", "x" * 4001):
        with pytest.raises(Invalid) as raised:
            service.assign(builders.ADMIN, code, builders.seen(code), ref, reason)
        assert "reason" in raised.value.errors
    service.assign(builders.ADMIN, code, builders.seen(code), ref, "Rae knows spreadsheets.")
    assert (review(code).reviewer_ref, review(code).assigned_why) == (ref, "Rae knows spreadsheets.")
    service.release(builders.ADMIN, code, builders.seen(code))
    assert (review(code).reviewer_ref, review(code).assigned_why) == (None, None)


def test_a_trivial_edit_is_live_at_once_and_a_share_is_looked_at_again(ctx: Flask) -> None:
    code = builders.decided()
    first = builders.offer_row(code).current_version
    assert first is not None
    with sampling.drawing(99):
        number = builders.amended(code)
    decision = stored(number)
    assert decision.amendment == {"before": first.content_sha256, "drawn": 99, "share": 20, "sampled": False}
    assert (decision.role, decision.version_number) == ("system", 2)
    assert review(code, "recheck").due_at == clock.now() + dt.timedelta(days=730)
    with sampling.drawing(0):
        builders.amended(code, summary={"en": "Said best."})
    waiting = review(code, "recheck")
    assert waiting.due_at == clock.now()
    assert waiting.version_id == (builders.offer_row(code).current_version or first).id
    with pytest.raises(WrongState):
        builders.amended(code, title={"en": "Another course"})
    assert clean()


def test_a_second_opinion_is_somebody_elses_and_agrees_or_not(ctx: Flask) -> None:
    with sampling.drawing(0):
        code = builders.decided()
    blind = review(code, "blind").id
    with pytest.raises(Forbidden):
        service.take_review(REVIEWER, blind)
    service.take_review(SECOND, blind)
    with pytest.raises(Invalid):
        service.close_review(SECOND, blind)
    everything_met(code, "blind", SECOND)
    service.close_review(SECOND, blind)
    with pytest.raises(WrongState):
        service.save_finding(SECOND, blind, "price", "met")
    assert state(code) == "listed"
