"""Two people changed the same offer: both values, field by field, to choose from. What was chosen is sent to the page
the form came from, with all that was typed."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from registry.catalogue.desk import Draft
from registry.kernel.i18n import gettext as _
from registry.web import display, forms
from registry.web.pages.publish_forms import Difference, TwoValuesPage
from registry.web.publish import picking, questions
from registry.web.publish.questions import Part, Question, Rows
from registry.web.publish.topics import Topic

CHOOSE = "choose."
THEIRS = "theirs"


def name_of(part: Part, lang: str) -> str:
    """The path by which a part is chosen."""
    return part.path if isinstance(part, Rows) else part.at(lang)


def kept_theirs() -> frozenset[str]:
    """The paths for which what stands was chosen."""
    sent = request.form.items()
    return frozenset(name.removeprefix(CHOOSE) for name, value in sent if name.startswith(CHOOSE) and value == THEIRS)


def show(draft: Draft, about: Topic, form: dict[str, Any]) -> TwoValuesPage:
    """The page with both values of whatever differs."""
    lang = draft.spec.language
    parts = (*about.parts, *about.hung)
    content = {**draft.spec.to_content(), "contact": dict(draft.contact), "access": list(draft.access)}
    theirs = questions.asked(content, parts, lang)
    form.pop("choose", None)
    found = []
    for part in parts:
        name = name_of(part, lang)
        yours, stands = (said(part, forms.value_at(one, name), lang) for one in (form, theirs))
        if yours != stands:
            label = str(part.name if isinstance(part, Rows) else part.label)
            found.append(Difference(CHOOSE + name, label, yours or "–", stands or "–"))
    return TwoValuesPage(
        heading=_("Somebody else has changed this offer"),
        action=url_for("publish.topic", code=draft.code, topic=about.code),
        seen=draft.counter,
        kept=picking.flat(form),
        differences=tuple(found),
    )


def said(part: Part, value: Any, lang: str) -> str:
    """An answer in one line of words."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(part, Rows):
        rows = [row for row in value if isinstance(row, Mapping)]
        lines = [[said(one, forms.value_at(row, one.at(lang)), lang) for one in part.questions] for row in rows]
        return "; ".join(display.listed(line) for line in lines if any(line))
    if part.unit == "hours":
        return _("%(hours)s hours", hours=str(value))
    values = value if isinstance(value, list) else [value]
    return display.listed([_word(part, str(one)) for one in values])


def _word(question: Question, value: str) -> str:
    if question.given:
        return next((str(label) for code, label in question.given if code == value), value)
    if question.scheme == "language":
        return display.language_name(value)
    return display.named(question.scheme, value) if question.scheme else value
