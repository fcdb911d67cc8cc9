"""Giving cases that moved on meanwhile: the page that says so holds what was ticked and written, wherever it was sent
from."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from registry.web.review import queue
from tests.review.conftest import Desk
from tests.web.reading import words

WHY = "You know <spreadsheets>."
APART = "You ticked these; they are not on this page"


def sent(desk: Desk, admin: FlaskClient, address: str) -> tuple[str, dict[str, Any]]:
    """The form of that page with everything ticked: where it goes, what it holds."""
    tree = desk.page(address, admin)
    ref = tree.xpath("//select[@name='reviewer_ref']/option/@value")[1]
    picked = tree.xpath("//input[@name='cases']/@value")
    form = desk.form(cases=picked, reviewer_ref=ref, reason=WHY)
    return tree.xpath("//form[@id='assign']/@action")[0], form


def told(answer: Any) -> Any:
    """The page of the refusal, with everything but the ticks looked at."""
    assert answer.status_code == 422
    page = html.document_fromstring(answer.get_data(as_text=True))
    assert page.xpath("//textarea[@name='reason']")[0].text_content().strip() == WHY
    assert page.xpath("//select[@name='reviewer_ref']/option[@selected]")
    return page


def ticks(page: Any) -> list[str]:
    return [value.partition(" ")[0] for value in page.xpath("//input[@name='cases'][@checked]/@value")]


def test_on_a_page_that_is_no_more_the_last_one_answers_with_all_that_was_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PER_PAGE", 2)
    admin, codes = desk.someone("ada@example.org", "admin"), [desk.submitted() for _number in range(3)]
    where, form = sent(desk, admin, "/review?page=2")
    (code,) = [value.partition(" ")[0] for value in form["cases"]]
    desk.take(code)
    gone = next(one for one in codes if one != code)
    desk.take(gone)
    desk.findings(gone)
    assert desk.decide(gone, "list").status_code == 303
    page = told(admin.post(where, data=form))
    assert f"{code}: " in words(page, "//*[@id='problems']")
    assert ticks(page) == [code]
    assert admin.get("/review?page=2").location == "/review", "a page that is looked at leads to the last one"


@pytest.mark.one_database
def test_where_nothing_is_left_the_form_stays(desk: Desk) -> None:
    admin, code = desk.someone("ada@example.org", "admin"), desk.submitted()
    where, form = sent(desk, admin, "/review?whose=free")
    desk.take(code)
    page = told(admin.post(where, data=form))
    assert ticks(page) == [code]
    assert APART in words(page, "//main")
    again = desk.form(**{name: form[name] for name in ("reviewer_ref", "reason")})
    again["cases"] = page.xpath("//input[@name='cases'][@checked]/@value")
    assert admin.post(page.xpath("//form[@id='assign']/@action")[0], data=again).status_code == 303


@pytest.mark.one_database
def test_of_several_only_those_that_were_not_given_stay_ticked(desk: Desk) -> None:
    admin, (taken, given) = desk.someone("ada@example.org", "admin"), (desk.submitted(), desk.submitted())
    where, form = sent(desk, admin, "/review?whose=free")
    desk.take(taken)
    for _time in range(2):
        page = told(admin.post(where, data=form))
        assert ticks(page) == [taken], "a double click says the same"
    assert "Assigned to you." in words(desk.page(f"/review/cases/{given}"), "//main")


@pytest.mark.one_database
def test_a_form_without_any_case_left_keeps_its_words(desk: Desk) -> None:
    admin, code = desk.someone("ada@example.org", "admin"), desk.submitted()
    where, form = sent(desk, admin, "/review?whose=free")
    desk.take(code)
    desk.findings(code)
    assert desk.decide(code, "list").status_code == 303
    page = told(admin.post(where, data=form))
    assert ticks(page) == []
    assert "Nothing waits here." in words(page, "//main")
