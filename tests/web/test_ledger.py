"""The page that explains the ledger: in the language asked for, else the browser's; no language before its address;
what it tells is the present state, and what it tells people to do works."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.ledger import watch
from tests.web.reading import page, words


@pytest.fixture
def client(shown: Flask) -> FlaskClient:
    return shown.test_client()


def in_language(client: FlaskClient, address: str, accept: str = "") -> str:
    answer = client.get(address, headers={"Accept-Language": accept})
    assert answer.status_code == 200
    return str(answer.headers["Content-Language"])


@pytest.mark.one_database
def test_its_language_is_the_one_asked_for_or_else_the_browsers(client: FlaskClient) -> None:
    assert in_language(client, "/ledger") == "en"
    assert in_language(client, "/ledger", "it, de-AT;q=0.8, en;q=0.5") == "de"
    assert in_language(client, "/ledger?lang=fr", "de") == "fr"
    assert in_language(client, "/ledger?lang=en", "de") == "en"
    assert "Accept-Language" in client.get("/ledger").headers["Vary"]
    assert client.get("/fr/ledger").status_code == 404
    for stray in ("/ledger?lang=it", "/ledger?lang=FR", "/ledger?x=1", "/ledger?lang=fr&utm=1"):
        answer = client.get(stray, headers={"Accept-Language": "fr"})
        assert (answer.status_code, answer.location) == (302, "/ledger"), stray


@pytest.mark.one_database
def test_it_leads_to_pages_in_its_language_and_they_to_it(client: FlaskClient) -> None:
    tree = page(client, "/ledger?lang=fr")
    assert tree.xpath("//nav//a[@href='/fr/decisions']")
    assert tree.xpath("//link[@rel='canonical']/@href") == ["http://localhost/ledger?lang=fr"]
    alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
    assert alternates["de"] == "http://localhost/ledger?lang=de"
    assert page(client, "/fr/decisions").xpath("//footer//a[@href='/ledger?lang=fr']")
    assert "<loc>http://localhost/ledger?lang=de</loc>" in client.get("/sitemap-pages.xml").text


@pytest.mark.one_database
def test_it_tells_the_present_state_and_says_so_when_something_does_not_hold(client: FlaskClient, shown: Flask) -> None:
    tree = page(client, "/ledger")
    size = client.get("/ledger/entries").get_json()["size"]
    assert f"The ledger has {size:,} entries." in words(tree, "//main")
    assert "everything held" in words(tree, "//main")
    assert client.get("/ledger/checkpoint").text.splitlines()[2] in words(tree, "//main")
    told = [code.text_content() for code in tree.xpath("//ol//code")]
    addresses = re.findall(r"http://localhost([^\s']+)", "\n".join(told))
    assert len(addresses) == 6
    for address in addresses:
        assert client.get(address.removesuffix("&to=N")).status_code == 200, address
    with shown.app_context():
        watch.record(watch.WHOLE, "entry 1: forged")
    assert "something that does not hold" in words(page(client, "/ledger"), "//main")


@pytest.mark.one_database
def test_before_anything_is_signed_it_still_explains(ctx: Flask) -> None:
    tree = page(ctx.test_client(), "/ledger")
    assert "The ledger has 0 entries." in words(tree, "//main")
    assert not tree.xpath("//*[@id='newest']")
