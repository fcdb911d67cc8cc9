"""The list of events, one event with its agenda and the offers linked to it, and the same as a sheet to print."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Html, Words
from registry.web.pages.base import Page
from registry.web.pages.offers import Chip, Order
from registry.web.paging import Paging
from registry.web.qr import Code
from registry.web.rows import Timetable
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class EventRow:
    """An event in a list: the day as a numeral, then what and where."""

    numeral: str
    ordinal: str
    month: str
    time: str
    title: Words
    summary: Words
    href: str
    tag: Tag
    facts: str


@dataclass(frozen=True)
class Month:
    """The events of one month, as a calendar has them."""

    name: str
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, kw_only=True)
class EventsPage(Page):
    """Coming events by month, then those that have taken place; `views` narrow the list to either."""

    template: ClassVar[str] = "portal/events.html"
    section: ClassVar[str] = "events"

    views: tuple[Order, ...]
    coming: tuple[Month, ...]
    past: tuple[Month, ...]
    none_coming: str
    calendar: str


@dataclass(frozen=True)
class Person:
    """A speaker as announced; `unconfirmed` is "" or the words for it."""

    name: str
    role: str
    unconfirmed: str


@dataclass(frozen=True)
class Topic:
    """What an item of the agenda speaks of, and how many offers show it ("" while nobody knows); `href` is "" where
    there are none."""

    words: Words
    count: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class AgendaItem:
    """One item: when, how long, what, who, and its topics. `now` says it is running."""

    time: str
    duration: str
    title: Words
    people: tuple[Person, ...]
    topics: tuple[Topic, ...]
    now: bool


@dataclass(frozen=True)
class Narrowing:
    """One way to narrow the offers: its name and its values as links; a value without a link is the one in force or has
    nothing."""

    name: str
    values: tuple[Topic, ...]
    open: bool = True


@dataclass(frozen=True)
class Linked:
    """The offers of the chosen topic: which item it belongs to, all topics by item, what narrows it, one page of rows,
    and the way to the same offers in the search."""

    heading: Words
    item: str
    topics: tuple[Narrowing, ...]
    narrowings: tuple[Narrowing, ...]
    narrowed: str
    chips: tuple[Chip, ...]
    range_words: str
    table: Timetable
    pages: Paging | None
    whole: Link | None
    degraded: str


@dataclass(frozen=True, kw_only=True)
class EventPage(Page):
    """One event before, during or after it takes place; `state` is one of these words. `linked` None: no topics."""

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
    is_open: bool
    calendar: str
    handout: str
    address: str
    agenda_words: str
    items: tuple[AgendaItem, ...]
    linked: Linked | None
    audience: Words
    people_lang: str
    demonstration: bool


@dataclass(frozen=True)
class Printed:
    """An offer on paper: its facts in a line, its address as text and as a picture for a telephone."""

    title: Words
    facts: tuple[Words, ...]
    checked: str
    address: str
    href: str
    code: Code


@dataclass(frozen=True)
class PrintedTopic:
    """Some offers of a topic; `more` says how many there are where these are not all, or why there are none here."""

    words: Words
    offers: tuple[Printed, ...]
    more: str


@dataclass(frozen=True)
class PrintedItem:
    """An item of the agenda on paper; `time` is "" for what belongs to the whole event."""

    time: str
    title: Words
    people: tuple[Person, ...]
    topics: tuple[PrintedTopic, ...]


@dataclass(frozen=True, kw_only=True)
class HandoutPage(Page):
    """An event as a sheet of paper."""

    template: ClassVar[str] = "portal/handout.html"
    section: ClassVar[str] = "events"

    title: Words
    notice: str
    facts: tuple[Fact, ...]
    items: tuple[PrintedItem, ...]
    address: str
    href: str
    code: Code
    printed: str
    people_lang: str
    demonstration: bool
