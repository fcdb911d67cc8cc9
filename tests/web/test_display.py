"""How values are said in the reader's language."""

import datetime as dt

import pytest
from flask import Flask
from hypothesis import given, strategies

from registry.catalogue.runs import RunTimes, RunView
from registry.kernel.i18n import ENVIRON_KEY, speaking
from registry.kernel.lengths import length
from registry.web import display, identity, moments, runs
from registry.web.publish import lengths

pytestmark = pytest.mark.one_database


def reading(app: Flask, tag: str):  # type: ignore[no-untyped-def]  # Flask's own context manager
    return app.test_request_context("/offers?q=a", environ_base={ENVIRON_KEY: tag})


@pytest.mark.parametrize(
    ("tag", "whole", "broken", "nothing"),
    [
        ("en", "€1,120", "€67.50", "Free"),
        ("fr", "1\u202f120\u00a0€", "67,50\u00a0€", "Gratuit"),
        ("de", "1.120\u00a0€", "67,50\u00a0€", "Kostenlos"),
    ],
)
def test_money(app: Flask, tag: str, whole: str, broken: str, nothing: str) -> None:
    with reading(app, tag):
        assert (display.money(112000, "EUR"), display.money(6750, "EUR"), display.money(0, "EUR")) == (
            whole,
            broken,
            nothing,
        )


def test_a_currency_without_cents_is_not_divided(app: Flask) -> None:
    with reading(app, "en"):
        assert display.money(1200, "JPY") == "JP¥1,200"


@pytest.mark.parametrize(
    ("tag", "long", "short"),
    [("en", "12 March 2026", "12 Mar"), ("fr", "12 mars 2026", "12 mars"), ("de", "12. März 2026", "12. März")],
)
def test_dates(app: Flask, tag: str, long: str, short: str) -> None:
    with reading(app, tag):
        assert moments.day(dt.date(2026, 3, 12)) == long
        assert moments.day_short(dt.date(2026, 3, 12)) == short
        assert "2022" in moments.day_short(dt.date(2022, 2, 23)), "another year is named"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((2026, 11, 30), "Nov"),
        ((2027, 10, 1), "Oct"),
        ((2027, 11, 1), "Nov 2027"),
        ((2027, 12, 23), "Dec 2027"),
        ((2026, 10, 1), "Oct 2026"),
    ],
)
def test_a_month_has_its_year_unless_it_can_be_no_other(app: Flask, day: tuple[int, int, int], said: str) -> None:
    with reading(app, "en"):
        assert moments.month(dt.date(*day)) == said


def test_the_first_of_a_month_is_an_ordinal_in_french_only(app: Flask) -> None:
    first, eleventh = dt.date(2026, 3, 1), dt.date(2026, 3, 11)
    with reading(app, "fr"):
        assert (moments.day(first), moments.day_short(first)) == ("1er mars 2026", "1er mars")
        assert moments.day(eleventh) == "11 mars 2026"
    with reading(app, "en"):
        assert moments.day(first) == "1 March 2026"


def test_what_ends_at_midnight_ends_on_the_day_before(app: Flask) -> None:
    with reading(app, "en"):
        midnight = dt.datetime(2026, 11, 28, 23, tzinfo=dt.UTC)  # the 29th, 00:00 in Brussels
        assert moments.last_day(midnight) == "28 Nov"


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "yesterday"), (9, "9 days ago"), (61, "on 23 September 2026")]
)
def test_how_long_ago(app: Flask, days: int, said: str) -> None:
    with reading(app, "en"):
        assert moments.ago(dt.date(2026, 11, 23) - dt.timedelta(days=days)) == said


@pytest.mark.parametrize(("tag", "first"), [("fr", "er"), ("en", ""), ("de", "")])
def test_only_french_counts_the_first_of_a_month(app: Flask, tag: str, first: str) -> None:
    with reading(app, tag):
        assert [moments.ordinal(dt.date(2027, 3, day)) for day in (1, 2, 10, 11, 21, 31)] == [first, "", "", "", "", ""]


@pytest.mark.parametrize(
    ("minutes", "numeral", "said"),
    [
        (1440, "24", "24 hours"),
        (550, "9 h 10 min", "9 h 10 min"),
        (90, "1 h 30 min", "1 h 30 min"),
        (60, "1", "1 hour"),
        (45, "45 min", "45 minutes"),
        (72_061, "1,201 h 1 min", "1,201 h 1 min"),
    ],
)
def test_hours_are_said_without_fractions(app: Flask, minutes: int, numeral: str, said: str) -> None:
    with reading(app, "en"):
        assert (display.hours(minutes).replace("\N{NO-BREAK SPACE}", " "), display.duration(minutes)) == (numeral, said)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9:10", 550), ("9 h 10 min", 550), ("9h10", 550), ("9 Std. 10 Min.", 550), ("9.17", 550), ("1,5", 90),
        ("24", 1440), ("24 h", 1440), (" 0.25 ", 15), ("", None), ("many", None), ("-1", None), ("1.51", 91),
        ("9:75", None), ("1e3", None), ("99999999", None), ("9.9991", 600), ("45 min", 45), ("90 Minuten", 90),
        ("2,5 h", 150), ("2.5 h", 150), ("1,234 h 5 min", 74_045), ("1.234 Std. 5 Min.", 74_045), ("1 500", 90_000),
        ("1,000", None), ("1.500", None), ("1234.567", None), ("1.5 h 10 min", None), ("1 5", None), ("1,23,456", None),
        ("0.125", None), ("0.5", 30), ("0,001", None), ("1:5", None), ("2 hrs", 120), ("1 heure et 30 minutes", 90),
        ("2 Stunden und 5 Minuten", 125), ("200 000", None), ("1 500 h 75", None), ("1.500:75", None), ("0", 0),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(typed: str, minutes: int | None) -> None:
    assert lengths.read(typed) == minutes


@pytest.mark.parametrize(
    ("tag", "typed", "minutes"),
    [("en", "1,500 h", 90_000), ("en", "1.500 h", None), ("de", "1.500 Std.", 90_000), ("de", "1,500 h", None)],
)
def test_thousands_are_read_as_our_pages_write_them(tag: str, typed: str, minutes: int | None) -> None:
    with speaking(tag):
        assert lengths.read(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1,500", "“1,500” can be read in two ways. Write 1500 or 1.5."),
        ("1.234 h", "“1.234 h” can be read in two ways. Write 1234 or 1:14."),
        *[
            (typed, "Give hours, such as 30, 1.5 or 9:10, at most 87600.")
            for typed in ("many", "1,234,567", "200 000", "200000", "1 500 h 75", "1.500:75", "0.125", "0,001", "1:5")
        ],
    ],
)
def test_hours_that_can_be_read_in_two_ways_are_told_so(typed: str, told: str) -> None:
    assert lengths.refusal(typed) == told


@given(tag=strategies.sampled_from(["en", "fr", "de"]), minutes=strategies.integers(0, lengths.MOST))
def test_what_a_page_says_of_hours_is_read_again(tag: str, minutes: int) -> None:
    with speaking(tag):
        assert lengths.read(length(minutes)) == minutes


def test_what_a_form_shows_of_hours_it_reads_again() -> None:
    shown = [lengths.written(minutes) for minutes in range(3000)]
    assert [lengths.read(text) for text in shown] == list(range(3000))
    assert [shown[minutes] for minutes in (60, 90, 550, 15, 5)] == ["1", "1.5", "9:10", "0.25", "0:05"]


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("P5W", "5 weeks"),
        ("P1Y", "1 year"),
        ("P3D", "3 days"),
        ("P1Y6M", ""),
        ("P1DT2H", ""),
        ("PT2H", ""),
        ("P0W", ""),
    ],
)
def test_a_duration_of_one_unit_is_said_in_words(app: Flask, iso: str, said: str) -> None:
    with reading(app, "en"):
        assert runs.lasts(RunView("R", {"duration": {"iso": iso}}, RunTimes()), "en").text == said


def test_a_text_is_in_the_readers_language_or_says_which(app: Flask) -> None:
    both = {"fr": "Le tableur : pas à pas", "de": "Tabellen"}
    with reading(app, "de"):
        assert display.words(both, "fr") == display.Words("Tabellen")
    with reading(app, "en"):
        said = display.words(both, "fr")
        assert said == display.Words("Le tableur\u00a0: pas à pas", "fr"), "no line begins with a colon"
        assert not display.words(None)


def test_days_of_the_week_stand_in_their_order(app: Flask) -> None:
    with reading(app, "fr"):
        assert moments.weekdays(["we", "mo"]) == "lun., mer."


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Public Index of digital skills", ("Public Index", "of digital skills")),
        ("Kompetenzregister", ("Kompetenzregister", "")),
        ("Register", ("Register", "")),
        ("Weiterbildungsregister Musterland", ("Weiterbildungsregister", "Musterland")),
    ],
)
def test_a_long_name_breaks_where_it_reads_well(name: str, lines: tuple[str, str]) -> None:
    assert identity.in_two_lines(name) == lines
