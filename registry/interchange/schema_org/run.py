"""A run as CourseInstance: when, where and how it is taught, on which days of the week, how many places are left, and
what it costs. Dates stay as given; a wall time carries the offset of its own zone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from registry.catalogue.runs import RunView
from registry.catalogue.views import OfferView
from registry.interchange.schema_org.organisation import place
from registry.interchange.schema_org.prices import offers
from registry.interchange.schema_org.terms import HERE, Node, duration, node, one_or_many, said
from registry.interchange.site import Site, offer_path, run_path

ATTENDANCE = {
    "onsite": "OfflineEventAttendanceMode",
    "work": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "blended": "MixedEventAttendanceMode",
}
DAYS = {
    "mo": "Monday", "tu": "Tuesday", "we": "Wednesday", "th": "Thursday", "fr": "Friday", "sa": "Saturday",
    "su": "Sunday",
}  # fmt: skip
WEEKLY = "P1W"


def instance(offer: OfferView, run: RunView, site: Site) -> Node:
    """One run of a training."""
    letter = run.letter
    places = letter.get("places") or {}
    mode = letter.get("mode")
    return node(
        "CourseInstance",
        id_=site.uri(run_path(offer.code, run.code)),
        name=said(letter.get("title") or offer.title, offer.language, site),
        url=site.page(offer_path(offer.code)),
        courseMode=mode,
        courseWorkload=duration(offer.minutes),
        courseSchedule=one_or_many(schedules(letter, site)),
        startDate=moment(letter.get("start"), site),
        endDate=moment(letter.get("end"), site),
        eventStatus=HERE + ("EventCancelled" if run.cancelled else "EventScheduled"),
        eventAttendanceMode=HERE + ATTENDANCE[mode] if mode in ATTENDANCE else None,
        location=where(run, site),
        inLanguage=one_or_many(list(letter.get("language") or ())),
        maximumAttendeeCapacity=places.get("total"),
        remainingAttendeeCapacity=places.get("left"),
        offers=one_or_many(offers(run, site)),
    )


def moment(given: Mapping[str, Any] | None, site: Site) -> str | None:
    """A date as it is, or a wall time with the offset of its zone."""
    if not given or not given.get("date"):
        return None
    if not given.get("time"):
        return str(given["date"])
    wall = dt.datetime.fromisoformat(f"{given['date']}T{given['time']}")
    return wall.replace(tzinfo=ZoneInfo(given.get("zone") or site.settings.zone)).isoformat()


def schedules(letter: Mapping[str, Any], site: Site) -> list[Node]:
    """The days of the week with their hours, one Schedule for each line of the pattern."""
    start, end = letter.get("start") or {}, letter.get("end") or {}
    return [
        node(
            "Schedule",
            byDay=[HERE + DAYS[day] for day in line.get("days") or ()],
            startTime=line.get("from"),
            endTime=line.get("until"),
            repeatFrequency=WEEKLY,
            startDate=start.get("date"),
            endDate=end.get("date"),
            scheduleTimezone=start.get("zone") or site.settings.zone,
        )
        for line in (letter.get("schedule") or {}).get("pattern") or ()
        if line.get("days")
    ]


def where(run: RunView, site: Site) -> Any:
    """The place, the words for it, or that it is online; both where it is both."""
    found: list[Any] = []
    if run.place:
        found.append(place(run.place, site))
    elif run.letter.get("location_text"):
        found.append(run.letter["location_text"])
    if run.letter.get("mode") in ("online", "blended"):
        found.append(node("VirtualLocation", url=(run.letter.get("enrol") or {}).get("url")))
    return one_or_many(found)
