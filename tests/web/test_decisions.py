"""The public decisions narrowed, as page, feed and data; one decision with its verdicts, what concerns it, and the way
to its proof."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from registry import worker
from registry.ledger import check, signing
from registry.quality import queries
from registry.quality import service as quality
from tests import builders
from tests.web.reading import page, total, words

ATOM = "{http://www.w3.org/2005/Atom}"
WISH = "kind=offer&outcome=suspend"


@pytest.fixture
def client(shown: Flask) -> FlaskClient:
    return shown.test_client()


@pytest.mark.one_database
def test_every_filter_leads_to_as_many_decisions_as_it_says(client: FlaskClient) -> None:
    for address in ("/decisions", f"/decisions?{WISH}"):
        for option in page(client, address).xpath("//aside//li[@class='opt'][a]"):
            href, said = option.xpath("./a/@href")[0], option.xpath("./span/text()")[0]
            assert total(page(client, href)) == int(said.replace(",", "")), href


@pytest.mark.one_database
def test_one_wish_has_one_address_and_what_is_no_filter_vanishes(client: FlaskClient) -> None:
    for asked, canonical in (
        ("?outcome=suspend&kind=offer", f"?{WISH}"),
        ("?kind=&outcome=list&page=1", "?outcome=list"),
        ("?kind=training", ""),
        ("?outcome=list&outcome=refuse", "?outcome=list"),
        ("?month=2026-13&kind=offer", "?kind=offer"),
        ("?provider=" + "x" * 90, ""),
        ("?provider=Open-House", "?provider=open-house"),
        ("?sort=up&criterion=price", "?criterion=price"),
    ):
        answer = client.get("/decisions" + asked)
        assert answer.status_code == 302, asked
        final = client.get("/decisions" + asked, follow_redirects=True)
        assert final.request.full_path.rstrip("?") == "/decisions" + canonical, asked
    assert words(page(client, "/decisions?provider=nobody"), "//h1") == "0 decisions"
    chips = page(client, f"/decisions?{WISH}").xpath("//a[@class='chip']/@href")
    assert chips == ["/decisions?outcome=suspend", "/decisions?kind=offer"]


@pytest.mark.one_database
def test_the_feed_holds_the_same_decisions_and_refuses_what_it_does_not_know(client: FlaskClient) -> None:
    tree = page(client, f"/fr/decisions?{WISH}")
    feed = tree.xpath("//link[@type='application/atom+xml']/@href")[-1]
    assert feed == f"/fr/decisions.atom?{WISH}"
    answer = client.get(feed)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == total(page(client, f"/decisions?{WISH}"))
    numbers = [entry.findtext(f"{ATOM}id") for entry in entries]
    shown = tree.xpath("//table//th/a/@href")
    assert numbers == [f"http://localhost{href.removeprefix('/fr')}" for href in shown]
    assert client.get("/decisions.atom?page=2").status_code == 400
    assert client.get("/decisions.atom?kind=course").status_code == 400
    assert client.get("/decisions.atom?outcome=suspend&kind=offer").location == f"/decisions.atom?{WISH}"


@pytest.mark.one_database
def test_the_api_gives_them_in_the_envelope_of_every_list(client: FlaskClient) -> None:
    body = client.get(f"/api/v1/decisions?{WISH}&lang=fr&per_page=1").get_json()
    assert set(body) == {"items", "total", "page", "per_page", "facets", "links"}
    assert body["total"] == total(page(client, f"/decisions?{WISH}"))
    assert set(body["facets"]) == {"kind", "outcome", "provider", "criterion", "month"}
    for name, options in body["facets"].items():
        for option in options:
            asked = "&".join(part for part in WISH.split("&") if not part.startswith(name + "="))
            found = client.get(f"/api/v1/decisions?{asked}&{name}={option['value']}").get_json()
            assert found["total"] == option["count"], (name, option)
    outcome = next(option for option in body["facets"]["outcome"] if option["selected"])
    assert (outcome["value"], outcome["label"]) == ("suspend", "Suspendu")
    one = client.get(f"/api/v1/decisions/{body['items'][0]['number']}?lang=fr").get_json()
    assert {**body["items"][0], "concerned_by": one["concerned_by"], "ledger": one["ledger"]} == one
    entry = client.get(one["ledger"]["url"]).get_json()["items"]
    assert [item["seq"] for item in entry] == [one["number"]]
    for bad in ("?kind=x", "?foo=1", "?month=2026-1", "?outcome=", "?page=0", "?criterion=x", "?lang=it"):
        answer = client.get(f"/api/v1/decisions{bad}")
        assert answer.status_code == 400, bad
        assert answer.get_json()["parameter"] == bad[1:].partition("=")[0]
    assert client.get("/api/v1/decisions/99999").status_code == 404


def test_a_decision_shows_each_verdict_with_its_rule_and_the_way_to_its_proof(ctx: Flask) -> None:
    code = builders.decided()
    number = queries.latest(1).items[0].number
    worker.once()
    client = ctx.test_client()
    tree = page(client, f"/decisions/{number}")
    verdicts = tree.xpath("//section[@aria-labelledby='why']//li//a[starts-with(@href, '/rules')]")
    decided = queries.one(number)
    assert decided is not None
    assert len(verdicts) == len(decided.findings) > 5
    anchors = {link.get("href").partition("#")[2] for link in verdicts}
    assert anchors == set(decided.findings)
    proof = tree.xpath("//section[@aria-labelledby='ledger']//li/a/@href")
    assert proof == [f"/offers/{code}/proof.json", f"/ledger/entries?start={number}&count=1", "/ledger?lang=en"]
    assert all(client.get(href).status_code == 200 for href in proof)


def test_what_is_masked_shows_only_what_was_not_met(ctx: Flask) -> None:
    builders.decided(action="refuse", reasons=["Secret."], criteria={"price": "not-met", "outcomes": "met"})
    number = queries.latest(1).items[0].number
    tree = page(ctx.test_client(), f"/decisions/{number}")
    verdicts = tree.xpath("//section[@aria-labelledby='why']//li")
    assert len(verdicts) == 1
    assert "not met" in words(verdicts[0], ".")
    assert not tree.xpath("//a[contains(@href, 'proof.json')]")
    told = ctx.test_client().get(f"/api/v1/decisions/{number}").get_json()
    assert (told["masked"], told["subject"], told["provider"], told["findings"]) == (True, None, None, {})
    assert told["not_met"] == ["price"]


def test_a_decision_and_those_about_it_lead_to_each_other_also_when_its_words_are_gone(ctx: Flask) -> None:
    code = builders.decided(conditions="Name nobody.", review_by="2027-03-01")
    number = queries.latest(1).items[0].number
    erasing = quality.confirm(builders.SECOND, quality.redact(builders.ADMIN, number, "It named a person."))
    client = ctx.test_client()
    later = page(client, f"/decisions/{number}")
    assert later.xpath("//section[@aria-labelledby='what']//li/a/@href") == [f"/decisions/{erasing}"]
    assert "erased" in words(later, "//p[@class='note']")
    back = page(client, f"/decisions/{erasing}")
    assert back.xpath("//section[@aria-labelledby='what']//dd/a/@href")[2] == f"/decisions/{number}"
    assert "Decided by two people." in words(back, "//main")
    assert client.get(f"/api/v1/decisions/{number}").get_json()["concerned_by"] == [erasing]
    signing.sign()
    proof = client.get(f"/offers/{code}/proof.json").get_json()
    assert [decision["words"] is None for decision in proof["decisions"]] == [True, False]
    assert check.check_offer(proof, check.Checkpoint(proof["checkpoint"]))


@pytest.mark.one_database
def test_a_provider_is_told_by_the_name_it_had_and_todays_beside_it(ctx: Flask) -> None:
    code, client = builders.vetted_provider(name="Harbour House"), ctx.test_client()
    assert words(page(client, "/decisions/1"), "//p[@class='lead']") == "Harbour House"
    seen = builders.provider_row(code).counter
    builders.provider_service.update(builders.member(code), code, {"name": "The University"}, seen)
    told = "Harbour House (today: The University)"
    assert words(page(client, "/decisions/1"), "//p[@class='lead']") == told
    assert told in words(page(client, "/decisions"), "//table")
    assert told in client.get("/decisions.atom").text
    one = client.get("/api/v1/decisions/1").get_json()
    assert (one["subject"]["title"], one["provider"]["name"]) == ("Harbour House", "The University")
    assert "Wer entschieden hat" in words(page(client, "/de/decisions/1"), "//main")
