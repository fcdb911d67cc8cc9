"""The result list: its address is its state, its numbers are true, and an empty result shows ways out."""

import shutil
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask

from registry import config
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("?q=&region=&kind=", ""),
        ("?foo=1", ""),
        ("?kind=training&kind=nonsense", "?kind=training"),
        ("?page=0", ""),
        ("?page=x&q=data", "?q=data"),
        ("?level=3&kind=training", "?kind=training&level=3"),
        ("?sort=best&page=1", ""),
    ],
)
def test_an_address_written_otherwise_leads_to_the_canonical_one(shown: Flask, asked: str, canonical: str) -> None:
    client = shown.test_client()
    answer = client.get("/de/offers" + asked, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.full_path.rstrip("?") == "/de/offers" + canonical
    assert all(step.status_code == 302 for step in answer.history)


def test_a_page_beyond_the_last_leads_to_the_last(shown: Flask) -> None:
    client = shown.test_client()
    total = client.get("/api/v1/offers").get_json()["total"]
    answer = client.get("/offers?page=40")
    assert answer.headers["Location"] == f"/offers?page={-(-total // 20)}"


@pytest.mark.parametrize("chosen", ["", "kind=training", "mode=online&mode=onsite&price=0-100", "open=now&q=online"])
def test_each_number_beside_a_filter_is_the_total_with_it(shown: Flask, chosen: str) -> None:
    client = shown.test_client()
    boxes = page(client, f"/offers?{chosen}" if chosen else "/offers").xpath("//label[contains(@class,'opt')]")
    assert len(boxes) > 20
    for box in boxes[::3]:
        entry = box.find("input")
        number = int(box.xpath("./span[@class='soft']")[0].text)
        # within its own group the number says what there would be instead
        others = [pair for pair in parse_qsl(chosen) if pair[0] != entry.get("name")]
        asked = "/offers?" + urlencode([*others, (entry.get("name"), entry.get("value"))])
        assert total(page(client, asked)) == number, asked


def test_a_chip_takes_exactly_its_filter_away(shown: Flask) -> None:
    tree = page(shown.test_client(), "/offers?kind=training&mode=onsite&mode=online")
    chips = {" ".join(chip.text_content().split()): chip.get("href") for chip in tree.xpath("//a[@class='chip']")}
    assert chips == {
        "Remove filter Training": "/offers?mode=online&mode=onsite",
        "Remove filter Online": "/offers?kind=training&mode=onsite",
        "Remove filter On site": "/offers?kind=training&mode=online",
    }


def test_the_form_keeps_what_it_does_not_show(shown: Flask) -> None:
    tree = page(shown.test_client(), "/offers?near=Arlon&radius=100&sort=nearest&per_page=5")
    hidden = {entry.get("name"): entry.get("value") for entry in tree.xpath("//form//input[@type='hidden']")}
    assert hidden == {"sort": "nearest", "per_page": "5"}
    assert tree.xpath("//input[@name='near']/@value") == ["Arlon"]
    assert tree.xpath("//input[@name='radius' and @type='radio' and @checked]/@value") == ["100"]


def test_pages_are_linked_with_everything_else_kept(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?kind=training&per_page=3&page=2")
    assert words(tree, "//title").startswith(f"{total(tree)} offers (Training), page 2")
    assert tree.xpath("//nav[@aria-label='Pages']//a[@rel='prev']/@href") == ["/offers?kind=training&per_page=3"]
    assert tree.xpath("//nav[@aria-label='Pages']//a[@rel='next']/@href") == ["/offers?kind=training&page=3&per_page=3"]
    assert words(tree, "//*[@role='status']").startswith("4–6 of")


def test_the_row_shows_the_run_that_matched(shown: Flask) -> None:
    client = shown.test_client()
    months = page(client, "/offers").xpath("//input[@name='starts']/@value")
    names = {"2026-11": "Nov", "2026-12": "Dec", "2027-01": "Jan", "2027-02": "Feb", "2027-03": "Mar"}
    dated = 0
    assert len(months) >= 4
    for month in months[:4]:
        tree = page(client, f"/offers?starts={month}&kind=training")
        starts = [" ".join(row.text_content().split()) for row in tree.xpath("//li[@class='row']/p[@class='day']/b")]
        assert starts, month
        assert all(start == "Now" or start.endswith(" " + names[month]) for start in starts), (month, starts)
        dated += sum(start != "Now" for start in starts)
    assert dated >= 4


def test_a_word_not_in_the_title_says_where_it_was_found(shown: Flask) -> None:
    tree = page(shown.test_client(), "/offers?q=portfolio")
    assert total(tree) > 0
    assert "Matches" in words(tree, "//ol")


def test_an_empty_result_shows_what_letting_one_thing_go_would_give(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?q=spreadsheet&kind=guidance&mode=online")
    assert words(tree, "//h1") == "No offer matches “spreadsheet” with these 2 filters"
    assert tree.xpath("//input[@name='q']/@value") == ["spreadsheet"]
    ways = tree.xpath("//a[@class='sum']")
    assert ways
    for way in ways:
        number = int(words(way, "./b"))
        assert total(page(client, way.get("href"))) == number > 0
        assert way.xpath(".//*[local-name()='path']/@d")[0].count("M") == number, "one square for each"


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("?q=xyzzy", "No offer matches “xyzzy”"),
        ("?q=xyzzy&mode=online", "No offer matches “xyzzy” with this filter"),
        ("?q=xyzzy&mode=online&price=free", "No offer matches “xyzzy” with these 2 filters"),
    ],
)
def test_an_empty_result_counts_the_filters_it_shows(shown: Flask, asked: str, heading: str) -> None:
    tree = page(shown.test_client(), "/offers" + asked)
    assert words(tree, "//h1") == heading
    assert len(tree.xpath("//a[@class='chip']")) == asked.count("&")


def test_other_words_in_an_empty_result_keep_the_filters(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?q=xyzzy&mode=online&price=free&level=3&level=4")
    hidden = [
        (entry.get("name"), entry.get("value")) for entry in tree.xpath("//form[@id='find']/input[@type='hidden']")
    ]
    assert hidden == [("level", "3"), ("level", "4"), ("mode", "online"), ("price", "free")]


def test_the_filters_chosen_are_in_the_title_and_can_be_skipped(shown: Flask) -> None:
    tree = page(shown.test_client(), "/fr/offers?mode=online&price=free")
    assert "(En ligne, Gratuit)" in words(tree, "//title")
    assert words(tree, "//aside/a[@class='skip']") == "Aller aux résultats"
    assert tree.xpath("//section[@id='results']/@tabindex") == ["-1"]


def test_an_unknown_provider_is_an_honest_nothing(shown: Flask) -> None:
    tree = page(shown.test_client(), "/offers?provider=nobody")
    assert words(tree, "//h1") == "No offer matches this filter"


def test_without_an_index_the_page_still_answers_and_says_so(demonstration: Flask) -> None:
    client = demonstration.test_client()
    with demonstration.app_context():
        shutil.rmtree(config.current().index_dir)
    tree = page(client, "/offers?kind=training&level=3&mode=online")
    assert tree.xpath("//li[@class='row']")
    note = words(tree, "//p[@class='note']")
    assert "The search is being rebuilt." in note
    assert "Not applied at present: How you learn." in note
    assert page(client, "/").xpath("//a[contains(@class,'c b')]"), "the map counts from the register"


def test_a_word_no_offer_has_is_named_and_the_rest_answered(shown: Flask) -> None:
    page = shown.test_client().get("/offers?q=spreadsheet+xylophonium").get_data(as_text=True)
    assert "“xylophonium” is in no offer and was left out." in page
    assert "/offers/DEMO-" in page


def test_pages_end_where_the_search_ends_and_say_so(shown: Flask) -> None:
    client = shown.test_client()
    numbers = "//nav[@aria-label='Pages']"
    assert total(page(client, "/offers")) > 50
    for number in (1, 49, 50):
        tree = page(client, f"/offers?page={number}&per_page=1")
        asked = [dict(parse_qsl(urlsplit(href).query)).get("page", "1") for href in tree.xpath(f"{numbers}//a/@href")]
        assert max(map(int, asked)) == 50
        assert bool(tree.xpath(f"{numbers}//a[@rel='next']")) == (number < 50)
        assert ("This list ends after the first 50 of" in words(tree, "//main")) == (number == 50)
    assert "This list ends" not in words(page(client, "/offers?page=2&per_page=50"), "//main")
    assert client.get("/api/v1/offers?page=50&per_page=1").get_json()["links"]["next"] is None
