"""What becomes of a question: its words are no finding's, and that it was sent is said only while it waits."""

from typing import Any

import pytest

from registry.quality import queries, remarks, service
from tests import builders
from tests.review.conftest import Desk
from tests.web.reading import words

pytestmark = pytest.mark.one_database
QUESTION = "Who marks the <task>?"


def sent(desk: Desk, code: str, **changed: str) -> tuple[dict[str, Any], Any]:
    """The form of the findings as it stands, with these values of the criterion `price`; what came of sending it."""
    (form,) = desk.page(f"/review/cases/{code}").xpath("//form[contains(@action,'/findings')]")
    values = {**dict(form.form_values()), **desk.form(seen=form.xpath(".//input[@name='seen']/@value")[0])}
    values |= {f"findings.price.{name}": value for name, value in changed.items()}
    return values, desk.reviewer.post(form.get("action"), data={**values, "then": "save"})


def asked(desk: Desk) -> str:
    """A case in which the provider was asked about one criterion and answered; all others are met."""
    code = desk.submitted()
    desk.take(code)
    desk.findings(code)
    assert sent(desk, code, verdict="ask", words=QUESTION)[1].status_code == 303
    done = desk.decide(code, "ask")
    assert "The questions were sent." in words(desk.page(done.location), "//*[@role='status']")
    with desk.app.app_context():
        answers = {one.id: "The trainer does." for one in remarks.open_for(code)}
        service.answer(builders.member(desk.provider), code, builders.seen(code), answers)
    page = desk.page(done.location)
    assert "The trainer does." in words(page, "//main")
    assert not page.xpath("//*[@role='status']"), "it is not said above the answer"
    return code


def decided(desk: Desk, code: str) -> str:
    """What the public reads of its listing."""
    number = int(desk.decide(code, "list").location.rpartition("=")[2])
    with desk.app.app_context():
        decision = queries.one(number)
        assert decision is not None
        assert decision.findings["price"] == "met"
        return decision.said.get("price", "")


def test_an_answered_question_is_not_the_reason_of_what_is_met(desk: Desk) -> None:
    code = asked(desk)
    assert "It is left out when you find otherwise" in words(desk.page(f"/review/cases/{code}"), "//main")
    values, answer = sent(desk, code, verdict="met", note="Asked and answered.")
    assert values["findings.price.words"] == QUESTION, "as it stands in the box"
    assert answer.status_code == 303
    page = desk.page(f"/review/cases/{code}")
    assert (page.xpath("//textarea[@name='findings.price.words']")[0].text or "").strip() == ""
    assert page.xpath("//textarea[@name='findings.price.note']")[0].text.strip() == "Asked and answered."
    assert QUESTION in words(page, "//ul[contains(@class,'remarks')]"), "it stands with its answer"
    assert decided(desk, code) == ""


def test_what_is_written_in_its_place_is_the_reason(desk: Desk) -> None:
    code = asked(desk)
    assert sent(desk, code, verdict="met", words="The trainer marks it.")[1].status_code == 303
    assert decided(desk, code) == "The trainer marks it."


def test_it_does_not_say_what_is_missing(desk: Desk) -> None:
    code = asked(desk)
    _values, answer = sent(desk, code, verdict="not-met")
    assert answer.status_code == 422
    assert "These are the words of your question." in answer.text
    assert "Who marks the &lt;task&gt;?" in answer.text
    _values, answer = sent(desk, code, verdict="not-met", words="")
    assert answer.status_code == 422
    assert "These are the words of your question." not in answer.text
