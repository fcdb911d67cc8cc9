"""A specification as named lines, one for every value it gives, so that two of them can be held beside each other line
by line. A line says where it stands, what it is called, its words and the language of the words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.catalogue.specification import Specification
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import lazy_gettext as _l
from registry.web import display
from registry.web.review.told_values import FIELDS, said

# the parts of a specification that hold several lines
GROUPS: dict[str, object] = {
    "outcomes": _l("Outcomes"),
    "workload": _l("Work"),
    "credits": _l("Credits"),
    "assessment": _l("Assessment"),
    "credential": _l("What one receives"),
    "guidance": _l("The guidance"),
    "validation": _l("The validation"),
    "enrol": _l("How one enrols"),
    "raw": _l("Values that could not be read"),
}


@dataclass(frozen=True)
class Line:
    """`path` in the letter, `group` the part it belongs to (`outcomes.2`, else the first name), `label` what it is
    called there."""

    path: str
    group: str
    label: str
    text: str
    lang: str


def lines(spec: Specification) -> dict[str, Line]:
    """path → line, in the order of the specification."""
    found = (line for name, value in spec.to_content().items() for line in part(name, value, spec.language))
    return {line.path: line for line in found}


def part(path: str, value: Any, original: str) -> Iterator[Line]:
    """The lines of the value at this path."""
    pattern = ".".join("*" if step.isdecimal() else step for step in path.split("."))
    known = FIELDS.get(pattern)
    if known is not None and known[1] == "text" and isinstance(value, Mapping):
        for tag, text in value.items():
            label = str(known[0]) if tag == original else f"{known[0]} ({display.language_name(tag)})"
            yield Line(f"{path}.{tag}", group_of(path), label, text, tag)
    elif known is not None:
        yield Line(path, group_of(path), str(known[0]), said(known[1], value), "")
    elif isinstance(value, Mapping):
        for name, below in value.items():
            yield from part(f"{path}.{name}", below, original)
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from part(f"{path}.{place}", below, original)
    else:
        yield Line(path, group_of(path), path.rpartition(".")[2], str(value), "")


def group_of(path: str) -> str:
    """The part of the specification a path belongs to; each outcome is one."""
    steps = path.split(".")
    return ".".join(steps[:2]) if steps[0] == "outcomes" and len(steps) > 1 else steps[0]


def heading(group: str) -> str:
    """What a part is called."""
    name, _dot, place = group.partition(".")
    if name == "outcomes" and place.isdecimal():
        return _("Outcome %(number)s", number=int(place) + 1)
    known = GROUPS.get(name) or FIELDS.get(name, (name,))[0]
    return str(known)


def label_of(path: str) -> str:
    """What the field at this path is called, as in a remark on it: its part, and its own name within it."""
    pattern = ".".join("*" if step.isdecimal() else step for step in path.split("."))
    while pattern and pattern not in FIELDS:
        pattern = pattern.rpartition(".")[0]
    part_name = heading(group_of(path))
    own = str(FIELDS[pattern][0]) if pattern in FIELDS else ""
    return part_name if not own or own == part_name else f"{part_name}: {own}"
