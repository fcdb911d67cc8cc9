"""Calendar files: form by a strict reader, local times across a change of clocks, enrolment as entries of its own, and
changes a subscribed calendar can follow."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from flask import Flask
from icalendar import Calendar

from registry import config
from registry.app import create_app
from registry.catalogue import runs, specification, views
from registry.catalogue.runs import RunView
from registry.catalogue.views import OfferView
from registry.config import Settings
from registry.events.agenda import EventView, SlotView
from registry.interchange import calendars
from registry.interchange.site import Site
from registry.providers.queries import PlaceView, ProviderView
from tests import builders
from tests.interchange import strict_calendar
from tests.interchange.strict_calendar import Component

NOW = dt.datetime(2026, 10, 1, 10, tzinfo=dt.UTC)
BRUSSELS = "Europe/Brussels"
EVENING = {"days": ["mo"], "from": "18:00", "until": "20:30"}


@pytest.fixture(scope="module")
def _program(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    base = tmp_path_factory.mktemp("calendars")
    return create_app(Settings(data_dir=base, secret_key="k" * 40, base_url="http://localhost", now=NOW.isoformat()))


@pytest.fixture(autouse=True)
def _context(_program: Flask) -> Iterator[None]:
    with _program.app_context():
        yield


def run(
    code: str = "DEMO-0000-0000", *, cancelled: bool = False, place: PlaceView | None = None, **letter: Any
) -> RunView:
    made = builders.changed({"mode": "onsite"}, letter)
    return runs.view(code, made, NOW, place=place, cancelled=cancelled)


def wall(date: str, time: str) -> dict[str, str]:
    return {"date": date, "time": time, "zone": BRUSSELS}


def weekly(start: str, end: str, *patterns: dict[str, Any], **more: Any) -> RunView:
    return run(
        start={"date": start, "zone": BRUSSELS},
        end={"date": end},
        schedule={"pattern": list(patterns) or [EVENING]},
        **more,
    )


def offer(*taught: RunView, title: str = "Spreadsheets, slowly; one by one") -> OfferView:
    provider = ProviderView("P", "harbour", "Harbour", (), None, None, None, None, None, "BE", None, (), "verified")
    spec = specification.Specification(kind="training", language="en", title={"en": title})
    return views.OfferView(
        code="DEMO-1111-1111", spec=spec, runs=taught, provider=provider, number=1, content_sha256="",
        examined=True, listed_at=NOW, first_listed_at=NOW, confirmed_at=None, confirm_by=None, access=(), contact={},
        source={},
    )  # fmt: skip


def written(view: OfferView) -> tuple[bytes, list[Component]]:
    body = calendars.offer(view, Site(config.current(), "en"))
    return body, [one for one in strict_calendar.read(body).inside if one.name == "VEVENT"]


def instants(body: bytes) -> list[str]:
    """When each meeting of the first entry begins, in UTC, by the file's own description of the zone."""
    calendar = Calendar.from_ical(body)
    entry = calendar.walk("VEVENT")[0]
    zone = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    begins = entry["dtstart"].dt.replace(tzinfo=zone)
    rule = rrulestr(entry["rrule"].to_ical().decode(), dtstart=begins)
    return [f"{one.astimezone(dt.UTC):%m-%d %H:%M}" for one in rule]


def test_a_weekly_evening_stays_an_evening_when_summer_time_ends() -> None:
    body, entries = written(offer(weekly("2026-10-12", "2026-11-09")))
    assert entries[0].all("DTSTART") == [({"TZID": BRUSSELS}, "20261012T180000")]
    assert entries[0].all("DTEND") == [({"TZID": BRUSSELS}, "20261012T203000")]
    assert instants(body) == ["10-12 16:00", "10-19 16:00", "10-26 17:00", "11-02 17:00", "11-09 17:00"]


def test_a_weekly_evening_stays_an_evening_when_summer_time_begins() -> None:
    body, _entries = written(offer(weekly("2027-03-22", "2027-04-05")))
    assert instants(body) == ["03-22 17:00", "03-29 16:00", "04-05 16:00"]


def test_the_row_begins_on_the_first_day_that_matches() -> None:
    thursdays = {"days": ["th", "tu"], "from": "09:00", "until": "12:00"}
    body, entries = written(offer(weekly("2026-10-14", "2026-10-22", thursdays)))
    assert entries[0].value("DTSTART") == "20261015T090000"
    assert instants(body) == ["10-15 07:00", "10-20 07:00", "10-22 07:00"]


def test_two_lines_of_a_pattern_are_two_rows() -> None:
    saturday = {"days": ["sa"], "from": "10:00", "until": "16:00"}
    _body, entries = written(offer(weekly("2026-10-12", "2026-11-09", EVENING, saturday)))
    assert [entry.value("DTSTART") for entry in entries] == ["20261012T180000", "20261017T100000"]
    assert entries[0].value("UID") != entries[1].value("UID")


def test_a_pattern_without_an_end_gives_its_first_meeting_only() -> None:
    open_ended = run(start={"date": "2026-10-12", "zone": BRUSSELS}, schedule={"pattern": [EVENING]})
    _body, entries = written(offer(open_ended))
    assert [entry.value("RRULE") for entry in entries] == [""]
    five_weeks = run(
        start={"date": "2026-10-12", "zone": BRUSSELS}, duration={"iso": "P3W"}, schedule={"pattern": [EVENING]}
    )
    assert instants(written(offer(five_weeks))[0]) == ["10-12 16:00", "10-19 16:00", "10-26 17:00"]


@pytest.mark.parametrize(
    ("letter", "begins", "ends"),
    [
        ({"start": wall("2026-10-24", "23:00"), "end": wall("2026-10-25", "04:00")}, "20261024", "20261026"),
        ({"start": wall("2026-10-24", "09:00"), "end": wall("2026-10-24", "12:00")}, "20261024T090000",
         "20261024T120000"),
        ({"start": wall("2026-10-25", "01:00"), "duration": {"iso": "PT4H"}}, "20261025T010000", "20261025T040000"),
        ({"start": wall("2026-10-24", "09:00")}, "20261024T090000", ""),
        ({"start": {"date": "2026-10-24"}}, "20261024", "20261025"),
        ({"start": {"date": "2026-10-24"}, "end": {"date": "2026-12-01"}}, "20261024", "20261202"),
    ],
)  # fmt: skip
def test_a_run_without_a_pattern_is_one_meeting_or_a_bar(letter: dict[str, Any], begins: str, ends: str) -> None:
    _body, entries = written(offer(run(**letter)))
    assert [(entry.value("DTSTART"), entry.value("DTEND")) for entry in entries] == [(begins, ends)]


def test_enrolment_opens_and_closes_in_entries_of_its_own() -> None:
    taught = weekly("2026-10-12", "2026-11-09", enrol={"from": "2026-10-02", "until": "2026-10-09"})
    _body, entries = written(offer(taught, title="Lists"))
    assert [(entry.value("SUMMARY"), entry.value("DTSTART"), entry.value("DTEND")) for entry in entries[1:]] == [
        ("Enrolment opens: Lists", "20261002", "20261003"),
        ("Last day to enrol: Lists", "20261009", "20261010"),
    ]
    assert all(entry.value("TRANSP") == "TRANSPARENT" for entry in entries[1:])


def test_a_change_keeps_the_name_and_counts_on() -> None:
    before = weekly("2026-10-12", "2026-11-09")
    after = replace(weekly("2026-10-19", "2026-11-09", cancelled=True), counter=2, changed_at=NOW)
    (first,), (second,) = written(offer(before))[1], written(offer(after))[1]
    assert first.value("UID") == second.value("UID") == "DEMO-0000-0000@localhost"
    assert [(entry.value("SEQUENCE"), entry.value("STATUS")) for entry in (first, second)] == [
        ("1", "CONFIRMED"),
        ("2", "CANCELLED"),
    ]
    assert second.value("DTSTAMP") == second.value("LAST-MODIFIED") == "20261001T100000Z"


def test_a_run_that_never_changed_is_as_old_as_its_offer_and_not_as_the_clock() -> None:
    view = replace(offer(weekly("2026-10-12", "2026-11-09")), listed_at=NOW - dt.timedelta(days=2))
    (entry,) = written(view)[1]
    assert entry.value("DTSTAMP") == entry.value("LAST-MODIFIED") == "20260929T100000Z"


def test_what_is_past_is_not_in_it_and_what_has_no_date_makes_no_entry() -> None:
    past = weekly("2026-01-12", "2026-02-09")
    _body, entries = written(offer(past, run(on_request=True)))
    assert entries == []
    assert not calendars.is_dated(run(on_request=True))
    assert calendars.is_dated(run(enrol={"until": "2026-10-09"}))


def test_words_of_strangers_cannot_break_the_file() -> None:
    place = PlaceView(
        "P", "Room 1; left,\nright", None, "9000", "Ghent", None, "BE", 51053600, 3725200, (), None, None, None
    )
    nasty = "Lists\r\nBEGIN:VEVENT, then; \\ " + "é" * 80
    _body, entries = written(offer(weekly("2026-10-12", "2026-11-09", place=place), title=nasty))
    assert len(entries) == 1
    assert entries[0].value("GEO") == "51.0536;3.7252"


def test_an_event_has_its_agenda_and_its_own_zone() -> None:
    at = dt.datetime.fromisoformat
    slot = SlotView(1, at("2027-03-28T01:30"), None, {"en": "Welcome"}, (), ())
    event = EventView(
        slug="night", title={"en": "Night of learning"}, summary={"en": "All night."}, start=at("2027-03-28T01:30"),
        end=at("2027-03-28T03:30"), zone=BRUSSELS, mode="online", url=None, language="en", organiser={"name": "Us"},
        status="cancelled", demonstration=True, counter=4, background=None, audience=None,
        registration={"en": "Write."}, note=None, slots=(slot,), showcase=(),
    )  # fmt: skip
    body = calendars.event(event, Site(config.current(), "en"))
    entry = next(one for one in strict_calendar.read(body).inside if one.name == "VEVENT")
    assert (entry.value("SEQUENCE"), entry.value("STATUS")) == ("4", "CANCELLED")
    assert "01:30 Welcome" in entry.value("DESCRIPTION")
    found = Calendar.from_ical(body).walk("VEVENT")[0]
    assert found["dtend"].dt - found["dtstart"].dt == dt.timedelta(hours=2)
    assert found["dtend"].dt.astimezone(dt.UTC) - found["dtstart"].dt.astimezone(dt.UTC) == dt.timedelta(hours=1)


def test_the_strict_reader_is_strict() -> None:
    body = written(offer(weekly("2026-10-12", "2026-11-09")))[0]
    broken = (
        body.replace(b"\r\n", b"\n"),
        body.replace(b"END:VEVENT\r\n", b""),
        body.replace(b"VERSION:2.0\r\n", b""),
        body.replace(b"TZID=Europe/Brussels", b"TZID=Europe/Paris"),
        body.replace(b"Spreadsheets\\,", b"Spreadsheets,"),
        body.replace(b"UID:", b"X-UID:"),
    )
    for one in broken:
        assert one != body
        with pytest.raises(AssertionError):
            strict_calendar.read(one)
