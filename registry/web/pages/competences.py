"""The 21 competences on one map, and one competence or area of them."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import Fingerprint, MapArea
from registry.web.competence_map import Band
from registry.web.display import Words
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
    """One band of levels: what one can do there, and its offers of one competence."""

    name: str
    levels: str
    meaning: Words
    count: str
    count_words: str
    href: str


@dataclass(frozen=True)
class Way:
    """One of the three kinds of offer for this competence: how many, and what for."""

    count: str
    name: str
    words: str
    href: str


@dataclass(frozen=True)
class Neighbour:
    """The competence before or after: which of the two, its code and name."""

    side: str
    name: str
    href: str


@dataclass(frozen=True, kw_only=True)
class CompetencePage(Page):
    """One competence, or one area with its competences (`competences` is empty for a competence)."""

    template: ClassVar[str] = "portal/competence.html"
    section: ClassVar[str] = "competences"

    code: str
    area: int
    name: str
    official: str
    above: tuple[Link, ...]
    figure: Fingerprint
    figure_words: str
    ways: tuple[Way, ...]
    facts: tuple[Fact, ...]
    also: tuple[str, ...]
    competences: tuple[CompetenceRow, ...]
    levels: tuple[LevelRow, ...]
    offers_heading: str
    table: Timetable
    more: Link | None
    neighbours: tuple[Neighbour, ...]
