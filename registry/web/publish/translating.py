"""The texts of an offer in another language: each beside its original, in one form a language."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from registry import config
from registry.catalogue import authoring
from registry.catalogue.desk import Draft
from registry.kernel.errors import Conflict
from registry.kernel.i18n import gettext as _
from registry.web import display, forms
from registry.web.fields import Field
from registry.web.pages.publish_forms import FormOnlyPage
from registry.web.publish import at, conflicts, questions, row_marks
from registry.web.publish.conflicts import Stands
from registry.web.publish.questions import Question
from registry.web.publish.row_marks import WAS
from registry.web.values import Link

_TEXTS = ("title", "summary", "description", "audience", "prerequisites", "method")


def show(code: str) -> Any:
    """The texts in the language asked for, and what is done when they are sent."""
    actor, draft = at.mine(code)
    tongues = [tag for tag in config.current().languages if tag != draft.spec.language]
    lang = request.args.get("to") if request.args.get("to") in tongues else next(iter(tongues), "")
    asked, content = _asked(draft), draft.spec.to_content()
    if request.method == "GET":
        return _page(draft, str(lang), asked, questions.asked(content, asked, str(lang)))
    form = conflicts.settled(_stands(draft, str(lang), asked), _in_place(forms.sent(), content, str(lang)))
    try:
        made, seen = questions.merged(content, form, asked, str(lang)), forms.seen()
        if seen == draft.counter or made != content:  # a stale form that says what stands anyway is no conflict
            authoring.write(actor, draft.code, made, seen)
    except Conflict:
        return conflicts.show(_stands(draft, str(lang), asked), form)
    except forms.REFUSED as error:
        return _page(draft, str(lang), asked, form, error)
    flash(_("Saved."))
    return redirect(url_for("publish.offer", code=draft.code), 303)


def _asked_of_rows(lang: str) -> list[str]:
    return [f"title.{lang}"]


def _in_place(form: dict[str, Any], content: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The form with each outcome's text at the place that outcome has now."""
    there = content.get("outcomes") or []
    given = enumerate(form.get("outcomes") or [])
    rows = {number: {WAS: str(number), **row} for number, row in given if isinstance(row, Mapping)}
    asked = _asked_of_rows(lang)
    placed = {at: rows[number] for number, at in row_marks.matched(there, rows, asked).items()}
    now = [{**placed.get(at, {}), WAS: row_marks.of(row, at, asked)} for at, row in enumerate(there)]
    return {**form, "outcomes": now}


def _stands(draft: Draft, lang: str, asked: tuple[Question, ...]) -> Stands:
    return Stands(
        heading=_("Somebody else has changed this offer"),
        action=url_for("publish.translations", code=draft.code, to=lang),
        seen=draft.counter,
        parts=asked,
        form=questions.asked(draft.spec.to_content(), asked, lang),
        lang=lang,
    )


def _asked(draft: Draft) -> tuple[Question, ...]:
    """The texts there are in the original."""
    long = ("description", "audience", "prerequisites", "method")
    plain = [
        Question(f"{name}.{{lang}}", getattr(draft.spec, name)[draft.spec.language], "area" if name in long else "text")
        for name in _TEXTS
        if (getattr(draft.spec, name) or {}).get(draft.spec.language)
    ]
    outcomes = [
        Question(f"outcomes.{index}.title.{{lang}}", one.title.get(draft.spec.language, ""))
        for index, one in enumerate(draft.spec.outcomes)
    ]
    return (*plain, *outcomes)


def _page(
    draft: Draft, lang: str, asked: tuple[Question, ...], form: dict[str, Any], error: forms.Refusal | None = None
) -> FormOnlyPage:
    told = forms.messages(error)
    fields: list[Field] = [questions.field(one, form, lang, told) for one in asked]
    for number, row in enumerate(draft.spec.to_content().get("outcomes") or []):
        known = row_marks.of(row, number, _asked_of_rows(lang))
        fields.append(Field(f"outcomes.{number}.{WAS}", "", "hidden", values=(known,)))
    tongues = [tag for tag in config.current().languages if tag not in (draft.spec.language, lang)]
    return FormOnlyPage(
        heading=_("In %(language)s", language=display.language_name(lang)),
        lead=_("Each text stands above its translation. Leave empty what you do not translate."),
        links=tuple(
            Link(display.language_name(tag), url_for("publish.translations", code=draft.code, to=tag))
            for tag in tongues
        ),
        fields=tuple(fields),
        seen=forms.seen_again(error, draft.counter),
        marks=conflicts.marks(_stands(draft, lang, asked), error),
        button=_("Save"),
        crumbs=at.crumbs(draft),
        problems=forms.problems(error, fields),
    )
