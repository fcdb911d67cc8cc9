"""Dates and durations of a presentation. XCRI gives each twice, for machines (@dtf, @interval) and in print; where the
two differ the machine one is used, both are kept, and each contradiction is reported by itself. A date is stored as it
was given."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from registry.interchange import prose
from registry.interchange.xcri.elements import Scope, words
from registry.kernel.text import fold

_TEXT_LENGTH = 300
_STAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?(?:Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_PROFILE_ZONE = "Europe/London"
# what a learner turns up on is counted by itself
_CONTRADICTION = {"start": "date-contradiction"}
_DIFFERS = {"end": "end-differs", "enrol.from": "enrolment-differs", "enrol.until": "enrolment-differs"}


@dataclass(frozen=True)
class Moment:
    """A date as given: what goes into the letter, and the contradiction between machine and print if there is one."""

    letter: dict[str, str]
    conflict: dict[str, str] | None = None

    @property
    def date(self) -> str | None:
        """The ISO date that could be read, if any."""
        return self.letter.get("date")


def moment(element: Any | None, about: str, scope: Scope) -> Moment:
    """Read one date element (start, end, applyFrom, applyUntil) with all it says; an absent one is empty."""
    if element is None:
        return Moment({})
    printed = words(element)
    machine = (element.get("dtf") or "").strip()
    given = _stamped(machine, element, about, scope) if machine else {}
    print_date = prose.read_date(printed) or _date_of(printed)
    letter = dict(given)
    if printed and printed != (machine or (print_date and print_date.isoformat())):
        letter["text"] = printed[:_TEXT_LENGTH]
    if given and print_date and print_date.isoformat() != given["date"]:
        return Moment(letter, _contradiction(element, about, scope, (machine, printed)))
    if not given:
        letter |= _from_print(element, about, scope, print_date)
    return Moment(letter)


def duration(element: Any | None, scope: Scope) -> Moment:
    """Read a duration: @interval, else what the print means, and both as text."""
    if element is None:
        return Moment({})
    printed, interval = words(element), (element.get("interval") or "").strip()
    read = prose.read_duration(printed)
    letter: dict[str, str] = {"text": printed[:_TEXT_LENGTH]} if printed else {}
    machine = interval if prose.span(interval) else None
    if interval and machine is None:
        scope.keep("duration", interval)
        told = f"“{interval[:80]}” is no ISO 8601 duration of at most 20 years; it was kept as text."
        scope.each(element, "duration", "unread-duration", told)
    if machine and read and prose.span(machine) != prose.span(read):
        told = f"The duration is {machine} for machines but printed as “{printed}”; {machine} was used."
        scope.each(element, "duration", "duration-differs", told)
        conflict = {"field": "duration", "machine": machine, "printed": printed[:_TEXT_LENGTH]}
        return Moment({"iso": machine, **letter}, conflict)
    iso = machine or read
    return Moment({"iso": iso, **letter} if iso else letter)


def _contradiction(element: Any, about: str, scope: Scope, values: tuple[str, str]) -> dict[str, str]:
    machine, printed = values
    code = _CONTRADICTION.get(about) or _DIFFERS[about]
    verb = "contradict each other" if about in _CONTRADICTION else "differ"
    told = f"The date for machines ({machine}) and the printed one ({printed}) {verb}; the machine one was used."
    scope.remarks.each(scope.where(element, about), code, f"{machine} / {printed}", told)
    return {"field": about, "machine": machine[:_TEXT_LENGTH], "printed": printed[:_TEXT_LENGTH]}


def _stamped(machine: str, element: Any, about: str, scope: Scope) -> dict[str, str]:
    """The letter of an XML date or dateTime; midnight means a date alone. Empty, with a remark, when it is neither."""
    found = _STAMP.fullmatch(machine)
    day = _date_of(machine)
    if not found or day is None or not prose.is_plausible(day):
        told = f"“{machine}” is no date something could take place on; it was not used."
        scope.remarks.each(scope.where(element, about), "unread-date", machine, told)
        scope.keep(about, machine)
        return {}
    letter: dict[str, str] = {"date": day.isoformat()}
    time, offset = str(found[2] or ""), found[3]
    if not time or time == "00:00":
        return letter
    if not _TIME.fullmatch(time):
        scope.keep(about, machine)
        scope.once(element, about, "unread-time", f"{time} is no time of day; only the date was used.")
        return letter
    zone = _zone(day, time, offset) if offset else _PROFILE_ZONE
    if zone is None:
        scope.keep(about, machine)
        scope.once(element, about, "unread-zone", f"The offset {offset} names no time zone; only the date was used.")
        return letter
    return {**letter, "time": time, "zone": zone}


def _from_print(element: Any, about: str, scope: Scope, read: dt.date | None) -> dict[str, str]:
    """What the printed text gives where there is no machine date."""
    printed = words(element)
    if not printed:
        return {}
    if read is not None and prose.is_plausible(read):
        stamped = _STAMP.fullmatch(printed)
        return _stamped(printed, element, about, scope) if stamped else {"date": read.isoformat()}
    told = f"“{fold(printed)[:60]}” could not be read as a date; it was kept as text."
    scope.each(element, about, "unread-date", told)
    return {"text": printed[:_TEXT_LENGTH]}


def _date_of(stamp: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stamp[:10]) if _STAMP.fullmatch(stamp) else None
    except ValueError:
        return None


def _zone(day: dt.date, time: str, offset: str) -> str | None:
    """The zone an offset can only mean: UTC for Z, the profile's own when it has that offset then; else None."""
    if offset == "Z":
        return "UTC"
    there = dt.datetime.combine(day, dt.time.fromisoformat(time), ZoneInfo(_PROFILE_ZONE)).utcoffset()
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    meant = dt.timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)
    return _PROFILE_ZONE if there == meant else None
