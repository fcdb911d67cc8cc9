"""The questions of a form as data, and the way between a form and a letter: a question knows its path in the letter
(`{lang}` stands for the offer's language), how it is asked and in which unit people think. What no question asks is
never taken from a form, and what a form does not ask is never lost from the letter."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry import config
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.vocabularies import queries as vocabularies
from registry.web import display, forms
from registry.web.fields import Choice, Field
from registry.web.publish import lengths, numerals, row_marks
from registry.web.publish.numerals import Unit
from registry.web.publish.row_marks import WAS

# how many of the letter's unit one of the form's is; hours are read and written by `lengths`
UNITS = {"money": Unit(100, 10**9), "hundredths": Unit(100, 100_000)}
_NUMBERS = frozenset({"digcomp-level"})  # lists whose codes the letter keeps as numbers
_LANGUAGES = "en fr de nl it es pt bg cs da el et fi ga hr hu lt lv mt pl ro sk sl sv"


@dataclass(frozen=True)
class Question:
    """One question: `path` in the letter, `label` and `hint` in lazy words, `scheme` the list its choices come from,
    `unit` one of UNITS or hours, `given` choices (value, label) that come from no list."""

    path: str
    label: object
    kind: str = "text"
    hint: object = ""
    scheme: str = ""
    unit: str = ""
    rows: int = 4
    optional: bool = True
    given: tuple[tuple[str, object], ...] = ()

    @property
    def many(self) -> bool:
        """May it have several values?"""
        return self.kind == "checks"

    def at(self, lang: str, before: str = "") -> str:
        """Its path for an offer in this language, below a row."""
        below = self.path.replace("{lang}", lang)
        return f"{before}.{below}" if before and below else before or below


@dataclass(frozen=True)
class Rows:
    """Questions asked once a row, of a list at `path`; `name` is what one row is called, `add` the words of the button
    that makes one more."""

    path: str
    name: object
    add: object
    questions: tuple[Question, ...]
    hint: object = ""

    def paths(self, lang: str) -> list[str]:
        """The paths of what is asked, below a row."""
        return [question.at(lang) for question in self.questions]


Part = Question | Rows


def lists(parts: Iterable[Part], lang: str) -> set[str]:
    """The patterns of the paths that may be given several times, for `forms.sent`."""
    found = set()
    for part in parts:
        if isinstance(part, Rows):
            found |= {one.at(lang, f"{part.path}.*") for one in part.questions if one.many}
        elif part.many:
            found.add(part.at(lang))
    return found


def asked(letter: Mapping[str, Any], parts: Iterable[Part], lang: str) -> dict[str, Any]:
    """The letter as a form shows it: what the parts ask, in the units people think in."""
    shown: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, Rows):
            rows = forms.value_at(letter, part.path) or []
            forms.put(shown, part.path, [_row(part, row, index, lang) for index, row in enumerate(rows)])
        elif (value := forms.value_at(letter, part.at(lang))) is not None:
            forms.put(shown, part.at(lang), _out(part, value))
    return shown


def merged(letter: Mapping[str, Any], form: Mapping[str, Any], parts: Iterable[Part], lang: str) -> dict[str, Any]:
    """The letter with what the form says where the parts ask; Invalid, by path, for what is no number."""
    made, errors = copy.deepcopy(dict(letter)), dict[str, Any]()
    for part in parts:
        if isinstance(part, Rows):
            forms.put(made, part.path, _rows(part, letter, form, lang, errors))
        else:
            path = part.at(lang)
            value = _in(part, forms.value_at(form, path), path, errors)
            forms.put(made, path, in_order(value, forms.value_at(letter, path)) if part.many else value)
    if errors:
        raise Invalid(errors)
    return forms.pruned(made)


def field(question: Question, form: Mapping[str, Any], lang: str, told: Mapping[str, str], before: str = "") -> Field:
    """The question as a field, with the form's value and what is wrong with it."""
    name = question.at(lang, before)
    said = lang if "{lang}" in question.path and lang != language() else ""
    unit = {"hours": _("hours"), "money": config.current().currency}.get(question.unit, "")
    made = Field(
        name,
        str(question.label),
        question.kind,
        hint=str(question.hint),
        choices=choices(question, forms.value_at(form, name)),
        unit=unit,
        optional=question.optional,
        lang=said,
        rows=question.rows,
    )
    value = forms.value_at(form, name)
    values = tuple(map(str, value)) if isinstance(value, list) else () if value is None else (str(value),)
    wrong = " ".join(text for path, text in told.items() if path == name or path.startswith(name + "."))
    return made.with_values(values, wrong)


def choices(question: Question, present: Any) -> tuple[Choice, ...]:
    """What the question offers, by the reader's language."""
    if question.given:
        return tuple(Choice(value, str(label)) for value, label in question.given)
    if question.scheme == "language":
        kept = present if isinstance(present, list) else []
        tags = dict.fromkeys([*config.current().languages, *kept, *_LANGUAGES.split()])
        return tuple(Choice(tag, display.language_name(tag)) for tag in tags)
    if question.scheme == "digcomp":
        return tuple(
            Choice(row.code, f"{row.code} {display.named('digcomp', row.code)}", "", _area(row.broader))
            for row in vocabularies.concepts("digcomp")
            if row.broader
        )
    if question.scheme == "digcomp-level":
        return tuple(Choice(row.code, _level(row)) for row in vocabularies.concepts(question.scheme))
    rows = vocabularies.concepts(question.scheme)
    return tuple(Choice(row.code, display.named(question.scheme, row.code)) for row in rows)


def _row(rows: Rows, row: Mapping[str, Any], index: int, lang: str) -> dict[str, Any]:
    shown: dict[str, Any] = {WAS: row_marks.of(row, index, rows.paths(lang))}
    for question in rows.questions:
        if (value := forms.value_at(row, question.at(lang))) is not None:
            forms.put(shown, question.at(lang), _out(question, value))
    return shown


def _rows(
    rows: Rows, letter: Mapping[str, Any], form: Mapping[str, Any], lang: str, errors: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of the form, each with what nobody asked about the row it stands for."""
    given = {
        index: row
        for index, row in enumerate(forms.value_at(form, rows.path) or [])
        # a row nobody has filled in is none
        if isinstance(row, Mapping) and any(value for key, value in row.items() if key != WAS)
    }
    there, paths = forms.value_at(letter, rows.path) or [], rows.paths(lang)
    before = [row_marks.unasked(row, paths) for row in there]
    stands_for = row_marks.matched(there, given, paths)
    made = []
    for index, filled in given.items():
        row = copy.deepcopy(before[stands_for[index]]) if index in stands_for else {}
        for question in rows.questions:
            path = f"{rows.path}.{index}.{question.at(lang)}"
            forms.put(row, question.at(lang), _in(question, forms.value_at(filled, question.at(lang)), path, errors))
        made.append(forms.pruned(row))
    return made


def _out(question: Question, value: Any) -> Any:
    if question.unit == "hours" and isinstance(value, int):
        return lengths.written(value)
    if question.unit and isinstance(value, int):
        return f"{Decimal(value) / UNITS[question.unit].times:.2f}".rstrip("0").rstrip(".")
    if question.kind == "check":
        return "yes" if value else None
    return value


def _in(question: Question, value: Any, path: str, errors: dict[str, Any]) -> Any:
    if value is None:
        return None
    if question.kind == "check":
        return True
    if question.many:
        return value if isinstance(value, list) else [value]
    if not question.unit:
        return _whole(value, path, errors) if question.kind == "number" or question.scheme in _NUMBERS else value
    if question.unit == "hours":
        minutes = lengths.read(str(value))
        if minutes is None:
            put_error(errors, path, lengths.refusal(str(value)))
        return minutes
    number = numerals.read(str(value), UNITS[question.unit])
    if number is None:
        put_error(errors, path, numerals.refusal(str(value), UNITS[question.unit]))
    return number


def in_order(values: Any, before: Any) -> Any:
    """What was ticked already stays in its order: boxes are sent in the order of the page."""
    kept = [one for one in before or () if one in (values or ())]
    return kept + [one for one in values if one not in kept] if values else values


def _whole(value: Any, path: str, errors: dict[str, Any]) -> Any:
    number = forms.whole(str(value).strip())
    if number is None:
        put_error(errors, path, _("Give a whole number, such as 12."))
    return number


def put_error(errors: dict[str, Any], path: str, message: str) -> None:
    """Note what is wrong at a path."""
    here = errors
    for step in path.split(".")[:-1]:
        here = here.setdefault(step, {})
    here[path.split(".")[-1]] = [message]


def _area(code: str | None) -> str:
    return f"{code} {display.named('digcomp', code)}" if code else ""


def _level(row: vocabularies.ConceptRow) -> str:
    name = (row.data.get("name") or {}).get(language()) or display.named("digcomp-level", row.code)
    meaning = (row.data.get("meaning") or {}).get(language()) or (row.data.get("meaning") or {}).get("en", "")
    return f"{row.code} {name}: {meaning}" if meaning else f"{row.code} {name}"
