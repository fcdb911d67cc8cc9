"""While there is no index, a page shows only numbers that the database can tell, or says what is missing."""

import shutil

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database

POLICY = "/events/policy-event-ila-micro-credentials-2022"
REBUILT = "The search is being rebuilt."
AGENDA = "//section[@aria-labelledby='agenda']//div[@class='topics']//*[contains(@class,'opt')]"


@pytest.fixture
def client(demonstration: Flask) -> FlaskClient:
    """A visitor of the demonstration, which still has its index."""
    return demonstration.test_client()


def lose_index(client: FlaskClient) -> None:
    shutil.rmtree(client.application.config["REGISTRY"].index_dir)


def topics(client: FlaskClient) -> dict[str, str]:
    """Topic of the policy event → its number as shown."""
    found = page(client, POLICY).xpath(AGENDA)
    return {words(one, "./span"): "".join(one.xpath("./b/text()")) for one in found}


def test_home_says_that_it_cannot_tell_what_starts_soon(client: FlaskClient) -> None:
    soon = "//section[@aria-labelledby='soon']"
    assert page(client, "/").xpath(f"{soon}//li[@class='row']")
    lose_index(client)
    tree = page(client, "/")
    assert words(tree, f"{soon}/header/p").startswith(REBUILT)
    assert tree.xpath(f"{soon}//a") == [], "neither all of them nor rows that may start whenever"


def test_a_topic_nobody_can_count_has_no_number(client: FlaskClient) -> None:
    before = topics(client)
    lose_index(client)
    after = topics(client)
    assert before.keys() == after.keys()
    assert all(number in ("", before[topic]) for topic, number in after.items())
    assert "" in after.values()
    assert any(after.values()), "kind, competence and level the database knows"


def test_offers_of_such_a_topic_are_shown_with_what_was_not_applied(client: FlaskClient) -> None:
    lose_index(client)
    tree = page(client, POLICY)
    (address, *_) = tree.xpath(f"{AGENDA}[not(b)]/@href")
    offers = page(client, address.removesuffix("#offers")).xpath("//section[@id='offers']")[0]
    assert "Not applied at present:" in words(offers, ".//p[@class='note']")
    assert offers.xpath(".//p[@class='bar sm']") == []
    assert not [link for link in offers.xpath(".//a") if "See all" in link.text_content()]


def test_the_hand_out_prints_no_offers_of_such_a_topic(client: FlaskClient) -> None:
    lose_index(client)
    uncounted = [topic for topic, number in topics(client).items() if not number]
    assert uncounted
    sheet = page(client, f"{POLICY}/handout")
    for topic in uncounted:
        (printed,) = sheet.xpath(f"//div[@class='topics'][h3[normalize-space()='{topic}']]")
        assert printed.xpath(".//li") == []
        assert words(printed, "./p").startswith(REBUILT)
    assert sheet.xpath("//div[@class='topics']//li"), "the others are printed"


@pytest.mark.parametrize("address", ["/competences", "/competences/1"])
def test_competences_have_the_same_numbers_as_with_an_index(client: FlaskClient, address: str) -> None:
    numbers = "//ol[@class='index']/li/p/b/text()"
    before = page(client, address).xpath(numbers)
    lose_index(client)
    assert page(client, address).xpath(numbers) == before
    assert set(before) - {"0"}, "there are offers to count"


def test_a_competence_still_leads_to_its_offers(client: FlaskClient) -> None:
    doors = "//ul[@class='doors']//a"
    before = [(words(link, "./b"), link.get("href")) for link in page(client, "/competences/1.3").xpath(doors)]
    lose_index(client)
    after = [(words(link, "./b"), link.get("href")) for link in page(client, "/competences/1.3").xpath(doors)]
    assert after == before
    for number, href in after:
        assert total(page(client, href)) == int(number)


@pytest.mark.parametrize("query", ["region=DE", "near=Trier", "mode=online&kind=training", "q=photos&price=free"])
def test_what_is_not_applied_is_not_counted_either(client: FlaskClient, query: str) -> None:
    lose_index(client)
    tree = page(client, f"/offers?{query}")
    assert words(tree, "//h1") == "Offers"
    assert words(tree, "//title").partition(" –")[0] == "Offers"
    (status,) = tree.xpath("//section[@id='results']//*[@role='status']")
    assert "Not applied at present:" in status.text_content()
    assert "Not applied at present:" in words(tree, "//main")


@pytest.mark.parametrize(
    ("query", "heading"),
    [("q=quarkxyz", "No title has “quarkxyz”"), ("provider=nobody&region=DE", "Offers")],
)
def test_nothing_is_said_of_offers_nobody_looked_through(client: FlaskClient, query: str, heading: str) -> None:
    lose_index(client)
    assert words(page(client, f"/offers?{query}"), "//h1") == heading


def test_what_the_database_can_apply_is_counted(client: FlaskClient) -> None:
    before = words(page(client, "/offers?kind=training"), "//h1")
    lose_index(client)
    assert words(page(client, "/offers?kind=training"), "//h1") == before
