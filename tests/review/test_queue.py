"""The queue: who sees what in which order, filters whose numbers are true, giving cases, and what it costs."""

import datetime as dt
from typing import Any

import pytest
from lxml import html

from registry.catalogue.model import Version
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.quality import waiting
from registry.web.numbers import PER_PAGE
from tests import builders, signing
from tests.asking import Asked, heard
from tests.review.conftest import Desk
from tests.web.reading import words


def rows(tree: Any) -> list[str]:
    return [one.text_content() for one in tree.xpath("//tbody/tr/th//small")]


def older(desk: Desk, code: str, days: int) -> None:
    """As if it had been submitted so many days ago."""
    with desk.app.app_context(), transaction():
        version = db.session.query(Version).filter(Version.offer_id == builders.offer_row(code).id).one()
        version.submitted_at = (version.submitted_at or dt.datetime.now(dt.UTC)) - dt.timedelta(days=days)


def test_the_most_urgent_stands_first_under_its_heading(desk: Desk) -> None:
    fresh, late, older_one = desk.submitted(), desk.submitted(), desk.submitted()
    older(desk, late, 30)
    older(desk, older_one, 3)
    tree = desk.page("/review")
    assert rows(tree) == [late, older_one, fresh]
    assert [one.text_content() for one in tree.xpath("//section/h2")] == ["Overdue", "In time"]
    assert "3 cases wait" in words(tree, "//h1")


@pytest.mark.one_database
def test_every_number_of_a_filter_is_that_of_the_list_it_leads_to(desk: Desk) -> None:
    codes = [desk.submitted(), desk.submitted(), desk.submitted(builders.validation())]
    older(desk, codes[0], 30)
    desk.take(codes[1])
    waiting_here, looked = ["/review", "/review?whose=mine", "/review?kind=first&offer=training"], 0
    for address in waiting_here:
        tree = desk.page(address)
        for option in tree.xpath("//aside//li[@class='opt'][a]"):
            count = option.xpath(".//span[@class='soft']/text()")[0].strip()
            led = desk.page(option.xpath("a/@href")[0])
            assert str(len(rows(led))) == count, option.text_content()
            looked += 1
    assert looked > 10


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["/review?kind=nonsense", "/review?utm=1", "/review?page=0", "/review?page=x"])
def test_an_address_with_what_nobody_knows_leads_to_the_one_without(desk: Desk, address: str) -> None:
    answer = desk.reviewer.get(address)
    assert (answer.status_code, answer.location) == (302, "/review")


@pytest.mark.one_database
def test_an_admin_gives_several_cases_and_hears_which_could_not_be_given(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    admin = desk.someone("ada@example.org", "admin")
    tree = desk.page("/review", admin)
    picked = sorted(tree.xpath("//input[@name='cases']/@value"))
    ref = tree.xpath("//select[@name='reviewer_ref']/option/@value")[1]
    desk.take(first)
    sent = {"cases": picked, "reviewer_ref": ref, "reason": "Rae knows spreadsheets."}
    answer = admin.post("/review/assign", data={**desk.form(), **sent})
    assert answer.status_code == 422
    assert f"{first}: " in answer.get_data(as_text=True)
    assert "Assigned to you. The reason: Rae knows spreadsheets." in words(
        desk.page(f"/review/cases/{second}"), "//main"
    )
    assert desk.reviewer.post("/review/assign", data={**desk.form(), **sent}).status_code == 403


@pytest.mark.one_database
def test_cases_are_given_with_a_reason_and_a_refused_form_keeps_ticks_filter_and_words(desk: Desk) -> None:
    code, other = desk.submitted(), desk.submitted(builders.guidance())
    admin = desk.someone("ada@example.org", "admin")
    address = "/review?offer=training"
    tree = desk.page(address, admin)
    to = tree.xpath("//form[@id='assign']/@action")[0]
    ref = tree.xpath("//select[@name='reviewer_ref']/option/@value")[1]
    picked = tree.xpath("//input[@name='cases']/@value")
    assert len(picked) == 1
    answer = admin.post(to, data={**desk.form(), "cases": picked, "reviewer_ref": ref, "reason": " "})
    assert answer.status_code == 422
    again = html.document_fromstring(answer.get_data(as_text=True))
    assert "Please give a reason." in words(again, "//*[@id='problems']")
    assert again.xpath("//input[@name='cases' and @checked]/@value") == picked
    assert again.xpath("//select[@name='reviewer_ref']/option[@selected]/@value") == [ref]
    assert other not in words(again, "//table"), "narrowed as before"
    assert "Assigned" not in words(desk.page(f"/review/cases/{code}"), "//main")
    sent = {"cases": picked, "reviewer_ref": ref, "reason": "You <b>know</b> spreadsheets."}
    done = admin.post(to, data={**desk.form(), **sent})
    assert done.status_code == 303
    assert "offer=training" in done.location
    assert "You <b>know</b> spreadsheets." in words(desk.page(f"/review/cases/{code}"), "//main")
    free = {"seen": desk.seen(code)}
    assert admin.post(f"/review/cases/{code}/release", data=desk.form(**free)).status_code == 303
    assert "know" not in words(desk.page(f"/review/cases/{code}"), "//header"), "it was said of who had it"


@pytest.mark.parametrize(
    "bad", ["nonsense", "", " 1", "{code}", "{code} x", "{code} ²", "{code} " + "9" * 4400, "a b c"]
)
def test_what_is_no_case_is_named_and_the_others_are_given(desk: Desk, bad: str) -> None:
    code = desk.submitted()
    admin = desk.someone("ada@example.org", "admin")
    tree = desk.page("/review", admin)
    ref = tree.xpath("//select[@name='reviewer_ref']/option/@value")[1]
    bad = bad.format(code=code)
    sent = {"cases": [bad, *tree.xpath("//input[@name='cases']/@value")], "reviewer_ref": ref, "reason": "You know it."}
    answer = admin.post("/review/assign", data={**desk.form(), **sent})
    assert answer.status_code == (422 if bad else 303), "what is empty was not ticked"
    told = words(html.document_fromstring(answer.get_data(as_text=True)), "//*[@id='problems']") if bad else ""
    assert f"“{bad[:60]}” is no case of this list." in told or not bad
    assert "You know it." in words(desk.page(f"/review/cases/{code}"), "//main")


@pytest.mark.one_database
def test_more_cases_than_a_page_holds_are_refused_with_all_that_was_ticked(desk: Desk) -> None:
    code = desk.submitted()
    admin = desk.someone("ada@example.org", "admin")
    tree = desk.page("/review", admin)
    ref = tree.xpath("//select[@name='reviewer_ref']/option/@value")[1]
    picked = [*(f"DEMO-0000-{number:04} 1" for number in range(PER_PAGE)), *tree.xpath("//input[@name='cases']/@value")]
    sent = {"cases": picked, "reviewer_ref": ref, "reason": "You know it."}
    answer = admin.post("/review/assign", data={**desk.form(), **sent})
    assert answer.status_code == 422
    again = html.document_fromstring(answer.get_data(as_text=True))
    told = words(again, "//*[@id='problems']")
    assert f"At most {PER_PAGE} cases are given at once; these are {PER_PAGE + 1}." in told
    assert again.xpath("//input[@name='cases' and @checked]/@value") == picked[-1:]
    assert "You know it." in words(again, "//main")
    assert "You know it." not in words(desk.page(f"/review/cases/{code}"), "//main"), "nothing was given"


def _statements(desk: Desk) -> list[Asked]:
    """What the queue asks of the database for somebody."""
    with desk.app.app_context(), heard() as asked:
        waiting.everything(builders.REVIEWER)
        waiting.counts(builders.REVIEWER)
    return asked


def test_the_queue_asks_as_often_however_much_waits_and_never_goes_through_all_offers(desk: Desk) -> None:
    desk.submitted()
    few = _statements(desk)
    for _time in range(4):
        desk.submitted()
    many = _statements(desk)
    assert len(many) == len(few)
    with desk.app.app_context():
        if db.session.get_bind().dialect.name != "sqlite":
            return
        for statement, given in many:
            plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            for step in (row[3] for row in plan):
                whole = step.startswith(
                    ("SCAN version", "SCAN offer", "SCAN transition", "SCAN review", "SCAN decision")
                )
                assert not whole or "USING INDEX ix_version_examined_now" in step or "_open" in step, (step, statement)


@pytest.mark.one_database
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_role_of_the_desk_nothing_opens(desk: Desk, method: str) -> None:
    code = desk.submitted()
    member = desk.someone("mo@example.org", of=desk.provider)
    addresses = ["/review", f"/review/cases/{code}"] if method == "get" else [f"/review/cases/{code}/take"]
    for address in addresses:
        answer = getattr(member, method)(address, **({"data": signing.form(seen=1)} if method == "post" else {}))
        assert answer.status_code == 403


@pytest.mark.one_database
def test_a_reviewer_without_the_second_factor_is_led_to_it_and_does_nothing(desk: Desk) -> None:
    code = desk.submitted()
    with desk.app.app_context():
        account = signing.account("sam@example.org", roles=("reviewer",))
        half = signing.signed_in(desk.app, account.id, second_factor=False)
    answer = half.get(f"/review/cases/{code}")
    assert answer.status_code == 303
    assert code in answer.location, "and back to the case afterwards"
    assert half.post(f"/review/cases/{code}/take", data=signing.form(seen=desk.seen(code))).status_code == 403
    assert desk.app.test_client().get("/review").status_code == 303
