"""What the decisions so far imply: the standing of each provider and since when it is shown, and for each version of an
offer its state, content, when it was listed, and the steps that led there. Decisions are taken one after the other, in
the order of their numbers; nothing is read from what they are compared with."""

import datetime as dt
from dataclasses import dataclass, field, replace

from registry.catalogue.model import CURRENT
from registry.quality.model import Decision

# What may become of a version that no decision made anything of, or that was returned to its provider.
UNDECIDED = frozenset({"draft", "submitted", "in-review", "asked", "discarded"})
RETURNED = UNDECIDED | {"returned"}
# Of a provider that gets there, or of whose offers one does, visitors may know from then on.
SHOWS = frozenset({"verified", "admitted", "listed"})
# What is decided about a decision, not about the offer or provider.
ABOUT_DECISIONS = ("redact", "uphold", "dismiss")
# A step and its decision look at the clock one after the other, and a decision keeps only whole seconds.
APART = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Around:
    """When something happened by the decision it happened with; `earliest` is unknown for a decision that may have
    been dated later than it was taken, which happens to the ones that have the date of the one before."""

    earliest: dt.datetime | None
    latest: dt.datetime

    def allows(self, at: dt.datetime) -> bool:
        """May it have happened then?"""
        return at <= self.latest and (self.earliest is None or at >= self.earliest)


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of a version that decision `number` took, or brought with it."""

    number: int
    action: str
    from_state: str
    to_state: str
    role: str
    at: Around


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A version as it was left; `number` is that of the last decision on itself."""

    number: int
    state: str
    content_sha256: str | None
    examined: bool
    listed_at: dt.datetime | None
    left: Around | None = None
    steps: tuple[StepTold, ...] = ()

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
    """A provider as the decisions on it left it; `shown` is about when visitors came to know of it, None when they may
    not, by decision `shown_by`, which may be one on an offer of its."""

    number: int | None = None
    standing: str = "unverified"
    shown: Around | None = None
    shown_by: int | None = None


@dataclass
class Replay:
    """All offers and providers by code, as the decisions taken so far left them."""

    offers: dict[str, OfferTold] = field(default_factory=dict)
    providers: dict[str, ProviderTold] = field(default_factory=dict)
    last_at: dt.datetime | None = None

    def of_version(self, code: str, number: int) -> tuple[VersionTold | None, int | None]:
        """What was decided about an offer's version, and the decision to name when it is not so: the last about that
        version, else the last about the offer; None for an offer nobody decided on."""
        offer = self.offers.get(code)
        told = offer.versions.get(number) if offer else None
        return told, told.number if told else offer.number if offer else None

    def take(self, decision: Decision) -> None:
        """Let one more decision have its effect. Those about another decision (its words erased, the appeal against it
        answered) have none here: what follows from an appeal is decided beside it."""
        around = Around(None if decision.at == self.last_at else decision.at - APART, decision.at + APART)
        self.last_at = decision.at
        if decision.action in ABOUT_DECISIONS:
            return
        provider = self.providers.setdefault(decision.provider_code, ProviderTold())
        if decision.to_state in SHOWS and provider.shown is None:
            provider.shown, provider.shown_by = around, decision.number
        if decision.kind == "provider":
            provider.number, provider.standing = decision.number, decision.to_state
            return
        told = self.offers.setdefault(decision.subject_code, OfferTold(decision.number, decision.provider_code))
        told.number, told.provider_code = decision.number, decision.provider_code
        if decision.to_state == "listed":
            told.first_listed_at = told.first_listed_at or decision.listed_at
            _supersede(told, decision, around)
        told.versions[decision.version_number or 0] = _after(
            told.versions.get(decision.version_number or 0), decision, around
        )


def _after(before: VersionTold | None, decision: Decision, around: Around) -> VersionTold:
    """The version decided on, as the decision left it."""
    step = StepTold(decision.number, decision.action, decision.from_state, decision.to_state, decision.role, around)
    left = around if decision.from_state == "listed" else before.left if before else None
    return VersionTold(
        number=decision.number,
        state=decision.to_state,
        content_sha256=decision.content_sha256,
        examined=decision.examined,
        listed_at=decision.listed_at,
        left=left,
        steps=(*(before.steps if before else ()), step),
    )


def _supersede(told: OfferTold, listing: Decision, around: Around) -> None:
    """Listing one version ends whichever was current before."""
    for number, version in told.versions.items():
        if number != listing.version_number and version.state in CURRENT:
            left = around if version.state == "listed" else version.left
            step = StepTold(listing.number, "supersede", version.state, "superseded", "system", around)
            steps = (*version.steps, step)
            told.versions[number] = replace(version, state="superseded", left=left, steps=steps)
