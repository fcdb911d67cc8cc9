"""Two people changed the same thing: both values, field by field, to choose from. What was chosen is sent to the page
the form came from, with all that was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from registry.catalogue.desk import Draft
from registry.kernel.i18n import gettext as _
from registry.web import display, forms
from registry.web.pages.publish_forms import Difference, TwoValuesPage
from registry.web.publish import lengths, picking, questions
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


@dataclass(frozen=True)
class Stands:
    """What stands now of that which a form was sent for: its parts and values as the form shows them, the counter, and
    the page the form came from."""

    heading: str
    action: str
    seen: int
    parts: Sequence[Part]
    form: Mapping[str, Any]
    lang: str


def of_topic(draft: Draft, about: Topic) -> Stands:
    """The answers to a topic as they stand."""
    parts = (*about.parts, *about.hung)
    content = {**draft.spec.to_content(), "contact": dict(draft.contact), "access": list(draft.access)}
    return Stands(
        heading=_("Somebody else has changed this offer"),
        action=url_for("publish.topic", code=draft.code, topic=about.code, back=request.args.get("back")),
        seen=draft.counter,
        parts=parts,
        form=questions.asked(content, parts, draft.spec.language),
        lang=draft.spec.language,
    )


def show(stands: Stands, form: dict[str, Any]) -> TwoValuesPage:
    """The page with both values of whatever differs."""
    form.pop(CHOOSE.rstrip("."), None)
    found = []
    for part in stands.parts:
        name = name_of(part, stands.lang)
        yours, theirs = (said(part, forms.value_at(one, name), stands.lang) for one in (form, stands.form))
        if yours != theirs:
            label = str(part.name if isinstance(part, Rows) else part.label)
            found.append(Difference(CHOOSE + name, label, yours or "–", theirs or "–"))
    return TwoValuesPage(
        heading=stands.heading,
        action=stands.action,
        seen=stands.seen,
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
        minutes = lengths.read(str(value))
        return str(value) if minutes is None else display.duration(minutes)
    values = value if isinstance(value, list) else [value]
    return display.listed([_word(part, str(one)) for one in values])


def _word(question: Question, value: str) -> str:
    if question.given:
        return next((str(label) for code, label in question.given if code == value), value)
    if question.scheme == "language":
        return display.language_name(value)
    return display.named(question.scheme, value) if question.scheme else value
