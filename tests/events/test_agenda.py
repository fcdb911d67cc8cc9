"""Where the clock stands in an event: wall times in their zone against instants, as a table."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from registry.events.agenda import EventView, SlotView, current_slot, entry, state


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def slot(position: int, starts: str, ends: str | None = None) -> SlotView:
    return SlotView(position, at(starts), at(ends) if ends else None, {"en": "Item"}, (), ())


def event(zone: str = "Europe/Brussels", start: str = "2022-02-23T15:00", end: str = "2022-02-23T16:25") -> EventView:
    slots = (
        slot(1, "2022-02-23T15:00", "2022-02-23T15:10"),
        slot(2, "2022-02-23T15:20", "2022-02-23T16:10"),
        slot(3, "2022-02-23T16:10"),
    )
    face = {"slug": "talk", "title": {"en": "Talk"}, "summary": {"en": "Talk"}, "mode": "online", "url": None}
    more = {"background": None, "audience": None, "registration": None, "note": None, "counter": 1, "showcase": ()}
    return EventView(
        **face,  # type: ignore[arg-type]  # the values fit; a dict cannot say which goes where
        **more,  # type: ignore[arg-type]  # likewise
        start=at(start),
        end=at(end),
        zone=zone,
        language="en",
        organiser={"name": "Us"},
        status="planned",
        demonstration=False,
        slots=slots,
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2022-02-23T13:59:59+00:00", "before"),
        ("2022-02-23T14:00:00+00:00", "during"),
        ("2022-02-23T15:24:59+00:00", "during"),
        ("2022-02-23T15:25:00+00:00", "after"),
        ("2022-02-23T16:00:00+02:00", "during"),
        ("2026-11-23T10:00:00+00:00", "after"),
    ],
)
def test_state_follows_the_wall_time_in_the_events_zone(now: str, expected: str) -> None:
    assert state(event(), at(now)) == expected


def test_the_same_wall_time_elsewhere_is_another_instant() -> None:
    now = at("2022-02-23T14:30:00+00:00")
    assert state(event("Europe/Brussels"), now) == "during"
    assert state(event("Europe/Helsinki"), now) == "after"
    assert state(event("Atlantic/Azores"), now) == "before"


def test_an_event_over_the_change_of_clocks_lasts_an_hour_less() -> None:
    night = event(start="2026-03-29T01:30", end="2026-03-29T03:30")
    assert night.ends - night.starts == dt.timedelta(hours=2)  # the wall says two hours …
    assert night.ends.astimezone(dt.UTC) - night.starts.astimezone(dt.UTC) == dt.timedelta(hours=1)  # … people sat one
    assert state(night, at("2026-03-29T01:29:00+00:00")) == "during"
    assert state(night, at("2026-03-29T01:30:00+00:00")) == "after"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2022-02-23T13:00:00+00:00", None),
        ("2022-02-23T14:00:00+00:00", 1),
        ("2022-02-23T14:15:00+00:00", None),  # the break
        ("2022-02-23T14:20:00+00:00", 2),
        ("2022-02-23T15:10:00+00:00", 3),
        ("2022-02-23T15:24:00+00:00", 3),  # no end announced: until the event ends
        ("2022-02-23T15:25:00+00:00", None),
    ],
)
def test_the_item_running_now(now: str, expected: int | None) -> None:
    assert current_slot(event(), at(now)) == expected


def test_minutes_are_those_announced() -> None:
    assert [item.minutes for item in event().slots] == [10, 50, None]


@pytest.mark.parametrize(
    ("said", "now", "expected"),
    [
        ({}, "2022-02-20T12:00:00+00:00", ""),
        ({"entry": "open"}, "2022-02-20T12:00:00+00:00", "open"),
        ({"entry_until": "2022-02-22T18:00"}, "2022-02-22T16:59:59+00:00", "open"),
        ({"entry_until": "2022-02-22T18:00"}, "2022-02-22T17:00:00+00:00", "closed"),
        ({"entry": "waiting"}, "2022-02-20T12:00:00+00:00", "waiting"),
        ({"entry": "full"}, "2022-02-20T12:00:00+00:00", "full"),
        ({"entry": "full"}, "2022-02-23T14:30:00+00:00", "full"),
        ({"entry": "closed"}, "2022-02-20T12:00:00+00:00", "closed"),
        ({"entry": "open", "status": "moved"}, "2022-02-20T12:00:00+00:00", "open"),
        ({"entry": "open", "status": "cancelled"}, "2022-02-20T12:00:00+00:00", "closed"),
        ({"entry": "open"}, "2022-02-23T14:30:00+00:00", "open"),
        ({"entry": "open"}, "2022-02-23T15:25:00+00:00", "closed"),
    ],
)
def test_how_registration_stands(said: dict[str, Any], now: str, expected: str) -> None:
    until = {"entry_until": at(said["entry_until"])} if "entry_until" in said else {}
    assert entry(replace(event(), **{**said, **until}), at(now)) == expected
