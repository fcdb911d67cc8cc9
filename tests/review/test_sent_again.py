"""A form that is sent again after the browser's Back: with the same words it is the act that was done, with others
another act, and what it says is done or refused, never dropped without a word."""

from typing import Any

import pytest
from lxml import html

from tests import builders
from tests.review.conftest import Desk


def findings(desk: Desk, code: str) -> tuple[str, dict[str, Any]]:
    """The form of the findings as it stands on the page: its address, what it holds."""
    form = desk.page(f"/review/cases/{code}").xpath("//form[contains(@action,'/findings')]")[0]
    seen, review = (form.xpath(f".//input[@name='{name}']/@value")[0] for name in ("seen", "review"))
    return f"/review/cases/{code}/findings", desk.form(seen=seen, review=review, then="save")


def test_findings_changed_after_back_are_not_said_to_be_saved(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    address, form = findings(desk, code)
    first = {**form, "findings.price.verdict": "met"}
    for _n in range(2):
        answer = desk.reviewer.post(address, data=first)
        assert answer.status_code == 303, "a double click is one act"
    changed = {**form, "findings.price.verdict": "not-met", "findings.price.words": "The exam costs more."}
    answer = desk.reviewer.post(address, data=changed)
    assert answer.status_code == 409
    assert "The exam costs more." in answer.get_data(as_text=True)


def test_cases_ticked_after_back_are_given_too(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    admin = desk.someone("ada@example.org", "admin")
    tree = desk.page("/review", admin)
    ref = tree.xpath("//select[@name='reviewer_ref']/option/@value")[1]
    picked = {value.split(" ")[0]: value for value in tree.xpath("//input[@name='cases']/@value")}
    form = {**desk.form(), "reviewer_ref": ref, "reason": "You know <spreadsheets>."}
    for code in (first, second):
        assert admin.post("/review/assign", data={**form, "cases": picked[code]}).status_code == 303
        assert "You know <spreadsheets>." in desk.page(f"/review/cases/{code}").text_content()


def test_one_nonce_takes_two_cases(desk: Desk) -> None:
    codes, form = (desk.submitted(), desk.submitted()), desk.form()
    for code in codes:
        data = {**form, "seen": desk.seen(code)}
        answers = [desk.reviewer.post(f"/review/cases/{code}/take", data=data) for _n in range(2)]
        assert {answer.location for answer in answers} == {f"/review/cases/{code}"}, "and the second click is the first"
        assert desk.page(f"/review/cases/{code}").xpath("//form[contains(@action,'/findings')]")


@pytest.mark.parametrize(("field", "place"), [("runs", "Dates and price"), ("outcomes.²", "Outcomes")])
def test_everything_typed_on_a_stale_page_stands_on_the_page_that_says_so(desk: Desk, field: str, place: str) -> None:
    code = desk.listed()
    desk.revised(code, builders.training(enrol={"url": "https://harbour.example/new"}))
    desk.take(code)
    address, form = findings(desk, code)
    asked = sorted(set(desk.page(f"/review/cases/{code}").xpath("//input[@type='radio']/@name")))
    noted, other = [name.removesuffix(".verdict") for name in asked][:2]
    desk.findings(code)
    typed = {
        f"{noted}.note": "A <b>note</b> for the desk.",
        f"{noted}.evidence": "https://harbour.example/proof",
        f"{other}.words": "Words to the provider.",
        "again.level.reason": "The framework moved.",
        "remark.field": field,
        "remark.text": "Say when the exam is.",
    }
    sent = {**form, **dict.fromkeys(asked, "met"), **typed}
    answer = desk.reviewer.post(address, data=sent)
    assert answer.status_code == 409
    page = html.document_fromstring(answer.get_data(as_text=True))
    yours = page.xpath("//section[@aria-labelledby='yours']")[0].text_content()
    for words in set(typed.values()) - {field}:
        assert words in yours
    assert place in yours
    assert "Internal note" in yours, "what differs only in its note is listed too"


def test_a_finding_that_is_kept_is_not_changed_without_opening_it(desk: Desk) -> None:
    code = desk.listed()
    desk.revised(code, builders.training(enrol={"url": "https://harbour.example/new"}))
    desk.take(code)
    address, form = findings(desk, code)
    by_hand = {"findings.level.verdict": "not-met", "findings.level.words": "Found without a reason."}
    answer = desk.reviewer.post(address, data={**form, **by_hand})
    assert answer.status_code == 409
    assert "Open it again first" in answer.get_data(as_text=True)
    assert "level" in desk.page(f"/review/cases/{code}").xpath("//button[@name='reopen']/@value"), "kept as it was"


def ways(answer: Any) -> dict[str, str]:
    """Where the page of a conflict leads, by its words."""
    links = html.document_fromstring(answer.get_data(as_text=True)).xpath("//p[@class='acts']/a")
    return {one.text_content(): one.get("href") for one in links}


def test_a_form_of_a_review_that_has_ended_leads_to_how_it_ended(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    address, form = findings(desk, code)
    typed = {**form, "findings.price.verdict": "not-met", "findings.price.words": "The exam costs more."}
    looked_at = desk.page(f"/review/cases/{code}/decide?action=return").xpath("//input[@name='review']/@value")[0]
    old = desk.form(seen=desk.seen(code), review=looked_at, then="confirm", reasons="Say more.")
    answer = desk.reviewer.post(address, data={**typed, "seen": "0", "nonce": "nonce-of-an-open-review"})
    assert ways(answer) == {"See the case as it is now": f"/review/cases/{code}?review={form['review']}"}
    desk.findings(code)
    number = desk.decide(code, "list").location.rpartition("=")[2]
    told = {f"See how it ended: decision {number}": f"/decisions/{number}"}
    case = f"/review/cases/{code}"
    assert ways(desk.reviewer.post(address, data=typed)) == {**told, "See the case as it is now": case}
    desk.revised(code, builders.training(enrol={"url": "https://harbour.example/new"}))
    desk.take(code)
    _address, anew = findings(desk, code)
    for where, sent in (
        (address, typed),
        (f"{address}?review={form['review']}", typed),
        (address, {**typed, "seen": anew["seen"]}),
        (f"{case}/decide?action=return", old),
    ):
        answer = desk.reviewer.post(where, data=sent)
        assert answer.status_code == 409, where
        assert ways(answer) == {**told, "See the new review of this offer": case}
        assert "a new one of this offer has begun" in answer.get_data(as_text=True)
