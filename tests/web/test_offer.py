"""One offer's address through its life: 200, 301, 404 and 410, and what its page says."""

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.quality import service as quality
from registry.search import indexer
from registry.vocabularies import service as vocabularies
from tests import builders
from tests.web.reading import page, words

pytestmark = pytest.mark.one_database


@pytest.fixture
def house(ctx: Flask) -> Flask:
    """The application with its vocabularies, so that codes have names."""
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    indexer.rebuild()
    return ctx


def test_a_listed_offer_has_its_page(house: Flask) -> None:
    code = builders.decided(builders.micro())
    catalogue.schedule_run(OPERATOR, code, builders.run_letter())
    tree = page(house.test_client(), f"/offers/{code}")
    assert words(tree, "//h1") == "Spreadsheets for everyday work"
    headings = [" ".join(heading.text_content().split()) for heading in tree.xpath("//main//section/header/h2")]
    assert headings == [
        "What you will be able to do",
        "How it works",
        "The micro-credential",
        "Dates and places",
        "What you pay",
        "Who checked it",
        "This entry as data",
        "History",
    ], "the order is fixed"
    short = words(tree, "//section[@aria-labelledby='short']")
    for fact in ("11 Jan", "€120", "16 hours", "Micro-credential"):
        assert fact in short
    assert tree.xpath("//section[@aria-labelledby='short']//a/@href") == [
        "https://harbour.example/enrol",
        f"/offers/{code}.ics",
    ]
    assert "5 of 14 left" in words(tree, "//section[@aria-labelledby='dates']")
    assert "required elements given" in words(tree, "//section[@aria-labelledby='get']")


def test_the_two_other_kinds_say_what_matters_for_them(house: Flask) -> None:
    client = house.test_client()
    guidance = page(client, f"/offers/{builders.decided(builders.guidance())}")
    assert words(guidance, "//section[@aria-labelledby='gain']//h2") == "What it helps you with"
    assert "By appointment" in words(guidance, "//section[@aria-labelledby='how']")
    assert not guidance.xpath("//*[@class='elems']"), "guidance leads to no credential"
    validation = page(client, f"/offers/{builders.decided(builders.validation())}")
    assert words(validation, "//section[@aria-labelledby='gain']//h2") == "What you can prove"
    assert "Portfolio" in words(validation, "//ol[@class='steps sm']")


def test_another_spelling_leads_to_the_canonical_address(house: Flask) -> None:
    code = builders.decided()
    answer = house.test_client().get(f"/fr/offers/{code.lower()}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/fr/offers/{code}")


def test_what_was_never_listed_answers_like_what_does_not_exist(house: Flask) -> None:
    client = house.test_client()
    refused = builders.decided(action="refuse", reasons=["No evidence."], criteria={"price": "not-met"})
    unknown = builders.draft()[:-1]  # without its check symbol it is nobody's code
    addresses = [
        f"/offers/{builders.draft()}",
        f"/offers/{refused}",
        f"/offers/{unknown}",
        "/offers/anything",
        "/nowhere",
    ]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1, "byte for byte the same"


@pytest.mark.parametrize(
    ("how", "heading", "reason"),
    [
        ("withdraw", "No longer offered", "The provider has withdrawn this offer."),
        ("suspend", "Not offered for the time being", "The registry has suspended this offer."),
        ("close", "No longer offered", "The provider of this offer has closed."),
    ],
)
def test_what_is_no_longer_listed_says_why_and_what_else_there_is(
    house: Flask, how: str, heading: str, reason: str
) -> None:
    school, other = builders.vetted_provider(), builders.vetted_provider(name="Other school")
    code, instead = (
        builders.decided(provider_code=school),
        builders.decided(builders.training(title={"en": "Tables"}), other),
    )
    if how == "withdraw":
        quality.withdraw(OPERATOR, code, builders.seen(code))
    elif how == "close":
        builders.stood(school, "close", "It has closed.")
    else:
        builders.ruled(code, {"action": "suspend", "reasons": ["A complaint."]})
    indexer.rebuild()
    tree = page(house.test_client(), f"/offers/{code}", 410)
    assert words(tree, "//h1") == heading
    assert reason in words(tree, "//*[@class='note']")
    assert tree.xpath("//section[@aria-labelledby='instead']//h3/a/@href") == [f"/offers/{instead}"]


def test_an_admitted_offer_says_that_nobody_has_examined_it(house: Flask) -> None:
    office = builders.provider("unverified", name="Office")
    quality.admit_provider(OPERATOR, office, "The register of 2025")
    code = builders.draft(provider_code=office)
    number = quality.admit_offer(OPERATOR, code, "The register of 2025")
    tree = page(house.test_client(), f"/offers/{code}")
    assert "not yet examined" in words(tree, "//p[@class='seal']")
    panel = words(tree, "//section[@aria-labelledby='checked']")
    assert "Admitted from an existing register, not yet examined" in panel
    assert panel.count("not examined") >= 8, "each criterion"
    assert tree.xpath(f"//section[@aria-labelledby='checked']//a[@href='/decisions/{number}']")


def test_a_contradicting_date_is_shown_as_to_be_confirmed_with_both(house: Flask) -> None:
    code = builders.decided()
    conflict = {"field": "start", "machine": "2027-01-11", "printed": "12 January"}
    catalogue.schedule_run(OPERATOR, code, builders.run_letter(conflicts=[conflict]))
    dates = words(page(house.test_client(), f"/offers/{code}"), "//section[@aria-labelledby='dates']")
    assert "11 Jan" in dates
    assert "to be confirmed" in dates
    assert "12 January" in dates


def test_a_price_nobody_stated_is_not_free(house: Flask) -> None:
    code = builders.decided()
    catalogue.schedule_run(OPERATOR, code, builders.run_letter(prices=None))
    tree = page(house.test_client(), f"/offers/{code}")
    assert "The provider has not stated a price." in words(tree, "//section[@aria-labelledby='cost']")
    assert "Free" not in words(tree, "//main")
