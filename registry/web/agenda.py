"""An event in words: its row in a list, its facts, and its agenda with the offers each item is linked to."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from babel import dates
from flask import url_for

from registry.catalogue import queries as catalogue
from registry.events.agenda import EventFace, EventView, Exhibit, SlotView, Speaker, current_slot, state
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.search import service as search
from registry.search.request import PER_PAGE, SearchRequest
from registry.web import display, rows
from registry.web.pages.events import AgendaItem, EventPage, EventRow, Person, Shelf
from registry.web.reuse import beside
from registry.web.values import Fact, Link, Tag

SHOWN = 3  # offers beside one agenda item; the rest is one link away


def row(event: EventFace, now: dt.datetime) -> EventRow:
    """The event in a list."""
    return EventRow(
        numeral=display.numeral(event.start.date()),
        month=display.month(event.start.date()),
        time=display.time(event.start.time()),
        title=display.words(event.title, event.language),
        summary=display.words(event.summary, event.language),
        href=url_for("portal.event", slug=event.slug),
        tag=_tag(event, now),
        facts=display.listed([display.named("mode", event.mode), event.organiser.get("name", "")]),
    )


def page(event: EventView, now: dt.datetime) -> EventPage:
    """The whole event as it stands at `now`."""
    shelves = _Shelves(event)
    running = current_slot(event, now)
    return EventPage(
        for_programs=beside.event(event),
        title=display.words(event.title, event.language),
        summary=display.words(event.summary, event.language),
        organiser=Link(event.organiser.get("name", ""), event.organiser.get("url", "")),
        background=display.prose(event.background, event.language),
        state=state(event, now),
        notice=_notice(event, now),
        note=display.words(event.note, event.language),
        facts=_facts(event, now),
        join=_join(event, now),
        agenda_words=_agenda_words(event),
        items=tuple(_item(slot, shelves, slot.position == running) for slot in event.slots),
        shelves=shelves.of(event.showcase),
        audience=display.words(event.audience, event.language),
        people_lang="" if event.language == language() else event.language,
        demonstration=event.demonstration,
    )


def _tag(event: EventFace, now: dt.datetime) -> Tag:
    if event.status == "cancelled":
        return Tag(_("Cancelled"), "full")
    return {
        "before": Tag(_("Coming"), "go"),
        "during": Tag(_("On now"), "go"),
        "after": Tag(_("Has taken place"), "off"),
    }[state(event, now)]


def _notice(event: EventView, now: dt.datetime) -> str:
    if event.status == "cancelled":
        return _("This event has been cancelled.")
    if event.status == "moved" and state(event, now) == "before":
        return _("This event has been moved. The date shown is the new one.")
    return {"before": "", "during": _("This event is on now."), "after": _("This event has taken place.")}[
        state(event, now)
    ]


def _facts(event: EventView, now: dt.datetime) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Date"), display.day_short(event.start)),
        Fact(_("Time"), display.times(event.start.time(), event.end.time()), _zone(event)),
        Fact(_("Place"), display.named("mode", event.mode)),
    ]
    said = display.words(event.registration, event.language)
    if state(event, now) == "after":
        facts.append(Fact(_("Registration"), _("Closed"), said.text if not said.lang else ""))
    elif said:
        facts.append(Fact(_("Registration"), said.text, lang=said.lang))
    return tuple(facts)


def _zone(event: EventFace) -> str:
    """Brussels time, UTC+1."""
    city = dates.get_timezone_location(event.zone, locale=display.reader(), return_city=True)
    minutes = int((event.starts.utcoffset() or dt.timedelta()).total_seconds() // 60)
    offset = f"UTC{minutes // 60:+d}" + (f":{minutes % 60:02}" if minutes % 60 else "")
    return _("%(city)s time, %(offset)s", city=city, offset=offset)


def _join(event: EventView, now: dt.datetime) -> Link | None:
    if not event.url or event.status == "cancelled":
        return None
    if state(event, now) == "after":
        return Link(_("The organiser’s page"), event.url)
    return Link(_("Register with the organiser"), event.url)


def _agenda_words(event: EventView) -> str:
    minutes = int((event.end - event.start).total_seconds() // 60)
    people = sum(len(slot.speakers) for slot in event.slots)
    length = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    return display.listed([length, ngettext("%(num)s speaker", "%(num)s speakers", people) if people else ""]) + "."


def _item(slot: SlotView, shelves: "_Shelves", now: bool) -> AgendaItem:
    minutes = slot.minutes
    return AgendaItem(
        time=display.time(slot.starts_at.time()),
        duration=ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes else "",
        title=display.words(slot.title, shelves.event.language),
        people=tuple(_person(speaker) for speaker in slot.speakers),
        shelves=shelves.of(slot.showcase),
        now=now,
    )


def _person(speaker: Speaker) -> Person:
    unconfirmed = "" if speaker.confirmed else _("to be confirmed")
    return Person(speaker.name, display.listed([speaker.role or "", speaker.unit or ""]), unconfirmed)


class _Shelves:
    """The offers linked to an event: those named one by one are read with one question, each search is asked once."""

    def __init__(self, event: EventView) -> None:
        self.event = event
        exhibits = [*event.showcase, *(exhibit for slot in event.slots for exhibit in slot.showcase)]
        self._faces = catalogue.faces([exhibit.offer_code for exhibit in exhibits if exhibit.offer_code])

    def of(self, exhibits: Iterable[Exhibit]) -> tuple[Shelf, ...]:
        """One shelf for the offers named singly, one for each search that finds something."""
        named, searches = [], []
        for exhibit in exhibits:
            if exhibit.offer_code in self._faces:
                named.append(self._faces[exhibit.offer_code])
            elif exhibit.query is not None:
                searches.append(self._search(exhibit.query, exhibit.title))
        singly = [Shelf(_("Offers linked to this item"), rows.faces(named), None)] if named else []
        return (*singly, *(shelf for shelf in searches if shelf is not None))

    def _search(self, query: str, title: Mapping[str, str] | None) -> Shelf | None:
        try:
            request = replace(SearchRequest.from_address(query), per_page=SHOWN)
        except InvalidParameter:
            return None  # a value that was right when the event was written and is no longer in its list
        found = search.search(request, language())
        if not found.total:
            return None
        said = display.words(title, self.event.language)
        href = url_for("portal.offers") + "?" + replace(request, per_page=PER_PAGE).address()
        more = Link(_("See all %(count)s", count=display.number(found.total)), href) if found.total > SHOWN else None
        return Shelf(said.text, _first(found), more, said.lang)


def _first(found: search.Results) -> rows.Timetable:
    names = rows.competence_names()
    return rows.timetable(rows.row(item.face, item.run, names) for item in found.items[:SHOWN])
