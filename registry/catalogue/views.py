"""What the public reads of offers: frozen values without a thread back to the database, so that a page, the API and
the index show the same and nothing loads by itself while a template renders."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.catalogue import elements
from registry.catalogue.runs import RunView, next_run
from registry.catalogue.specification import Specification
from registry.kernel.text import LocalText
from registry.providers.queries import ProviderView

FOR_THE_TIME_BEING, FOR_GOOD = "for-the-time-being", "for-good"


@dataclass(frozen=True)
class _Reading:
    """What every view of an offer can tell from its specification and runs."""

    code: str
    spec: Specification
    runs: tuple[RunView, ...]

    @property
    def kind(self) -> str:
        """training, guidance or validation."""
        return self.spec.kind

    @property
    def title(self) -> LocalText:
        """The title by language."""
        return self.spec.title

    @property
    def language(self) -> str:
        """The original language of its texts."""
        return self.spec.language

    @property
    def competences(self) -> Mapping[str, int | None]:
        """competence → highest level reached, None where no level is stated."""
        return self.spec.competences

    @property
    def level_from(self) -> int | None:
        """The lowest level of an outcome."""
        return min((outcome.level for outcome in self.spec.outcomes if outcome.level), default=None)

    @property
    def level_to(self) -> int | None:
        """The highest level of an outcome."""
        return max((outcome.level for outcome in self.spec.outcomes if outcome.level), default=None)

    @property
    def minutes(self) -> int | None:
        """Minutes of work in all, None when not stated."""
        return self.spec.minutes

    @cached_property
    def credential(self) -> str | None:
        """micro, certificate, attendance or none, as the registry may call it; None when not stated."""
        return elements.credential(self.spec)

    @cached_property
    def next_run(self) -> RunView | None:
        """The run to show first; None when there is none to come."""
        return next_run(self.runs)


@dataclass(frozen=True)
class Face(_Reading):
    """An offer in a list; `decided_at` is when somebody examined or admitted what it says, which small amendments do
    not move, `listed_at` when its present version was listed."""

    provider_slug: str
    provider_name: str
    examined: bool
    listed_at: dt.datetime
    decided_at: dt.datetime
    confirmed_at: dt.datetime | None
    confirm_by: dt.datetime | None = None
    first_listed_at: dt.datetime | None = None


@dataclass(frozen=True)
class OfferData(_Reading):
    """An offer for the search index; `stamp` changes whenever anything shown or searched does."""

    provider_slug: str
    provider_name: str
    provider_standing: str
    access: tuple[str, ...]
    examined: bool
    listed_at: dt.datetime
    confirmed_at: dt.datetime | None
    confirm_by: dt.datetime | None
    stamp: str


@dataclass(frozen=True)
class OfferView(_Reading):
    """A listed offer in full."""

    provider: ProviderView
    number: int
    content_sha256: str
    examined: bool
    listed_at: dt.datetime
    first_listed_at: dt.datetime
    confirmed_at: dt.datetime | None
    confirm_by: dt.datetime | None
    access: tuple[str, ...]
    contact: Mapping[str, str]
    source: Mapping[str, Any]

    @cached_property
    def elements(self) -> list[elements.Element]:
        """The European standard elements of the micro-credential."""
        return elements.elements(self.spec, self.provider)


@dataclass(frozen=True)
class Gone:
    """An offer that was listed once and is not now: for how long, the class of reason, and what helps to find
    alternatives."""

    code: str
    how: str
    reason: str
    since: dt.datetime | None
    spec: Specification
    provider_code: str

    @property
    def comes_back(self) -> bool:
        """May it come back under the same code?"""
        return self.how == FOR_THE_TIME_BEING

    @property
    def competences(self) -> list[str]:
        """The competences it served."""
        return list(self.spec.competences)


@dataclass(frozen=True)
class PublicVersion:
    """One version that was public, with the time it was so."""

    number: int
    listed_at: dt.datetime
    unlisted_at: dt.datetime | None
    content_sha256: str
    examined: bool


@dataclass(frozen=True)
class HeldRun:
    """A run as an import finds it; `letter` names the place by its source key, else by its code."""

    code: str
    counter: int
    state: str
    letter: Mapping[str, Any]
    updated_at: dt.datetime


@dataclass(frozen=True)
class Held:
    """An offer as an import finds it: its counter, the state and hash of the version that counts, whether it was ever
    listed, and its runs by source key."""

    code: str
    counter: int
    state: str
    was_listed: bool
    content_sha256: str
    spec: Specification
    access: tuple[str, ...]
    contact: Mapping[str, str]
    source: Mapping[str, Any]
    runs: Mapping[str, HeldRun]
