"""Two tables of the contract, as tests that read like them: the status of an offer's page by what happened to it, and
the words for a run by what is known of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from registry.catalogue import queries
from registry.catalogue import service as catalogue
from registry.catalogue.runs import STATES
from registry.kernel.actor import OPERATOR, SYSTEM
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.quality import service as quality
from registry.search import indexer
from tests import builders
from tests.web.reading import page, words

pytestmark = pytest.mark.one_database

ENDS = {"reasons": ["A complaint."]}


@pytest.fixture
def house(ctx: Flask) -> Flask:
    """The application with an index of nothing yet."""
    indexer.rebuild()
    return ctx


# --- the page ---------------------------------------------------------------------------------------------------------


def listed() -> str:
    return builders.decided(provider_code=builders.vetted_provider())


def next_version_open() -> str:
    code = listed()
    seen = catalogue.revise(OPERATOR, code, builders.seen(code))
    catalogue.save(OPERATOR, code, builders.training(title={"en": "Another title"}), seen)
    return code


def suspended() -> str:
    code = listed()
    builders.ruled(code, {"action": "suspend", **ENDS})
    return code


def lapsed() -> str:
    code = listed()
    with transaction():
        offer = queries.for_update(code)
        offer.confirm_by = offer.confirmed_at
    quality.record(SYSTEM, code, "lapse", "Not confirmed.")
    return code


def withdrawn() -> str:
    code = listed()
    quality.withdraw(OPERATOR, code, builders.seen(code))
    return code


def expired() -> str:
    code = listed()
    quality.record(SYSTEM, code, "expire", "Its time is over.")
    return code


def provider_decided(action: str) -> Callable[[], str]:
    def made() -> str:
        school = builders.vetted_provider()
        code = builders.decided(provider_code=school)
        builders.stood(school, action, "Said so.")
        return code

    return made


def refused() -> str:
    return builders.decided(action="refuse", reasons=["No evidence."], criteria={"price": "not-met"})


def other_case() -> str:
    return listed().lower()


FOR_NOW, FOR_GOOD, NOTHING = "Not offered for the time being", "No longer offered", "There is nothing here"
PAGES: list[tuple[str, Callable[[], str], int, str]] = [
    ("listed", listed, 200, "Spreadsheets for everyday work"),
    ("listed, next version open", next_version_open, 200, "Spreadsheets for everyday work"),
    ("suspended", suspended, 410, FOR_NOW),
    ("lapsed", lapsed, 410, FOR_NOW),
    ("provider suspended", provider_decided("suspend"), 410, FOR_NOW),
    ("withdrawn", withdrawn, 410, FOR_GOOD),
    ("expired", expired, 410, FOR_GOOD),
    ("provider closed", provider_decided("close"), 410, FOR_GOOD),
    ("draft", builders.draft, 404, NOTHING),
    ("in review", builders.in_review, 404, NOTHING),
    ("refused", refused, 404, NOTHING),
    ("unknown", lambda: "DEMO-0000-0000", 404, NOTHING),
    ("no code at all", lambda: "anything", 404, NOTHING),
    ("other case", other_case, 301, ""),
]


@pytest.mark.parametrize(("made", "status", "heading"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_the_status_of_an_offers_page(house: Flask, made: Callable[[], str], status: int, heading: str) -> None:
    client, code = house.test_client(), made()
    answer = client.get(f"/offers/{code}")
    assert answer.status_code == status
    if status == 301:
        assert answer.headers["Location"] == f"/offers/{code.upper()}"
        return
    assert words(page(client, f"/offers/{code}", status), "//h1") == heading
    if status == 404:
        assert answer.data == client.get("/offers/DEMO-ZZZZ-ZZZZ").data, "byte for byte like any other"
    if status == 410:
        tree = page(client, f"/offers/{code}", 410)
        note = words(tree, "//*[@class='note']")
        assert "Since 23 November 2026." in note
        assert tree.xpath("//main//a[starts-with(@href, '/decisions/')]"), "why"
        assert tree.xpath("//meta[@name='robots'][@content='noindex']")


# --- the run ----------------------------------------------------------------------------------------------------------

START, WINDOW = {"date": "2027-03-01", "time": "18:00"}, {"from": "2026-11-01", "until": "2027-02-01"}
Said = tuple[str, str, str]  # its column "Starts", its tag, "Enrolment" in the box
RUNS: list[tuple[str, dict[str, Any], str, Said]] = [
    ("on request", {"start": None, "on_request": True}, "on-request", ("On request", "", "on request")),
    ("future", {"enrol": {"from": "2026-12-01"}}, "future", ("1 Mar Mon 18:00", "Opens 1 Dec", "opens 1 Dec")),
    ("open", {"enrol": WINDOW}, "open", ("1 Mar Mon 18:00", "Open", "open until 1 Feb 2027")),
    (
        "few places",
        {"enrol": WINDOW, "places": {"total": 9, "left": 2}},
        "open",
        ("1 Mar Mon 18:00", "2 places left", "open until 1 Feb 2027"),
    ),
    (
        "closing",
        {"enrol": {"until": "2026-11-27"}},
        "closing",
        ("1 Mar Mon 18:00", "Enrol by 27 Nov", "open until 27 Nov"),
    ),
    ("full", {"places": {"total": 9, "left": 0}}, "full", ("1 Mar Mon 18:00", "Full", "full at present")),
    ("closed", {"enrol": {"until": "2026-11-01"}}, "closed", ("1 Mar Mon 18:00", "Enrolment closed", "closed")),
    (
        "running",
        {"start": {"date": "2026-11-09"}, "end": {"date": "2026-12-20"}},
        "running",
        ("9 Nov Mon", "Running", "closed, already running"),
    ),
    ("any day", {"start": None, "rolling": True}, "open", ("Now any day", "Open", "open")),
    (
        "to be confirmed",
        {"conflicts": [{"field": "start", "machine": "2027-03-01", "printed": "2 March"}], "enrol": WINDOW},
        "open",
        ("1 Mar to be confirmed", "Open", "open until 1 Feb 2027"),
    ),
    ("finished", {"start": {"date": "2026-09-07"}, "end": {"date": "2026-09-30"}}, "finished", ("", "Finished", "")),
    ("cancelled", {}, "cancelled", ("", "Cancelled", "")),
]


def test_the_table_knows_every_state() -> None:
    assert {row[2] for row in RUNS} == set(STATES)


@pytest.mark.parametrize(("letter", "state", "said"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_the_words_for_a_run_on_row_and_page(house: Flask, letter: dict[str, Any], state: str, said: Said) -> None:
    code = builders.decided(provider_code=builders.vetted_provider())
    plain = {"start": START, "end": None, "places": None}
    run = catalogue.schedule_run(OPERATOR, code, builders.run_letter(**{**plain, **letter}))
    if state == "cancelled":
        catalogue.cancel_run(OPERATOR, run, 1)
    db.session.rollback()
    indexer.rebuild()
    view = queries.public(code)
    assert isinstance(view, queries.OfferView)
    assert [one.state for one in view.runs] == [state]
    start, tag, enrolment = said
    offer, listing = page(house.test_client(), f"/offers/{code}"), page(house.test_client(), "/offers")
    row = "//section[@aria-labelledby='dates']//tbody/tr"
    assert tag == "".join(words(one, ".") for one in offer.xpath(f"{row}//*[contains(@class, 'tag')]"))
    box = words(offer, "//section[@aria-labelledby='short']")
    assert (f"Enrolment {enrolment}" if enrolment else "no date set") in spaced(offer)
    assert box
    if start:
        assert spaced_of(offer.xpath(f"{row}/th")[0]) == start
        assert spaced_of(listing.xpath("//li[@class='row']/p[@class='day']")[0]) == start
        tags = listing.xpath("//li[@class='row']//*[contains(@class, 'tag')]")
        assert "".join(words(one, ".") for one in tags) == tag
    else:
        assert offer.xpath("//section[@aria-labelledby='dates']//details"), "folded away"
        assert words(listing, "//li[@class='row']/p[@class='day']//span") == "no date set"


def spaced(tree: Any) -> str:
    return spaced_of(tree.xpath("//section[@aria-labelledby='short']")[0])


def spaced_of(node: Any) -> str:
    return re.sub(r"\s+", " ", " ".join(node.itertext())).strip()
