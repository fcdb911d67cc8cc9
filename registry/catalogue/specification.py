"""The Specification: what is taught and proved, the part of an offer that is reviewed. A frozen, comparable value;
stored as RFC 8785 text with a format number, so that what was decided can be shown byte for byte and still be read
years later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from registry.catalogue.parts import Part
from registry.kernel.canonical import canonical, digest_text, parse
from registry.kernel.text import LocalText

FORMAT = 1
# UPGRADES[n - 1] turns content of format n into format n + 1; applied on reading, the stored text is never rewritten
UPGRADES: list[Callable[[dict[str, Any]], dict[str, Any]]] = []


@dataclass(frozen=True, kw_only=True)
class Outcome(Part):
    """What one can do afterwards, with its competence (DigComp code), level (1–8), ESCO links and minutes of work."""

    title: LocalText
    competence: str | None = None
    level: int | None = None
    minutes: int | None = None
    esco: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Workload(Part):
    """Minutes of work in all, and of those with a teacher."""

    minutes: int | None = None
    contact_minutes: int | None = None
    text: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Credits(Part):
    """Credit points, in hundredths, of a credit system."""

    system: str | None = None
    hundredths: int | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment(Part):
    """How one proves it, and who watches."""

    types: tuple[str, ...] = ()
    text: LocalText | None = None
    supervision: str | None = None


@dataclass(frozen=True, kw_only=True)
class AwardingBody(Part):
    """Who awards; `provider_code` when it is in the register."""

    name: str | None = None
    country: str | None = None
    provider_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class QualityAssurance(Part):
    """One assurance underpinning the credential."""

    type: str | None = None
    text: LocalText | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class MicroCredential(Part):
    """What the learner receives; `type` says whether it is meant as a micro-credential at all."""

    type: str | None = None
    title: LocalText | None = None
    awarding_body: AwardingBody | None = None
    stackability: str | None = None
    builds_towards: LocalText | None = None
    quality_assurance: tuple[QualityAssurance, ...] = ()
    further: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Guidance(Part):
    """A guidance service: what it helps with and how one reaches it."""

    helps_with: LocalText | None = None
    channels: tuple[str, ...] = ()
    appointment: str | None = None
    waiting_days: int | None = None
    waiting: LocalText | None = None
    cost: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Validation(Part):
    """A validation of what one can already do: against what, on which evidence, in which steps, with which result."""

    against: tuple[str, ...] = ()
    standard: LocalText | None = None
    evidence: LocalText | None = None
    steps: tuple[LocalText, ...] = ()
    minutes: int | None = None
    receives: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Enrol(Part):
    """How to enrol when a run does not say it."""

    url: str | None = None
    text: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Specification(Part):
    """The reviewed content of an offer. None or an empty row means: not known. Texts exist at least in `language`."""

    kind: str
    language: str
    title: LocalText
    summary: LocalText | None = None
    description: LocalText | None = None
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    setting: str | None = None
    opportunity_type: str | None = None
    fields: tuple[str, ...] = ()
    homepage: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    workload: Workload | None = None
    credits: tuple[Credits, ...] = ()
    eqf: int | str | None = None
    level_none: bool = False
    prerequisites: LocalText | None = None
    target_groups: tuple[str, ...] = ()
    audience: LocalText | None = None
    method: LocalText | None = None
    assessment: Assessment | None = None
    credential: MicroCredential | None = None
    guidance: Guidance | None = None
    validation: Validation | None = None
    enrol: Enrol | None = None
    subjects: tuple[str, ...] = ()
    raw: Mapping[str, str] | None = None

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Specification":
        """Build from content of the present format, as the schema loads it."""
        return cls.read(content)

    def to_content(self) -> dict[str, Any]:
        """The content again, ready for canonical JSON."""
        return self.write()

    @cached_property
    def minutes(self) -> int | None:
        """Minutes of work in all: the stated workload, else the outcomes' sum when each states its own; a
        validation's duration."""
        if self.workload and self.workload.minutes is not None:
            return self.workload.minutes
        if self.validation and self.validation.minutes is not None:
            return self.validation.minutes
        parts = [outcome.minutes for outcome in self.outcomes]
        known = [part for part in parts if part is not None]
        return sum(known) if parts and len(known) == len(parts) else None

    @cached_property
    def competences(self) -> Mapping[str, int | None]:
        """competence → the highest DigComp level an outcome reaches in it (None: no level stated), in the order of the
        codes.

        What a validation is held against counts as its competences.
        """
        levels: dict[str, int | None] = dict.fromkeys(self.validation.against) if self.validation else {}
        for outcome in self.outcomes:
            if outcome.competence:
                levels[outcome.competence] = max(levels.get(outcome.competence) or 0, outcome.level or 0) or None
        return dict(sorted(levels.items()))


def sealed(spec: Specification) -> tuple[str, str]:
    """(canonical text, its SHA-256): exactly what is stored, decided and proved."""
    text = canonical(spec.to_content()).decode()
    return text, digest_text(text)


@lru_cache(maxsize=2000)
def opened(text: str, written_in: int) -> Specification:
    """Read stored text of format `written_in` by bringing it, format by format, to the present one. What was read
    lately is kept (some 20 MB): the same few offers are on most pages, their text never changes, and reading it costs
    more than the rest of a row."""
    if not 1 <= written_in <= len(UPGRADES) + 1:
        raise ValueError(f"content of format {written_in}; this program reads 1 to {len(UPGRADES) + 1}")
    content: dict[str, Any] = parse(text)
    for upgrade in UPGRADES[written_in - 1 :]:
        content = upgrade(content)
    return Specification.from_content(content)


def digital_share(spec: Specification) -> int | None:
    """Percent (rounded down) of the outcomes' minutes that serve a DigComp competence; None unless every outcome
    states its minutes."""
    total = sum(outcome.minutes or 0 for outcome in spec.outcomes)
    if not total or any(outcome.minutes is None for outcome in spec.outcomes):
        return None
    return 100 * sum(outcome.minutes or 0 for outcome in spec.outcomes if outcome.competence) // total


def changed(before: Specification, after: Specification) -> list[str]:
    """The names of the fields in which two contents differ, in the order of the Specification."""
    names = before.__dataclass_fields__
    return [name for name in names if getattr(before, name) != getattr(after, name)]
