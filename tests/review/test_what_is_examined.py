"""A case shows the version its review is about, whatever its provider writes meanwhile; and what waits to be decided
comes before what is only to be looked at again."""

import pytest

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from tests import builders
from tests.review.conftest import Desk
from tests.review.test_ended import looked_at_again
from tests.web.reading import words

pytestmark = pytest.mark.one_database
CANARY = "You learn what nobody has submitted yet."


def test_a_recheck_shows_what_is_listed_and_nothing_of_the_next_draft(desk: Desk) -> None:
    code, number = looked_at_again(desk)
    with desk.app.app_context():
        seen = catalogue.revise(OPERATOR, code, builders.seen(code))
        catalogue.save(OPERATOR, code, builders.training(description={"en": CANARY}), seen)
    for address in (f"/review/cases/{code}?review={number}", f"/review/cases/{code}"):
        said = words(desk.page(address), "//main")
        assert "To be looked at again, version 1." in said
        assert "Listed" in words(desk.page(address), "//main//header")
        assert CANARY not in said


def test_whoever_lists_an_offer_reads_every_address_it_leads_to_also_of_dates_that_are_over(desk: Desk) -> None:
    code = desk.submitted()
    with desk.app.app_context():
        past = {"date": "2026-01-12"}
        for address in ("https://harbour.example/a", "https://else.example/b"):
            letter = builders.run_letter(start=past, end=past, enrol={"url": address})
            catalogue.schedule_run(OPERATOR, code, letter)
    desk.take(code)
    assert "One enrols at else.example, harbour.example" in words(desk.page(f"/review/cases/{code}"), "//main")
    desk.findings(code)
    look = f"/review/cases/{code}/decide?action=list"
    led = desk.page(look).xpath("//section[h2[@id='led'] or .//h2[@id='led']]//a/@href")
    assert {"https://harbour.example/a", "https://else.example/b"} <= set(led)
    assert desk.decide(code, "list").status_code == 303
    desk.revised(code, builders.training(description={"en": "You work on your own examples."}))
    desk.take(code)
    assert desk.page(look).xpath("//h2[@id='led']") == [], "what changes later waits for a glance of its own"


def test_a_change_nobody_has_begun_is_shown_beside_what_is_listed_though_a_recheck_is_due(desk: Desk) -> None:
    code, number = looked_at_again(desk)
    desk.revised(code, builders.training(description={"en": "You work on your own examples from the second evening."}))
    case = desk.page(f"/review/cases/{code}")
    assert "version 2 against 1" in words(case, "//main")
    assert [one.text_content() for one in case.xpath("//del")] == ["first"]
    assert desk.take(code).status_code == 303
    again = desk.page(f"/review/cases/{code}?review={number}")
    assert "version 1." in words(again, "//main")
    assert again.xpath("//ins") == []
    assert not again.xpath("//a[contains(@href,'action=list') or contains(@href,'action=return')]")
