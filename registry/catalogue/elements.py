"""The European standard elements of a micro-credential (Recommendation 2022/C 243/02, Annex I), read off a
specification: which are given, which are missing, and which do not belong to a catalogue or do not apply. A
micro-credential may be called one only when every mandatory element of a catalogue is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from registry.catalogue.specification import MicroCredential, Specification
from registry.providers.queries import ProviderView

GIVEN, MISSING, NOT_APPLICABLE = "given", "missing", "not-applicable"
ATTENDANCE = ("attendance",)


@dataclass(frozen=True)
class Element:
    """One element by its number in the Annex; `in_catalogue` False: it appears only on the credential a person is
    awarded."""

    number: int
    code: str
    mandatory: bool
    in_catalogue: bool
    state: str
    value: Any = None


def elements(spec: Specification, provider: ProviderView | None = None) -> list[Element]:
    """All sixteen elements in order.

    `value` is text by language, codes, or a number of minutes, as the specification has it; of the issuer's country it
    is (country, region), the region known only when the awarding body is the given provider itself.
    """
    return [_element(row, spec, provider) for row in _TABLE]


def is_complete(spec: Specification) -> bool:
    """Is it meant as a micro-credential, and is every mandatory element of a catalogue given or does not apply?"""
    meant = spec.credential is not None and spec.credential.type == "micro" and spec.kind != "guidance"
    return meant and not any(_element(row, spec, None).state == MISSING for row in _TABLE if row.mandatory)


def credential(spec: Specification) -> str | None:
    """The credential as the registry may call it: an incomplete micro-credential counts as a certificate. None: not
    stated."""
    stated = spec.credential.type if spec.credential else None
    return "certificate" if stated == "micro" and not is_complete(spec) else stated


@dataclass(frozen=True)
class _Row:
    number: int
    code: str
    mandatory: bool
    value: Callable[[Specification, MicroCredential], Any] | None  # None: not in a catalogue


def _element(row: _Row, spec: Specification, provider: ProviderView | None) -> Element:
    if row.value is None or spec.kind == "guidance":
        return Element(row.number, row.code, row.mandatory, row.value is not None, NOT_APPLICABLE)
    value = row.value(spec, spec.credential or MicroCredential())
    if row.code == "level" and not value and (spec.eqf == "none" or spec.level_none):
        return Element(row.number, row.code, row.mandatory, True, NOT_APPLICABLE)
    if row.code == "country" and value:
        body = spec.credential.awarding_body if spec.credential else None
        own = provider is not None and body is not None and body.provider_code == provider.code
        value = (value, provider.region if own and provider else None)
    return Element(row.number, row.code, row.mandatory, True, GIVEN if value else MISSING, value or None)


def _outcomes(spec: Specification) -> Any:
    named = tuple(outcome.title for outcome in spec.outcomes)
    return named or (spec.validation.against if spec.validation else ())


def _assessment(spec: Specification) -> tuple[str, ...]:
    """Being there proves nothing: attendance alone is no assessment."""
    types = spec.assessment.types if spec.assessment else ()
    return () if types == ATTENDANCE else types


_TABLE = (
    _Row(1, "learner", True, None),
    _Row(2, "title", True, lambda spec, credential: credential.title or spec.title),
    _Row(3, "country", True, lambda _spec, credential: credential.awarding_body and credential.awarding_body.country),
    _Row(
        4, "awarding-body", True, lambda _spec, credential: credential.awarding_body and credential.awarding_body.name
    ),
    _Row(5, "date", True, None),
    _Row(6, "outcomes", True, lambda spec, _credential: _outcomes(spec)),
    _Row(7, "workload", True, lambda spec, _credential: spec.minutes),
    _Row(8, "level", True, lambda spec, _credential: spec.eqf if spec.eqf != "none" else None),
    _Row(9, "assessment", True, lambda spec, _credential: _assessment(spec)),
    _Row(10, "participation", True, lambda spec, _credential: spec.modes),
    _Row(
        11, "quality-assurance", True, lambda _spec, credential: tuple(one.type for one in credential.quality_assurance)
    ),
    _Row(12, "prerequisites", False, lambda spec, _credential: spec.prerequisites),
    _Row(13, "supervision", False, lambda spec, _credential: spec.assessment and spec.assessment.supervision),
    _Row(14, "grade", False, None),
    _Row(15, "stackability", False, lambda _spec, credential: credential.stackability),
    _Row(16, "further", False, lambda _spec, credential: credential.further),
)
