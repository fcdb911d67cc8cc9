"""The questions of a form as data, and the way between a form and a letter: a question knows its path in the letter
(`{lang}` stands for the offer's language), how it is asked and in which unit people think. What no question asks is
never taken from a form, and what a form does not ask is never lost from the letter."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from registry import config
from registry.kernel.canonical import digest
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.vocabularies import queries as vocabularies
from registry.web import display, forms
from registry.web.fields import Choice, Field
from registry.web.publish import lengths

# which row of the letter a row of the form stands for: its number, and a mark of what no question asks about it
WAS = "was"
# how many of the letter's unit one of the form's is; hours are read and written by `lengths`
UNITS = {"money": 100, "hundredths": 100}
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
            put(shown, part.path, [_row(part, row, index, lang) for index, row in enumerate(rows)])
        elif (value := forms.value_at(letter, part.at(lang))) is not None:
            put(shown, part.at(lang), _out(part, value))
    return shown


def merged(letter: Mapping[str, Any], form: Mapping[str, Any], parts: Iterable[Part], lang: str) -> dict[str, Any]:
    """The letter with what the form says where the parts ask; Invalid, by path, for what is no number."""
    made, errors = copy.deepcopy(dict(letter)), dict[str, Any]()
    for part in parts:
        if isinstance(part, Rows):
            put(made, part.path, _rows(part, letter, form, lang, errors))
        else:
            put(made, part.at(lang), _in(part, forms.value_at(form, part.at(lang)), part.at(lang), errors))
    if errors:
        raise Invalid(errors)
    return _pruned(made)


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


def put(target: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path, making mappings on the way; list positions must be there."""
    here: Any = target
    steps = path.split(".")
    for step in steps[:-1]:
        here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
    here[int(steps[-1]) if isinstance(here, list) else steps[-1]] = value


def _row(rows: Rows, row: Mapping[str, Any], index: int, lang: str) -> dict[str, Any]:
    shown: dict[str, Any] = {WAS: f"{index}-{_mark(_unasked(rows, row, lang))}"}
    for question in rows.questions:
        if (value := forms.value_at(row, question.at(lang))) is not None:
            put(shown, question.at(lang), _out(question, value))
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
    before = [_unasked(rows, row, lang) for row in forms.value_at(letter, rows.path) or []]
    was = {index: str(row.get(WAS, "")) for index, row in given.items()}
    stands_for = _matched([_mark(row) for row in before], was)
    made = []
    for index, filled in given.items():
        row = copy.deepcopy(before[stands_for[index]]) if index in stands_for else {}
        for question in rows.questions:
            path = f"{rows.path}.{index}.{question.at(lang)}"
            put(row, question.at(lang), _in(question, forms.value_at(filled, question.at(lang)), path, errors))
        made.append(_pruned(row))
    return made


def _unasked(rows: Rows, row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The row without what the questions ask."""
    kept = copy.deepcopy(dict(row))
    for question in rows.questions:
        put(kept, question.at(lang), None)
    found: dict[str, Any] = _pruned(kept)
    return found


def _mark(value: Mapping[str, Any]) -> str:
    return digest(value)[:8] if value else "0"


def _matched(marks: Sequence[str], was: Mapping[int, str]) -> dict[int, int]:
    """Row of the form → row of the letter it stands for, no two for the same: by the mark, else by the number, which is
    another's once somebody has added or removed rows."""
    found: dict[int, int] = {}
    said = {row: text.partition("-")[::2] for row, text in was.items() if text}
    numbers = {row: int(number) for row, (number, _mark) in said.items() if number.isascii() and number.isdigit()}
    for by_mark in (True, False):
        for row, number in numbers.items():
            left = [at for at in range(len(marks)) if at not in found.values()]
            alike = [at for at in left if marks[at] == said[row][1]] if by_mark else [at for at in left if at == number]
            if row not in found and alike:
                found[row] = number if number in alike else alike[0]
    return found


def _out(question: Question, value: Any) -> Any:
    if question.unit == "hours" and isinstance(value, int):
        return lengths.written(value)
    if question.unit and isinstance(value, int):
        return f"{Decimal(value) / UNITS[question.unit]:.2f}".rstrip("0").rstrip(".")
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
            put_error(errors, path, _("Give hours, such as 30, 1.5 or 9:10."))
        return minutes
    try:
        number = Decimal(str(value).strip().replace(",", ".")) * UNITS[question.unit]
        if not number.is_finite() or abs(number) > 10**9 or number != number.to_integral_value():
            raise InvalidOperation
    except InvalidOperation:
        put_error(errors, path, _("Give a number, such as 30 or 1.5."))
        return None
    return int(number)


def _whole(value: Any, path: str, errors: dict[str, Any]) -> Any:
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        put_error(errors, path, _("Give a whole number, such as 12."))
        return None
    return int(text)


def put_error(errors: dict[str, Any], path: str, message: str) -> None:
    """Note what is wrong at a path."""
    here = errors
    for step in path.split(".")[:-1]:
        here = here.setdefault(step, {})
    here[path.split(".")[-1]] = [message]


def _pruned(value: Any) -> Any:
    """Without what says nothing: no value, no text, an empty list or mapping."""
    if isinstance(value, Mapping):
        kept = {key: _pruned(below) for key, below in value.items()}
        return {key: below for key, below in kept.items() if below not in (None, "", [], {})}
    if isinstance(value, list):
        return [one for one in map(_pruned, value) if one not in (None, "", [], {})]
    return value


def _area(code: str | None) -> str:
    return f"{code} {display.named('digcomp', code)}" if code else ""


def _level(row: vocabularies.ConceptRow) -> str:
    name = (row.data.get("name") or {}).get(language()) or display.named("digcomp-level", row.code)
    meaning = (row.data.get("meaning") or {}).get(language()) or (row.data.get("meaning") or {}).get("en", "")
    return f"{row.code} {name}: {meaning}" if meaning else f"{row.code} {name}"
