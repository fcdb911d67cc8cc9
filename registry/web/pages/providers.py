"""The register of providers, and one provider."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Html
from registry.web.pages.base import Page
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
    """All public providers by name."""

    template: ClassVar[str] = "portal/providers.html"
    section: ClassVar[str] = "providers"

    heading: str
    page_words: str
    here: str
    rows: tuple[ProviderRow, ...]
    pages: Paging
    range_words: str


@dataclass(frozen=True)
class PlaceRow:
    """A place where offers happen, its address and its accessibility in words."""

    name: str
    address: str
    access: str


@dataclass(frozen=True, kw_only=True)
class ProviderPage(Page):
    """One provider: who it is, what the registry decided about it, its places, its offers."""

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
    table: Timetable
    more: Link | None
    decisions: tuple[Link, ...]
