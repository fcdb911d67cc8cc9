"""Places and regions: the picture map and the lists lead to as many offers as they say."""

import re

import pytest
from flask import Flask

from registry.web import tile_map
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database


def test_each_number_is_the_total_behind_its_link(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/places")
    numbered = [(words(link, ".//b").split()[0], link.get("href")) for link in tree.xpath("//ul[@class='tiles n4']//a")]
    numbered += [(words(row, "./td"), row.xpath("./th//@href")[0]) for row in tree.xpath("//tbody/tr")]
    headed = tree.xpath("//section//header//p/a")
    numbered += [(link.text_content().split()[0], link.get("href")) for link in headed]
    online = tree.xpath("//main//header//p/a[contains(@href, 'mode=online')]")[0]
    numbered.append((online.text_content().split()[0], online.get("href")))
    assert len(numbered) > 20
    for number, href in numbered:
        assert total(page(client, href)) == int(number), href


@pytest.mark.parametrize("prefix", ["", "/fr", "/de"])
def test_every_place_on_the_map_is_in_the_list(shown: Flask, prefix: str) -> None:
    tree = page(shown.test_client(), prefix + "/places")
    tiles = {words(link, ".//u"): words(link, ".//b") for link in tree.xpath("//ul[contains(@class, 'tiles')]//a")}
    countries = {
        words(part, ".//h2"): words(part, ".//p/a")
        for part in tree.xpath("//section[header/p/a[contains(@href, '=')]]")
    }
    rows = {words(row, "./th"): words(row, "./td") for row in tree.xpath("//tbody/tr")}
    listed = countries | rows
    assert len(tiles) >= 8
    assert {name: listed.get(name, "").split(" ")[0] for name in tiles} == {
        name: number.split(" ")[0] for name, number in tiles.items()
    }
    assert not countries.keys() & rows.keys(), "a country is not its own region"


def test_what_is_online_is_counted_apart(shown: Flask) -> None:
    client = shown.test_client()
    for prefix in ("", "/fr", "/de"):
        tree = page(client, f"{prefix}/places")
        for link in tree.xpath("//ul[contains(@class, 'tiles')]//a")[:3]:
            found = page(client, link.get("href"))
            said = words(found, "//h1") + words(found, "//div[@class='chips']")
            assert words(link, ".//u") in said
            assert not re.search(r"or online|ou en ligne|oder online", said)
            where = [words(row, "./p[@class='cell'][1]") for row in found.xpath("//li[@class='row']")]
            assert not [place for place in where if re.search("Online|En ligne", place)]


def test_a_tile_names_its_country_and_a_town_is_told_from_what_is_around_it(shown: Flask) -> None:
    tree = page(shown.test_client(), "/places")
    tiles = {
        words(link, ".//u"): words(link, ".//span[u]") for link in tree.xpath("//ul[contains(@class, 'tiles')]//a")
    }
    assert [tiles[name] for name in ("Southern Ireland", "Kassel", "Luxembourg")] == [
        "Southern Ireland",
        "Kassel Germany",
        "Luxembourg",
    ]
    listed = words(tree, "//main")
    assert "Bielefeld (city)" in listed
    assert "Kreisfreie" not in listed


def test_without_an_index_the_page_says_so(ctx: Flask) -> None:
    tree = page(ctx.test_client(), "/places")
    assert words(tree, "//*[@class='note']")
    assert not tree.xpath("//ul[contains(@class, 'tiles')]")


def test_tiles_keep_north_above_south_and_west_before_east() -> None:
    corners = {"nw": (52_000_000, 3_000_000), "ne": (52_000_000, 9_000_000), "s": (47_000_000, 6_000_000)}
    grid = tile_map.grid(corners)
    where = {code: (row, column) for row, cells in enumerate(grid) for column, code in enumerate(cells) if code}
    assert set(where) == set(corners)
    assert where["nw"][0] == where["ne"][0] < where["s"][0] or len(grid) == 1
    assert where["nw"][1] < where["ne"][1]


def test_every_region_has_one_tile_however_many_share_a_centre() -> None:
    for count in (1, 2, 7, 30, 160):
        same = {f"R{number}": (50_000_000, 5_000_000 + number // 2) for number in range(count)}
        grid = tile_map.grid(same)
        placed = [code for row in grid for code in row if code]
        assert sorted(placed) == sorted(same)
        assert {len(row) for row in grid} == {tile_map.columns(count)}
    assert tile_map.grid({}) == []


def test_the_area_of_a_square_stands_for_the_count() -> None:
    assert (tile_map.side(0, 9), tile_map.side(9, 9), tile_map.side(1, 4)) == (0, 40, 20)
    assert tile_map.side(1, 1_000_000) == 4
