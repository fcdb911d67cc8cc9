"""The seeds as files: every letter has the shape its verb takes, the demonstration says that it is one and names nobody
who exists, and every search stands in its canonical form."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from registry.catalogue import elements, readiness
from registry.catalogue.intake import check, check_run
from registry.catalogue.specification import Specification
from registry.cli.demonstration import calendar, dates
from registry.config import ROOT
from registry.events.schema import EventSchema
from registry.kernel import clock
from registry.search.request import SearchRequest
from registry.vocabularies import queries as terms
from registry.vocabularies import service as vocabularies

EVENTS = sorted((ROOT / "seeds" / "events").glob("*.json"))
DEMO = sorted((ROOT / "seeds" / "demo").glob("*.json"))
# fields whose languages must be the same throughout one offer or event
TEXT = re.compile(r"[a-z]{2}\Z")


def read(path: Path) -> dict[str, Any]:
    letter: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return letter


def named(path: Path) -> str:
    return path.stem


def offers() -> list[dict[str, Any]]:
    return [offer for path in DEMO for offer in read(path)["offers"]]


def provider_of(offer: dict[str, Any]) -> dict[str, Any]:
    return next(letter for letter in map(read, DEMO) if offer in letter["offers"])


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """(key, text) of every text in a letter."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, str):
        yield key, value


@pytest.fixture
def known(ctx: Flask) -> Flask:
    vocabularies.load(ROOT / "seeds" / "vocabularies")
    return ctx


def outcomes() -> list[dict[str, Any]]:
    return [outcome for offer in offers() for outcome in offer["content"].get("outcomes", [])]


def test_there_are_many_providers_with_offers_of_all_kinds_settings_and_languages() -> None:
    assert len(DEMO) >= 17
    assert len(offers()) >= 108
    for name in ("kind", "setting", "language"):
        counted = Counter(offer["content"][name] for offer in offers())
        assert min(counted.values()) >= 7, name
    assert {offer["content"]["kind"] for offer in offers()} == {"training", "guidance", "validation"}
    assert {offer["content"]["language"] for offer in offers()} == {"en", "fr", "de"}
    kinds = {kind for path in DEMO for kind in read(path)["provider"]["kinds"]}
    assert {"library", "adult-education-centre", "ngo", "university", "employment-service", "one-person"} <= kinds
    assert {"community-centre", "trade-union", "vocational-school", "employer"} <= kinds
    assert {read(path)["provider"]["country"] for path in DEMO} >= {"AT", "BE", "DE", "FR", "IE", "LU"}


def test_every_number_and_every_key_is_given_once() -> None:
    numbers = [number["value"] for path in DEMO for number in read(path)["provider"].get("identifiers", [])]
    assert len(numbers) == len(set(numbers))
    for path in DEMO:
        keys = Counter(offer["source_key"] for offer in read(path)["offers"])
        assert max(keys.values()) == 1, path.stem
        for offer in read(path)["offers"]:
            runs = Counter(run["source_key"] for run in offer["runs"])
            assert not runs or max(runs.values()) == 1, offer["source_key"]


def test_every_competence_occurs_at_several_levels_and_every_level_often(known: Flask) -> None:
    competences = {concept.code for concept in terms.concepts("digcomp") if "." in concept.code}
    levels = {code: {one["level"] for one in outcomes() if one.get("competence") == code} for code in competences}
    assert len(competences) == 21
    assert all(len(found) >= 3 for found in levels.values()), levels
    often = Counter(one.get("level") for one in outcomes())
    assert all(often[level] >= 2 for level in range(1, 9)), often


def test_prices_modes_and_times_of_every_sort_occur() -> None:
    runs = [run for offer in offers() for run in offer["runs"]]
    prices = [price for run in runs for price in run.get("prices", [])]
    assert {price["basis"] for price in prices} == {"total", "month", "hour", "unit"}
    assert {price["part"] for price in prices} == {"tuition", "material", "exam", "registration"}
    assert {run["mode"] for run in runs} == {"onsite", "online", "blended", "work"}
    assert {time for run in runs for time in run.get("schedule", {}).get("times", [])} == {"day", "evening", "weekend"}
    assert {"en", "fr", "de", "nl", "ar", "uk", "gsg"} <= {tag for run in runs for tag in run.get("language", [])}
    access = {tag for offer in offers() for tag in offer["access"]}
    assert {"step-free", "captions", "sign-language", "easy-language"} <= access


@pytest.mark.parametrize("path", DEMO, ids=named)
def test_a_demonstration_file_says_that_it_is_one(path: Path) -> None:
    letter = read(path)
    assert letter["demonstration"] is True
    said = {"en": "invented provider", "fr": "inventé", "de": "Erfundener"}
    assert all(word in letter["provider"]["description"][language] for language, word in said.items())
    assert letter["provider"]["slug"] == path.stem
    for identifier in letter["provider"].get("identifiers", []):
        assert identifier["value"].startswith("DEMO-")


@pytest.mark.parametrize("path", DEMO, ids=named)
def test_every_address_of_the_demonstration_leads_nowhere(path: Path) -> None:
    for key, text in texts(read(path)):
        if "@" in text:
            assert text.endswith(".example"), (key, text)
        elif text.startswith("http"):
            host = urlsplit(text).hostname or ""
            assert host.endswith(".example") or text.startswith("http://data.europa.eu/esco/skill/"), (key, text)


@pytest.mark.parametrize("path", [*DEMO, *EVENTS], ids=named)
def test_no_text_has_loose_ends(path: Path) -> None:
    for key, text in texts(read(path)):
        assert text == text.strip(), (key, text)
        assert "  " not in text, (key, text)
        assert not re.search(r"lorem|ipsum|\?\?|…$", text, re.IGNORECASE), (key, text)
        assert "'" not in text, (key, text)  # apostrophes are typographic


@pytest.mark.parametrize("path", DEMO, ids=named)
def test_places_lie_where_they_say(path: Path) -> None:
    # south-west and north-east corners of what a town of this country can be, in millionths of a degree
    around = {
        "AT": (46_300_000, 9_500_000, 49_100_000, 17_200_000),
        "BE": (49_400_000, 2_500_000, 51_600_000, 6_500_000),
        "DE": (47_200_000, 5_800_000, 55_100_000, 15_100_000),
        "FR": (42_300_000, -5_200_000, 51_200_000, 8_300_000),
        "IE": (51_400_000, -10_700_000, 55_500_000, -5_900_000),
        "LU": (49_400_000, 5_700_000, 50_200_000, 6_600_000),
    }
    letter = read(path)
    keys = [place["source_key"] for place in letter["places"]]
    assert len(keys) == len(set(keys))
    for place in letter["places"]:
        south, west, north, east = around[place["country"]]
        assert south < place["lat_e6"] < north, place["name"]
        assert west < place["lon_e6"] < east, place["name"]
        assert place["region"].startswith(place["country"]), place["name"]


def test_every_specification_and_run_has_the_shape_of_its_verb(known: Flask) -> None:
    now = clock.now()
    for offer in offers():
        spec = check(offer["content"])
        assert spec == Specification.from_content(offer["content"]), offer["source_key"]
        for run in offer["runs"]:
            letter = dates.resolve(run, now)
            ours = ("source_key", "cancelled", "enrol_moved_to")
            letter = {key: value for key, value in letter.items() if key not in ours}
            assert check_run(letter), (offer["source_key"], run["source_key"])


def test_dates_places_and_enrolment_of_a_run_do_not_contradict_one_another(known: Flask) -> None:
    for offer in offers():
        for run in offer["runs"]:
            name = (offer["source_key"], run["source_key"])
            enrol, places = run.get("enrol", {}), run.get("places", {})
            opens, until = (enrol.get(name, {}).get("in_days") for name in ("from", "until"))
            assert None in (opens, until) or opens <= until, name
            if "stated_at" in places:
                assert places["stated_at"]["in_days"] <= 0, name
            assert places.get("left", 0) <= places.get("total", 0), name
            assert run.get("place") in [None, *(place["source_key"] for place in provider_of(offer)["places"])], name


def test_only_unfinished_and_admitted_offers_are_incomplete(known: Flask) -> None:
    lacking = {offer["source_key"]: offer for offer in offers() if readiness.points(check(offer["content"]))}
    assert {"nachweis-alltag", "python"} <= set(lacking)
    for key, offer in lacking.items():
        first = next(iter(offer["journey"]), {"none": ""})
        assert first != "submit", key


def test_many_micro_credentials_are_complete_and_one_is_not(known: Flask) -> None:
    specs = {offer["source_key"]: check(offer["content"]) for offer in offers()}
    meant = {key for key, spec in specs.items() if spec.credential and spec.credential.type == "micro"}
    complete = {key for key in meant if elements.is_complete(specs[key])}
    assert len(complete) >= 16
    assert meant - complete == {"python"}
    for key in complete:
        assert all(outcome.minutes and outcome.level and outcome.competence for outcome in specs[key].outcomes), key
        assert sum(outcome.minutes or 0 for outcome in specs[key].outcomes) <= (specs[key].minutes or 0), key


def test_every_text_of_an_offer_exists_in_its_original_language() -> None:
    def walk(value: Any, language: str, path: str) -> None:
        if isinstance(value, dict):
            if value and all(TEXT.match(key) and isinstance(item, str) for key, item in value.items()):
                assert language in value, path
            for key, item in value.items():
                walk(item, language, f"{path}.{key}")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                walk(item, language, f"{path}.{index}")

    for offer in offers():
        walk([offer["content"], offer["runs"]], offer["content"]["language"], offer["source_key"])


@pytest.mark.parametrize("path", EVENTS, ids=named)
def test_searches_beside_an_agenda_are_canonical_and_real(known: Flask, path: Path) -> None:
    letter = read(path)
    shown = [item for slot in letter["slots"] for item in slot.get("showcase", [])] + letter.get("showcase", [])
    queries = [item["query"] for item in shown]
    assert len(queries) == len(set(queries)) > 0
    for query in queries:
        assert SearchRequest.from_address(query).address() == query
    for item in shown:
        assert set(item["title"]) == {"en", "fr", "de"}


def test_the_policy_event_has_a_search_for_each_thing_it_speaks_of() -> None:
    (letter,) = [read(path) for path in EVENTS if not read(path)["demonstration"]]
    assert sum(len(slot.get("showcase", [])) for slot in letter["slots"]) == 7


@pytest.mark.parametrize("path", EVENTS, ids=named)
def test_every_event_has_the_shape_of_its_verb(known: Flask, path: Path) -> None:
    now = clock.now()
    loaded = EventSchema().load(calendar.dated(read(path), now))
    assert calendar.is_relative(read(path)) == loaded["demonstration"]
    assert (loaded["start"].date() > now.date()) == loaded["demonstration"]
    for key, text in texts(read(path)):
        if loaded["demonstration"] and text.startswith("http"):
            assert (urlsplit(text).hostname or "").endswith(".example"), (key, text)


def test_the_invented_events_show_every_standing() -> None:
    letters = [read(path) for path in EVENTS if read(path)["demonstration"]]
    assert {letter["status"] for letter in letters} == {"planned", "moved", "cancelled"}
    assert {letter["entry"] for letter in letters} >= {"open", "waiting"}
    speakers = [one for letter in letters for slot in letter["slots"] for one in slot.get("speakers", [])]
    assert {one["confirmed"] for one in speakers} == {True, False}


def test_offers_are_shown_beside_items_that_exist() -> None:
    slots = {read(path)["slug"]: len(read(path)["slots"]) for path in EVENTS}
    links = [link for offer in offers() for link in offer.get("shown_at", [])]
    assert 5 <= len(links) <= 15
    assert all(1 <= link["slot"] <= slots[link["event"]] for link in links)
