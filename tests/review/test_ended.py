"""An address or a form of a review that has ended leads to how it ended: after a double click, after Back, and from a
link that was kept. So does one of a review that never was."""

from typing import Any

import pytest
from lxml import html

from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.quality.cases import Review
from tests.review.conftest import Desk
from tests.review.test_sent_again import findings, ways
from tests.web.reading import words


def looked_at_again(desk: Desk) -> tuple[str, int]:
    """A listed offer whose recheck is due and taken; the number of the recheck."""
    code = desk.listed()
    with desk.app.app_context(), transaction():
        row = db.session.query(Review).filter(Review.kind == "recheck").one()
        row.due_at, number = clock.now(), row.id
    take = f"/review/cases/{code}/take?review={number}"
    assert desk.reviewer.post(take, data=desk.form(seen=desk.seen(code))).status_code == 303
    return code, number


def everything_met(desk: Desk, address: str) -> tuple[str, dict[str, Any]]:
    """The form of the findings, filled."""
    form = desk.page(address).xpath("//form[contains(@action,'/findings')]")[0]
    values = dict.fromkeys(form.xpath(".//input[@type='radio']/@name"), "met")
    hidden = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in ("seen", "review")}
    return form.get("action"), {**desk.form(**hidden), **values}


def test_a_double_click_that_ends_a_recheck_leads_where_the_first_led(desk: Desk) -> None:
    code, number = looked_at_again(desk)
    case = f"/review/cases/{code}?review={number}"
    address, form = everything_met(desk, case)
    for _time in range(2):
        answer = desk.reviewer.post(address, data={**form, "then": "decide"})
        assert (answer.status_code, answer.location) == (303, "/review?done=closed")
    kept = desk.reviewer.get(case)
    assert (kept.status_code, kept.location) == (302, f"/review/cases/{code}?done=ended")
    assert "has ended without a decision" in words(desk.page(kept.location), "//*[@role='status']")
    again = desk.reviewer.post(f"/review/cases/{code}/take?review={number}", data=desk.form(seen=desk.seen(code)))
    assert (again.status_code, again.location) == (303, case), "nothing else is taken instead"
    with desk.app.app_context():
        waiting = db.session.query(Review.reviewer_ref).filter(Review.closed_at.is_(None))
        # a second opinion is drawn of some listings, and may wait here as well
        assert waiting.filter(Review.kind != "blind").all() == [(None,)]


@pytest.mark.one_database
def test_the_same_words_after_the_decision_lead_to_it(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    case = f"/review/cases/{code}?review=1"
    address, form = everything_met(desk, case)
    first = desk.reviewer.post(address, data={**form, "then": "save"})
    assert (first.status_code, first.location) == (303, f"{case}&done=saved")
    number = desk.decide(code, "list").location.rpartition("=")[2]
    again = desk.reviewer.post(address, data={**form, "then": "save"})
    assert (again.status_code, again.location) == (303, first.location)
    for kept in (again.location, case, f"/review/cases/{code.lower()}?review=1"):
        led = desk.reviewer.get(kept)
        assert (led.status_code, led.location) == (302, f"/decisions/{number}")
        desk.page(led.location)
    member = desk.someone("mo@example.org", of=desk.provider)
    assert member.get(case).status_code == 403, "who may not see the case is not led anywhere"
    assert desk.reviewer.get(f"/review/cases/{code}?review=999999").status_code == 404


def refused(desk: Desk, address: str, form: dict[str, Any]) -> dict[str, str]:
    """Where the page of what moved on leads."""
    answer = desk.reviewer.post(address, data=form)
    assert answer.status_code == 409
    return ways(answer)


@pytest.mark.one_database
def test_what_moved_on_leads_back_to_the_review_it_was_sent_from(desk: Desk) -> None:
    code, number = looked_at_again(desk)
    case = f"/review/cases/{code}?review={number}"
    typed = {"findings.price.verdict": "not-met", "findings.price.words": "The exam costs more."}
    address, form = everything_met(desk, case)
    way = {"See the case as it is now": case}
    assert refused(desk, address, {**form, **typed, "seen": "0", "then": "save"}) == way
    (decide,) = desk.page(case).xpath("//a[contains(@href, 'action=suspend')]/@href")
    page = desk.page(decide)
    assert page.xpath("//nav//a[contains(@href, '/cases/')]/@href") == [case], "and so does the way back"
    (form_there,) = {one.get("action") for one in page.xpath("//main//form[contains(@action, '/decide')]")}
    late = desk.form(seen="0", then="confirm", reasons="A complaint is open.")
    assert refused(desk, form_there, late) == way
    address, form = everything_met(desk, case)
    assert desk.reviewer.post(address, data={**form, "then": "decide"}).location == "/review?done=closed"
    assert refused(desk, address, {**form, **typed, **desk.form(), "then": "save"}) == way
    assert "has ended without a decision" in words(desk.page(f"/review/cases/{code}?done=ended"), "//*[@role='status']")
    unfit = desk.form(seen=desk.seen(code), then="confirm", reasons="It is right again.")
    answer = desk.reviewer.post(form_there.replace("suspend", "restore"), data=unfit)
    kept = html.document_fromstring(answer.text).xpath("//main//a[text()='See it as it is now']/@href")
    assert (answer.status_code, kept) == (409, [case])


@pytest.mark.one_database
def test_giving_back_what_has_ended_meanwhile_leads_to_how_it_ended(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    case = f"/review/cases/{code}?review=1"
    (give_back,) = {one.get("action") for one in desk.page(case).xpath("//form[contains(@action, '/release')]")}
    seen = desk.seen(code)
    desk.findings(code)
    number = desk.decide(code, "list").location.rpartition("=")[2]
    answer = desk.reviewer.post(give_back, data=desk.form(seen=seen))
    assert (answer.status_code, answer.location) == (303, f"{case}&done=moved")
    assert desk.reviewer.get(answer.location).location == f"/decisions/{number}"


@pytest.mark.one_database
def test_a_form_of_a_review_that_is_not_this_offers_leads_to_the_case(desk: Desk) -> None:
    codes = desk.submitted(), desk.submitted()
    for code in codes:
        desk.take(code)
    (address, form), (_other, others) = (findings(desk, code) for code in codes)
    for made_of in ("999999", others["review"], "0"):
        typed = {**form, **desk.form(), "review": made_of, "findings.price.verdict": "met"}
        answer = desk.reviewer.post(address, data=typed)
        assert answer.status_code == 409
        (way,) = ways(answer).values()
        assert way == f"/review/cases/{codes[0]}"
        desk.page(way)
