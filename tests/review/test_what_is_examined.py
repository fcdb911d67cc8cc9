"""A case shows the version its review is about, whatever its provider writes meanwhile; and what waits to be decided
comes before what is only to be looked at again."""

import pytest

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from tests import builders
from tests.review.conftest import Desk
from tests.review.test_ended import everything_met, looked_at_again
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


def test_another_host_since_the_look_is_named_where_the_decision_is_refused(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    desk.findings(code)
    looked_at = {"seen": desk.seen(code), "found": desk.found(code)}
    with desk.app.app_context():
        catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://else.example/b"}))
    answer = desk.decide(code, "list", **looked_at)
    assert answer.status_code == 409
    assert "https://else.example/b" in answer.get_data(as_text=True)


def test_a_host_the_desk_has_refused_is_told_of_another_offer(desk: Desk) -> None:
    _listed, number = desk.held()
    form = desk.form(address="https://else.example/b", words="It sells something else.")
    assert desk.reviewer.post(f"/review/addresses/{number}/refuse", data=form).status_code == 303
    code = desk.submitted()
    with desk.app.app_context():
        catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://else.example/c"}))
    said = words(desk.page(f"/review/cases/{code}"), "//main")
    assert "One enrols at else.example, which the registry has refused for this provider." in said


def test_what_the_provider_writes_is_no_case(desk: Desk) -> None:
    with desk.app.app_context():
        code = builders.draft(builders.training(description={"en": CANARY}), desk.provider)
    answer = desk.reviewer.get(f"/review/cases/{code}")
    assert answer.status_code == 403
    assert "The desk reads it once it is submitted." in answer.get_data(as_text=True)
    assert CANARY not in answer.get_data(as_text=True)


def test_a_change_that_was_taken_back_leaves_the_listed_offer_with_the_desk(desk: Desk) -> None:
    code = desk.listed()
    desk.revised(code, builders.training(description={"en": CANARY}))
    desk.take(code)
    released = desk.reviewer.post(f"/review/cases/{code}/release", data=desk.form(seen=desk.seen(code)))
    assert released.status_code == 303
    with desk.app.app_context():
        catalogue.perform(OPERATOR, code, "recall", builders.seen(code))
    case = words(desk.page(f"/review/cases/{code}"), "//main")
    assert "Version 1." in case
    assert CANARY not in case
    with desk.app.app_context():
        catalogue.perform(OPERATOR, code, "discard", builders.seen(code))
    desk.revised(code, builders.training(eqf=5))
    assert "version 3 against 1" in words(desk.page(f"/review/cases/{code}"), "//main")
    assert desk.take(code).status_code == 303
    assert "Locked for you until" in words(desk.page(f"/review/cases/{code}"), "//main")
    assert desk.decide(code, "suspend", reasons="The price is wrong.").status_code == 303


def test_while_a_suspension_waits_the_findings_are_saved_and_nothing_is_decided(desk: Desk) -> None:
    code = desk.listed()
    desk.revised(code, builders.training(description={"en": "You work on your own examples."}))
    desk.take(code)
    assert desk.decide(code, "suspend", reasons="The price is wrong.").status_code == 303
    saved = desk.findings(code, then="decide")
    assert (saved.status_code, saved.location) == (303, f"/review/cases/{code}?done=saved")
    refused = desk.reviewer.get(f"/review/cases/{code}/decide?action=list")
    assert refused.status_code == 409
    assert "waits for a second person" in refused.get_data(as_text=True)


def test_while_a_suspension_waits_a_recheck_can_be_closed(desk: Desk) -> None:
    code, number = looked_at_again(desk)
    assert desk.decide(code, "suspend", reasons="The price is wrong.").status_code == 303
    address, form = everything_met(desk, f"/review/cases/{code}?review={number}")
    answer = desk.reviewer.post(address, data={**form, "then": "decide"})
    assert (answer.status_code, answer.location) == (303, "/review?done=closed")


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
