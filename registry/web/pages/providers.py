"""The register of providers, and one provider."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Html
from registry.web.pages.base import Page
from registry.web.pages.decisions import DecisionRow
from registry.web.pages.offers import Chip, Filter, FilterGroup, Hidden
from registry.web.paging import Paging
from registry.web.rows import Timetable
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class ProviderRow:
    """A provider in the list, led by the number of its offers."""

    name: str
    href: str
    offers: str
    offers_words: str
    facts: str
    tag: Tag


@dataclass(frozen=True, kw_only=True)
class ProvidersPage(Page):
    """Public providers by name, as narrowed; `hidden` are the filters the form by name carries along."""

    template: ClassVar[str] = "portal/providers.html"
    section: ClassVar[str] = "providers"

    heading: str
    page_words: str
    here: str
    query: str
    hidden: tuple[Hidden, ...]
    letters: tuple[Filter, ...]
    groups: tuple[FilterGroup, ...]
    chips: tuple[Chip, ...]
    clear: str
    rows: tuple[ProviderRow, ...]
    pages: Paging
    range_words: str


@dataclass(frozen=True)
class PlaceRow:
    """A place where offers happen: its address, its accessibility in words, and how to reach it."""

    name: str
    address: str
    access: str
    contact: tuple[Link, ...]


@dataclass(frozen=True)
class Shelf:
    """The provider's offers of one kind: heading, the first rows, and where all of them are."""

    heading: str
    table: Timetable
    more: Link | None


@dataclass(frozen=True, kw_only=True)
class ProviderPage(Page):
    """One provider: who it is, what the registry decided about it, its places, its offers by kind."""

    template: ClassVar[str] = "portal/provider.html"
    section: ClassVar[str] = "providers"

    name: str
    kinds: str
    description: Html
    standing: Tag
    standing_words: str
    facts: tuple[Fact, ...]
    contact: tuple[Link, ...]
    places: tuple[PlaceRow, ...]
    offers_heading: str
    shelves: tuple[Shelf, ...]
    record: tuple[Fact, ...]
    decisions: tuple[DecisionRow, ...]
    decisions_words: str
    all_decisions: str
