"""What a revision changes, for somebody who has seen the rest already: only the parts that differ, the listed content
beside the proposed one with the words marked, how much each change weighs, and the competences before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from registry.catalogue.specification import Specification
from registry.catalogue.weights import MATERIAL, WEIGHTS
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.web import charts, forms, rows, word_marks
from registry.web.pages.review_case import Change, Figures, MarkedLine
from registry.web.review import told
from registry.web.review.told import Line


@dataclass(frozen=True)
class Difference:
    """The parts that differ, how many single values do, out of how many, and the fields of the specification they
    are in."""

    changes: tuple[Change, ...]
    count: int
    total: int
    fields: tuple[str, ...]


def between(before: Specification, after: Specification) -> Difference:
    """In what the second differs from the first."""
    old, new = _both(before, after)
    paths = list(dict.fromkeys((*new, *old)))
    groups: dict[str, list[str]] = {}
    differing = 0
    for path in paths:
        if _text(old.get(path)) != _text(new.get(path)):
            groups.setdefault(told.group_of(path), []).append(path)
            differing += 1
    order = list(after.__dataclass_fields__)
    names = sorted(groups, key=lambda group: (order.index(group.split(".")[0]), _place(group)))
    changes = tuple(_change(group, groups[group], old, new) for group in names)
    return Difference(changes, differing, len(paths), tuple(dict.fromkeys(name.split(".")[0] for name in names)))


def figures(before: Specification, after: Specification) -> Figures | None:
    """The competences of both, and in words what the one reaches and the other does not; None when they are alike."""
    if before.competences == after.competences:
        return None
    names = rows.competence_names()
    moved = [code for code in charts.CODES if before.competences.get(code, "") != after.competences.get(code, "")]
    return Figures(
        charts.fingerprint(before.competences, names),
        charts.fingerprint(after.competences, names),
        tuple(_reached(code, before.competences, names) for code in moved),
        tuple(_reached(code, after.competences, names) for code in moved),
    )


def weight_words(name: str) -> str:
    """How much a change of this field weighs, in a word."""
    known = {"trivial": _("trivial"), "material": _("material"), "critical": _("critical")}
    return known[WEIGHTS.get(name, MATERIAL)]


def _reached(code: str, levels: Mapping[str, int | None], names: Mapping[str, str]) -> str:
    title = f"{code} {names.get(code, '')}".strip()
    if code not in levels:
        return _("%(competence)s: not reached", competence=title)
    level = levels[code]
    return _("%(competence)s: level %(level)s", competence=title, level=level) if level else title


def _both(before: Specification, after: Specification) -> tuple[dict[str, Line], dict[str, Line]]:
    """The lines of both, outcomes that are the same or follow each other under the same number."""
    old, new = before.to_content(), after.to_content()
    pairs = list(_aligned(old.pop("outcomes", []), new.pop("outcomes", [])))
    return (
        _lines(old, before.language, ((place, pair[0]) for place, pair in enumerate(pairs))),
        _lines(new, after.language, ((place, pair[1]) for place, pair in enumerate(pairs))),
    )


def _lines(content: Mapping[str, Any], original: str, outcomes: Iterable[tuple[int, Any]]) -> dict[str, Line]:
    parts = [*content.items(), *((f"outcomes.{place}", outcome) for place, outcome in outcomes if outcome)]
    return {line.path: line for name, value in parts for line in told.part(name, value, original)}


def _aligned(old: list[Any], new: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Outcomes side by side; one that was put in or taken out stands alone. Their numbers are then those of both lists
    together."""
    matcher = SequenceMatcher(None, [repr(one) for one in old], [repr(one) for one in new], autojunk=False)
    for _kind, at, to, start, end in matcher.get_opcodes():
        left, right = old[at:to], new[start:end]
        for place in range(max(len(left), len(right))):
            yield left[place] if place < len(left) else None, right[place] if place < len(right) else None


def _change(group: str, paths: list[str], old: Mapping[str, Line], new: Mapping[str, Line]) -> Change:
    heading = told.heading(group)
    left: list[MarkedLine] = []
    right: list[MarkedLine] = []
    for path in paths:
        one, other = old.get(path), new.get(path)
        label = (other or one or Line(path, group, "", "", "")).label
        label = "" if label == heading else label
        if one and other:
            gone, added = word_marks.compare(one.text, other.text)
        else:
            gone, added = word_marks.whole(_text(one)), word_marks.whole(_text(other))
        left.append(MarkedLine(label, gone, _lang(one)))
        right.append(MarkedLine(label, added, _lang(other)))
    name = group.split(".")[0]
    critical = WEIGHTS.get(name) == "critical"
    return Change("change-" + group.replace(".", "-"), heading, weight_words(name), critical, tuple(left), tuple(right))


def _text(line: Line | None) -> str:
    return line.text if line else ""


def _lang(line: Line | None) -> str:
    return line.lang if line and line.lang != language() else ""


def _place(group: str) -> int:
    place = group.partition(".")[2]
    return forms.whole(place) or 0
