"""The 21 competences on one map, one competence or area of them, and the page about the registry itself."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import MapArea
from registry.web.competence_map import Band
from registry.web.pages.base import Page
from registry.web.rows import Timetable
from registry.web.values import Fact, Link


@dataclass(frozen=True)
class CompetenceRow:
    """A competence in the index: how many offers, its everyday name, its official name."""

    code: str
    area: int
    name: str
    official: str
    href: str
    count: str
    count_words: str


@dataclass(frozen=True, kw_only=True)
class CompetencesPage(Page):
    """The map at full width and the index under it."""

    template: ClassVar[str] = "portal/competences.html"
    section: ClassVar[str] = "competences"

    areas: tuple[MapArea, ...]
    bands: tuple[Band, ...]
    groups: tuple[tuple[CompetenceRow, ...], ...]


@dataclass(frozen=True)
class LevelRow:
    """One band of levels with its offers of one competence."""

    name: str
    levels: str
    count: str
    href: str


@dataclass(frozen=True, kw_only=True)
class CompetencePage(Page):
    """One competence, or one area with its competences (`competences` is empty for a competence)."""

    template: ClassVar[str] = "portal/competence.html"
    section: ClassVar[str] = "competences"

    code: str
    area: int
    name: str
    facts: tuple[Fact, ...]
    competences: tuple[CompetenceRow, ...]
    levels: tuple[LevelRow, ...]
    offers_heading: str
    table: Timetable
    more: Link | None


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """What the registry is, who runs it, how offers are checked and ordered, accessibility, data."""

    template: ClassVar[str] = "portal/about.html"

    authority: str
    legal_basis: str
    contact: str
    guidance_contact: str
    api: Link | None
