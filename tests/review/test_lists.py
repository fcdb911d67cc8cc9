"""What waits at the desk and what has ended there: each list by its address, a page at a time, with numbers that are
those of the lists behind them, and without what the reader keeps away from."""

from typing import Any

import pytest
from flask import Flask

from registry.catalogue.model import Offer
from registry.kernel.actor import VISITOR
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.quality import appeals, proposals, reports, service
from registry.quality.claims import Report
from registry.quality.docket import Asked
from registry.web.review import listing
from tests import builders
from tests.review.conftest import Desk
from tests.web.reading import words

LISTS = ("proposals", "appeals", "reports", "addresses")
SUSPENSION = {"action": "suspend", "reasons": ["It is not so."]}


def numbers(tree: Any) -> list[str]:
    """What the two ways say."""
    return [" ".join(one.text_content().split()) for one in tree.xpath("//li[@class='opt']")]


def ended(desk: Desk) -> str:
    """One of each that has ended, all about the same provider; the offer's code."""
    with desk.app.app_context():
        code = builders.decided(provider_code=desk.provider)
        proposed = service.propose(builders.ADMIN, code, SUSPENSION, builders.seen(code))
        service.reject(builders.SECOND, proposed, "Not yet.")
        number = builders.ruled(code, SUSPENSION)
        member = builders.member(desk.provider)
        claim = service.appeal(member, number, {"price": "It is stated."})
        service.take_appeal(builders.THIRD, claim)
        answer = service.propose(
            builders.THIRD, code, {"action": "uphold", "reasons": ["It is stated."]}, builders.seen(code)
        )
        service.confirm(builders.FOURTH, answer)
        reference = service.report(VISITOR, code, "price")
        service.close_report(builders.REVIEWER, reference, "acted", "It is right now.")
    _code, held = desk.held()
    with desk.app.app_context():
        service.refuse_address(builders.REVIEWER, held, "https://else.example/b", "Sells something else.")
    return code


@pytest.mark.one_database
def test_what_ended_is_found_and_leads_to_what_was_decided(desk: Desk) -> None:
    ended(desk)
    said = {"proposals": "Not confirmed", "appeals": "Upheld", "reports": "Something was done", "addresses": "Refused"}
    for name, outcome in said.items():
        waiting = desk.page(f"/review/{name}")
        assert not waiting.xpath("//main//table"), name
        tree = desk.page(f"/review/{name}?state=ended")
        assert outcome in words(tree, "//main//table"), name
        rows = tree.xpath("//main//tbody/tr")
        assert numbers(tree) == numbers(waiting) == ["Waiting 0", f"Ended {len(rows)}"]
        assert tree.xpath("//li[@class='opt']/a[@aria-current]")[0].text == "Ended"
        desk.page(tree.xpath("//main//tbody//a/@href")[0])
    assert len(desk.page("/review/proposals?state=ended").xpath("//main//tbody/tr")) == 3


@pytest.mark.one_database
def test_a_form_that_ends_something_says_so_on_the_list(desk: Desk) -> None:
    with desk.app.app_context():
        reference = service.report(VISITOR, builders.decided(provider_code=desk.provider), "price")
    form = desk.form(outcome="acted", words="It is right now.")
    done = desk.reviewer.post(f"/review/reports/{reference}/close", data=form)
    assert "The report is closed." in words(desk.page(done.location), "//*[@role='status']")


@pytest.mark.one_database
def test_who_keeps_away_from_a_provider_reads_neither_list_of_it(desk: Desk) -> None:
    code = ended(desk)
    own = desk.someone("own@example.org", "reviewer", of=desk.provider)
    desk.reviewer.post(f"/review/cases/{code}/interest", data=desk.form())
    for client in (own, desk.reviewer):
        for name in LISTS:
            assert numbers(desk.page(f"/review/{name}?state=ended", client)) == ["Waiting 0", "Ended 0"], name


@pytest.mark.one_database
@pytest.mark.parametrize("name", LISTS)
def test_addresses_are_read_strictly(desk: Desk, name: str) -> None:
    for wrong in ("state=open", "state=ended&state=ended", "page=0", "page=x", "utm=1", "state=%00"):
        answer = desk.reviewer.get(f"/review/{name}?{wrong}")
        assert answer.status_code in (302, 303), wrong
        assert answer.location.partition("?")[0].endswith(f"/review/{name}")
    assert desk.reviewer.get(f"/review/{name}?state=ended&page=9").location.endswith(f"/review/{name}?state=ended")


@pytest.mark.one_database
def test_a_long_list_is_told_a_page_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    with desk.app.app_context():
        code = builders.decided(provider_code=desk.provider)
        references = [service.report(VISITOR, code, "price") for _time in range(5)]
        for reference in references[:4]:
            service.close_report(builders.REVIEWER, reference, "acted", f"About {reference}.")
    pages = [desk.page(f"/review/reports?state=ended{more}") for more in ("", "&page=2")]
    assert numbers(pages[0]) == ["Waiting 1", "Ended 4"]
    links = [link for tree in pages for link in tree.xpath("//main//tbody//a/@href")]
    assert links == [f"/review/reports/{reference}" for reference in reversed(references[:4])], "the latest first"
    assert "3–4 of 4" in words(pages[1], "//main")
    assert pages[1].xpath("//a[@rel='prev']/@href") == ["/review/reports?state=ended"]
    assert desk.reviewer.get("/review/reports?state=ended&page=3").location.endswith("state=ended&page=2")


def test_a_page_and_its_number_are_asked_of_the_database_on_both(ctx: Flask) -> None:
    code = builders.decided()
    for _time in range(3):
        service.close_report(builders.REVIEWER, service.report(VISITOR, code, "price"), "acted", "Done.")
    service.report(VISITOR, code, "price")
    page = reports.page(Asked(ended=True, number=2, per_page=2))
    assert (len(page.items), page.total, page.pages) == (1, 3, 2)
    assert reports.count(Asked()) == 1
    with transaction():
        offer = db.session.query(Offer).filter(Offer.code == code).one()
        assert db.session.query(Report).filter(Report.offer_id == offer.id).count() == 4
    assert appeals.page(Asked(ended=True)).items == proposals.page(Asked(ended=True)).items == []
