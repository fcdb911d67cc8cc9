"""The public list of decisions, and one decision."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Words
from registry.web.pages.base import Page
from registry.web.pages.offers import Chip, FilterGroup
from registry.web.paging import Paging
from registry.web.values import Fact, Link


@dataclass(frozen=True)
class DecisionRow:
    """A decision in a list: number and address, when, what, about what, why."""

    number: str
    href: str
    date: str
    action: str
    subject: Link
    subject_lang: str
    reason: Words


@dataclass(frozen=True, kw_only=True)
class DecisionsPage(Page):
    """The decisions chosen, newest first; `shapes` are the same for programs."""

    template: ClassVar[str] = "portal/decisions.html"
    section: ClassVar[str] = "decisions"

    heading: str
    page_words: str
    here: str
    rows: tuple[DecisionRow, ...]
    pages: Paging
    range_words: str
    groups: tuple[FilterGroup, ...]
    chips: tuple[Chip, ...]
    clear: str
    shapes: tuple[Link, ...]


@dataclass(frozen=True)
class Verdict:
    """What was found on one criterion: its title and rule, the verdict in words and as `met` (None: neither), what is
    said of it, and the decision it was taken over from, if it was."""

    title: Link
    verdict: str
    met: bool | None
    words: Words
    origin: Link | None


@dataclass(frozen=True, kw_only=True)
class DecisionTold:
    """One decision with everything that is public about it, as its page and the look at it before it is taken show it;
    `later` are decisions about this one,
    `proof` ways to check it."""

    number: str
    heading: str
    subject: Link
    subject_lang: str
    sealed: str
    facts: tuple[Fact, ...]
    basis: Words
    reasons: tuple[Words, ...]
    conditions: Words
    review: str
    verdicts_heading: str
    verdicts: tuple[Verdict, ...]
    ledger: tuple[Fact, ...]
    later: tuple[Link, ...] = ()
    proof: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionPage(Page):
    """One decision."""

    template: ClassVar[str] = "portal/decision.html"
    section: ClassVar[str] = "decisions"

    told: DecisionTold
