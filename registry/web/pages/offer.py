"""One offer, in the fixed order: in short, what one will be able to do, who it is for, how one learns and is assessed,
what one gets, dates, cost, who checked it, what is alike, data."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.charts import AreaColumns, Seats
from registry.web.competence_map import Band
from registry.web.display import Html, Words
from registry.web.pages.base import Page
from registry.web.rows import Timetable
from registry.web.runs import Cost, Start
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class OutcomeRow:
    """What one can do afterwards; `area` 0 when no competence is named."""

    title: Words
    area: int
    competence: str
    href: str
    level: str
    hours: str


@dataclass(frozen=True)
class Block:
    """A short text under its own small heading: prose, then facts as a list, then numbered steps."""

    heading: str
    prose: tuple[Html, ...]
    items: tuple[str, ...] = ()
    steps: tuple[Words, ...] = ()


@dataclass(frozen=True)
class ElementRow:
    """One European standard element: its number in Annex I, its name, why it matters, and its value or, where it is not
    `given`, the words for that."""

    number: int
    name: str
    why: str
    value: str
    lang: str
    given: bool


@dataclass(frozen=True)
class RunRow:
    """One line of the table of dates."""

    start: Start
    when: tuple[Words, ...]
    where: Words
    where_more: str
    cost: Cost
    seats: Seats | None
    places: str
    tag: Tag | None
    more: str
    enrol: Link | None
    calendar: str


@dataclass(frozen=True)
class RunGroup:
    """Further dates of one month or at one place."""

    name: Words
    rows: tuple[RunRow, ...]


@dataclass(frozen=True)
class PriceBand:
    """A range of prices of an hour; `own` says that this offer is in it, else ""."""

    name: str
    words: str
    own: str


@dataclass(frozen=True)
class VersionRow:
    """A time in which one version stood in the list; `href` shows it as it stood, "" for the present one."""

    name: str
    words: str
    href: str
    digest: str


@dataclass(frozen=True)
class BillRow:
    """A part of the price."""

    part: str
    amount: str


@dataclass(frozen=True)
class Check:
    """A criterion and what was found: `met` True, False, or None where it was not examined."""

    title: str
    verdict: str
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class OfferPage(Page):
    """See the module; a tuple that is empty leaves its section out."""

    template: ClassVar[str] = "portal/offer.html"
    section: ClassVar[str] = "offers"

    code: str
    title: Words
    kind: Link
    provider: Link
    seal: str
    examined: bool
    tongue: str
    then: str
    summary: Words
    description: Html
    start: Start
    short: tuple[Fact, ...]
    enrol: Link | None
    enrol_words: Html
    ask: tuple[Link, ...]
    outcomes_heading: str
    outcomes_head: str
    skyline: tuple[AreaColumns, ...]
    bands: tuple[Band, ...]
    outcomes: tuple[OutcomeRow, ...]
    share: str
    helps: Html
    blocks: tuple[Block, ...]
    receives: tuple[Fact, ...]
    elements: tuple[ElementRow, ...]
    elements_words: tuple[str, ...]
    is_micro: bool
    runs: tuple[RunRow, ...]
    more_runs: tuple[RunGroup, ...]
    more_words: str
    calendar: str
    past_runs: tuple[RunRow, ...]
    bill: tuple[BillRow, ...]
    bill_total: str
    bill_words: tuple[Words, ...]
    prices: tuple[PriceBand, ...]
    prices_method: str
    prices_link: Link | None
    quality: tuple[Fact, ...]
    checks: tuple[Check, ...]
    all_met: str
    not_examined: str
    report: Link
    beside: Timetable
    data: tuple[Link, ...]
    versions: tuple[VersionRow, ...]
    decisions: tuple[Link, ...]
    today: str
    cite: Words
    digest: str
    description_short: str
