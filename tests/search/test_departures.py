"""What starts next: dated offers stand before those one can join on any day, and only the few shown are read."""

from typing import Any

import pytest
from flask import Flask

from registry.catalogue import queries, service
from registry.kernel.actor import OPERATOR
from registry.search import departures, indexer
from registry.search.request import SearchRequest
from tests import builders

pytestmark = pytest.mark.one_database

REQUEST = SearchRequest(sort="soonest")
SOON, LATER = {"date": "2026-12-01"}, {"date": "2027-01-10"}


def offered(title: str, **run: Any) -> str:
    code = builders.listed(builders.training(title={"en": title}))
    service.schedule_run(OPERATOR, code, builders.run_letter(**run))
    return code


@pytest.fixture
def three(ctx: Flask) -> list[str]:
    """An offer that begins later, one to join on any day, one that begins soon."""
    later, any_day = offered("Later", start=LATER), offered("Any day", start=None, rolling=True)
    soon = offered("Soon", start=SOON)
    indexer.rebuild()
    return [soon, later, any_day]


def test_a_date_comes_before_any_day(three: list[str]) -> None:
    found = departures.first(REQUEST, "en", 3)
    assert [item.face.code for item in found.items] == three
    assert [bool(item.run and item.run.times.rolling) for item in found.items] == [False, False, True]
    assert found.total == 3


def test_no_number_of_offers_to_join_any_day_hides_a_date(ctx: Flask) -> None:
    any_day = {offered(f"Any day {number}", start=None, rolling=True) for number in range(20)}
    soon, later = offered("Soon", start=SOON), offered("Later", start=LATER)
    indexer.rebuild()
    found = departures.first(REQUEST, "en", 4)
    codes = [item.face.code for item in found.items]
    assert codes[:2] == [soon, later]
    assert len(set(codes)) == 4
    assert set(codes[2:]) < any_day
    assert found.total == 22


def test_an_offer_with_both_is_shown_by_its_date_and_once(ctx: Flask) -> None:
    both = offered("Both", start=LATER)
    service.schedule_run(OPERATOR, both, builders.run_letter(start=None, rolling=True))
    any_day = offered("Any day", start=None, rolling=True)
    indexer.rebuild()
    found = departures.first(REQUEST, "en", 3)
    assert [item.face.code for item in found.items] == [both, any_day]
    assert [bool(item.run and item.run.times.rolling) for item in found.items] == [False, True]
    assert found.total == 2


def test_of_more_than_are_shown_the_total_counts_all(three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    faces = queries.faces
    monkeypatch.setattr(queries, "faces", lambda codes: (read.extend(codes), faces(codes))[1])
    found = departures.first(REQUEST, "en", 1)
    assert (read, found.total) == ([three[0]], 3)


def test_without_an_index_nothing_is_called_the_next(ctx: Flask) -> None:
    offered("Soon", start=SOON)
    found = departures.first(REQUEST, "en", 3)
    assert found.degraded
    assert found.items == ()
