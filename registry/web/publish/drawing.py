"""A topic's questions as sections of a form: single fields together, rows each under its own heading with its buttons
and the competences suggested for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from registry.kernel.i18n import gettext as _
from registry.search import suggest
from registry.web import display, forms
from registry.web.fields import Field
from registry.web.pages.publish_forms import RowFields, Section, Suggested
from registry.web.publish import lengths, questions
from registry.web.publish.questions import Part, Rows
from registry.web.publish.row_marks import WAS

COMPETENCE = "competence"
MOST_SUGGESTED = 3


def sections(parts: Sequence[Part], form: Mapping[str, Any], lang: str, told: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections, in order."""
    made: list[Section] = []
    plain: list[Field] = []
    for part in parts:
        if isinstance(part, Rows):
            if plain:
                made.append(Section(tuple(plain)))
            plain = []
            made.append(_rows(part, form, lang, told))
        else:
            plain.append(questions.field(part, form, lang, told))
    return (*made, Section(tuple(plain))) if plain else tuple(made)


def every(of: Sequence[Section]) -> list[Field]:
    """All fields of the sections, in order."""
    return [field for one in of for field in (*one.fields, *(item for row in one.rows for item in row.fields))]


def share(form: Mapping[str, Any]) -> str:
    """How much of the hours written so far serves a digital competence."""
    rows = [row for row in form.get("outcomes") or [] if isinstance(row, Mapping)]
    parts = [(lengths.read(str(row.get("minutes") or "")), bool(row.get(COMPETENCE))) for row in rows]
    total = sum(minutes or 0 for minutes, _digital in parts)
    if not total or any(minutes is None for minutes, _digital in parts):
        return ""
    digital = sum(minutes or 0 for minutes, is_digital in parts if is_digital)
    percent = display.number(int(100 * digital // total))
    return _(
        "%(percent)s %% of %(hours)s serve digital competences.",
        percent=percent,
        hours=display.duration(int(total)),
    )


def _rows(part: Rows, form: Mapping[str, Any], lang: str, told: Mapping[str, str]) -> Section:
    given = forms.value_at(form, part.path)
    rows = given if isinstance(given, list) and given else [{}]
    made = tuple(_row(part, index, row, form, lang, told) for index, row in enumerate(rows))
    return Section((), str(part.name), made, f"add:{part.path}", str(part.add))


def _row(part: Rows, index: int, row: Any, *around: Any) -> RowFields:
    form, lang, told = around
    before = f"{part.path}.{index}"
    picks = any(question.path == COMPETENCE for question in part.questions)
    value = row if isinstance(row, Mapping) else {}
    return RowFields(
        heading=_("%(name)s %(number)s", name=str(part.name), number=index + 1),
        was=Field(f"{before}.{WAS}", "", "hidden", values=(str(value.get(WAS, "")),)),
        fields=tuple(questions.field(question, form, lang, told, before) for question in part.questions),
        remove=f"remove:{part.path}:{index}",
        pick=f"pick:{index}" if picks else "",
        suggested=_suggested(value, index) if picks and not value.get(COMPETENCE) else (),
    )


def _suggested(row: Mapping[str, Any], index: int) -> tuple[Suggested, ...]:
    texts = row.get("title")
    found = suggest.competences((texts or {}).values() if isinstance(texts, Mapping) else (), MOST_SUGGESTED)
    return tuple(
        Suggested(
            f"{one.code} {display.named('digcomp', one.code)}",
            _("because of: %(words)s", words=display.listed(list(one.words))),
            f"take:{index}:{one.code}",
        )
        for one in found
    )
