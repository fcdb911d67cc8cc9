"""What the decisions so far imply: the standing of each provider, and for each version of an offer its state, content
and when it was listed. Decisions are taken one after the other, in the order of their numbers; nothing is read from
what they are compared with."""

import datetime as dt
from dataclasses import dataclass, field, replace

from registry.catalogue.model import CURRENT
from registry.quality.model import Decision

# What may become of a version that no decision made anything of, or that was returned to its provider.
UNDECIDED = frozenset({"draft", "submitted", "in-review", "asked", "discarded"})
RETURNED = UNDECIDED | {"returned"}
# A step and its decision look at the clock one after the other, and a decision keeps only whole seconds.
APART = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Leaving:
    """When a version left the list by the decision it left with; `earliest` is unknown for a decision that may have
    been dated later than it was taken, which happens to the ones that have the date of the one before."""

    earliest: dt.datetime | None
    latest: dt.datetime

    def allows(self, at: dt.datetime) -> bool:
        """May it have left then?"""
        return at <= self.latest and (self.earliest is None or at >= self.earliest)


@dataclass(frozen=True)
class VersionTold:
    """A version as it was left; `number` is that of the last decision on itself."""

    number: int
    state: str
    content_sha256: str | None
    examined: bool
    listed_at: dt.datetime | None
    left: "Leaving | None" = None

    def allows(self, state: str) -> bool:
        """May the version be in this state without another decision?"""
        return state in RETURNED if self.state == "returned" else state == self.state


@dataclass
class OfferTold:
    """An offer as its decisions left it."""

    number: int
    provider_code: str
    first_listed_at: dt.datetime | None = None
    versions: dict[int, VersionTold] = field(default_factory=dict)


@dataclass
class ProviderTold:
    """A provider as its last decision left it."""

    number: int
    standing: str


@dataclass
class Replay:
    """All offers and providers by code, as the decisions taken so far left them."""

    offers: dict[str, OfferTold] = field(default_factory=dict)
    providers: dict[str, ProviderTold] = field(default_factory=dict)
    last_at: dt.datetime | None = None

    def take(self, decision: Decision) -> None:
        """Let one more decision have its effect. Erasing the words of another one has none here."""
        leaving = Leaving(None if decision.at == self.last_at else decision.at - APART, decision.at + APART)
        self.last_at = decision.at
        if decision.action == "redact":
            return
        if decision.kind == "provider":
            self.providers[decision.subject_code] = ProviderTold(decision.number, decision.to_state)
            return
        told = self.offers.setdefault(decision.subject_code, OfferTold(decision.number, decision.provider_code))
        told.number, told.provider_code = decision.number, decision.provider_code
        if decision.to_state == "listed":
            told.first_listed_at = told.first_listed_at or decision.listed_at
            _supersede(told, decision, leaving)
        before = told.versions.get(decision.version_number or 0)
        left = before.left if before else None
        if decision.from_state == "listed":
            left = leaving
        made = VersionTold(
            decision.number, decision.to_state, decision.content_sha256, decision.examined, decision.listed_at, left
        )
        told.versions[decision.version_number or 0] = made


def _supersede(told: OfferTold, listing: Decision, leaving: Leaving) -> None:
    """Listing one version ends whichever was current before."""
    for number, version in told.versions.items():
        if number != listing.version_number and version.state in CURRENT:
            left = leaving if version.state == "listed" else version.left
            told.versions[number] = replace(version, state="superseded", left=left)
