"""Whoever goes back to a form of the desk that was sent, and sends it with other words, is never told that these are
done: they are another act, or the page says that something moved on and holds them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests import builders
from tests.review.conftest import Desk
from tests.review.test_second_person import proposed, suspended

OTHER = "Thought <over> once more."
MOVED_ON = (
    "This has changed meanwhile",
    "This proposal is closed.",
    "A proposal about this waits for a second person",
    "This offer has changed since you looked at it.",
    "This address does not wait any more.",
    "This cannot be decided of the provider as it stands now: Verified.",
)


@dataclass
class Sent:
    """A form as it is sent: by whom, where to, what it holds, and the field whose words are changed after Back."""

    client: FlaskClient
    address: str
    form: dict[str, Any]
    field: str


def held(desk: Desk) -> str:
    """A case the desk's reviewer holds, with something that is not met."""
    code = desk.submitted()
    desk.take(code)
    desk.findings(code, price="not-met")
    return code


def deciding(action: str, field: str) -> Callable[[Desk], Sent]:
    def make(desk: Desk) -> Sent:
        code = held(desk)
        form = desk.form(seen=desk.seen(code), found=desk.found(code), then="confirm", **{field: "Say more."})
        return Sent(desk.reviewer, f"/review/cases/{code}/decide?action={action}", form, field)

    return make


def rejecting(desk: Desk) -> Sent:
    _code, address = proposed(desk)
    return Sent(desk.someone("sid@example.org", "reviewer"), f"{address}/reject", desk.form(words="No."), "words")


def redacting(desk: Desk) -> Sent:
    desk.listed()
    form = desk.form(reasons="They name a person.")
    return Sent(desk.someone("ada@example.org", "admin"), "/review/decisions/1/redact", form, "reasons")


def answering(desk: Desk) -> Sent:
    code, decision = suspended(desk, desk.someone("ada@example.org", "admin"))
    with desk.app.app_context():
        member = builders.member(desk.provider)
        number = builders.quality_service.appeal(member, decision, {"price": "It is right."}, "Look again.")
    other = desk.someone("ole@example.org", "reviewer")
    assert other.post(f"/review/appeals/{number}/take", data=desk.form()).status_code == 303
    form = desk.form(seen=desk.seen(code), action="uphold", reasons="It was right.")
    return Sent(other, f"/review/appeals/{number}/propose", form, "reasons")


def refusing(desk: Desk) -> Sent:
    _code, number = desk.held()
    form = desk.form(address="https://else.example/b", words="No.")
    return Sent(desk.reviewer, f"/review/addresses/{number}/refuse", form, "words")


def ruling(action: str, standing: str) -> Callable[[Desk], Sent]:
    def make(desk: Desk) -> Sent:
        with desk.app.app_context():
            code = builders.provider(standing, name="The Other House")
            seen = builders.provider_row(code).counter
        form = desk.form(action=action, basis="Its number is its own.", seen=seen)
        return Sent(desk.someone("ada@example.org", "admin"), f"/admin/providers/{code}/decide", form, "basis")

    return make


FORMS = {
    "return": deciding("return", "reasons"),
    "ask": deciding("ask", "question"),
    "propose to refuse": deciding("refuse", "reasons"),
    "do not confirm": rejecting,
    "propose to erase": redacting,
    "propose an answer": answering,
    "refuse an address": refusing,
    "verify": ruling("verify", "unverified"),
    "propose to suspend": ruling("suspend", "verified"),
}


@pytest.mark.parametrize("name", FORMS)
def test_other_words_after_back_are_never_said_to_be_done(desk: Desk, name: str) -> None:
    sent = FORMS[name](desk)
    first, again = (sent.client.post(sent.address, data=sent.form) for _time in range(2))
    assert (first.status_code, again.status_code, again.location) == (303, 303, first.location), "a double click is one"
    changed = sent.client.post(sent.address, data={**sent.form, sent.field: OTHER})
    assert changed.status_code in (409, 422)
    page = changed.get_data(as_text=True)
    assert any(words in page for words in MOVED_ON), "it is said that something moved on"
    assert "Thought &lt;over&gt; once more." in page, "and not lost"


LATE = {
    "refuse an address": (refusing, "/review/addresses/1"),
    "do not confirm": (rejecting, "/review/proposals/1"),
    "propose an answer": (answering, "/review/appeals/1"),
    "propose to suspend": (ruling("suspend", "verified"), "/admin/providers/"),
}


@pytest.mark.parametrize("name", LATE)
def test_what_was_answered_meanwhile_is_to_be_copied_and_nothing_is_sent_in_vain(desk: Desk, name: str) -> None:
    make, there = LATE[name]
    sent = make(desk)
    assert sent.client.post(sent.address, data=sent.form).status_code == 303
    late = sent.client.post(sent.address, data={**sent.form, sent.field: OTHER})
    assert late.status_code == 409
    page = html.document_fromstring(late.text)
    typed = page.xpath("//main//p[@class='pre']/text()")
    assert typed == [OTHER], "and nothing that nobody typed"
    assert not page.xpath("//main//form")
    (way,) = page.xpath("//main//a[text()='See it as it is now']/@href")
    assert way.startswith(there)
    assert sent.client.get(way).status_code == 200
