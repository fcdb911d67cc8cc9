"""An event in words: its row in a list, what is said of it at the top, and its agenda with the topics of each item."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for

from registry.events.agenda import EventFace, EventView, SlotView, Speaker, current_slot, entry, state
from registry.interchange.site import event_path
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.web import display, linked, moments
from registry.web.pages.events import AgendaItem, EventPage, EventRow, Person
from registry.web.reuse import addresses, answers, beside
from registry.web.topics import Asked, Theme
from registry.web.values import Fact, Link, Tag

IN_MINUTES = 240  # a longer event is told by its times


def row(event: EventFace, now: dt.datetime) -> EventRow:
    """The event in a list."""
    return EventRow(
        numeral=moments.numeral(event.start.date()),
        ordinal=moments.ordinal(event.start.date()),
        month=moments.month(event.start.date()),
        time=moments.time(event.start.time()),
        title=display.words(event.title, event.language),
        summary=display.words(event.summary, event.language),
        href=url_for("portal.event", slug=event.slug),
        tag=_tag(event, now),
        facts=display.listed([display.named("mode", event.mode), event.organiser.get("name", "")]),
    )


def page(event: EventView, now: dt.datetime, known: Sequence[Theme] = (), asked: Asked | None = None) -> EventPage:
    """The whole event as it stands at `now`, with the offers of the topic asked for."""
    running = current_slot(event, now)
    themes = linked.Topics(event, known, asked)
    return EventPage(
        for_programs=beside.event(event),
        title=display.words(event.title, event.language),
        summary=display.words(event.summary, event.language),
        organiser=Link(event.organiser.get("name", ""), event.organiser.get("url", "")),
        background=display.prose(event.background, event.language),
        state=state(event, now),
        notice=notice(event, now),
        note=_note(event, now),
        facts=facts(event, now),
        join=_join(event, now),
        is_open=_takes_people(event, now),
        calendar=addresses.event_calendar(event.slug),
        handout=url_for("portal.handout", slug=event.slug),
        address=display.address(answers.site().page(event_path(event.slug))),
        agenda_words=_agenda_words(event),
        items=tuple(
            AgendaItem(
                time=moments.time(slot.starts_at.time()),
                duration=_length(slot),
                title=display.words(slot.title, event.language),
                people=people(slot),
                topics=themes.of(slot),
                now=slot.position == running,
            )
            for slot in event.slots
        ),
        linked=themes.page(),
        audience=display.words(event.audience, event.language),
        people_lang=people_lang(event),
        demonstration=event.demonstration,
    )


def notice(event: EventView, now: dt.datetime) -> str:
    """What stands at the top: that it is cancelled, moved, on now or over; "" while it simply lies ahead."""
    if event.status == "cancelled":
        return _("This event has been cancelled.")
    if event.status == "moved" and state(event, now) == "before":
        return _("This event has been moved. The date shown is the new one.")
    return {"before": "", "during": _("This event is on now."), "after": _("This event has taken place.")}[
        state(event, now)
    ]


def _note(event: EventView, now: dt.datetime) -> display.Words:
    """What the organiser adds: why it is moved or cancelled; of any other event what came of it, once it is over."""
    is_due = event.status != "planned" or state(event, now) == "after"
    return display.words(event.note if is_due else None, event.language)


def facts(event: EventView, now: dt.datetime) -> tuple[Fact, ...]:
    """When, where, and how registration stands."""
    zone = moments.zone_words(event.zone, event.starts)
    facts = [
        Fact(_("Date"), _days(event)),
        Fact(_("Time"), moments.times(event.start.time(), event.end.time()), zone),
        Fact(_("Place"), display.named("mode", event.mode)),
    ]
    said = display.words(event.registration, event.language)
    words = _entry_words(event, now)
    if words and event.status != "cancelled":
        facts.append(Fact(_("Registration"), words, said.text if not said.lang else ""))
    elif said and event.status != "cancelled":
        facts.append(Fact(_("Registration"), said.text, lang=said.lang))
    return tuple(facts)


def people(slot: SlotView) -> tuple[Person, ...]:
    """Who speaks, as announced."""
    return tuple(_person(speaker) for speaker in slot.speakers)


def people_lang(event: EventFace) -> str:
    """The language roles are written in, where it is not the reader's."""
    return "" if event.language == language() else event.language


def _tag(event: EventFace, now: dt.datetime) -> Tag:
    if event.status == "cancelled":
        return Tag(_("Cancelled"), "full")
    if event.status == "moved" and state(event, now) == "before":
        return Tag(_("New date"))
    return {
        "before": Tag(_("Coming"), "go"),
        "during": Tag(_("On now"), "go"),
        "after": Tag(_("Has taken place"), "off"),
    }[state(event, now)]


def _days(event: EventFace) -> str:
    first, last = (moments.day_short(day) for day in (event.start, event.end))
    return first if first == last else f"{first} – {last}"


def _entry_words(event: EventView, now: dt.datetime) -> str:
    until = event.entry_until
    if entry(event, now) == "open" and until is not None:
        return _("open until %(day)s, %(time)s", day=moments.day_short(until), time=moments.time(until.time()))
    return {
        "open": _("open"),
        "waiting": _("full, with a waiting list"),
        "full": _("full at present"),
        "closed": _("closed"),
        "": "",
    }[entry(event, now)]


def _takes_people(event: EventView, now: dt.datetime) -> bool:
    return bool(event.url) and entry(event, now) in ("open", "waiting", "")


def _join(event: EventView, now: dt.datetime) -> Link | None:
    if not event.url or event.status == "cancelled":
        return None
    if not _takes_people(event, now):
        return Link(_("The organiser’s page"), event.url)
    if entry(event, now) == "waiting":
        return Link(_("Join the waiting list"), event.url)
    return Link(_("Register with the organiser"), event.url)


def _agenda_words(event: EventView) -> str:
    minutes = int((event.ends - event.starts).total_seconds() // 60)
    count = sum(len(slot.speakers) for slot in event.slots)
    length = ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes <= IN_MINUTES else ""
    said = display.listed([length, ngettext("%(num)s speaker", "%(num)s speakers", count) if count else ""])
    return f"{said}." if said else ""


def _length(slot: SlotView) -> str:
    minutes = slot.minutes
    return ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes else ""


def _person(speaker: Speaker) -> Person:
    unconfirmed = "" if speaker.confirmed else _("to be confirmed")
    return Person(speaker.name, display.listed([speaker.role or "", speaker.unit or ""]), unconfirmed)
