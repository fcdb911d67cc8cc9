"""Canonical JSON, money, fields and the clock."""

import datetime as dt

import pytest
from flask import Flask
from marshmallow import ValidationError

from registry.kernel import clock
from registry.kernel.canonical import canonical, digest
from registry.kernel.errors import flat, with_string_keys
from registry.kernel.fields import Count, HttpUrl, IsoDate, LocalTextField, WallTime, Zone
from registry.kernel.letter import Letter
from registry.kernel.money import Price, PriceSchema, payable


def test_canonical_text_does_not_depend_on_order_or_machine() -> None:
    assert canonical({"b": [1, True, None], "a": "é\u2028"}) == '{"a":"é\u2028","b":[1,true,null]}'.encode()
    assert digest({"x": 1, "y": 2}) == digest({"y": 2, "x": 1})


@pytest.mark.parametrize("value", [1.5, [0.1], {"a": {"b": 2.0}}, float("nan")])
def test_floats_never_enter_canonical_content(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(value)


@pytest.mark.parametrize(
    ("prices", "total"),
    [
        ([], None),
        ([Price(0)], 0),
        ([Price(12000, "EUR")], 12000),
        ([Price(12000, "EUR"), Price(500, "EUR", part="material")], 12500),
        ([Price(12000, "GBP")], None),
        ([Price(1000, "EUR", basis="month")], None),
        ([Price(None, text="ask us")], None),
        ([Price(12000, "EUR"), Price(0, for_="unemployed")], 12000),
        ([Price(0, "GBP")], 0),
        ([Price(5000, "EUR", for_="unemployed")], None),
    ],
)
def test_payable_is_a_sum_or_honestly_unknown(prices: list[Price], total: int | None) -> None:
    assert payable(prices, "EUR") == total


def test_a_price_letter_comes_back_as_it_was() -> None:
    letter = {"amount": 500, "currency": "EUR", "basis": "hour", "part": "exam", "for": "unemployed", "text": "5 €"}
    assert Price.from_letter(PriceSchema().load(letter)).to_letter() == letter


@pytest.mark.parametrize(
    "letter", [{}, {"amount": 100}, {"amount": -1, "currency": "EUR"}, {"amount": 1.5}, {"nonsense": 1}]
)
def test_a_price_that_says_nothing_or_half_is_refused(letter: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PriceSchema().load(letter)


class OneOfEach(Letter):
    """One of each field."""

    title = LocalTextField(required=True, max_length=20)
    minutes = Count(most=100)
    url = HttpUrl()
    date = IsoDate()
    time = WallTime()
    zone = Zone()


GOOD = {
    "title": {"en": " Sums "},
    "minutes": 5,
    "url": "https://a.example/x",
    "date": "2027-01-31",
    "time": "18:00",
    "zone": "Europe/Paris",
}


def test_fields_clean_what_people_type() -> None:
    assert OneOfEach().load(GOOD) == {**GOOD, "title": {"en": "Sums"}}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", {}, "needed"),
        ("title", {"english": "x"}, "no language tag"),
        ("title", {"en": "x" * 21}, "At most 20"),
        ("title", "x", "texts by language"),
        ("title", {"en": 3}, "Expected text"),
        ("minutes", 101, "from 0 to 100"),
        ("minutes", True, "whole number"),
        ("minutes", 1.5, "whole number"),
        ("url", "javascript:alert(1)", "no web address"),
        ("url", "https://user:pw@a.example", "no web address"),
        ("url", "https://a.example/\ud800", "no web address"),
        ("url", "https://a.example/a b", "no web address"),
        ("date", "31/01/2027", "no date"),
        ("date", "0201-01-01", "cannot be right"),
        ("time", "25:00", "no time"),
        ("zone", "Mars/Base", "no time zone"),
    ],
)
def test_a_wrong_value_says_what_would_be_right(field: str, value: object, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        OneOfEach().load({**GOOD, field: value})
    assert field in refused.value.messages
    assert words in str(refused.value.messages[field])  # type: ignore[index]  # a mapping by field


def test_nested_errors_are_told_one_message_a_line() -> None:
    errors = {"title": ["Needed.", "Too long."], "runs": {"0": {"start": {"date": ["No date."]}}}}
    assert flat(errors) == [("title", "Needed."), ("title", "Too long."), ("runs.0.start.date", "No date.")]
    assert flat({}) == []


def test_errors_go_over_the_wire_with_string_keys() -> None:
    assert with_string_keys({"outcomes": {0: {"title": ["x"]}}}) == {"outcomes": {"0": {"title": ["x"]}}}


def test_the_clock_stands_ticks_or_is_real() -> None:
    standing = clock.at("2026-11-23T10:00:00Z")
    assert standing == dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC) == clock.at("2026-11-23T10:00:00Z")
    first = clock.at("+2026-11-23T10:00:00+01:00")
    assert dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC) <= first <= clock.at("+2026-11-23T10:00:00+01:00")
    assert abs(clock.at("") - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_today_is_of_the_zone(ctx: Flask) -> None:
    assert clock.today() == dt.date(2026, 11, 23)
    assert clock.today("Pacific/Kiritimati") == dt.date(2026, 11, 24)
