"""The pages that explain: what the registry is, how to choose, whom to write to, law, privacy, accessibility, rules and
order of results, and what developers need. Their sentences stand in the templates; lists and numbers come here."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Words
from registry.web.pages.base import Page
from registry.web.values import Link


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """What the registry is for and who runs it."""

    template: ClassVar[str] = "portal/about.html"

    authority: str
    legal_basis: Words


@dataclass(frozen=True)
class LevelWords:
    """A DigComp level and the sentence that says what it means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Entry:
    """A word of the glossary; `code` is its anchor."""

    code: str
    term: Words
    meaning: Words


@dataclass(frozen=True, kw_only=True)
class HelpPage(Page):
    """How to choose in five steps, and what words mean."""

    template: ClassVar[str] = "portal/help.html"

    guidance: Link
    contact: str
    levels: tuple[LevelWords, ...]
    glossary: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class ContactPage(Page):
    """Whom to write to; `guidance` leads to the guidance offers, None when there are none."""

    template: ClassVar[str] = "portal/contact.html"

    contact: str
    guidance_contact: str
    guidance: Link | None


@dataclass(frozen=True, kw_only=True)
class LegalPage(Page):
    """Who answers for what."""

    template: ClassVar[str] = "portal/legal.html"

    authority: str
    legal_basis: Words
    contact: str
    licence: Link
    vocabularies: Link


@dataclass(frozen=True, kw_only=True)
class PrivacyPage(Page):
    """What is known about a visitor."""

    template: ClassVar[str] = "portal/privacy.html"

    authority: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class AccessibilityPage(Page):
    """The accessibility statement."""

    template: ClassVar[str] = "portal/accessibility.html"

    authority: str
    site: str
    prepared: str
    contact: str
    enforcement: str


@dataclass(frozen=True)
class Weight:
    """A searched field and what a word in it weighs."""

    name: str
    number: str


@dataclass(frozen=True)
class Example:
    """An invented offer in the worked example."""

    offer: str
    why: str
    counts: str


@dataclass(frozen=True, kw_only=True)
class RankingPage(Page):
    """How results are ordered."""

    template: ClassVar[str] = "portal/ranking.html"

    steps: str
    overdue: str
    weights: tuple[Weight, ...]
    example: tuple[Example, ...]
    contact: str


@dataclass(frozen=True)
class Point:
    """A criterion with its question, what is looked at, and since when it stands."""

    code: str
    title: str
    question: str
    evidence: str
    history: str


@dataclass(frozen=True)
class PointGroup:
    """The criteria that apply to the same kinds."""

    code: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class EditionRow:
    """An edition of the rules in the list of all."""

    version: str
    since: str
    review: str
    points: str
    href: str


@dataclass(frozen=True, kw_only=True)
class RulesPage(Page):
    """One edition of the rules; `past` is said of one that is not in force today."""

    template: ClassVar[str] = "portal/rules.html"

    title: str
    here: str
    in_force: str
    past: str
    confirming: str
    ending: str
    groups: tuple[PointGroup, ...]
    editions: tuple[EditionRow, ...]
    contact: str


@dataclass(frozen=True)
class Line:
    """A command to paste, and what it does."""

    words: str
    command: str


@dataclass(frozen=True)
class AddressRow:
    """An address for machines and what it answers."""

    address: str
    words: str


@dataclass(frozen=True)
class ParameterRow:
    """A search parameter: meaning, values in words, and where its list is ("" when it has none)."""

    name: str
    meaning: str
    values: str
    href: str


@dataclass(frozen=True, kw_only=True)
class DevelopersPage(Page):
    """What machines can read here."""

    template: ClassVar[str] = "portal/developers.html"

    lines: tuple[Line, ...]
    addresses: tuple[AddressRow, ...]
    parameters: tuple[ParameterRow, ...]
    problem: str
    licence: Link
    contact: str
