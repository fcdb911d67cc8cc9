"""Calendar files (RFC 5545): a run with its days, the first and the last day to enrol as entries of their own, and
events. Wall times keep their zone, so that a weekly evening stays an evening when the clocks change; an entry keeps its
UID and counts its changes in SEQUENCE, so that a subscribed calendar follows them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from icalendar import Calendar, Timezone, vText
from icalendar import Event as Entry

from registry.catalogue.runs import RunView
from registry.catalogue.views import Face, OfferView
from registry.events.agenda import EventFace, EventView
from registry.interchange import sessions
from registry.interchange.site import Site, event_path, offer_path
from registry.kernel import clock
from registry.kernel.i18n import gettext as _

# the time zones in a file are described for this span; whatever lies outside uses the reader's own knowledge of them
ZONES_FROM, ZONES_UNTIL = dt.date(2020, 1, 1), dt.date(2038, 1, 1)
REFRESH = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Subject:
    """What a run is a run of, in the words of the reader's language; `since` when it is listed."""

    code: str
    title: str
    provider: str
    since: dt.datetime

    @classmethod
    def of(cls, offer: Face | OfferView, site: Site) -> "Subject":
        """The offer as the subject of its entries."""
        provider = offer.provider_name if isinstance(offer, Face) else offer.provider.name
        return cls(offer.code, site.text(offer.title, offer.language).text, provider, offer.listed_at)


def offer(view: OfferView, site: Site, runs: Iterable[RunView] | None = None) -> bytes:
    """The offer's runs that are not past, or the given ones, with their enrolment; cancelled ones say so."""
    about = Subject.of(view, site)
    chosen = [run for run in view.runs if run.state != "finished"] if runs is None else list(runs)
    return _written(about.title, [entry for run in chosen for entry in run_entries(about, run, site)], site)


def departures(name: str, found: Iterable[tuple[Face, RunView]], site: Site) -> bytes:
    """Where each run begins and until when one may enrol: the calendar of a search."""
    entries: list[Entry] = []
    for face, run in found:
        about = Subject.of(face, site)
        entries += [*_days(about, run, site, sessions.first(run, site.settings.zone)), *_enrolment(about, run, site)]
    return _written(name, entries, site)


def event(view: EventView, site: Site) -> bytes:
    """One event with its agenda."""
    agenda = "\n".join(f"{slot.starts_at:%H:%M} {site.text(slot.title, view.language).text}" for slot in view.slots)
    return _written(site.text(view.title, view.language).text, [_event(view, site, view, agenda)], site)


def events(name: str, faces: Iterable[EventFace], site: Site) -> bytes:
    """All events."""
    return _written(name, [_event(face, site) for face in faces], site)


def run_entries(about: Subject, run: RunView, site: Site) -> list[Entry]:
    """A run: its days, then the first and the last day to enrol where they are stated."""
    return [*_days(about, run, site, sessions.planned(run, site.settings.zone)), *_enrolment(about, run, site)]


def is_dated(run: RunView) -> bool:
    """Does this run have any day to put into a calendar?"""
    enrol = run.letter.get("enrol") or {}
    return bool((run.letter.get("start") or {}).get("date") or enrol.get("from") or enrol.get("until"))


def _days(about: Subject, run: RunView, site: Site, planned: list[sessions.Session]) -> list[Entry]:
    found = []
    for number, session in enumerate(planned):
        entry = _entry(about, run, site, f"-{number + 1}" if number else "")
        entry.add("summary", about.title)
        entry.add("dtstart", session.begins)
        if session.ends:
            entry.add("dtend", session.ends)
        if session.days:
            entry.add("rrule", _rule(session))
        if not isinstance(session.begins, dt.datetime):
            entry.add("transp", "TRANSPARENT")  # a bar over weeks does not make its reader busy
        _place(entry, run)
        found.append(entry)
    return found


def _rule(session: sessions.Session) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": "weekly", "byday": [day.upper() for day in session.days]}
    return rule | {"until": session.last}


def _enrolment(about: Subject, run: RunView, site: Site) -> list[Entry]:
    given = run.letter.get("enrol") or {}
    words = {
        "from": _("Enrolment opens: %(title)s", title=about.title),
        "until": _("Last day to enrol: %(title)s", title=about.title),
    }
    found = []
    for name, summary in words.items():
        if not given.get(name):
            continue
        entry = _entry(about, run, site, f"-enrol-{name}")
        day = dt.date.fromisoformat(given[name])
        entry.add("summary", summary)
        entry.add("dtstart", day)
        entry.add("dtend", day + dt.timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        found.append(entry)
    return found


def _entry(about: Subject, run: RunView, site: Site, suffix: str) -> Entry:
    """What every entry of a run has."""
    entry = Entry()
    changed = run.changed_at or about.since  # never the present: an unchanged file must stay unchanged
    entry.add("uid", f"{run.code}{suffix}@{site.host}")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", run.counter)
    entry.add("status", "CANCELLED" if run.cancelled else "TENTATIVE" if run.to_be_confirmed else "CONFIRMED")
    address = site.page(offer_path(about.code))
    entry.add("url", address)
    entry.add("description", "\n".join(filter(None, (about.provider, _times(run, site), _how(run, site), address))))
    return entry


def _times(run: RunView, site: Site) -> str:
    """The words for the days, else the hour at which a longer run begins."""
    given = run.letter.get("schedule") or {}
    return site.text(given.get("text")).text or (run.letter.get("start") or {}).get("time") or ""


def _how(run: RunView, site: Site) -> str:
    given = run.letter.get("enrol") or {}
    return given.get("url") or site.text(given.get("text")).text


def _place(entry: Entry, run: RunView) -> None:
    place = run.place
    if place:
        town = " ".join(filter(None, (place.postcode, place.locality)))
        entry.add("location", ", ".join(filter(None, (place.name, place.street, town))))
        if place.lat_e6 is not None and place.lon_e6 is not None:
            entry.add("geo", (place.lat_e6 / 1_000_000, place.lon_e6 / 1_000_000))
    elif run.letter.get("location_text"):
        entry.add("location", run.letter["location_text"])
    elif run.letter.get("mode") == "online":
        entry.add("location", _("Online"))


def _event(face: EventFace, site: Site, view: EventView | None = None, agenda: str = "") -> Entry:
    entry = Entry()
    address = site.page(event_path(face.slug))
    entry.add("uid", f"{face.slug}@{site.host}")
    # when an event last changed is not kept; the day is near enough and lets an unchanged file stay unchanged
    entry.add("dtstamp", clock.now().replace(hour=0, minute=0, second=0, microsecond=0))
    entry.add("sequence", face.counter)
    entry.add("status", "CANCELLED" if face.status == "cancelled" else "CONFIRMED")
    entry.add("summary", site.text(face.title, face.language).text)
    entry.add("dtstart", face.starts)
    entry.add("dtend", face.ends)
    entry.add("url", address)
    if face.mode == "online":
        entry.add("location", _("Online"))
    note = site.text(view.note, face.language).text if view else ""
    registration = site.text(view.registration, face.language).text if view else ""
    summary = site.text(face.summary, face.language).text
    entry.add("description", "\n\n".join(filter(None, (note, summary, registration, agenda, address))))
    return entry


def _written(name: str, entries: list[Entry], site: Site) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{site.settings.authority}//{site.settings.name}//{site.language.upper()}")
    # not every name of a property tells the library that its value is a text, whose commas and line ends are escaped
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    zones = {key for entry in entries for key in _zones(entry)}
    # a calendar without any component is none: one without entries holds at least the registry's own zone
    for zone in sorted(zones if entries else {site.settings.zone}):
        calendar.add_component(_timezone(zone))
    for entry in entries:
        calendar.add_component(entry)
    text: bytes = calendar.to_ical()
    return text


def _zones(entry: Entry) -> Iterable[str]:
    for name in ("dtstart", "dtend"):
        value = entry.get(name)
        if value is not None and isinstance(value.dt, dt.datetime) and value.dt.tzinfo is not None:
            yield str(value.dt.tzinfo)


@cache
def _timezone(zone: str) -> Timezone:
    return Timezone.from_tzid(zone, first_date=ZONES_FROM, last_date=ZONES_UNTIL)
