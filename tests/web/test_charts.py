"""The geometry of the figures: 21 columns in their places, blocks by level, the same words as the picture."""

import itertools
import re

import pytest
from flask import Flask

from registry.web import charts

pytestmark = pytest.mark.one_database


def columns_of(path: str) -> list[int]:
    return [int(x) for x in re.findall(r"M(\d+) ", path)]


def test_the_21_columns_stand_in_groups_of_3_6_4_4_4() -> None:
    lefts = columns_of(charts.FEET)
    assert len(lefts) == 21
    gaps = [after - before - charts.COLUMN for before, after in itertools.pairwise(lefts)]
    assert [position for position, gap in enumerate(gaps, 1) if gap == charts.GROUP_GAP] == [3, 9, 13, 17]
    assert {gap for gap in gaps if gap != charts.GROUP_GAP} == {charts.GAP}
    assert lefts[-1] + charts.COLUMN == 232


@pytest.mark.parametrize(("level", "blocks", "half"), [(1, 1, True), (2, 1, False), (5, 3, True), (8, 4, False)])
def test_a_full_block_is_two_levels_and_half_a_block_one(ctx: Flask, level: int, blocks: int, half: bool) -> None:
    figure = charts.fingerprint({"2.3": level}, {})
    mark = figure.areas[1]
    assert mark.reached
    assert len(columns_of(mark.blocks)) == blocks
    assert ("v-3h" in mark.blocks) is half


def test_the_words_say_what_the_figure_shows(ctx: Flask) -> None:
    figure = charts.fingerprint({"1.2": 3, "5.4": None}, {"1.2": "Judge facts", "5.4": "Know your gaps"})
    assert figure.words == "1.2 Judge facts, level 3, 5.4 Know your gaps"
    assert figure.levels == "3"
    assert [mark.reached for mark in figure.areas] == [True, False, False, False, True]


def test_a_competence_without_a_level_is_outlined_in_the_large_figure() -> None:
    areas = charts.skyline({"1.1": None, "1.3": 5}, {})
    assert [column.blocks for column in areas[0].columns] == [
        ("o", "o", "o", "o"),
        ("", "", "", ""),
        ("f", "f", "h", ""),
    ]
    assert [area.reached for area in areas] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("count", "largest", "step"), [(0, 80, 0), (1, 80, 1), (12, 80, 2), (40, 80, 3), (80, 80, 4), (1, 1, 2)]
)
def test_the_map_is_drawn_stronger_where_there_is_more(count: int, largest: int, step: int) -> None:
    assert charts.strength(count, largest) == step


def test_each_place_of_a_run_is_one_bar() -> None:
    bars = charts.seats(14, 5)
    assert bars is not None
    assert (bars.taken.count("M"), bars.free.count("M"), bars.width) == (9, 5, 98)
    many = charts.seats(24, 20)
    assert many is not None
    assert (many.taken.count("M"), many.free.count("M")) == (4, 20)
    assert (many.width, many.height) == (105, 32), "in two lines"
    assert charts.seats(None, 5) is None
    assert charts.seats(400, 5) is None, "too many to be seen singly"


def test_each_square_is_one_offer_until_the_figure_is_full() -> None:
    assert charts.squares(57).path.count("M") == 57
    assert charts.squares(57).height == 20
    assert charts.squares(5000).path.count("M") == charts.MOST_SQUARES
