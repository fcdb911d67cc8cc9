"""The public list of decisions, and one decision."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.pages.base import Page
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
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecisionsPage(Page):
    """All decisions, newest first."""

    template: ClassVar[str] = "portal/decisions.html"
    section: ClassVar[str] = "decisions"

    heading: str
    rows: tuple[DecisionRow, ...]
    pages: Paging
    range_words: str


@dataclass(frozen=True, kw_only=True)
class DecisionPage(Page):
    """One decision with everything that is public about it."""

    template: ClassVar[str] = "portal/decision.html"
    section: ClassVar[str] = "decisions"

    number: str
    heading: str
    subject: Link
    subject_lang: str
    sealed: str
    facts: tuple[Fact, ...]
    basis: str
    reasons: tuple[str, ...]
    conditions: str
    criteria: tuple[str, ...]
    ledger: tuple[Fact, ...]
