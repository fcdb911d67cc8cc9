"""Every page of the portal: it answers in each language, has its landmarks, and leads nowhere that is not there."""

import shutil
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from registry import config
from registry.web.portal import home
from tests.asking import heard
from tests.web.reading import links, page, total, words

EVENT = "/events/policy-event-ila-micro-credentials-2022"
ADDRESSES = (
    "/", "/offers", "/offers?kind=training&sort=soonest", "/competences", "/competences/1", "/competences/1.3",
    "/providers", "/providers/open-latch-collective", "/events", EVENT, "/decisions", "/decisions/1",
    "/providers?kind=library", "/places", "/rules", "/rules/ranking", "/help", "/about", "/contact", "/legal",
    "/privacy", "/accessibility", "/developers", "/statistics",
)  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize(("prefix", "tag"), [("", "en"), ("/fr", "fr"), ("/de", "de")])
def test_pages_answer_in_every_language(shown: Flask, prefix: str, tag: str) -> None:
    client = shown.test_client()
    for address in ADDRESSES:
        tree = page(client, prefix + address)
        assert tree.get("lang") == tag, address
        assert len(tree.xpath("//h1")) == 1, address
        assert words(tree, "//title").endswith("– Public Index of digital skills"), address
        assert [len(tree.xpath(f"//body/{name}")) for name in ("header", "main", "footer")] == [1, 1, 1], address


def test_pages_name_themselves_in_the_other_languages(shown: Flask) -> None:
    client, base = shown.test_client(), "http://localhost"
    for address in ADDRESSES:
        tree = page(client, "/fr" + address)
        alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
        assert alternates == {
            "en": base + address,
            "fr": f"{base}/fr{address}",
            "de": f"{base}/de{address}",
            "x-default": base + address,
        }


@pytest.mark.one_database
def test_every_link_leads_somewhere(shown: Flask) -> None:
    client = shown.test_client()
    waiting, seen = ["/", "/fr/"], set()
    while waiting and len(seen) < 150:
        address = waiting.pop(0)
        path = urlsplit(address).path
        # of the many searches a page can ask for, one each is enough
        key = path if path.endswith("/offers") and len(seen) > 40 else address
        if key in seen:
            continue
        seen.add(key)
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code in (200, 410), f"{address} answered {answer.status_code}"
        if answer.mimetype == "text/html":
            waiting += links(page(client, address, answer.status_code))
    assert len(seen) > 60


def test_links_keep_the_language(shown: Flask) -> None:
    tree = page(shown.test_client(), "/de/offers")
    for href in links(tree, "//main") + links(tree, "//nav"):
        assert href.startswith(("/de/", "/api/")) or href == "/ledger?lang=de", href


def test_a_text_in_another_language_says_so(shown: Flask) -> None:
    client = shown.test_client()
    foreign = [heading.get("href") for heading in page(client, "/offers").xpath("//li[@class='row']//h3/a[@lang='de']")]
    assert foreign, "the shown has offers in German only"
    tree = page(client, foreign[0])
    assert tree.xpath("//h1/@lang") == ["de"]
    assert page(client, "/de" + foreign[0]).xpath("//h1/@lang") == []


def numbered(home: Any) -> list[tuple[str, str]]:
    """Every number of the home page that has a link, with the link."""
    found = [(link.text_content().split()[0], link.get("href")) for link in home.xpath("//a[contains(@class,'c b')]")]
    found += [(words(link, ".//b"), link.get("href")) for link in home.xpath("//ul[@class='doors']//a")]
    lines = home.xpath("//ul[@class='tally']/li")
    return found + [(words(line, "./span"), line.xpath("./a/@href")[0]) for line in lines]


def test_numbers_on_the_home_page_are_what_their_links_show(shown: Flask) -> None:
    client = shown.test_client()
    found = numbered(page(client, "/"))
    assert len(found) > 40
    for number, href in found:
        assert total(page(client, href)) == int(number), href
    claim = words(page(client, "/"), "//h1/following-sibling::p")
    assert claim.startswith(f"{total(page(client, '/offers'))} offers from ")
    assert "Last decision: " in claim


def test_numbers_on_the_home_page_are_true_without_an_index(demonstration: Flask) -> None:
    client = demonstration.test_client()
    with_index = numbered(page(client, "/"))
    with demonstration.app_context():
        shutil.rmtree(config.current().index_dir)
    found = numbered(page(client, "/"))
    assert len(found) > 20
    assert set(found) <= set(with_index), "nothing changes but what cannot be counted"
    for number, href in found:
        assert total(page(client, href)) == int(number), href


def statements(app: Flask, address: str) -> int:
    """How many questions the database is asked for one page."""
    app.test_client().get(address)  # fills what a process remembers
    with heard(app) as seen:
        assert app.test_client().get(address).status_code == 200, address
    return len(seen)


def test_a_longer_list_costs_no_more_questions(demonstration: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ("per_page={}", "near=Trier&radius=100&per_page={}", "q=online&per_page={}"):
        assert statements(demonstration, f"/offers?{query.format(5)}") == statements(
            demonstration, f"/offers?{query.format(21)}"
        )
    few = statements(demonstration, "/")
    monkeypatch.setattr(home, "SOON", 20)
    assert statements(demonstration, "/") == few > 0
