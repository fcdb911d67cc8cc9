"""Choosing a competence for one outcome: by words, or by walking the tree of areas; levels with what they mean. The
whole form travels along as it was typed, so nothing needs to be saved or remembered for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request, url_for

from registry.catalogue.desk import Draft
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.text import fold
from registry.search import suggest
from registry.vocabularies import queries as vocabularies
from registry.web import display, forms
from registry.web.fields import Choice, Field
from registry.web.pages.publish_forms import Area, PickPage
from registry.web.publish import questions
from registry.web.publish.drawing import COMPETENCE
from registry.web.publish.topics import Topic

WAYS = ("pick", "use")
WORDS, CHOSEN, LEVEL = "pick.words", "pick.competence", "pick.level"


def pick(draft: Draft, about: Topic, form: dict[str, Any], then: str) -> PickPage | dict[str, Any]:
    """The page to choose on; or, once chosen, the form with the choice in it."""
    way, _colon, number = then.partition(":")
    chosen = form.pop("pick", None)
    chosen = chosen if isinstance(chosen, Mapping) else {}
    rows = form.get("outcomes")
    rows = list(rows) if isinstance(rows, list) else []
    at = forms.whole(number) or 0
    while len(rows) <= at < 60:
        rows.append({})
    if way == "use" and at < len(rows):
        taken = {name: chosen[name] for name in (COMPETENCE, "level") if chosen.get(name)}
        rows[at] = {**(rows[at] if isinstance(rows[at], Mapping) else {}), **taken}
        return {**form, "outcomes": rows}
    row = rows[at] if at < len(rows) and isinstance(rows[at], Mapping) else {}
    return _page(draft, about, form, (at, row, chosen))


def _page(
    draft: Draft, about: Topic, form: Mapping[str, Any], what: tuple[int, Mapping[str, Any], Mapping[str, Any]]
) -> PickPage:
    at, row, chosen = what
    words = str(chosen.get("words") or "")
    present = str(chosen.get(COMPETENCE) or row.get(COMPETENCE) or "")
    found = _found(words)
    level = questions.Question(LEVEL, _("Level"), "radios", scheme="digcomp-level")
    shown = questions.field(level, {"pick": {"level": chosen.get("level") or row.get("level")}}, "en", {})
    texts = row.get("title")
    title = next(iter(texts.values()), "") if isinstance(texts, Mapping) else ""
    return PickPage(
        heading=_("A competence for “%(title)s”", title=title) if title else _("A competence for this outcome"),
        action=url_for("publish.topic", code=draft.code, topic=about.code, back=request.args.get("back")),
        seen=forms.seen(),
        kept=(*flat(form), *((forms.MARKS, text) for text in request.form.getlist(forms.MARKS))),
        words=Field(WORDS, _("Search by words"), "text", optional=True, values=(words,)),
        found=_("%(count)s found", count=display.number(len(found))) if words else "",
        competence=Field(CHOSEN, _("Competence"), "radios", choices=tuple(_choice(code) for code in found)).with_values(
            (present,)
        ),
        areas=() if words and found else _areas(present),
        level=shown,
        search=f"pick:{at}",
        use=f"use:{at}",
    )


def _found(words: str) -> list[str]:
    if not words:
        return []
    wanted = fold(words).split()
    every = [row for row in vocabularies.concepts("digcomp") if row.broader]
    named = [row.code for row in every if all(word in _said(row) for word in wanted)]
    return list(dict.fromkeys([*named, *(one.code for one in suggest.competences((words,)))]))


def _said(row: vocabularies.ConceptRow) -> str:
    others = row.alt.get(language(), ())
    return fold(" ".join([row.code, *row.label.values(), *row.short.values(), *others]))


def _areas(present: str) -> tuple[Area, ...]:
    areas = [row for row in vocabularies.concepts("digcomp") if not row.broader]
    return tuple(
        Area(
            f"{area.code} {display.named('digcomp', area.code)}",
            Field(
                CHOSEN,
                f"{area.code} {display.named('digcomp', area.code)}",
                "radios",
                choices=tuple(_choice(row.code) for row in vocabularies.narrower("digcomp", area.code)),
            ).with_values((present,)),
        )
        for area in areas
    )


def _choice(code: str) -> Choice:
    return Choice(code, f"{code} {display.named('digcomp', code)}", display.official("digcomp", code))


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a form by its path, to be sent again."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _flat(below, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _flat(below, f"{path}.{index}") if isinstance(below, Mapping) else ((path, str(below)),)
    elif value is not None:
        yield path, str(value)


def flat(form: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Every value of a form by its path, as hidden fields carry it."""
    return tuple(_flat(form))
