"""On which days a run meets, as far as its letter says so: a weekly pattern from the first matching day to the stated
end, one meeting, or, where only the ends are known, a bar over the whole time. Nothing is filled in: a pattern whose
end nobody stated gives its first meeting only."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from registry.catalogue.run_schema import DAYS, duration_parts
from registry.catalogue.runs import RunView

A_DAY = dt.timedelta(days=1)
A_SECOND = dt.timedelta(seconds=1)
CALENDAR_PARTS = 4  # years, months, weeks, days of a duration


@dataclass(frozen=True)
class Session:
    """One meeting, or a weekly row of them on `days` until the instant `last`; dates alone are whole days."""

    begins: dt.datetime | dt.date
    ends: dt.datetime | dt.date | None = None
    days: tuple[str, ...] = ()
    last: dt.datetime | None = None


def planned(run: RunView, zone: str) -> list[Session]:
    """Every row of meetings; empty without a date to begin."""
    letter = run.letter
    start = _day(letter.get("start"))
    if start is None:
        return []
    tz = ZoneInfo((letter.get("start") or {}).get("zone") or zone)
    last = run.times.ends - A_SECOND if run.times.ends and _ends_are_stated(letter) else None
    rows = [_weekly(line, start, last, tz) for line in _pattern(letter)]
    return [row for row in rows if row] or [_once(letter, start, tz)]


def first(run: RunView, zone: str) -> list[Session]:
    """The meeting a run begins with."""
    rows = planned(run, zone)
    if not rows:
        return []
    opening = min(rows, key=lambda row: str(row.begins))
    if isinstance(opening.begins, dt.datetime):
        return [Session(opening.begins, opening.ends)]
    return [Session(opening.begins, opening.begins + A_DAY)]


def _pattern(letter: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    lines = (letter.get("schedule") or {}).get("pattern") or ()
    return [line for line in lines if line.get("days") and line.get("from")]


def _weekly(line: Mapping[str, Any], start: dt.date, last: dt.datetime | None, tz: ZoneInfo) -> Session | None:
    """The row of one line of the pattern; None when no day of it lies within the run."""
    days = tuple(day for day in DAYS if day in line["days"])
    met = next(start + A_DAY * n for n in range(7) if DAYS[(start + A_DAY * n).weekday()] in days)
    begins = _at(met, line["from"], tz)
    if last is not None and begins > last:
        return None
    ends = _until(begins, met, line.get("until"), tz)
    return Session(begins, ends, days, last) if last else Session(begins, ends)


def _once(letter: Mapping[str, Any], start: dt.date, tz: ZoneInfo) -> Session:
    given, end = letter["start"], letter.get("end") or {}
    until = _day(end) or start
    if not given.get("time") or until > start:
        return Session(start, until + A_DAY)
    begins = _at(start, given["time"], tz)
    if end.get("time"):
        return Session(begins, _until(begins, until, end["time"], ZoneInfo(end.get("zone") or tz.key)))
    parts = duration_parts((letter.get("duration") or {}).get("iso") or "") or (0,) * 7
    length = dt.timedelta(hours=parts[4], minutes=parts[5])
    return Session(begins, _later(begins, length) if dt.timedelta(0) < length < A_DAY else None)


def _ends_are_stated(letter: Mapping[str, Any]) -> bool:
    """Is there a last day, or a length in whole days, and not only the rule for runs that state neither?"""
    parts = duration_parts((letter.get("duration") or {}).get("iso") or "") or ()
    return bool(_day(letter.get("end"))) or any(parts[:CALENDAR_PARTS])


def _day(given: Mapping[str, Any] | None) -> dt.date | None:
    return dt.date.fromisoformat(given["date"]) if given and given.get("date") else None


def _at(day: dt.date, time: str, tz: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), tz)


def _until(begins: dt.datetime, day: dt.date, time: str | None, tz: ZoneInfo) -> dt.datetime | None:
    """The end on the wall; one that lies before the beginning is on the next day."""
    if not time:
        return None
    ends = _at(day, time, tz)
    return ends if ends > begins else _at(day + A_DAY, time, tz)


def _later(begins: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """So much later by the clock that runs on, told in the same zone."""
    return (begins.astimezone(dt.UTC) + length).astimezone(begins.tzinfo)
