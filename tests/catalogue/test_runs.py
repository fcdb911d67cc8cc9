"""When a run takes place and in which state that puts it: one table, read at a standing clock."""

import datetime as dt
from typing import Any

import pytest
from marshmallow import ValidationError

from registry.catalogue.run_schema import RunSchema
from registry.catalogue.runs import STATES, RunTimes, RunView, coming, dates, next_run, state

ZONE = "Europe/Brussels"
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def day(date: str, **more: str) -> dict[str, str]:
    return {"date": date, **more}


def run(letter: dict[str, Any], cancelled: bool = False, code: str = "R") -> RunView:
    return RunView(code, letter, dates(letter, ZONE), cancelled=cancelled)


def state_of(one: RunView, now: dt.datetime) -> str:
    return state(one.times, now, left=one.left, cancelled=one.cancelled)


TABLE: list[tuple[str, dict[str, Any], str]] = [
    ("nothing said", {}, "on-request"),
    ("on request", {"on_request": True}, "on-request"),
    ("only words", {"start": {"text": "every spring"}}, "on-request"),
    ("on request, no place left", {"on_request": True, "places": {"left": 0}}, "full"),
    ("a date wins over the word", {"on_request": True, "start": day("2027-03-01")}, "open"),
    ("starts in March, no window", {"start": day("2027-03-01")}, "open"),
    ("starts in six days", {"start": day("2026-11-29")}, "closing"),
    ("starts in eight days", {"start": day("2026-12-01")}, "open"),
    ("starts today, this evening", {"start": day("2026-11-23", time="18:00")}, "closing"),
    ("started this morning", {"start": day("2026-11-23", time="09:00")}, "running"),
    ("starts today, no hour", {"start": day("2026-11-23")}, "running"),
    ("began, no end: 30 days", {"start": day("2026-10-26")}, "running"),
    ("began 31 days ago, no end", {"start": day("2026-10-23")}, "finished"),
    ("began, five weeks", {"start": day("2026-10-20"), "duration": {"iso": "P5W"}}, "running"),
    ("began, four weeks, over", {"start": day("2026-10-20"), "duration": {"iso": "P4W"}}, "finished"),
    (
        "began, an hour and a half ago of two",
        {"start": day("2026-11-23", time="09:30"), "duration": {"minutes": 120}},
        "running",
    ),
    ("began, two hours, over", {"start": day("2026-11-23", time="08:30"), "duration": {"iso": "PT2H"}}, "finished"),
    ("today without an hour, two hours", {"start": day("2026-11-23"), "duration": {"iso": "PT2H"}}, "running"),
    ("40 hours of teaching are no span", {"start": day("2026-11-20"), "duration": {"iso": "PT40H"}}, "running"),
    ("ended yesterday", {"start": day("2026-11-02"), "end": day("2026-11-22")}, "finished"),
    ("ends today", {"start": day("2026-11-02"), "end": day("2026-11-23")}, "running"),
    ("opens tomorrow", {"start": day("2027-03-01"), "enrol": {"from": "2026-11-24"}}, "future"),
    ("opens tomorrow, no place yet", {"enrol": {"from": "2026-11-24"}, "places": {"left": 0}}, "future"),
    ("opened today", {"start": day("2027-03-01"), "enrol": {"from": "2026-11-23"}}, "open"),
    ("until today", {"start": day("2027-03-01"), "enrol": {"until": "2026-11-23"}}, "closing"),
    ("until yesterday", {"start": day("2027-03-01"), "enrol": {"until": "2026-11-22"}}, "closed"),
    (
        "began, enrolment still open",
        {"start": day("2026-11-02"), "end": day("2027-06-30"), "enrol": {"until": "2027-01-31"}},
        "open",
    ),
    ("full", {"start": day("2027-03-01"), "places": {"total": 10, "left": 0}}, "full"),
    ("full and running", {"start": day("2026-11-10"), "places": {"left": 0}}, "running"),
    ("any day", {"rolling": True}, "open"),
    ("any day, full", {"rolling": True, "places": {"left": 0}}, "full"),
    ("any day since long ago", {"rolling": True, "start": day("2024-01-01")}, "open"),
    ("any day until the end", {"rolling": True, "end": day("2026-11-25")}, "closing"),
    ("any day, enrolment over, teaching not", {"rolling": True, "enrol": {"until": "2026-11-10"}}, "running"),
    ("any day, enrolment long over", {"rolling": True, "enrol": {"until": "2026-09-30"}}, "finished"),
    ("only a last day to enrol, past", {"enrol": {"until": "2026-11-20"}}, "closed"),
    ("only a last day to enrol, long past", {"enrol": {"until": "2026-09-20"}}, "finished"),
    ("only an end", {"end": day("2027-02-01")}, "open"),
    ("only an end, past", {"end": day("2026-11-01")}, "finished"),
]


@pytest.mark.parametrize(("letter", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_state_of_a_run(letter: dict[str, Any], expected: str) -> None:
    assert state_of(run(letter), NOW) == expected


def test_a_cancelled_run_is_cancelled_whatever_its_dates() -> None:
    assert state_of(run({"start": day("2027-03-01")}, cancelled=True), NOW) == "cancelled"


def test_the_table_shows_every_state() -> None:
    assert {row[2] for row in TABLE} | {"cancelled"} == set(STATES)


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (day("2026-03-28", time="18:00"), "2026-03-28T17:00"),  # the evening before clocks go forward
        (day("2026-03-29", time="18:00"), "2026-03-29T16:00"),  # the evening after
        (day("2026-03-29"), "2026-03-28T23:00"),  # midnight before
        (day("2026-10-25", time="02:30"), "2026-10-25T00:30"),  # an hour that comes twice: the first
        (day("2026-10-26"), "2026-10-25T23:00"),
        (day("2027-01-11", time="18:00", zone="America/New_York"), "2027-01-11T23:00"),
    ],
)
def test_wall_times_are_right_across_a_change_of_clocks(wall: dict[str, str], instant: str) -> None:
    assert dates({"start": wall}, ZONE).starts == at(instant)


def test_a_week_on_the_wall_keeps_its_hour_when_clocks_change() -> None:
    times = dates({"start": day("2026-10-20", time="18:00"), "duration": {"iso": "P1W"}}, ZONE)
    assert times.starts == at("2026-10-20T16:00")
    assert times.ends == at("2026-10-27T17:00")


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    times = dates({"start": day("2027-01-31"), "duration": {"iso": "P1M"}}, "UTC")
    assert times.ends == at("2027-02-28T00:00")


def test_the_last_day_counts_in_full_and_in_the_zone_of_the_start() -> None:
    letter = {"start": day("2027-01-11", time="18:00", zone="Europe/Athens"), "enrol": {"until": "2027-01-08"}}
    times = dates({**letter, "end": day("2027-01-20")}, ZONE)
    assert times.closes == at("2027-01-08T22:00")
    assert times.ends == at("2027-01-20T22:00")


def test_the_end_of_enrolment_is_the_first_moment_one_cannot_enrol() -> None:
    one = run({"start": day("2027-03-01"), "enrol": {"until": "2026-11-30"}})
    assert one.times.closes == at("2026-11-30T23:00")
    assert state_of(one, at("2026-11-30T22:59")) == "closing"
    assert state_of(one, at("2026-11-30T23:00")) == "closed"


def test_without_a_zone_the_registry_is_meant_and_dates_stay_as_given() -> None:
    letter = {"start": day("2027-01-11", time="18:00")}
    assert dates(letter, "Asia/Tokyo").starts == at("2027-01-11T09:00")
    assert letter == {"start": day("2027-01-11", time="18:00")}


def test_few_places_are_a_flag_and_not_a_state() -> None:
    for left, few in ((0, False), (1, True), (3, True), (4, False), (None, False)):
        one = RunView("R", {"places": {"left": left}}, RunTimes(), state="open")
        assert one.few_left is few
    assert not RunView("R", {"places": {"left": 1}}, RunTimes(), state="running").few_left


def test_a_contradiction_of_the_source_is_to_be_confirmed() -> None:
    conflict = {"field": "start", "machine": "2027-01-11", "printed": "12 January 2027"}
    assert RunView("R", {"conflicts": [conflict]}, RunTimes()).to_be_confirmed
    assert not RunView("R", {}, RunTimes()).to_be_confirmed


def test_the_next_run_is_the_first_one_can_still_join() -> None:
    letters = {
        "over": {"start": day("2026-01-11")},
        "full": {"start": day("2026-12-01"), "places": {"left": 0}},
        "later": {"start": day("2027-05-01")},
        "sooner": {"start": day("2027-03-01")},
        "asked": {"on_request": True},
        "opens": {"start": day("2027-02-01"), "enrol": {"from": "2026-12-24"}},
        "begun": {"start": day("2026-11-02"), "end": day("2027-06-30"), "enrol": {"until": "2027-01-31"}},
        "any day": {"rolling": True},
    }
    seen = [run(letter, code=code) for code, letter in letters.items()]
    begun = {one.code for one in seen if one.times.starts and one.times.starts <= NOW}
    placed = [
        RunView(one.code, one.letter, one.times, state=state_of(one, NOW), begun=one.code in begun) for one in seen
    ]
    assert [one.code for one in coming(placed)] == ["any day", "sooner", "later", "begun", "opens", "full", "asked"]
    first = next_run(placed)
    assert first is not None
    assert first.code == "any day"
    assert next_run(placed[:1]) is None


@pytest.mark.parametrize("iso", ["P9999Y", "P99999999999D", "P" + "9" * 5000 + "D", "PT99999999999H"])
def test_a_duration_beyond_measure_is_no_duration(iso: str) -> None:
    letter = {"start": day("2027-01-11"), "duration": {"iso": iso}}
    assert dates(letter, ZONE).ends == at("2027-02-09T23:00")
    with pytest.raises(ValidationError):
        RunSchema().load(letter)


def test_twenty_years_are_a_duration_and_the_end_of_the_calendar_is_not_crossed() -> None:
    letter = {"start": day("2027-01-11"), "duration": {"iso": "P20Y"}}
    assert RunSchema().load(letter) == letter
    assert dates(letter, ZONE).ends == at("2047-01-10T23:00")
    assert dates({**letter, "start": day("9990-01-11")}, ZONE).ends == at("9990-02-09T23:00")
