"""A place means the same at every door: on the page, to programs, and in the files of a search."""

import pytest
from flask import Flask

from registry.search import where
from registry.search.request import SearchRequest
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database
PLACES = {
    "Germany": "region=DE",
    "France": "region=FR",
    "wien": "region=AT13",
    "Bretagne": "region=FRH",
    "Luxembourg": "near=Luxembourg",
    "Luxembourg (LU)": "region=LU",
    "Munich": "region=DE212",
    "online": "mode=online",
    "En ligne": "mode=online",
    "À distance": "mode=online",
    "54290 Trier": "near=54290+Trier",
    "Trier, Germany": "near=Trier%2C+Germany",
    "49.75,6.64": "near=49.75%2C6.64",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_door_finds_the_same_at_a_place(shown: Flask, place: str) -> None:
    client = shown.test_client()
    asked = {"near": place, "kind": "training", "lang": "de"}
    answer = client.get("/api/v1/offers", query_string=asked)
    found = answer.get_json()
    canonical = PLACES[place]
    pairs = {"kind=training", canonical.replace("%2C", ",")}
    assert {*found["links"]["self"].partition("?")[2].split("&")} == {*pairs, "lang=de"}
    assert found["total"] == client.get(f"/api/v1/offers?kind=training&{canonical}").get_json()["total"] > 0
    shown_here = client.get("/offers", query_string={"near": place, "kind": "training"}, follow_redirects=True)
    assert {*shown_here.request.query_string.decode().split("&")} == pairs
    assert total(page(client, shown_here.request.full_path)) == found["total"]
    for ending in ("csv", "atom", "ics"):
        led = client.get(f"/offers.{ending}", query_string={"near": place, "kind": "training"}, follow_redirects=True)
        assert led.status_code == 200
        assert int(led.headers.get("X-Total-Count", found["total"])) == found["total"], ending
        assert {*led.request.query_string.decode().split("&")} == pairs, ending


def test_the_filter_that_a_place_became_is_told_as_chosen(shown: Flask) -> None:
    found = shown.test_client().get("/api/v1/offers?near=Germany&per_page=5&page=2").get_json()
    assert [choice["value"] for choice in found["facets"]["region"] if choice["selected"]] == ["DE"]
    assert found["links"]["next"].endswith("/api/v1/offers?region=DE&per_page=5&page=3")
    assert found["links"]["prev"].endswith("/api/v1/offers?region=DE&per_page=5")
    same = shown.test_client().get("/api/v1/offers?region=DE&per_page=5&page=2").get_json()
    assert (found["items"], found["page"]) == (same["items"], 2)
    assert len(same["items"]) == 5


def test_a_place_nobody_knows_stays_a_refusal(shown: Flask) -> None:
    client = shown.test_client()
    for address in ("/api/v1/offers?near=Atlantis", "/offers.csv?near=Atlantis", "/offers.atom?near=L-9999"):
        answer = client.get(address, follow_redirects=True)
        assert (answer.status_code, answer.get_json(force=True)["parameter"]) == (400, "near")
    with shown.app_context():
        assert where.meant(SearchRequest(near="Atlantis")) == SearchRequest(near="Atlantis")


@pytest.mark.parametrize(
    ("typed", "proposed"), [("L-1699", "L-1611 Luxembourg"), ("54299", "54290 Trier"), ("Treir, Germany", "Trier")]
)
def test_an_address_of_nowhere_leads_to_places_like_it(shown: Flask, typed: str, proposed: str) -> None:
    client = shown.test_client()
    tree = page(client, f"/offers?near={typed}", 400)
    guesses = {link.text: link.get("href") for link in tree.xpath("//p[@id='near-note']/a")}
    assert proposed in guesses, guesses
    for address in guesses.values():
        page(client, address)


def test_a_postcode_is_said_with_its_town(shown: Flask) -> None:
    assert words(page(shown.test_client(), "/offers?near=D-54290"), "//h1").endswith("near 54290 Trier")
