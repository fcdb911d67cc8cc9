"""The shapes beside the pages: they answer as their page does, in its language, and hold what it holds."""

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.catalogue.views import OfferView
from registry.kernel.actor import OPERATOR
from registry.search import indexer
from registry.web.reuse import calendars, feeds, table
from tests import builders
from tests.interchange import atom_rules, strict_calendar
from tests.web.reading import page, total

pytestmark = pytest.mark.one_database

EVENT = "/events/policy-event-ila-micro-credentials-2022"
PROVIDER = "/providers/open-latch-collective"
ENDINGS = ("jsonld", "json", "ics")


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    body = client.get(address).data
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def entries(client: FlaskClient, address: str) -> list[str]:
    """Summaries of the entries of a calendar."""
    calendar = strict_calendar.read(client.get(address).data)
    return [one.value("SUMMARY") for one in calendar.inside if one.name == "VEVENT"]


@pytest.fixture
def client(shown: Flask) -> FlaskClient:
    return shown.test_client()


@pytest.fixture
def code(shown: Flask) -> str:
    """A training with a date."""
    with shown.app_context():
        faces = catalogue.faces(catalogue.newest(100)).values()
        return next(f.code for f in faces if f.kind == "training" and f.next_run and f.next_run.letter.get("start"))


@pytest.mark.parametrize("prefix", ["", "/fr", "/de"])
def test_shapes_speak_the_language_of_their_address(client: FlaskClient, code: str, prefix: str) -> None:
    kinds = {
        f"/offers/{code}.jsonld": "application/ld+json",
        f"/offers/{code}.ics": "text/calendar; charset=utf-8",
        f"{EVENT}.jsonld": "application/ld+json",
        f"{EVENT}.ics": "text/calendar; charset=utf-8",
        f"{PROVIDER}.jsonld": "application/ld+json",
        "/events.ics": "text/calendar; charset=utf-8",
        "/feed.atom": "application/atom+xml; charset=utf-8",
        "/offers.atom?kind=training": "application/atom+xml; charset=utf-8",
        "/offers.ics?kind=training": "text/calendar; charset=utf-8",
        "/offers.csv?kind=training": "text/csv; charset=utf-8",
        "/opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
    }
    for address, kind in kinds.items():
        answer = client.get(prefix + address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind), address
        assert answer.headers["Content-Language"] == (prefix[1:] or "en"), address
        assert (answer.headers.get("Access-Control-Allow-Origin") == "*") is (address != "/opensearch.xml")
        assert "Set-Cookie" not in answer.headers, address


def test_the_data_of_a_page_stand_in_it_and_beside_it(client: FlaskClient, code: str) -> None:
    for address in (f"/offers/{code}", PROVIDER, EVENT):
        tree = page(client, f"/fr{address}")
        inside = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
        href = tree.xpath("//link[@type='application/ld+json']/@href")[0]
        assert href == f"/fr{address}.jsonld"
        assert client.get(href).get_json(force=True) == inside
        assert inside["url"] == f"http://localhost/fr{address}"


def test_results_and_home_say_what_they_are(client: FlaskClient) -> None:
    tree = page(client, "/offers?kind=training&per_page=5&page=2")
    found = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert found["numberOfItems"] == total(tree)
    assert [item["position"] for item in found["itemListElement"]] == list(range(6, 6 + len(found["itemListElement"])))
    shown = [f"http://localhost{href}" for href in tree.xpath("//main//li//h3/a/@href")]
    assert [item["item"]["url"] for item in found["itemListElement"]] == shown
    site = json.loads(page(client, "/de/").xpath("//script[@type='application/ld+json']")[0].text)
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://localhost/de/offers?q={query}"


def test_a_title_cannot_end_the_data_block(ctx: Flask) -> None:
    nasty = "</script><script>alert(1)</script> & ‘<!--’"
    code = builders.listed(builders.training(title={"en": nasty}))
    answer = ctx.test_client().get(f"/offers/{code}").get_data(as_text=True)
    assert "<script>alert" not in answer
    tree = page(ctx.test_client(), f"/offers/{code}")
    assert json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)["name"] == nasty


def test_every_head_names_the_feed_and_the_search_of_its_language(client: FlaskClient) -> None:
    tree = page(client, "/fr/about")
    assert tree.xpath("//link[@rel='search']/@href") == ["/fr/opensearch.xml"]
    assert tree.xpath("//link[@type='application/atom+xml']/@href") == ["/fr/feed.atom"]
    results = page(client, "/offers?kind=training&sort=soonest")
    named = {link.get("type"): link.get("href") for link in results.xpath("//link[@rel='alternate'][@type]")}
    assert named["text/csv"] == "/offers.csv?kind=training&sort=soonest"
    assert named["text/calendar"] == "/offers.ics?kind=training"
    for href in named.values():
        assert client.get(href).status_code == 200


def test_an_order_of_its_own_is_the_same_list(client: FlaskClient) -> None:
    for asked, canonical in (("sort=newest", ""), ("kind=training&sort=newest&page=1", "?kind=training")):
        tree = page(client, f"/offers?{asked}")
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"http://localhost/offers{canonical}"]
    tree = page(client, "/fr/offers?per_page=5&page=2")
    assert tree.xpath("//link[@rel='canonical']/@href") == ["http://localhost/fr/offers?page=2"]


def test_the_plain_data_are_those_of_the_api(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/de/offers/{code}.json")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/api/v1/offers/{code}")
    assert client.get(answer.headers["Location"]).get_json()["code"] == code


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_spelling_leads_to_the_code(client: FlaskClient, code: str, ending: str) -> None:
    answer = client.get(f"/fr/offers/{code.lower()}.{ending}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/fr/offers/{code}.{ending}")


@pytest.mark.parametrize("ending", [*ENDINGS, "exe", "jsonld.exe", "elm.xml", ""])
def test_what_is_not_there_is_404(client: FlaskClient, code: str, ending: str) -> None:
    assert client.get(f"/offers/DEMO-0000-0001.{ending}").status_code == 404
    if ending not in ENDINGS:
        assert client.get(f"/offers/{code}.{ending}").status_code == 404
    for address in ("/providers/nobody.jsonld", "/events/never.ics", "/events/never.jsonld", "/offers.exe"):
        assert client.get(address).status_code == 404


def test_the_shapes_of_what_is_gone_are_gone(app: Flask) -> None:
    with app.app_context():
        code, draft = builders.decided(), builders.draft()
        run = offers.schedule_run(OPERATOR, code, builders.run_letter())
    client = app.test_client()
    addresses = [f"/fr/offers/{code}.{ending}" for ending in ENDINGS] + [f"/fr/offers/{code}/runs/{run}.ics"]
    assert [client.get(address).status_code for address in addresses] == [200, 303, 200, 200]
    with app.app_context():
        builders.ruled(code, {"action": "suspend", "reasons": ["A complaint."]})
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (410, "text/plain")
        assert answer.get_data(as_text=True) == "Cette offre n’est pas proposée pour le moment.\n"
        assert answer.headers["Cache-Control"] == "no-store"
    assert [client.get(f"/offers/{draft}.{ending}").status_code for ending in ENDINGS] == [404] * 3


def test_one_run_is_found_by_its_code_at_its_own_offer_only(shown: Flask, code: str) -> None:
    client = shown.test_client()
    with shown.app_context():
        view = catalogue.public(code)
        assert isinstance(view, OfferView)
        run = view.runs[0].code
        other = next(one for one in catalogue.newest(100) if one != code)
    assert len(entries(client, f"/offers/{code}/runs/{run}.ics")) >= 1
    assert client.get(f"/offers/{code}/runs/{run.lower()}.ics").headers["Location"] == f"/offers/{code}/runs/{run}.ics"
    assert client.get(f"/offers/{other}/runs/{run}.ics").status_code == 404
    assert client.get(f"/offers/{code}/runs/nonsense.ics").status_code == 404


def test_feeds_keep_the_rules_and_hold_what_the_search_finds(client: FlaskClient) -> None:
    for address in ("/feed.atom", "/fr/feed.atom", "/offers.atom?kind=validation", "/offers.atom?q=nowhereatall"):
        feed = atom_rules.checked(client.get(address).data)
        own = feed.xpath("//*[local-name()='link'][@rel='self']/@href")[0]
        assert own == f"http://localhost{address}"
    names = feed.xpath("//*[local-name()='entry']")
    assert names == []
    feed = atom_rules.checked(client.get("/offers.atom?kind=validation").data)
    shown = feed.xpath("//*[local-name()='entry']/*[local-name()='id']/text()")
    found = client.get("/api/v1/offers?kind=validation&sort=newest").get_json()
    assert shown == [item["url"] for item in found["items"]]


def test_a_table_holds_what_the_search_finds_in_its_order(client: FlaskClient) -> None:
    found = client.get("/api/v1/offers?kind=training&sort=cheapest&per_page=100").get_json()
    written = rows(client, "/offers.csv?kind=training&sort=cheapest")
    assert [row["Public code"] for row in written] == [item["code"] for item in found["items"]]
    for row, item in zip(written, found["items"], strict=True):
        run = item["next_run"] or {}
        price = (run.get("price") or {}).get("amount")
        assert row["Price you pay"] == ("" if price is None else f"{price / 100:.2f}")
        assert row["Starts"] == (run.get("start") or "")[:10]
        assert row["Hours"] == ("" if item["hours"] is None else f"{item['hours']:g}")
    answer = client.get("/offers.csv?kind=training")
    assert (answer.headers["X-Shown-Count"], answer.headers["X-Total-Count"]) == (str(found["total"]),) * 2
    assert "Titre" in rows(client, "/fr/offers.csv?kind=training")[0]


def test_long_answers_end_and_say_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (table, calendars, feeds):
        monkeypatch.setattr(module, "MOST", 3)
    answer = client.get("/offers.csv")
    assert (answer.headers["X-Truncated"], answer.headers["X-Shown-Count"]) == ("true", "3")
    assert len(rows(client, "/offers.csv")) == 3
    assert client.get("/offers.ics").headers["X-Truncated"] == "true"
    assert len(atom_rules.checked(client.get("/feed.atom").data).xpath("//*[local-name()='entry']")) == 3


@pytest.mark.parametrize("kind", ["guidance", "training"])
def test_a_calendar_counts_the_offers_it_tells_of(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/offers.ics?kind={kind}")
    calendar = strict_calendar.read(answer.data)
    told = {one.value("URL") for one in calendar.inside if one.name == "VEVENT"}
    total = client.get(f"/api/v1/offers?kind={kind}").get_json()["total"]
    assert 0 < len(told) < total, "some offers have no date"
    assert (answer.headers["X-Shown-Count"], answer.headers["X-Total-Count"]) == (str(len(told)), str(total))
    assert answer.headers["X-Truncated"] == "false"


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/offers.csv?page=2&kind=training", "/offers.csv?kind=training"),
        ("/fr/offers.atom?sort=soonest&mode=online", "/fr/offers.atom?mode=online"),
    ],
)
def test_a_search_has_one_address(client: FlaskClient, address: str, leads_to: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    ("address", "parameter", "value", "expected"),
    [
        ("/offers.csv?mode=onsiet", "mode", "onsiet", "onsite"),
        ("/fr/offers.csv?near=Luxembuorg", "near", "Luxembuorg", "Luxembourg"),
        ("/fr/offers.atom?kind=nonsense&q=x", "kind", "nonsense", "training"),
        ("/offers.ics?foo=1", "foo", "1", "q"),
        ("/feed.atom?x=1", "x", "1", ""),
        ("/offers.csv?price=cheap", "price", "cheap", ""),
    ],
)
def test_a_file_is_refused_where_a_page_would_forget_the_mistake(
    client: FlaskClient, address: str, parameter: str, value: str, expected: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    told = json.loads(answer.data)
    assert (told["parameter"], told["value"], told["status"]) == (parameter, value, 400)
    assert told["detail"].endswith(".")
    assert not expected or expected in told["expected"]


def test_a_calendar_of_a_search_has_starts_and_last_days(client: FlaskClient) -> None:
    said = entries(client, "/offers.ics")
    assert any(words.startswith("Last day to enrol: ") for words in said)
    assert any(not words.startswith(("Last day", "Enrolment")) for words in said)
    assert entries(client, "/events.ics")


def test_nothing_is_made_while_the_index_is_away(ctx: Flask) -> None:
    builders.listed()
    client = ctx.test_client()
    assert [client.get(f"/offers.{ending}").status_code for ending in ("csv", "ics", "atom")] == [503] * 3
    indexer.rebuild()
    assert [client.get(f"/offers.{ending}").status_code for ending in ("csv", "ics", "atom")] == [200] * 3


def test_each_page_has_the_endings_the_readme_names_and_no_other(shown: Flask) -> None:
    client = shown.test_client()
    offer = page(client, "/offers").xpath("//li[@class='row']//h3/a/@href")[0]
    named = {
        offer: "jsonld ics",
        EVENT: "jsonld ics",
        PROVIDER: "jsonld",
        "/offers": "ics atom csv",
        "/events": "ics",
        "/decisions": "atom",
        "/feed": "atom",
    }
    endings = ("jsonld", "ics", "atom", "csv")
    found = {at: [end for end in endings if client.get(f"{at}.{end}").status_code == 200] for at in named}
    assert {at: " ".join(ends) for at, ends in found.items()} == named
