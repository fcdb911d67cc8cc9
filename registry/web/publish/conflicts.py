"""Two people changed the same thing: both values, field by field, to choose from. What was chosen is sent to the page
the form came from, with all that was typed. A form carries marks of what it first showed, so that what its writer never
touched is not taken for a wish."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from registry.kernel.errors import Invalid
from registry.kernel.text import cleaned
from registry.web import display, forms
from registry.web.pages.publish_forms import Difference, TwoValuesPage
from registry.web.publish import lengths, picking
from registry.web.publish.questions import Part, Question, Rows

CHOOSE = "choose."
THEIRS = "theirs"


def name_of(part: Part, lang: str) -> str:
    """The path by which a part is chosen."""
    return part.path if isinstance(part, Rows) else part.at(lang)


@dataclass(frozen=True)
class Stands:
    """What stands now of that which a form was sent for: its parts and values as the form shows them, the counter, the
    page the form came from, and the one that shows both values."""

    heading: str
    action: str
    seen: int
    parts: Sequence[Part]
    form: Mapping[str, Any]
    lang: str
    page: type[TwoValuesPage] = TwoValuesPage


def settled(stands: Stands, form: dict[str, Any]) -> dict[str, Any]:
    """The form with what was chosen between two values on the page that showed both."""
    chosen = form.pop(CHOOSE.rstrip("."), None) or {}
    for part in stands.parts:
        name = name_of(part, stands.lang)
        if forms.value_at(chosen, name) == THEIRS:
            forms.put(form, name, forms.value_at(stands.form, name))
    return form


def marks(stands: Stands, error: forms.Refusal | None = None) -> str:
    """What a form carries along, a mark for each path (`title.en:1f0a… eqf:9c2b…`) of what it first showed: of what
    stands, or as it was sent while it is still the same writing."""
    same = request.method == "POST" and (error is None or isinstance(error, Invalid))
    fresh = marks_of(stands.parts, stands.form, stands.lang)
    return request.form.get(forms.MARKS, fresh) if same else fresh


def marks_of(parts: Sequence[Part], form: Mapping[str, Any], lang: str) -> str:
    """The marks of what a form says."""
    return " ".join(_mark(part, form, lang) for part in parts)


def is_what_stands(stands: Stands, form: Mapping[str, Any]) -> bool:
    """Does the form say nothing else than what stands?"""
    return not _differences(stands, form)


def show(stands: Stands, form: dict[str, Any]) -> TwoValuesPage:
    """The page with both values of whatever differs."""
    return stands.page(
        heading=stands.heading,
        action=stands.action,
        seen=stands.seen,
        marks=marks_of(stands.parts, stands.form, stands.lang),
        kept=picking.flat(form),
        differences=_differences(stands, form),
    )


def _differences(stands: Stands, form: Mapping[str, Any]) -> tuple[Difference, ...]:
    found, first = [], request.form.get(forms.MARKS, "").split()
    for part in stands.parts:
        name = name_of(part, stands.lang)
        yours, theirs = (said(part, forms.value_at(one, name), stands.lang) for one in (form, stands.form))
        if yours != theirs:
            label = str(part.name if isinstance(part, Rows) else part.label)
            is_touched = _mark(part, form, stands.lang) not in first
            found.append(Difference(CHOOSE + name, label, yours or "–", theirs or "–", is_touched))
    return tuple(found)


def _mark(part: Part, form: Mapping[str, Any], lang: str) -> str:
    name = name_of(part, lang)
    codes = said(part, forms.value_at(form, name), lang, _code)
    return f"{name}:{hashlib.sha256(codes.encode()).hexdigest()[:8]}"


def said(part: Part, value: Any, lang: str, word: Callable[[Question, str], str] | None = None) -> str:
    """An answer in one line of words, or with something else for each of its values."""
    word = word or _word
    if value in (None, "", [], {}):
        return ""
    if isinstance(part, Rows):
        rows = [row for row in value if isinstance(row, Mapping)]
        lines = [[said(one, forms.value_at(row, one.at(lang)), lang, word) for one in part.questions] for row in rows]
        return display.apart([display.listed(line) for line in lines if any(line)])
    if part.many:  # in whatever order
        return display.listed(sorted(word(part, str(one)) for one in (value if isinstance(value, list) else [value])))
    return word(part, cleaned(str(value)))  # a browser sends other line ends than are stored


def _code(question: Question, value: str) -> str:
    """A value as it is in every language: what words there are for it may change meanwhile."""
    minutes = lengths.read(value) if question.unit == "hours" else None
    return value if minutes is None else str(minutes)


def _word(question: Question, value: str) -> str:
    if question.unit == "hours":
        minutes = lengths.read(value)
        return value if minutes is None else display.duration(minutes)
    if given := dict(question.given).get(value):
        return str(given)
    if question.scheme == "language":
        return display.language_name(value)
    return display.named(question.scheme, value) if question.scheme else value
