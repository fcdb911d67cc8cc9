"""What the desk wrote about a returned offer, as its provider answers it: single remarks, each leading to its field, in
two tabs and twice; and what the reviewer then reads."""

import re

import pytest
from flask import Flask
from lxml import html

from registry.catalogue import service as catalogue
from registry.quality import casebook, service
from tests import builders, signing
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database


@pytest.fixture
def returned(provider: Desk) -> str:
    """An offer that came back with three remarks; its code."""
    with provider.app.app_context():
        code = builders.in_review(provider_code=provider.provider)
        review = casebook.read(builders.REVIEWER, code).review
        assert review is not None
        for field, text in (("outcomes.0", "How is it proved?"), ("runs", "The exam?"), ("", "Please <b>look</b>.")):
            service.remark(builders.REVIEWER, review.id, field, text)
        builders.ruled(code, builders.ruling(action="return", reasons=["See the remarks."], criteria={}))
    return code


def read(provider: Desk, code: str) -> str:
    answer = provider.client.get(f"/publish/offers/{code}/remarks")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def names(page: str) -> list[str]:
    return re.findall(r'<textarea[^>]* name="(answers\.n\d+)"', page)


def test_each_remark_leads_to_its_field_and_takes_an_answer(provider: Desk, returned: str) -> None:
    page, address = read(provider, returned), f"/publish/offers/{returned}"
    assert f'href="{address}/topics/outcomes#f-outcomes-0"' in page
    assert f'href="{address}/runs"' in page
    assert "&lt;b&gt;look" in page
    fields = names(page)
    assert len(fields) == 3
    sent = {fields[0]: "By a task.\r\nSee Assessment.", "nonce": "nonce-of-answering-twice"}
    assert [provider.send(f"{address}/remarks", **sent).status_code for _n in range(2)] == [303, 303]
    after = read(provider, returned)
    assert "Saved. The reviewer sees it" in after
    assert after.count(">Answered<") == 1
    assert "By a task." in after
    topic = provider.client.get(f"{address}/topics/outcomes").get_data(as_text=True)
    assert "How is it proved?" not in topic, "what is answered asks no more"


def test_a_colleague_answered_meanwhile_and_nothing_is_lost(provider: Desk, returned: str) -> None:
    fields, address = names(read(provider, returned)), f"/publish/offers/{returned}/remarks"
    assert provider.send(address, **{fields[0]: "Theirs."}).status_code == 303
    answer = provider.send(address, **{fields[0]: "Mine.", fields[1]: "In the price."})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert all(words in page for words in ("Theirs.", ">Mine.<", ">In the price.<"))
    number = fields[0].rpartition("n")[2]
    assert f'name="n{number}.was" value="Theirs."' in page
    again = {fields[0]: "Mine.", fields[1]: "In the price.", f"n{number}.was": "Theirs."}
    assert provider.send(address, **again).status_code == 303
    assert "Theirs." not in read(provider, returned)


def boxes(page: str) -> dict[str, str]:
    """What the form holds: every box, and what it remembers to have held."""
    form = html.document_fromstring(page)
    written = {box.get("name"): box.text_content().removeprefix("\n") for box in form.xpath("//main//textarea")}
    return written | {one.get("name"): one.get("value") for one in form.xpath("//input[contains(@name, '.was')]")}


def test_two_people_answer_different_remarks(provider: Desk, returned: str) -> None:
    fields, address = names(read(provider, returned)), f"/publish/offers/{returned}/remarks"
    before = boxes(read(provider, returned))
    assert provider.send(address, **{**before, fields[0]: "A colleague's\r\nanswer."}).status_code == 303
    assert provider.send(address, **{**before, fields[1]: "In the price."}).status_code == 303, "they do not collide"
    assert "A colleague's\nanswer." in boxes(read(provider, returned))[fields[0]].replace("\r", "")
    answer = provider.send(address, **{**before, fields[1]: "Mine."})
    assert answer.status_code == 409
    again = boxes(answer.get_data(as_text=True))
    assert again[fields[1]] == "Mine."
    assert again[fields[0]].startswith("A colleague's"), "a box nobody wrote in shows what stands there"
    assert provider.send(address, **again).status_code == 303
    after = boxes(read(provider, returned))
    assert (after[fields[0]][:13], after[fields[1]], after[fields[2]]) == ("A colleague's", "Mine.", "")
    assert provider.send(address, **{**after, fields[0]: ""}).status_code == 303, "an answer can be taken back"
    assert boxes(read(provider, returned))[fields[0]] == ""


def test_the_reviewer_reads_the_answers_with_the_next_submission(app: Flask, provider: Desk, returned: str) -> None:
    fields, address = names(read(provider, returned)), f"/publish/offers/{returned}/remarks"
    assert provider.send(address, **{fields[0]: "By a practical task."}).status_code == 303
    with app.app_context():
        catalogue.perform(builders.member(provider.provider), returned, "submit", builders.seen(returned))
    rae = signing.a_client(app, "rae@example.org", roles=("reviewer",))
    page = rae.get(f"/review/cases/{returned}").get_data(as_text=True)
    assert "By a practical task." in page
    assert "How is it proved?" in page
    late = provider.send(address, **{fields[1]: "Typed too late"}, nonce="nonce-of-typing-too-late")
    assert late.status_code == 409
    assert "Typed too late" in late.get_data(as_text=True), "kept by the refusal"


def test_an_answer_too_long_is_told_at_its_field(provider: Desk, returned: str) -> None:
    fields = names(read(provider, returned))
    answer = provider.send(f"/publish/offers/{returned}/remarks", **{fields[1]: "x" * 4001})
    assert answer.status_code == 422
    assert f'href="#f-{fields[1].replace(".", "-")}"' in answer.get_data(as_text=True)
