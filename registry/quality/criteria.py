"""The rules for inclusion as data: each edition is a file in `seeds/rules`, with its criteria by kind in every
language of the interface. An edition that decisions rest on is never changed; new rules are a new file, in force from
its `valid_from` on. What a criterion means in plain words stands beside the editions, in `explained`: it helps to read
the rules, is no rule itself, and may be improved at any time."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from registry.config import ROOT
from registry.kernel.text import LocalText, pick

FOLDER = ROOT / "seeds" / "rules"
EXPLAINED = FOLDER / "explained" / "criteria.json"
# What an examination can say of one criterion.
VERDICTS = ("met", "not-met", "not-applicable", "not-examined")


@dataclass(frozen=True)
class Criterion:
    """One point of the rules: its lasting code, what it applies to (provider or kinds of offer), its title; the
    question behind it, guidance for whoever examines it, the evidence asked for, the European principles for
    micro-credentials it serves, and the automatic checks that look at it. The first edition had only titles."""

    code: str
    kinds: tuple[str, ...]
    title: LocalText
    question: LocalText = field(default_factory=dict)
    guidance: LocalText = field(default_factory=dict)
    evidence: LocalText = field(default_factory=dict)
    principles: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """A criterion in plain words: the question behind it, and what is looked at."""

    question: LocalText
    evidence: LocalText


@dataclass(frozen=True)
class Edition:
    """One edition of the rules, its criteria in the order in which they are shown; `values` are the numbers in it,
    `principles` the names of the European principles its criteria serve."""

    version: str
    valid_from: dt.date
    review_due: dt.date
    title: LocalText
    texts: Mapping[str, LocalText]
    criteria: tuple[Criterion, ...]
    values: Mapping[str, int] = field(default_factory=dict)
    principles: Mapping[str, LocalText] = field(default_factory=dict)

    @property
    def digital_share(self) -> int:
        """Percent of the hours that must serve a declared competence; 0 where the edition asks for none."""
        return self.values.get("digital_share", 0)

    def point(self, code: str) -> Criterion | None:
        """The criterion with this code."""
        return next((criterion for criterion in self.criteria if criterion.code == code), None)

    def of_kind(self, kind: str) -> list[Criterion]:
        """The criteria that apply to this kind (training, guidance, validation or provider)."""
        return [criterion for criterion in self.criteria if kind in criterion.kinds]

    def title_of(self, code: str, language: str) -> str:
        """The criterion's title; the code itself when this edition does not know it."""
        known = next((criterion.title for criterion in self.criteria if criterion.code == code), None)
        return pick(known, language).text if known else code


@cache
def editions() -> tuple[Edition, ...]:
    """All editions, oldest first."""
    found = (_read(json.loads(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda edition: (edition.valid_from, edition.version)))


@cache
def explained() -> Mapping[str, Explained]:
    """Criterion → its explanation."""
    letter = json.loads(EXPLAINED.read_text(encoding="utf-8"))
    return {code: Explained(said["question"], said["evidence"]) for code, said in letter.items()}


def history(code: str) -> list[Edition]:
    """The editions in which this criterion is new or worded anew, oldest first."""
    found: list[Edition] = []
    before: LocalText | None = None
    for known in editions():
        title = next((criterion.title for criterion in known.criteria if criterion.code == code), None)
        if title is not None and title != before:
            found.append(known)
        before = title
    return found


def current(day: dt.date) -> Edition:
    """The edition in force on `day`; before all of them, the first."""
    in_force = [edition for edition in editions() if edition.valid_from <= day]
    return in_force[-1] if in_force else editions()[0]


def edition(version: str) -> Edition:
    """The edition with this version; LookupError when there never was one."""
    for known in editions():
        if known.version == version:
            return known
    raise LookupError(f"there is no edition {version!r} of the rules")


def not_met(findings: Mapping[str, str]) -> list[str]:
    """The codes of the criteria found not met, sorted."""
    return sorted(code for code, verdict in findings.items() if verdict == "not-met")


def _read(letter: dict[str, Any]) -> Edition:
    texts = ("question", "guidance", "evidence")
    criteria = [
        Criterion(
            item["code"],
            tuple(item["kinds"]),
            item["title"],
            **{name: item[name] for name in texts if name in item},
            principles=tuple(item.get("principles", ())),
            checks=tuple(item.get("checks", ())),
        )
        for item in letter["criteria"]
    ]
    return Edition(
        version=letter["version"],
        valid_from=dt.date.fromisoformat(letter["valid_from"]),
        review_due=dt.date.fromisoformat(letter["review_due"]),
        title=letter["title"],
        texts=letter["texts"],
        criteria=tuple(criteria),
        values=letter.get("values", {}),
        principles=letter.get("principles", {}),
    )
