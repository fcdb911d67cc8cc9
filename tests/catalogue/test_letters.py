"""Whatever stands in a letter is taken or refused by field, and what is taken can be stored on every database."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from registry.catalogue.runs import STATES, RunView, dates, state
from registry.catalogue.schema import ORIGIN, RUN, SPECIFICATION, specification
from registry.catalogue.specification import opened, sealed
from registry.kernel import clock
from registry.kernel.errors import with_string_keys
from tests import builders

TEXT = st.text(max_size=30) | st.sampled_from(["", " ", "\x00", "\ud800", "en", "1.2", "2027-02-30", "P1Y", "25:00"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
RUN_LETTER = builders.run_letter(
    title={"en": "Evenings"},
    duration={"iso": "P5W"},
    schedule={"pattern": [{"days": ["mo"], "from": "18:00"}], "times": ["evening"]},
    enrol={"from": "2026-12-01", "until": "2027-01-08"},
    source={"identifiers": ["p1", {"type": "local", "value": "1"}]},
    conflicts=[{"field": "start", "machine": "2027-01-11", "printed": "12 January"}],
)
LETTERS = [builders.micro(), builders.guidance(), builders.validation(), RUN_LETTER]


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from paths(below, (*path, key))


def spoilt(letter: dict[str, Any], path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(letter)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


@settings(max_examples=400)
@given(st.data())
def test_anything_in_any_place_is_taken_or_refused_by_field(data: st.DataObject) -> None:
    letter = data.draw(st.sampled_from(LETTERS))
    given_letter = spoilt(letter, data.draw(st.sampled_from(list(paths(letter)))), data.draw(JSON))
    schema = RUN if letter is RUN_LETTER else SPECIFICATION
    try:
        loaded = schema.load(given_letter)
    except ValidationError as refusal:
        json.dumps(with_string_keys(refusal.normalized_messages()))
        return
    if schema is SPECIFICATION:
        one = specification(loaded)
        assert opened(sealed(one)[0], 1) == one
    text = json.dumps(loaded, allow_nan=False)
    assert "\\u0000" not in text
    text.encode()
    if schema is RUN:
        dates(loaded, "Europe/Brussels")


@settings(max_examples=150)
@given(JSON)
def test_an_origin_is_taken_or_refused(value: Any) -> None:
    try:
        loaded = ORIGIN.load({"identifiers": [value]})
    except ValidationError:
        return
    assert "\\u0000" not in json.dumps(loaded)


DAYS = st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str)
WHEN = st.fixed_dictionaries(
    {},
    optional={
        "date": DAYS,
        "time": st.sampled_from(["00:00", "02:30", "23:59"]),
        "zone": st.sampled_from(["UTC", "Asia/Tokyo"]),
    },
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "start": WHEN,
            "end": WHEN,
            "rolling": st.booleans(),
            "duration": st.fixed_dictionaries({"iso": st.sampled_from(["P5W", "PT3H", "P1Y2M", "P3DT2H", "PT400H"])}),
            "enrol": st.fixed_dictionaries({}, optional={"from": DAYS, "until": DAYS}),
            "places": st.fixed_dictionaries({"left": st.integers(0, 3)}),
        },
    )
)
def test_every_combination_of_dates_has_a_state(letter: dict[str, Any]) -> None:
    times = dates(letter, "Europe/Brussels")
    for moment in filter(None, (times.starts, times.ends, times.opens, times.closes)):
        assert moment.utcoffset() is not None
    found = state(times, clock.at("2026-11-23T10:00:00Z"), left=RunView("R", letter, times).left)
    assert found in STATES
    if found == "on-request":
        assert not any((times.starts, times.ends, times.opens, times.closes))


@pytest.mark.parametrize("letter", LETTERS)
def test_the_letters_themselves_are_taken(letter: dict[str, Any]) -> None:
    assert (RUN if letter is RUN_LETTER else SPECIFICATION).load(letter) == letter
