"""A form that is refused gives back what was typed: every form of every page behind a door is sent with something in
each box that is wrong wherever anything can be, and the answer must hold all of it again. Passwords and codes are
typed anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from lxml import html

from tests import signing
from tests.browser.conftest import Site
from tests.browser.desk_pages import Pages

pytestmark = pytest.mark.one_database
TYPED = ".//textarea[@name] | .//input[@name and not(@type)] | .//input[@name and @type[{}]]".format(
    " or ".join(f".='{kind}'" for kind in ("text", "email", "url", "tel", "search", "date", "time", "number"))
)
SECRET = {"code", "password"}
CHOSEN = ".//input[(@type='radio' or @type='checkbox') and @checked and @name]"


def filled(form: Any) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What is sent with the form, and what of it was typed: words no box of another kind takes."""
    sent: dict[str, list[str]] = {}
    for one in form.xpath(".//input[@type='hidden' and @name] | " + CHOSEN):
        sent.setdefault(one.get("name"), []).append(one.get("value", "on"))
    for one in form.xpath(".//select[@name]"):
        sent[one.get("name")] = list(one.xpath("./descendant::option[@selected]/@value"))
    typed = {one.get("name"): f"typed {number}" for number, one in enumerate(form.xpath(TYPED), 1)}
    typed = {name: words for name, words in typed.items() if name not in SECRET}
    for number, one in enumerate(form.xpath(".//input[@type='date' or @type='time'][@name]")):
        typed[one.get("name")] = f"2027-13-{number + 10}"
    return sent, typed


def held(page: Any) -> dict[str, str]:
    """What stands in the boxes of a page, by name."""
    boxes = {one.get("name"): one.get("value", "") for one in page.xpath("//input[@name and not(@type='radio')]")}
    return boxes | {one.get("name"): (one.text or "").strip() for one in page.xpath("//textarea[@name]")}


@pytest.fixture
def pages(app: Flask) -> Pages:
    return Pages(Site("http://localhost", app), None)  # type: ignore[arg-type]  # nobody looks with a browser


def forms(pages: Pages, who: str) -> Iterator[tuple[Any, str, Any]]:
    """(client, address, form) of every form with boxes that this person finds."""
    app = pages.site.app
    client = signing.signed_in(app, pages.made.accounts[who].id) if who else app.test_client()
    for address in pages.by_person()[who]:
        answer = client.get(address, follow_redirects=True)
        page = html.document_fromstring(answer.text)
        for form in page.xpath("//main//form[@method='post']"):
            if form.xpath(TYPED):
                yield client, form.get("action") or answer.request.path, form


@pytest.mark.parametrize("who", ["new", "member", "staff"])
def test_a_form_that_is_refused_holds_what_was_typed(pages: Pages, who: str) -> None:
    lost, refused = [], 0
    for client, address, form in forms(pages, who):
        sent, typed = filled(form)
        answer = client.post(address, data={**sent, **{name: [words] for name, words in typed.items()}})
        if answer.status_code in (302, 303):
            continue
        page = html.document_fromstring(answer.text)
        if answer.status_code < 400 and not page.xpath("//*[@id='problems']"):
            continue  # a step further
        refused += 1
        boxes = held(page)
        gone = {name: words for name, words in typed.items() if boxes.get(name) != words}
        if gone or answer.status_code >= 500:
            lost.append((address, answer.status_code, gone))
    assert refused > 0
    assert lost == []
