"""Ways out of an empty or small result: every number is the total of its own request, over many random states."""

import random
import shutil
from typing import Any

import pytest
from flask import Flask

from registry.catalogue import service as offers
from registry.config import current
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from registry.search import facets, indexer, service, ways
from registry.search.request import SearchRequest
from tests import builders
from tests.search.generated import seeded
from tests.search.test_service import GHENT

WORDS = ("", "online", "computer", "photos excel", "sicher", "spreadsheet nowhere", "portfolio daten")
PLACES = ("", "", "Trier", "Arlon", "Metz", "49.75,6.64", "Saarland")
STATES = 60


def asked(chance: random.Random, values: dict[str, list[str]]) -> SearchRequest:
    """A search of a few words and filters, as people make them, mostly too narrow."""
    request = SearchRequest(q=chance.choice(WORDS), near=chance.choice(PLACES), radius=chance.choice((5, 25, 50)))
    for name in chance.sample([*facets.NAMES], 3):
        if values.get(name):
            request = request.with_(name, chance.choice(values[name]))
    return request


def test_every_way_out_finds_what_it_says(demonstration: Flask) -> None:
    chance, kinds = seeded(7), set()
    with demonstration.test_request_context("/offers"):
        everything = service.overview(SearchRequest(), "en").facets
        values = {name: [choice.value for choice in choices] for name, choices in everything.items()}
        values["starts"] = ["2026-11", "2027-07", "2027-09"]
        for _ in range(STATES):
            request = asked(chance, values)
            found = service.search(request, "en")
            out = ways.out(found)
            assert out or found.total, "an empty result has a way out"
            assert [way.total for way in out] == sorted((way.total for way in out), reverse=True)
            for way in out:
                # asked through its address, as a reader's click does
                again = SearchRequest.from_address(way.request.address())
                assert service.search(again, "en").total == way.total > found.total, (request.address(), way)
                kinds.add(way.how)
    assert kinds >= {ways.WITHOUT, ways.ONLINE, ways.INSTEAD, ways.ALONE}


def test_the_counts_beside_filters_are_totals_in_random_states(demonstration: Flask) -> None:
    chance, looked = seeded(11), 0
    with demonstration.test_request_context("/offers"):
        everything = service.overview(SearchRequest(), "en").facets
        values = {name: [choice.value for choice in choices] for name, choices in everything.items()}
        for _ in range(20):
            request = asked(chance, values)
            found = service.overview(request, "en")
            for name, choices in found.facets.items():
                for choice in chance.sample(choices, min(2, len(choices))):
                    alone = found.request.without(name).with_(name, choice.value)
                    assert service.count(alone) == choice.count, (request.address(), name, choice.value)
                    looked += 1
    assert looked > 100


@pytest.fixture
def town(ctx: Flask) -> None:
    """Laptops in Ghent in January, Python online."""
    provider = builders.provider()
    place = providers.add_place(OPERATOR, provider, builders.place_values(**GHENT))
    onsite = builders.listed(builders.training(title={"en": "Laptops at home"}), provider)
    offers.schedule_run(OPERATOR, onsite, builders.run_letter(place=place))
    online = builders.listed(builders.training(title={"en": "Python at work"}, modes=["online"]), provider)
    offers.schedule_run(OPERATOR, online, builders.run_letter(mode="online"))
    indexer.rebuild()


def found(**parameters: Any) -> list[tuple[str, str, int]]:
    out = ways.out(service.search(SearchRequest(**parameters), "en"))
    return [(way.how, way.to, way.total) for way in out]


def test_the_next_month_with_something_is_proposed(town: None) -> None:
    assert (ways.INSTEAD, "2027-01", 2) in found(starts=("2026-12",))
    assert (ways.INSTEAD, "2027-01", 2) in found(starts=("2027-03",)), "else the last one before"


def test_the_nearest_region_and_online_are_proposed(town: None) -> None:
    out = found(region=("BE25",), mode=("onsite",))
    assert (ways.INSTEAD, "BE23", 1) in out
    assert (ways.ONLINE, "", 1) in out


def test_the_next_wider_circle_is_proposed(town: None) -> None:
    assert (ways.WITHIN, "25", 1) in found(near="51.2,3.7", radius=5)


def test_words_that_are_never_together_are_counted_one_by_one(town: None) -> None:
    out = found(q="laptop python")
    assert {way for way in out if way[0] == ways.ALONE} == {(ways.ALONE, "laptop", 1), (ways.ALONE, "python", 1)}


def test_when_no_single_change_helps_all_filters_go(town: None) -> None:
    late, level = ("2027-05",), ("8",)
    assert found(q="laptop", starts=late, level=level) == [(ways.WITHOUT, "", 1)]
    assert found(q="laptop python", starts=late, level=level) == [(ways.ALONE, "laptop", 1), (ways.ALONE, "python", 1)]


def test_when_the_words_are_nowhere_each_filter_stands_alone_and_else_there_is_everything(town: None) -> None:
    near = {"near": "51.2,3.7", "radius": 25}
    assert found(q="zeppelin", level=("8",), **near) == [(ways.ALONE, "51.2,3.7", 1)]
    assert found(starts=("2027-05",), level=("8",), mode=("online",)) == [(ways.ALONE, "online", 1)]
    assert found(q="zeppelin", starts=("2027-05",), level=("8",)) == [(ways.WITHOUT, "", 2)]


def test_without_an_index_only_what_the_database_applies_is_let_go(town: None) -> None:
    shutil.rmtree(current().index_dir)
    assert found(q="zeppelin", kind=("training",)) == [(ways.WITHOUT, "", 2)]
    assert found(q="zeppelin", mode=("online",), starts=("2026-12",)) == [], "without the word nobody could count"
