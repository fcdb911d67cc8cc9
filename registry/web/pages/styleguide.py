"""The style guide: every part of the site in every state, grouped by topic."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import AreaColumns, Fingerprint, MapArea, Seats
from registry.web.competence_map import Band
from registry.web.display import Html, Words
from registry.web.fields import Field, Problem
from registry.web.month_bars import Bars
from registry.web.pages.base import Page
from registry.web.pages.competences import CompetenceRow
from registry.web.pages.decisions import DecisionRow, DecisionTold
from registry.web.pages.events import AgendaItem, EventRow
from registry.web.pages.home import Door
from registry.web.pages.home import Entry as Line
from registry.web.pages.offer import BillRow, Check, ElementRow, OutcomeRow, PriceBand, RunRow, VersionRow
from registry.web.pages.offers import Chip, FilterGroup, Group, Order, Question, Subtraction
from registry.web.pages.places import Tile
from registry.web.paging import Paging
from registry.web.qr import Code
from registry.web.rows import Timetable
from registry.web.values import Fact, Tag


@dataclass(frozen=True)
class Swatch:
    """A colour: its token, its use, its value in both schemes, and its contrast with the token it meets."""

    token: str
    use: str
    light: str
    dark: str
    ground: str
    light_contrast: str
    dark_contrast: str


@dataclass(frozen=True)
class Step:
    """A size of type."""

    token: str
    size: str
    use: str


@dataclass(frozen=True)
class Glyph:
    """The sign of a competence area."""

    area: int
    name: str


@dataclass(frozen=True)
class Figure:
    """A small fingerprint under its name."""

    words: str
    figure: Fingerprint


@dataclass(frozen=True)
class Bar:
    """Seats and their words."""

    seats: Seats
    words: str


@dataclass(frozen=True)
class Look:
    """Colours, type, glyphs, fingerprints."""

    swatches: tuple[Swatch, ...]
    steps: tuple[Step, ...]
    glyphs: tuple[Glyph, ...]
    figures: tuple[Figure, ...]
    skyline: tuple[AreaColumns, ...]
    bands: tuple[Band, ...]
    areas: tuple[MapArea, ...]
    own: Fingerprint


@dataclass(frozen=True)
class Times:
    """Runs in every state."""

    rows: Timetable
    slim: Timetable
    runs: tuple[RunRow, ...]
    past: tuple[RunRow, ...]
    tags: tuple[Tag, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Choosing:
    """Asking and narrowing down; `asked` is the question with a problem."""

    question: Question
    asked: Question
    doors: tuple[Door, ...]
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    links: tuple[FilterGroup, ...]
    clear: str
    orders: tuple[Order, ...]
    pages: tuple[Paging, ...]
    ways: tuple[Subtraction, ...]


@dataclass(frozen=True)
class Entry:
    """The parts of an offer's page; `past` are the facts of something that is over."""

    short: tuple[Fact, ...]
    past: tuple[Fact, ...]
    outcomes_head: str
    outcomes: tuple[OutcomeRow, ...]
    elements: tuple[ElementRow, ...]
    bill: tuple[BillRow, ...]
    bill_total: str
    prices: tuple[PriceBand, ...]
    seal: str
    admitted: str
    quality: tuple[Fact, ...]
    checks: tuple[Check, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class Lists:
    """Lists and prose."""

    agenda: tuple[AgendaItem, ...]
    code: Code
    events: tuple[EventRow, ...]
    decisions: tuple[DecisionRow, ...]
    told: DecisionTold
    months: Bars
    competences: tuple[CompetenceRow, ...]
    tally: tuple[Line, ...]
    tiles: tuple[Tile, ...]
    columns: int
    prose: Html
    foreign: Words


@dataclass(frozen=True)
class Writing:
    """Fields of a form, one drawn in a row, and the lines of an error summary."""

    fields: tuple[Field, ...]
    row: Field
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class StyleGuidePage(Page):
    """See the module."""

    template: ClassVar[str] = "portal/styleguide.html"

    look: Look
    times: Times
    choosing: Choosing
    entry: Entry
    writing: Writing
    lists: Lists
