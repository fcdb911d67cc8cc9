"""The policy event against the page that announced it: its facts carry over exactly, its sentences do not."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from registry.config import ROOT
from tests.conftest import SHARED
from tests.letters import texts

SEEDS = ROOT / "seeds"
FILE = SEEDS / "events" / "policy-event-ila-micro-credentials-2022.json"
LONGEST = 8  # words in a row that may be the same by chance or by name


def source() -> str:
    return (SHARED.parent / "reference" / "event-source.txt").read_text(encoding="utf-8")


def event() -> dict[str, Any]:
    letter: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return letter


def plain(text: str) -> str:
    """Apostrophes alike, and the source's one misprint put right."""
    return text.replace("’", "'").replace("Uni B.3", "Unit B.3")


def words(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold())  # a unit's number is one word


def test_the_day_and_the_frame_are_the_announced_ones() -> None:
    letter = event()
    assert (letter["start"], letter["end"], letter["zone"]) == (
        "2022-02-23T15:00",
        "2022-02-23T16:25",
        "Europe/Brussels",
    )
    assert (letter["mode"], letter["organiser"]["name"], letter["demonstration"]) == ("online", "ALL DIGITAL", False)
    # the day is in the page's address; the date printed on the page is that of its posting
    assert letter["url"].endswith("-on-23-02-2022")
    assert all("2022" in text and "16" in text for text in letter["note"].values())
    for language in ("en", "fr", "de"):
        for field in ("summary", "background", "audience", "registration", "note"):
            assert letter[field][language]
    assert set(letter["title"]) == {"en"}  # a name is not translated


@pytest.mark.shared
def test_the_title_is_the_events_name() -> None:
    assert event()["title"]["en"] in source().splitlines()


@pytest.mark.shared
def test_items_begin_when_the_page_says_and_end_when_the_next_begins() -> None:
    announced = re.findall(r"^(\d):(\d\d) ", source(), re.MULTILINE)
    slots = event()["slots"]
    assert [slot["starts_at"] for slot in slots] == [
        f"2022-02-23T{int(hour) + 12}:{minute}" for hour, minute in announced
    ]
    assert [before["ends_at"] for before, _after in pairwise(slots)] == [slot["starts_at"] for slot in slots[1:]]
    assert "ends_at" not in slots[-1]


@pytest.mark.shared
def test_panel_speakers_are_named_as_announced() -> None:
    announced = []
    for name, given in re.findall(r"^- ([^(]+) \((.+)\)$", plain(source()), re.MULTILINE):
        said, unconfirmed, _rest = given.partition(", TBC")
        role, _comma, unit = said.partition(", ")
        announced.append((name, role, unit, not unconfirmed))
    panel = event()["slots"][1]["speakers"]
    ours = [(plain(one["name"]), one["role"], one["unit"], one["confirmed"]) for one in panel]
    assert ours == announced
    assert [one["confirmed"] for one in panel].count(False) == 1


@pytest.mark.shared
def test_the_opening_is_by_the_two_announced() -> None:
    (names,) = re.findall(r"^3:00 Opening Remarks \((.+)\)$", source(), re.MULTILINE)
    assert [one["name"] for one in event()["slots"][0]["speakers"]] == names.split("/")


def shared_stretch(text: str, of: list[str]) -> list[str]:
    """The first stretch of more than LONGEST words that `text` shares with the source."""
    size = LONGEST + 1
    known = {tuple(of[start : start + size]) for start in range(len(of) - size + 1)}
    own = words(text)
    return next(
        (
            own[start : start + size]
            for start in range(len(own) - size + 1)
            if tuple(own[start : start + size]) in known
        ),
        [],
    )


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted(SEEDS.glob("[!v]*/*.json")), ids=lambda path: path.stem)
def test_no_sentence_of_the_source_is_in_the_seeds(path: Path) -> None:
    of = words(source())
    letter = json.loads(path.read_text(encoding="utf-8"))
    title = event()["title"]["en"]
    for text in texts(letter):
        assert text == title or not shared_stretch(text, of), text


@pytest.mark.shared
def test_a_copied_sentence_would_be_found() -> None:
    of = words(source())
    line = max(source().splitlines(), key=len)
    assert shared_stretch(f"As they say: {line[200:400]}", of)
    assert not shared_stretch("A sentence of our own about learning accounts and short courses for adults.", of)
