"""The offers linked to an event: every number is the total behind its link, an address holds the whole state, and the
same stands on paper and in the pictures of shared links."""

import re
import struct
import zlib
from typing import Any

import pytest
from flask import Flask
from lxml import html

from registry import worker
from registry.catalogue import queries as catalogue
from registry.events import service as events
from registry.kernel.actor import OPERATOR
from registry.web import qr, share_image
from tests import builders
from tests.asking import heard
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database

POLICY = "/events/policy-event-ila-micro-credentials-2022"
OFFERS = "//section[@id='offers']"


def range_total(tree: Any) -> int:
    return int(words(tree, f"{OFFERS}//p[@class='bar sm']").split()[-1])


def numbered(tree: Any, inside: str) -> list[tuple[int, str]]:
    return [(int(words(link, ".//b")), link.get("href")) for link in tree.xpath(f"{inside}//a[@class='opt']")]


def test_each_topic_has_as_many_offers_as_its_number_says(shown: Flask) -> None:
    client = shown.test_client()
    topics = numbered(page(client, POLICY), "//div[@class='topics']")
    assert len(topics) >= 9
    for number, href in topics:
        assert href.endswith("#offers")
        tree = page(client, href.removesuffix("#offers"))
        assert range_total(tree) == number
        for link in tree.xpath(f"{OFFERS}/div/p/a"):
            assert total(page(client, link.get("href"))) == number, "the search finds the same"


def test_each_filter_leaves_as_many_as_its_number_says(shown: Flask) -> None:
    client = shown.test_client()
    for address in (POLICY, f"{POLICY}?topic=5", f"{POLICY}?mode=online&language=en"):
        found = numbered(page(client, address), "//aside")
        assert len(found) >= 15
        for number, href in found:
            assert range_total(page(client, href.removesuffix("#offers"))) == number, href


def test_no_offer_stands_twice_and_pages_hold_all_of_them(shown: Flask) -> None:
    client = shown.test_client()
    address, seen = POLICY, []
    while address:
        tree = page(client, address)
        assert len(tree.xpath("//*[@id='offers']//li[@class='row']")) <= 6
        seen += tree.xpath("//li[@class='row']//h4/a/@href")
        address = next(iter(tree.xpath(f"{OFFERS}//a[@rel='next']/@href")), "").removesuffix("#offers")
    assert len(seen) == len(set(seen)) == range_total(tree)


def test_more_rows_cost_no_more_questions(demonstration: Flask) -> None:
    client = demonstration.test_client()
    tree = page(client, POLICY)
    last = tree.xpath(f"{OFFERS}//div[@class='pages']/a[not(@rel)]/@href")[-1].removesuffix("#offers")
    assert len(page(client, last).xpath("//li[@class='row']")) < len(tree.xpath("//li[@class='row']"))
    counts = []
    for address in (POLICY, last):
        with heard(demonstration) as statements:
            client.get(address)
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0


def test_what_is_chosen_can_be_taken_back(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, f"{POLICY}?mode=online")
    (chip,) = tree.xpath("//a[@class='chip']")
    assert "Online" in chip.text_content()
    assert chip.get("href") == f"{POLICY}#offers"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?topic=1", ""),  # what one sees without asking is not named
        ("?topic=99", ""),
        ("?topic=3&topic=4", "?topic=3"),
        ("?colour=red", ""),
        ("?mode=by-owl", ""),
        ("?kind=training&topic=5", "?topic=5"),  # its own search has chosen the kind
        ("?price=free&mode=online", "?mode=online&price=free"),
        ("?page=48", ""),
        ("?page=0", ""),
    ],
)
def test_an_address_that_cannot_be_read_leads_to_one_that_can(shown: Flask, query: str, kept: str) -> None:
    answer = shown.test_client().get(POLICY + query)
    for _again in range(3):
        if answer.status_code != 302:
            break
        last = answer.location.removesuffix("#offers")
        answer = shown.test_client().get(last)
    assert answer.status_code == 200
    assert last == POLICY + kept


def test_the_page_costs_the_same_light_weight_in_every_state(shown: Flask) -> None:
    client = shown.test_client()
    for address in (
        POLICY,
        f"{POLICY}?topic=3&page=2",
        "/events/demonstration-prove-it-afternoon",
        f"{POLICY}/handout",
    ):
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert len(answer.data) < 30_000, address


def test_a_sheet_says_one_offer_where_there_is_one(app: Flask) -> None:
    """Of a second topic that has only the offer printed under the first."""
    with app.app_context():
        builders.listed()
        topics = [{"title": {"en": name}, "query": "kind=training"} for name in ("First", "Second")]
        events.save(OPERATOR, builders.event_letter(showcase=topics))
        worker.once()
    client = app.test_client()
    for prefix, said in (("", "1 offer in all"), ("/fr", "1 offre en tout"), ("/de", "Insgesamt 1 Angebot,")):
        text = words(page(client, f"{prefix}/events/open-evening/handout"), "//main")
        assert said in text, prefix
        assert "1 offers" not in text


def test_a_sheet_reads_the_offers_of_all_topics_at_once(demonstration: Flask) -> None:
    with demonstration.app_context():
        for slug, kinds in (("one-topic", ["training"]), ("many-topics", ["training", "guidance", "validation"] * 3)):
            topics = [{"title": {"en": f"{kind} {at}"}, "query": f"kind={kind}"} for at, kind in enumerate(kinds)]
            events.save(OPERATOR, builders.event_letter(slug=slug, showcase=topics))
    client = demonstration.test_client()
    counts = []
    for slug in ("one-topic", "many-topics"):
        with heard(demonstration) as statements:
            printed = page(client, f"/events/{slug}/handout").xpath("//li[@class='paper']")
        counts.append((len(statements), len(printed)))
    (few, three), (many, most) = counts
    assert few == many <= 7
    assert most > 5 * three == 15


def test_a_sheet_leads_to_pages_in_its_language_and_says_dates_as_it_does(shown: Flask) -> None:
    tree = page(shown.test_client(), f"/de{POLICY}/handout")
    assert f"localhost/de{POLICY}" in words(tree, "//header")
    for link in tree.xpath("//li[@class='paper']//a"):
        assert link.text == f"localhost{link.get('href')}"
        assert link.get("href").startswith("/de/offers/")
    facts = [words(line, ".") for line in tree.xpath("//li[@class='paper']//h4/following-sibling::p[1]")]
    assert any(re.search(r" · \d{1,2}\. (Jan|Feb|Apr|Nov|Dez)\.( \d{4})?, ", line) for line in facts), facts
    assert not any(re.search(r"\d (Jan|Feb|Apr|Nov|Dez)\b", line) for line in facts), facts


def test_the_sheet_has_every_offer_once_with_address_and_code(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, f"{POLICY}/handout")
    assert not tree.xpath("//nav")
    assert not tree.xpath("//script")
    links = tree.xpath("//li[@class='paper']//a")
    assert len(links) > 15
    assert len({link.get("href") for link in links}) == len(links)
    for link in links:
        assert link.text == f"localhost{link.get('href')}"
        assert client.get(link.get("href")).status_code == 200
    assert len(tree.xpath("//svg[@class='qr']")) == len(links) + 1
    agenda = [words(heading, ".") for heading in tree.xpath("//section/h2")]
    assert agenda[0] == "15:00 Opening remarks"
    page(client, "/events/nothing/handout", 404)


def test_a_code_is_drawn_module_by_module() -> None:
    code = qr.code("http://localhost/offers/DEMO-0000-0000")
    assert code.size == 29 + 2 * qr.QUIET
    assert code.path.startswith("M4 4h7v1h-7z"), "the first finder pattern begins with seven dark modules"


def test_shared_links_bring_title_words_and_a_picture(shown: Flask) -> None:
    client = shown.test_client()
    offer = page(client, "/offers").xpath("//li[@class='row']//h3/a/@href")[0]
    for address in (POLICY, "/fr" + POLICY, offer):
        tree = html.document_fromstring(client.get(address).get_data(as_text=True))
        told = {
            item.get("property") or item.get("name"): item.get("content") for item in tree.xpath("//meta[@content]")
        }
        assert " ".join(told["og:title"].split()) == words(tree, "//h1")
        assert told["og:url"] == f"http://localhost{address}"
        assert told["og:image:alt"]
        assert told["twitter:card"] == "summary_large_image"
        picture = client.get(told["og:image"].removeprefix("http://localhost"))
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        assert len(picture.data) <= 40_000
        assert struct.unpack(">II", picture.data[16:24]) == (1200, 630)
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")


def test_an_offers_picture_shows_its_own_fingerprint() -> None:
    one, other = share_image.draw({"1.1": 2}), share_image.draw({"1.1": 8, "5.4": None})
    assert one != other
    assert share_image.draw({"5.4": None, "1.1": 8}) is other, "drawn once"
    assert share_image.draw({"5.4": 1, "1.1": 8}) is other, "what looks the same is the same picture"
    for data in (one, other, share_image.whole()):
        begin = data.index(b"IDAT") + 4
        length = int.from_bytes(data[begin - 8 : begin - 4], "big")
        pixels = zlib.decompress(data[begin : begin + length])
        assert len(pixels) == 630 * 1201
    assert set(zlib.decompress(one[one.index(b"IDAT") + 4 : -16])) == {0, 1, 2, 3}


def test_only_listed_offers_have_a_picture(shown: Flask) -> None:
    client = shown.test_client()
    for code in ("DEMO-0000-0000", "nothing"):
        page(client, f"/offers/{code}/card.png", 404)
    with shown.app_context():
        assert catalogue.public("DEMO-0000-0000") is None
