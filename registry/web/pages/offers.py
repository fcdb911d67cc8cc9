"""The result list and its counterpart when nothing is found."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from registry.web.charts import Squares
from registry.web.pages.base import Page
from registry.web.paging import Paging
from registry.web.rows import Timetable
from registry.web.values import Link


class Option(NamedTuple):
    """One value of a facet; `area` is the competence area whose glyph stands before it, else 0; `href` where it is a
    link and no box. A tuple, because a page of results has a hundred and more."""

    value: str
    words: str
    number: str
    chosen: bool
    empty: bool
    area: int = 0
    href: str = ""


@dataclass(frozen=True)
class Group:
    """One facet: parameter, name, options always shown, options behind "more", how many are chosen, in words, and
    whether only one can be."""

    parameter: str
    name: str
    options: tuple[Option, ...]
    further: tuple[Option, ...]
    further_words: str
    chosen: str
    open: bool
    single: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the address without it."""

    words: str
    href: str


@dataclass(frozen=True)
class Filter:
    """One value to narrow by: its words, how many things it leaves, where it leads ("" for none)."""

    words: str
    count: str
    count_words: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class FilterGroup:
    """The values of one filter."""

    name: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True)
class Order:
    """One way to sort."""

    words: str
    href: str
    current: bool


@dataclass(frozen=True)
class Hidden:
    """A parameter the form passes on unseen."""

    name: str
    value: str


@dataclass(frozen=True)
class Question:
    """The form above and beside every result: the words and the place asked for, places to propose, what is passed on
    unseen; what is wrong with the place, and places spelt like it (without a problem: those that are called so too)."""

    query: str
    place: str
    places: tuple[str, ...]
    hidden: tuple[Hidden, ...] = ()
    problem: str = ""
    guesses: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Subtraction:
    """One change to a search: how many offers that gives, what is struck, where it leads, what to know of it."""

    count: str
    before: str
    struck: str
    more: str
    href: str
    squares: Squares


@dataclass(frozen=True, kw_only=True)
class OffersPage(Page):
    """Offers found, with everything that narrows, orders and turns the pages."""

    template: ClassVar[str] = "portal/offers.html"
    section: ClassVar[str] = "offers"

    heading: str
    title: str
    page_words: str
    question: Question
    groups: tuple[Group, ...]
    filters_words: str
    chips: tuple[Chip, ...]
    clear: str
    filters_said: str
    corrected: str
    as_filters: tuple[Link, ...]
    range_words: str
    orders: tuple[Order, ...]
    table: Timetable
    pages: Paging
    ways: tuple[Subtraction, ...]
    shapes: tuple[Link, ...]
    degraded: str
    canonical: str


@dataclass(frozen=True, kw_only=True)
class NothingFoundPage(Page):
    """No offer matches, or nobody knows the place: the arithmetic of letting one thing go, and people to ask."""

    template: ClassVar[str] = "portal/nothing_found.html"
    section: ClassVar[str] = "offers"

    heading: str
    question: Question
    corrected: str
    chips: tuple[Chip, ...]
    clear: str
    ways_heading: str
    ways: tuple[Subtraction, ...]
    guidance: Link | None
    contact: str
    degraded: str

    @property
    def status(self) -> int:
        """A place nobody knows is a fault of the address."""
        return 400 if self.question.problem else 200
