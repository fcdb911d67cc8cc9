"""The list of events, and one event with its agenda and the offers linked to it."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Html, Words
from registry.web.pages.base import Page
from registry.web.rows import Timetable
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class EventRow:
    """An event in a list: the day as a numeral, then what and where."""

    numeral: str
    month: str
    time: str
    title: Words
    summary: Words
    href: str
    tag: Tag
    facts: str


@dataclass(frozen=True, kw_only=True)
class EventsPage(Page):
    """Coming events, then those that have taken place."""

    template: ClassVar[str] = "portal/events.html"
    section: ClassVar[str] = "events"

    coming: tuple[EventRow, ...]
    past: tuple[EventRow, ...]


@dataclass(frozen=True)
class Person:
    """A speaker as announced; `unconfirmed` is "" or the words for it."""

    name: str
    role: str
    unconfirmed: str


@dataclass(frozen=True)
class Shelf:
    """Offers linked to an agenda item: a heading, the offers, where to see all."""

    heading: str
    table: Timetable
    more: Link | None
    lang: str = ""


@dataclass(frozen=True)
class AgendaItem:
    """One item: when, how long, what, who, and what it is linked to. `now` says it is running."""

    time: str
    duration: str
    title: Words
    people: tuple[Person, ...]
    shelves: tuple[Shelf, ...]
    now: bool


@dataclass(frozen=True, kw_only=True)
class EventPage(Page):
    """One event before, during or after it takes place; `state` is one of these words."""

    template: ClassVar[str] = "portal/event.html"
    section: ClassVar[str] = "events"

    title: Words
    summary: Words
    organiser: Link
    background: Html
    state: str
    notice: str
    note: Words
    facts: tuple[Fact, ...]
    join: Link | None
    agenda_words: str
    items: tuple[AgendaItem, ...]
    shelves: tuple[Shelf, ...]
    audience: Words
    people_lang: str
    demonstration: bool
