"""Searching as the doors do it: labels, chips, what is not public, places by name, and answers while there is no
index."""

import shutil
from typing import Any

import pytest
from flask import Flask

from registry.catalogue import service as offers
from registry.config import current
from registry.kernel.actor import OPERATOR
from registry.kernel.errors import InvalidParameter
from registry.providers import service as providers
from registry.search import indexer, service, ways
from registry.search.request import SearchRequest
from registry.search.service import Results
from tests import builders

GHENT = {"locality": "Ghent", "postcode": "9000", "region": "BE234", "lat_e6": 51_054_000, "lon_e6": 3_725_000}


def titled(title: str, **changes: Any) -> dict[str, Any]:
    return builders.training(title={"en": title}, summary=None, description={"en": "Learn by doing."}, **changes)


def ask(**parameters: Any) -> Results:
    pairs = [
        (name, item) for name, value in parameters.items() for item in (value if isinstance(value, list) else [value])
    ]
    return service.search(SearchRequest.from_args(pairs), "en")


def titles(results: Results) -> list[str]:
    return [face.title["en"] for face in results.faces]


@pytest.fixture
def town(ctx: Flask) -> str:
    """Three indexed offers of one provider: photos in Ghent in January, photos online from 1 December, and guidance."""
    provider = builders.provider()
    place = providers.add_place(OPERATOR, provider, builders.place_values(**GHENT))
    onsite = builders.listed(titled("Photos in order"), provider)
    offers.schedule_run(OPERATOR, onsite, builders.run_letter(place=place))
    online = builders.listed(titled("Photos from home", modes=["online"]), provider)
    letter = builders.run_letter(mode="online", start={"date": "2026-12-01"}, end=None, prices=[{"amount": 0}])
    offers.schedule_run(OPERATOR, online, letter)
    builders.listed(builders.guidance(), provider)
    indexer.rebuild()
    return provider


def test_results_come_with_the_run_that_matched(town: str) -> None:
    found = ask(q="photos", sort="soonest")
    assert titles(found) == ["Photos from home", "Photos in order"]
    assert [item.run.letter["mode"] if item.run else None for item in found.items] == ["online", "onsite"]
    assert found.total == 2
    assert titles(ask(q="photos", price="0-200")) == ["Photos in order"]
    assert titles(ask(starts="2026-12")) == ["Photos from home"]


def test_an_offer_without_runs_is_found_unless_a_filter_of_runs_is_set(town: str) -> None:
    assert ask(kind="guidance").total == 1
    assert ask(kind="guidance", language="en").total == 1
    assert ask(kind="guidance", region="BE").total == 0
    assert ask(kind="guidance", open="now").total == 0


def test_facets_are_labelled_and_say_what_is_chosen(town: str) -> None:
    facets = service.search(SearchRequest(mode=("online",)), "fr").facets
    assert {choice.value: (choice.count, choice.selected) for choice in facets["mode"]} == {
        "onsite": (1, False),
        "online": (1, True),
    }
    assert [choice.label for choice in facets["starts"]] == ["décembre 2026"]
    assert [choice.label for choice in facets["provider"]] == ["Harbour Learning House"]
    assert [choice.value for choice in facets["price"]] == ["free"]
    assert "BE23" in {choice.value for choice in facets["region"]}


def test_every_value_offered_is_accepted_and_counts_what_it_says(town: str) -> None:
    for name, choices in ask().facets.items():
        for choice in choices:
            assert ask(**{name: choice.value}).total == choice.count, (name, choice)


def test_near_takes_a_town_a_postcode_a_region_or_a_point(town: str) -> None:
    for near in ("ghent", "9000", "51.0540,3.7250", "BE234", "51.3, 3.7"):
        assert titles(ask(near=near, radius="40", sort="nearest")) == ["Photos in order"], near
    assert ask(near="51.3,3.7", radius="5").total == 0
    assert titles(ask(near="BE23")) == titles(ask(region="BE23")) == ["Photos in order", "Photos from home"]


def test_an_unknown_place_is_named(town: str) -> None:
    for near in ("Atlantis", "91,0", "12", "51.05,3.72,9"):
        with pytest.raises(InvalidParameter) as refused:
            ask(near=near)
        assert refused.value.parameter == "near"


def test_a_stale_index_cannot_show_what_is_not_public(town: str) -> None:
    builders.stand(town, "suspended")
    found = ask(q="photos")
    assert found.total == 2
    assert found.items == ()


def test_a_match_outside_the_title_says_where(town: str) -> None:
    (item,) = (item for item in ask(q="spot values").items if item.face.title == {"en": "Photos in order"})
    assert item.match == service.Match("outcomes", {"en": "Spot values that cannot be right"})
    assert ask(q="photos").items[0].match is None


def test_each_filter_says_how_many_there_are_without_it(town: str) -> None:
    request = SearchRequest(q="photos", mode=("blended",), price=("free",))
    assert service.count(request) == 0
    out = ways.out(service.search(request, "en"))
    assert [(way.name, way.value, way.total, way.how) for way in out] == [
        ("mode", "blended", 1, ways.WITHOUT),
        ("mode", "blended", 1, ways.ONLINE),
    ]
    assert service.count(out[0].request) == 1


def test_suggestions_name_competences_places_and_titles(town: str) -> None:
    assert ("place", "Ghent") in {(item.kind, item.text) for item in service.suggest("ghe", "en")}
    assert "Photos in order" in {item.text for item in service.suggest("photos or", "en")}
    assert "1.2" in {item.value for item in service.suggest("bewert", "de")}
    assert service.suggest("x", "en") == []


def test_without_an_index_the_database_answers_and_says_so(town: str, caplog: pytest.LogCaptureFixture) -> None:
    shutil.rmtree(current().index_dir)
    found = ask(q="PHOTO", mode="online", kind="training")
    assert found.degraded
    assert sorted(titles(found)) == ["Photos from home", "Photos in order"]
    assert found.total == 2
    assert found.facets == {}
    assert found.ignored == ("mode",)
    assert service.count(SearchRequest(q="photos")) == 2
    assert service.count(SearchRequest(q="photos", mode=("online",))) is None, "mode was not applied"
    assert service.count(SearchRequest(near="Ghent")) is None
    assert ask(provider="nobody").total == 0
    assert ask(near="Ghent").ignored == ("near",)
    assert [item.kind for item in service.suggest("inform", "en")] == ["competence"] * 4
    assert "out of use" in caplog.text


def test_the_worker_heals_what_a_reader_met(town: str) -> None:
    assert indexer.heal() is False
    for path in service.engine().place.current().glob("*.pst"):
        path.write_bytes(path.read_bytes()[::-1])
    assert ask(q="photos").degraded
    assert indexer.status()["state"] == "out of use"
    assert indexer.heal() is True
    assert not ask(q="photos").degraded
    assert indexer.heal() is False


def test_a_public_code_finds_exactly_its_offer(town: str) -> None:
    code = ask(q="photos").items[0].face.code
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
        assert [face.code for face in ask(q=typed).faces] == [code]
    assert ask(q=code.partition("-")[0]).total == 0
    shutil.rmtree(current().index_dir)
    assert [face.code for face in ask(q=code).faces] == [code]


def test_what_an_offer_is_and_where_finds_it_in_any_language(town: str) -> None:
    for typed in ("Beratung", "conseil", "career advice"):
        assert ask(q=typed, kind="guidance").total == 1, typed
    for typed in ("photos Gand", "Fotos Kurs", "formation photos Belgique", "harbour photos"):
        assert "Photos in order" in titles(ask(q=typed)), typed
    assert ask(q="photos zeppelin").left_out == ("zeppelin",)


def test_near_takes_every_name_of_a_region(town: str) -> None:
    assert titles(ask(near="Flanders")) == titles(ask(near="Flandre")) == titles(ask(region="BE2"))
    for near in ("Gand", "Gent", "Arr. Gent"):
        assert titles(ask(near=near, radius="40")) == ["Photos in order"], near
    for near in ("Brussels", "Bruxelles", "Brüssel"):
        assert ask(near=near, radius="60").total == 1, near


def test_a_town_without_coordinates_is_found_by_its_name(town: str) -> None:
    values = {"locality": "St Austell", "region": None, "country": "GB", "lat_e6": None, "lon_e6": None}
    place = providers.add_place(OPERATOR, town, builders.place_values(**values))
    code = builders.listed(titled("Tablets"), town)
    offers.schedule_run(OPERATOR, code, builders.run_letter(place=place))
    indexer.rebuild()
    assert titles(ask(near="st austell", sort="nearest")) == ["Tablets"]
    assert ask(near="St Austell", q="photos").total == 0
