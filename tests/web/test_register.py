"""The register of providers and the public decisions."""

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR
from registry.providers import service as provider_service
from registry.quality import queries
from registry.quality import service as quality
from registry.vocabularies import service as vocabularies
from tests import builders
from tests.web.reading import page, words


@pytest.fixture
def house(ctx: Flask) -> Flask:
    """The application with its vocabularies."""
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    return ctx


def test_the_register_counts_what_each_provider_offers(demonstration: Flask) -> None:
    client = demonstration.test_client()
    tree = page(client, "/providers")
    rows = tree.xpath("//ol[@class='index']/li")
    assert words(tree, "//h1") == f"{len(rows)} providers"
    for row in rows:
        number = words(row, ".//b")
        provider = page(client, row.xpath(".//h3/a/@href")[0])
        heading = words(provider, "//section[@aria-labelledby='offers']//h2")
        assert heading.split()[0] == number


def test_a_former_slug_leads_to_the_present_one(house: Flask) -> None:
    code = builders.vetted_provider(slug="harbour")
    seen = builders.provider_row(code).counter
    provider_service.update(OPERATOR, code, {"slug": "harbour-house"}, seen)
    answer = house.test_client().get("/fr/providers/harbour")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/fr/providers/harbour-house")


def test_a_closed_or_unheard_of_provider_is_not_found(house: Flask) -> None:
    client = house.test_client()
    code = builders.vetted_provider(slug="harbour")
    page(client, "/providers/harbour")
    quality.decide_provider(builders.ADMIN, code, "close", "It has closed.")
    hidden, unknown = client.get("/providers/harbour"), client.get("/providers/nobody")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.data == unknown.data


def test_every_decision_has_its_page_and_place_in_the_ledger(demonstration: Flask) -> None:
    client = demonstration.test_client()
    tree = page(client, "/decisions")
    addresses = tree.xpath("//tbody//th/a/@href")
    assert len(addresses) == min(50, int(words(tree, "//h1").split()[0]))
    for address in addresses[:8]:
        decision = page(client, address)
        number = address.rpartition("/")[2]
        assert words(decision, "//h1").startswith(f"Decision {number}:")
        ledger = words(decision, "//section[@aria-labelledby='ledger']")
        with demonstration.app_context():
            known = queries.one(int(number))
            assert known is not None
            assert known.leaf in ledger
            assert known.root in ledger


def test_a_decision_about_an_offer_never_listed_names_nothing(house: Flask) -> None:
    school = builders.vetted_provider(name="Quiet Harbour School")
    title = {"en": "A very particular title"}
    builders.decided(
        builders.training(title=title),
        school,
        action="refuse",
        reasons=["Wordy reason."],
        criteria={"price": "not-met"},
    )
    client = house.test_client()
    number = queries.latest(1).items[0].number
    for address in (f"/decisions/{number}", "/decisions", "/"):
        text = client.get(address).get_data(as_text=True)
        assert "A very particular title" not in text
        assert "Wordy reason." not in text
    tree = page(client, f"/decisions/{number}")
    assert "Quiet Harbour School" not in words(tree, "//main")
    assert "never listed" in words(tree, "//*[@class='note']")
    assert "The full price is known before enrolling" in words(tree, "//section[@aria-labelledby='why']")


def test_pages_of_a_plain_list_are_read_strictly(demonstration: Flask) -> None:
    client = demonstration.test_client()
    long, padded = "?page=" + "9" * 36, "?page=000001" + "9" * 30
    asked_for = (
        ("?page=0", ""),
        ("?page=x", ""),
        ("?sort=up", ""),
        ("?page=1&foo=1", "?page=1"),
        (long, ""),
        (padded, ""),
    )
    for address in ("/decisions", "/providers"):
        for asked, kept in (*asked_for, ("?page=²", ""), ("?page=-1", ""), ("?page=10001", "")):
            answer = client.get(address + asked)
            assert (answer.status_code, answer.headers["Location"]) == (302, address + kept), asked


def test_every_page_names_one_address_of_its_own(demonstration: Flask) -> None:
    client = demonstration.test_client()
    for asked, own in (
        ("/?utm_source=x", "/"),
        ("/fr/about?utm_source=x", "/fr/about"),
        ("/decisions", "/decisions"),
        ("/decisions?page=1", "/decisions"),
        ("/de/decisions?page=2", "/de/decisions?page=2"),
        ("/offers?kind=training", "/offers?kind=training"),
    ):
        addresses = page(client, asked).xpath("//link[@rel='canonical']/@href")
        assert [address.partition("//")[2].partition("/")[2] for address in addresses] == [own[1:]], asked
    assert not page(client, "/nowhere", 404).xpath("//link[@rel='canonical']")


def test_a_later_page_says_so_in_its_title(demonstration: Flask) -> None:
    title = words(page(demonstration.test_client(), "/decisions?page=2"), "//title")
    assert "decisions, page 2 –" in title


def test_reasons_are_marked_with_the_language_they_were_written_in(house: Flask) -> None:
    code = builders.decided()
    quality.decide(builders.REVIEWER, code, {"action": "suspend", "reasons": ["A complaint."]}, builders.seen(code))
    client, number = house.test_client(), queries.latest(1).items[0].number
    assert page(client, f"/de/decisions/{number}").xpath("//li[.='A complaint.']/../@lang") == ["en"]
    assert page(client, "/fr/decisions").xpath("//td[.='A complaint.']/@lang") == ["en"]
    assert not page(client, f"/decisions/{number}").xpath("//main//*[@lang]")
