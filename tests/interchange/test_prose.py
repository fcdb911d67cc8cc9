"""Dates, durations and prices as printed: read as a whole or not at all."""

import datetime as dt

import pytest

from registry.interchange import prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-09-05", dt.date(2016, 9, 5)),
        ("05 September 2016", dt.date(2016, 9, 5)),
        ("5th of Sept. 2016", dt.date(2016, 9, 5)),
        ("Monday 5 September 2016", dt.date(2016, 9, 5)),
        ("September 5, 2016", dt.date(2016, 9, 5)),
        ("1er août 2016", dt.date(2016, 8, 1)),
        ("3. März 2027", dt.date(2027, 3, 3)),
        ("25/09/2016", dt.date(2016, 9, 25)),
        ("5.9.2016", dt.date(2016, 9, 5)),
        ("05/09/2016", None),
        ("from September 2016", None),
        ("31 February 2016", None),
        ("2016", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_left(text: str, expected: dt.date | None) -> None:
    assert prose.read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 weeks", "P12W"),
        ("1 month (approx)", "P1M"),
        ("approx. 2 years", "P2Y"),
        ("3 jours", "P3D"),
        ("6 mois", "P6M"),
        ("10 Wochen", "P10W"),
        ("90 minutes", "PT90M"),
        ("2 hours", "PT2H"),
        ("P4M", "P4M"),
        ("4 months; code F", None),
        ("0 weeks", None),
        ("variable", None),
    ],
)
def test_a_duration_is_read_or_left(text: str, expected: str | None) -> None:
    assert prose.read_duration(text) == expected


def test_durations_are_compared_by_what_they_span() -> None:
    assert prose.span("P1Y") == prose.span("P12M")
    assert prose.span("P2W") == prose.span("P14D")
    assert prose.span("P4M") != prose.span("P1M")
    assert prose.span("a month") is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("30 hours", 1800), ("1.5 h", None), ("2,5 heures", 150), ("some hours", None)]
)
def test_hours_are_read_or_left(text: str, minutes: int | None) -> None:
    assert prose.read_hours(text) == minutes


@pytest.mark.parametrize(
    ("text", "amount", "currency", "basis"),
    [
        ("£120", 12000, "GBP", "total"),
        ("£1,250.00", 125000, "GBP", "total"),
        ("1.250,50 €", 125050, "EUR", "total"),
        ("1 250 EUR", 125000, "EUR", "total"),
        ("GBP155.00", 15500, "GBP", "total"),
        ("Fee: £80 per person", 8000, "GBP", "total"),
        ("20 € per month", 2000, "EUR", "month"),
        ("25 €/heure", 2500, "EUR", "hour"),
        ("£9.5", 950, "GBP", "total"),
        ("£0", 0, "GBP", "total"),
    ],
)
def test_one_price_is_read(text: str, amount: int, currency: str, basis: str) -> None:
    assert prose.read_price(text) == {"amount": amount, "currency": currency, "basis": basis, "text": text}


@pytest.mark.parametrize("text", ["free", "Free of charge.", "gratuit", "kostenlos", "no cost"])
def test_free_is_an_explicit_nothing(text: str) -> None:
    assert prose.read_price(text) == {"amount": 0, "text": text}


@pytest.mark.parametrize(
    "text",
    ["from £120", "£120, concessions £60", "120", "ask us", "UK fee: GBP155.00; Ireland: GBP340.00", "£ABC", "$5", ""],
)
def test_what_is_not_one_price_is_none(text: str) -> None:
    assert prose.read_price(text) is None


def test_a_bare_number_is_a_price_only_where_the_source_names_its_currency() -> None:
    assert prose.read_price("120", "GBP") == {"amount": 12000, "currency": "GBP", "basis": "total", "text": "120"}
