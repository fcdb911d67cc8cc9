"""How much an edit weighs, as data: a trivial one may go live as an amendment, a material one opens a version to be
examined, a critical one touches what is taught and proved. A field not named here is material; so is the offer's page
elsewhere, because it leads people out of the registry."""

from collections.abc import Iterable

from registry.catalogue.specification import Specification, changed

TRIVIAL, MATERIAL, CRITICAL = "trivial", "material", "critical"

WEIGHTS: dict[str, str] = {
    "summary": TRIVIAL,
    "subjects": TRIVIAL,
    "raw": TRIVIAL,
    "outcomes": CRITICAL,
    "assessment": CRITICAL,
    "credential": CRITICAL,
    "validation": CRITICAL,
}


def weight(fields: Iterable[str]) -> str:
    """The heaviest weight among these fields; trivial when there are none."""
    found = {WEIGHTS.get(name, MATERIAL) for name in fields}
    return next((each for each in (CRITICAL, MATERIAL) if each in found), TRIVIAL)


def between(before: Specification, after: Specification) -> str:
    """What the edit from one content to the other weighs."""
    return weight(changed(before, after))
