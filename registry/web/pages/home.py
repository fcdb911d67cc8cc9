"""The home page: one question, three doors, the map of all competences, what starts soon, the event, the latest
decisions."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import MapArea
from registry.web.competence_map import Band
from registry.web.pages.base import Page
from registry.web.pages.decisions import DecisionRow
from registry.web.pages.events import EventRow
from registry.web.pages.offers import Question
from registry.web.rows import Timetable
from registry.web.values import Link


@dataclass(frozen=True)
class Door:
    """One of the three kinds of offer: its number, its name, what one does there."""

    count: str
    name: str
    words: str
    href: str


@dataclass(frozen=True)
class Entry:
    """A line of a list to browse: words, how many offers, where."""

    words: str
    count: str
    href: str


@dataclass(frozen=True)
class Shelf:
    """One way to browse: its heading, its lines, and a link to all of them where there are more."""

    heading: str
    entries: tuple[Entry, ...]
    more: Link | None = None


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """See the module."""

    template: ClassVar[str] = "portal/home.html"

    claim: str
    last: str
    doors: tuple[Door, ...]
    question: Question
    areas: tuple[MapArea, ...]
    bands: tuple[Band, ...]
    shelves: tuple[Shelf, ...]
    soon: Timetable
    soon_words: str
    soon_link: Link | None
    events: tuple[EventRow, ...]
    decisions: tuple[DecisionRow, ...]
    decisions_link: Link
