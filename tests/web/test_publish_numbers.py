"""Numbers as people type them at the provider's desk: read where they can mean one thing only, and refused in the unit
they were typed in, in the reader's language."""

import pytest

from registry.web.publish import numerals
from registry.web.publish.questions import UNITS
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database
MONEY, CREDITS = UNITS["money"], UNITS["hundredths"]
DECIMALS = "Give at most two decimals, such as 1.50, and write thousands without a sign between."


@pytest.mark.parametrize(
    ("typed", "kept"), [("30", 3000), ("1.5", 150), ("0,05", 5), ("+7", 700), ("1 500", 150_000), ("0", 0), (".5", 50)]
)
def test_a_price_is_read_as_people_type_it(typed: str, kept: int) -> None:
    assert numerals.read(typed, MONEY) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-5", "Give a number from 0 to 10000000."),
        ("\u22125", "Give a number from 0 to 10000000."),
        ("-0.01", "Give a number from 0 to 10000000."),
        ("10000001", "Give a number from 0 to 10000000."),
        ("9" * 400, "Give a number from 0 to 10000000."),
        ("1.234", DECIMALS),
        ("0,005", DECIMALS),
        ("12.345", DECIMALS),
        ("1,500", "“1,500” can be read in two ways. Write 1500 or 1.5."),
        ("many", "Give a number, such as 30 or 1.5."),
        ("1e3", "Give a number, such as 30 or 1.5."),
        ("9e999999", "Give a number, such as 30 or 1.5."),
        ("1_000", "Give a number, such as 30 or 1.5."),
        ("9" * 1_000_002, "Give a number, such as 30 or 1.5."),
    ],
)
def test_a_price_that_cannot_be_is_told_in_its_own_unit(typed: str, told: str) -> None:
    assert numerals.read(typed, MONEY) is None
    assert numerals.refusal(typed, MONEY) == told


def test_credits_have_bounds_of_their_own() -> None:
    assert numerals.read("1000", CREDITS) == 100_000
    assert numerals.read("1001", CREDITS) is None
    assert numerals.refusal("1001", CREDITS) == "Give a number from 0 to 1000."


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        *(("7", 7), ("-7", -7), ("+7", 7), ("\u22127", -7), (" 7 ", 7), ("0", 0)),
        *((one, None) for one in ("1.5", "½", "", "7 days", "²", "--7", "99999", "٣")),
    ],
)
def test_dates_move_by_whole_days(typed: str, days: int | None) -> None:
    assert numerals.days(typed) == days


@pytest.mark.parametrize(
    ("tag", "whole", "price"),
    [
        (
            "/de",
            "Geben Sie eine ganze Zahl von Tagen an, etwa 7 oder -7.",
            "Geben Sie eine Zahl von 0 bis 10000000 an.",
        ),
        ("/fr", "Indiquez un nombre entier de jours, par exemple 7 ou -7.", "Indiquez un nombre de 0 à 10000000."),
    ],
)
def test_the_desk_tells_it_in_the_readers_language(provider: Desk, tag: str, whole: str, price: str) -> None:
    address = f"{tag}/publish/offers/{provider.listed()}/runs"
    assert whole in provider.send(address, days="1.5").get_data(as_text=True)
    page = provider.send(f"{address}/new", **{"prices.0.amount": "-5"})
    assert page.status_code == 422
    assert price in page.get_data(as_text=True)
    wrong = {"enrol.url": "x", "start.date": "x", "start.time": "9", "language": "!!"}
    told = provider.send(f"{address}/new", **wrong).get_data(as_text=True)
    for english in ("is no web address", "is no date", "is no time", "is no language tag", "Expected a"):
        assert english not in told


def test_the_bulk_change_takes_a_plus_and_a_true_minus(provider: Desk) -> None:
    address = f"/publish/offers/{(code := provider.listed())}/runs"
    assert provider.send(f"{address}/new", **{"start.date": "2027-03-22"}).status_code == 303
    for days, day in (("+7", "2027-03-29"), ("\u22127", "2027-03-22")):
        [run] = provider.of(code).runs
        assert provider.send(address, runs=f"{run.code}:{run.counter}", days=days).status_code == 303
        assert provider.of(code).runs[0].letter["start"]["date"] == day
