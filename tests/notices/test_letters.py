"""Every kind of letter in every language: who gets it, what its text and its page say, and where its links lead."""

import re
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from registry import worker
from registry.accounts import letters
from registry.catalogue import service as catalogue
from registry.kernel import outbox
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.notices import outgoing, subscriber, words
from registry.notices.model import Letter
from registry.quality import service as quality
from tests import builders, times
from tests.notices.conftest import Box, School

pytestmark = pytest.mark.one_database
HOSTILE = "Photos\r\nBcc: all@evil.example <b>%(x)s</b> {{ 7*7 }}"
OFFERS = [
    {"code": "DEMO-1111-1111", "title": {"en": HOSTILE}, "language": "en", "by": "2026-12-23", "days": 30},
    {"code": "DEMO-2222-2222", "title": {"fr": "Photos"}, "language": "fr", "by": "2026-12-24", "days": 31},
]
OFFER = {"code": "DEMO-1111-1111", "title": {"en": HOSTILE}, "language": "en", "provider": HOSTILE, "at": "2026-11-23"}
TOLD = {"provider": HOSTILE, "provider_code": "DEMO-3333-3333", "told_on": "2026-11-23", "ref": "0" * 16}
DECISION = {
    **OFFER,
    "number": 7,
    "about": "offer",
    "examined": True,
    "reasons": [HOSTILE, "Second\n\nthird"],
    "not_met": ["price", "no-such-point"],
    "said": {"price": HOSTILE},
    "rules": "2026-1",
    "conditions": HOSTILE,
    "review_by": "2027-01-31",
}
ACCOUNT = {"account": True, "name": HOSTILE, "link": "http://localhost/account/x?token=1"}
# kind → values, as they are kept
SAMPLES: dict[str, list[dict[str, Any]]] = {
    "decision": [{**DECISION, "action": action} for action in ("list", "return", "refuse", "suspend", "expire")],
    "question": [{**OFFER, "words": HOSTILE}],
    "submitted": [OFFER],
    "reminder": [{**TOLD, "lapsed": False, "offers": OFFERS * 40}, {**TOLD, "lapsed": False, "offers": OFFERS[:1]}],
    "lapsed": [{**TOLD, "lapsed": True, "offers": OFFERS}],
    "ending": [{**TOLD, "lapsed": False, "offers": OFFERS}],
    "appeal": [{**OFFER, "number": 7}],
    "address": [{**OFFER, "host": "else.example", "words": HOSTILE, "former": former} for former in (True, False)],
    "address-allowed": [{**OFFER, "host": "else.example"}],
    "confirm": [ACCOUNT],
    "exists": [ACCOUNT],
    "reset": [ACCOUNT],
    "password-changed": [ACCOUNT],
    "invitation": [{**ACCOUNT, "provider": HOSTILE}],
    "waiting": [
        {**OFFER, "what": "proposal", "about": "offer", "action": "refuse"},
        {**OFFER, "what": "appeal", "about": "offer", "action": "uphold"},
    ],
}


@pytest.mark.parametrize("language", ["en", "fr", "de"])
@pytest.mark.parametrize("kind", list(words.KINDS))
def test_every_kind_says_the_same_as_text_and_as_a_page(ctx: Flask, kind: str, language: str) -> None:
    for values in SAMPLES[kind]:
        written = words.write(kind, values, language)
        text, page = written.text(), html.document_fromstring(written.html())
        assert page.get("lang") == language
        links = [element.get("href") for element in page.iter("a")]
        assert links
        prefix = "http://localhost/" if language == "en" else f"http://localhost/{language}/"
        made = [link for link in links if link != values.get("link")]
        assert all(link.startswith(prefix) and link in text for link in made), "only ours, in the reader's language"
        assert set(re.findall(r"https?://\S+", text)) == set(links)
        said = " ".join(page.text_content().split())
        for printed in text.splitlines():
            line = " ".join(printed.removeprefix("- ").removeprefix("> ").split())
            if line and not line.startswith(("http", "--", ">")):
                assert line.removesuffix(":") in said, line
        assert not list(page.iter("img", "script", "link", "style", "b"))
        assert "49" not in written.subject
        assert len(text.splitlines()) > 8
        if language != "en":
            english = words.write(kind, values, "en")
            assert english.subject != written.subject
            assert not set(english.foot[:1]) & set(written.foot)


def test_a_language_the_registry_does_not_speak_gets_its_first(ctx: Flask) -> None:
    assert words.write("submitted", OFFER, "pt").language == "en"


def test_a_decision_is_written_to_those_who_answer_for_the_provider(school: School, box: Box) -> None:
    builders.decided(provider_code=school.code, action="return", reasons=["The price lacks the exam."])
    worker.once()
    letters = {letter["Subject"]: to for to, letter in box.got}
    assert letters["Returned for changes: Spreadsheets for everyday work"] == "en@harbour.example"
    assert letters["Renvoyée pour modification : Spreadsheets for everyday work"] == "fr@harbour.example"
    assert letters["Zur Änderung zurückgegeben: Spreadsheets for everyday work"] == "de@harbour.example"
    assert box.to("editor@harbour.example") == []
    (letter,) = [one for one in box.to("en@harbour.example") if one["Subject"].startswith("Returned")]
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "> The price lacks the exam." in text
    assert "http://localhost/decisions/" in text
    assert "you can appeal" in text


def test_a_question_and_the_arrival_of_an_offer_are_written_once(school: School, box: Box) -> None:
    code = builders.draft(builders.training(), school.code)
    member = builders.member(school.code)
    submitted = catalogue.perform(member, code, "submit", builders.seen(code))
    worker.once()
    assert [letter["Subject"] for letter in box.to("en@harbour.example")] == [
        "Verified: Harbour Learning House",
        "Submitted: Spreadsheets for everyday work",
    ]
    taken = quality.take(builders.REVIEWER, code, submitted)
    quality.ask(builders.REVIEWER, code, taken, "Is the exam in the price?")
    worker.once()
    (asked,) = box.to("de@harbour.example")[2:]
    assert asked["Subject"] == "Eine Frage zu „Spreadsheets for everyday work“"
    with transaction():
        outbox.emit("catalogue.offer", code)
    worker.once()
    assert len(box.got) == 9


def test_what_the_provider_did_itself_is_not_told_to_it(school: School, box: Box) -> None:
    code = builders.decided(provider_code=school.code)
    quality.withdraw(builders.member(school.code), code, builders.seen(code), "No room")
    subscriber.decided(["1", "2", "3"])
    assert len(list(outgoing.waiting())) == 6, "verified and listed, to three each; not withdrawn"


def test_what_happened_long_ago_is_told_to_nobody(ctx: Flask, school: School, box: Box) -> None:
    builders.decided(provider_code=school.code)
    with times.after(ctx, 8):
        worker.once()
    assert box.got == []


def test_a_letter_an_account_asks_for_goes_to_its_address_and_the_request_is_gone(ctx: Flask, box: Box) -> None:
    link = "http://localhost/fr/account/confirm/token"
    first = letters.request("confirm", "new@example.org", "fr", {"link": link, "name": ""})
    worker.once()
    assert letters.requested(first) is None
    letters.request("invitation", "new@example.org", "de", {"link": link, "provider": "Hafenschule"})
    worker.once()
    worker.once()
    assert [(to, letter["Subject"]) for to, letter in box.got] == [
        ("new@example.org", "Cette adresse est-elle la vôtre ?"),
        ("new@example.org", "Eine Einladung von Hafenschule"),
    ]
    for _to, letter in box.got:
        body = letter.get_body(("plain",))
        assert body is not None
        assert link in body.get_content()
    assert not db.session.scalars(select(Letter.values).where(Letter.values.is_not(None))).all(), (
        "links are kept nowhere"
    )
