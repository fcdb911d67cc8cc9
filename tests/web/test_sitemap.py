"""What search engines are told: every public page once in each language, none that is not there."""

import re

import pytest
from flask import Flask
from lxml import etree

from registry.catalogue import queries as catalogue
from registry.web.reuse import sitemap

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ALTERNATE = "{http://www.w3.org/1999/xhtml}link"
BASE = "http://localhost"


def parts(app: Flask) -> list[str]:
    index = etree.fromstring(app.test_client().get("/sitemap.xml").data)
    return [loc.text.removeprefix(BASE) for loc in index.iter(f"{MAP}loc")]


def addresses(app: Flask, part: str) -> list[str]:
    tree = etree.fromstring(app.test_client().get(part).data)
    return [loc.text.removeprefix(BASE) for loc in tree.iter(f"{MAP}loc")]


def test_every_address_answers_and_is_its_own_canonical_one(shown: Flask) -> None:
    client = shown.test_client()
    found = [address for part in parts(shown) for address in addresses(shown, part)]
    assert len(set(found)) == len(found) > 100
    for address in found:
        if address.startswith("/fr/") and not address.startswith("/fr/competences"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert f'rel="canonical" href="{BASE}{address}"' in answer.get_data(as_text=True), address


def test_all_offers_are_told_with_the_day_they_were_listed(shown: Flask) -> None:
    with shown.app_context():
        codes = catalogue.newest(1000)
    tree = etree.fromstring(shown.test_client().get("/sitemap-offers-1.xml").data)
    told = [loc.text for loc in tree.iter(f"{MAP}loc")]
    prefixes = ("", "/fr", "/de")
    assert sorted(told) == sorted(f"{BASE}{prefix}/offers/{code}" for prefix in prefixes for code in codes)
    for entry in tree.iter(f"{MAP}url"):
        assert re.match(r"20\d\d-\d\d-\d\dT", entry.findtext(f"{MAP}lastmod"))
        others = {link.get("hreflang"): link.get("href") for link in entry.iter(ALTERNATE)}
        assert set(others) == {"en", "fr", "de", "x-default"}
        assert entry.findtext(f"{MAP}loc") in others.values()


def test_a_long_list_comes_in_parts(demonstration: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(demonstration, "/sitemap-offers-1.xml")
    monkeypatch.setattr(sitemap, "MOST", 15)
    found = [part for part in parts(demonstration) if "offers" in part]
    assert len(found) == -(-len(whole) // 15) > 1
    told = [addresses(demonstration, part) for part in found]
    assert max(map(len, told)) == 15
    assert sorted(address for part in told for address in part) == sorted(whole)
    beyond = f"/sitemap-offers-{len(found) + 1}.xml"
    for address in (beyond, "/sitemap-offers-0.xml", "/fr/sitemap.xml", "/fr/sitemap-offers-1.xml", "/fr/robots.txt"):
        assert demonstration.test_client().get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("/", True),
        ("/offers", True),
        ("/fr/offers?kind=training&page=2", True),
        ("/offers?kind=training&level=2&mode=online", False),
        ("/de/offers.csv?a=1&b=2&c=3", False),
        ("/offers/DEMO-0000-0000.jsonld", True),
        ("/sitemap.xml", True),
    ],
)
def test_robots_are_kept_from_endless_filters(app: Flask, address: str, open_: bool) -> None:
    text = app.test_client().get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://localhost/sitemap.xml" in text
    patterns = re.findall(r"^Disallow: (\S+)$", text, re.MULTILINE)
    closed = any(re.match(re.escape(pattern).replace(r"\*", ".*"), address) for pattern in patterns)
    assert closed is not open_


def test_a_browser_learns_to_search_here(app: Flask) -> None:
    tree = etree.fromstring(app.test_client().get("/de/opensearch.xml").data)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = {url.get("type"): url.get("template") for url in tree.iter(f"{name}Url")}
    assert templates["text/html"] == "http://localhost/de/offers?q={searchTerms}"
    assert len(tree.findtext(f"{name}ShortName")) <= 16
    assert tree.findtext(f"{name}Language") == "de"
    assert len(tree.findtext(f"{name}Description")) <= 1024
