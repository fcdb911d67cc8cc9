"""The register of providers and the public decisions."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.kernel.actor import OPERATOR
from registry.providers import service as provider_service
from registry.quality import queries
from registry.vocabularies import service as vocabularies
from tests import builders
from tests.asking import heard
from tests.web.reading import page, words


@pytest.fixture
def house(ctx: Flask) -> Flask:
    """The application with its vocabularies."""
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    return ctx


def test_the_register_counts_what_each_provider_offers(shown: Flask) -> None:
    client = shown.test_client()
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
    builders.stood(code, "close", "It has closed.")
    hidden, unknown = client.get("/providers/harbour"), client.get("/providers/nobody")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.data == unknown.data


def test_every_decision_has_its_page_and_place_in_the_ledger(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/decisions")
    addresses = tree.xpath("//tbody//th/a/@href")
    assert len(addresses) == min(50, int(words(tree, "//h1").split()[0]))
    for address in addresses[:8]:
        decision = page(client, address)
        number = address.rpartition("/")[2]
        assert words(decision, "//h1").startswith(f"Decision {number}:")
        ledger = words(decision, "//section[@aria-labelledby='ledger']")
        with shown.app_context():
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


def test_pages_of_a_plain_list_are_read_strictly(shown: Flask) -> None:
    client = shown.test_client()
    long, padded = "?page=" + "9" * 36, "?page=000001" + "9" * 30
    asked_for = (
        ("?page=0", ""),
        ("?page=x", ""),
        ("?sort=up", ""),
        ("?page=1&foo=1", ""),
        ("?page=1", ""),
        ("?page=02", ""),
        ("?utm_source=a&page=2&page=3", "?page=2"),
        (long, ""),
        (padded, ""),
    )
    for address in ("/decisions", "/providers"):
        for asked, kept in (*asked_for, ("?page=²", ""), ("?page=-1", ""), ("?page=10001", "")):
            answer = client.get(address + asked)
            assert (answer.status_code, answer.headers["Location"]) == (302, address + kept), asked


def test_a_page_beyond_the_last_leads_to_the_last(shown: Flask) -> None:
    client = shown.test_client()
    last = page(client, "/decisions").xpath("//nav[@aria-label='Pages']//a/@href")[-2]
    assert client.get("/decisions?page=999").headers["Location"] == last
    assert client.get("/fr/providers?page=9999").headers["Location"] == "/fr/providers"
    assert client.get("/providers?q=a&page=9999").headers["Location"] == "/providers?q=a"
    first = page(client, "/decisions?page=2").xpath("//nav[@aria-label='Pages']//a[@rel='prev']/@href")
    assert first == ["/decisions"]


def test_the_register_has_one_address_for_each_wish(shown: Flask) -> None:
    client = shown.test_client()
    for asked, canonical in (("?q=&letter=", ""), ("?letter=A&q=+a++b", "?q=a+b&letter=A"), ("?q=caf%C3%A9&x=1", None)):
        answer = client.get("/providers" + asked)
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/providers" + ("?q=caf%C3%A9" if canonical is None else canonical)
        assert client.get(answer.headers["Location"]).status_code == 200, "in one step"


def test_a_register_without_hits_shows_no_range(shown: Flask) -> None:
    tree = page(shown.test_client(), "/providers?q=zzzz")
    assert words(tree, "//h1") == "0 providers"
    assert "of 0" not in words(tree, "//main")
    assert "No provider fits all of this." in words(tree, "//main")


def test_every_page_names_one_address_of_its_own(shown: Flask) -> None:
    client = shown.test_client()
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


def test_a_later_page_says_so_in_its_title(shown: Flask) -> None:
    title = words(page(shown.test_client(), "/decisions?page=2"), "//title")
    assert "decisions, page 2 –" in title


def test_reasons_are_marked_with_the_language_they_were_written_in(house: Flask) -> None:
    code = builders.decided()
    builders.ruled(code, {"action": "suspend", "reasons": ["A complaint."]})
    client, number = house.test_client(), queries.latest(1).items[0].number
    assert page(client, f"/de/decisions/{number}").xpath("//li[.='A complaint.']/@lang") == ["en"]
    assert page(client, "/fr/decisions").xpath("//td[.='A complaint.']/@lang") == ["en"]
    assert not page(client, f"/decisions/{number}").xpath("//main//*[@lang]")


def test_every_number_of_a_filter_is_how_many_providers_it_leaves(shown: Flask) -> None:
    client = shown.test_client()
    for start in ("/providers", "/providers?country=BE"):
        tree = page(client, start)
        rows = tree.xpath("//aside//li")
        numbered = [(words(row, "./span").split()[0], row.xpath("./a/@href")[0]) for row in rows]
        letters = tree.xpath("//nav[@class='pages'][1]//a")
        numbered += [(link.xpath(".//span/span")[0].text_content().split()[1], link.get("href")) for link in letters]
        assert len(numbered) > 5
        for number, href in numbered:
            found = page(client, href)
            assert words(found, "//h1").split()[0] == number, href
            assert len(found.xpath("//ol[@class='index']/li")) == int(number), href


def test_providers_are_found_by_part_of_their_name_whatever_the_accents(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/fr/providers?q=VAUBREMONT+ouverte")
    assert tree.xpath("//ol[@class='index']//h3/a/@href") == ["/fr/providers/universite-vaubremont"]
    nothing = page(client, "/providers?q=nobody+at+all")
    assert words(nothing, "//h1") == "0 providers"
    assert not nothing.xpath("//ol[@class='index']")


def test_the_register_reads_its_filters_strictly(shown: Flask) -> None:
    client = shown.test_client()
    for asked, kept in (
        ("?kind=circus", ""),
        ("?country=XX&letter=A", "?letter=A"),
        ("?letter=a", ""),
        ("?letter=%C3%89", ""),
        ("?setting=formal&setting=informal", "?setting=formal"),
        ("?q=" + "x" * 101, ""),
    ):
        answer = client.get("/providers" + asked)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/providers" + kept), asked


def test_a_provider_shows_its_offers_by_kind_its_places_and_its_record(shown: Flask) -> None:
    tree = page(shown.test_client(), "/providers/open-latch-collective")
    shelves = [shelf.text_content() for shelf in tree.xpath("//section[@aria-labelledby='offers']//h3")]
    assert shelves == ["Training: 2", "Career guidance: 1"]
    assert len(tree.xpath("//section[@aria-labelledby='offers']//li[@class='row']")) == 3
    assert "Step-free access" in words(tree, "//section[@aria-labelledby='places']")
    record = told(tree)
    assert record["Confirmed in time"] == "3 of 3"
    assert record["Times an offer was suspended"] == "1"
    assert record["Decisions in all"] == "6"


def test_the_record_counts_what_nobody_confirmed(shown: Flask) -> None:
    client = shown.test_client()
    addresses = page(client, "/providers").xpath("//ol[@class='index']//h3/a/@href")
    confirmed = [told(page(client, address)).get("Confirmed in time", "").split(" of ") for address in addresses]
    missed = [one for one in confirmed if one[0] != one[-1]]
    assert ["4", "5"] in missed
    assert all(int(kept) < int(due) for kept, due in missed)


def told(tree: Any) -> dict[str, str]:
    """What a provider's record says."""
    rows = tree.xpath("//section[@aria-labelledby='record']//dl/div")
    return {words(row, "./dt"): row.xpath("./dd/text()")[0].strip() for row in rows}


def test_a_longer_register_costs_no_more_questions(house: Flask) -> None:
    client, counts = house.test_client(), []
    for slugs in (("ash",), ("birch", "cedar", "elm")):
        for slug in slugs:
            builders.vetted_provider(slug=slug)
        client.get("/providers")
        counts.append(asked(client, "/providers"))
    assert counts[0] == counts[1] > 0


def asked(client: FlaskClient, address: str) -> int:
    """How many statements one visit costs."""
    with heard() as statements:
        assert client.get(address).status_code == 200
    return len(statements)
