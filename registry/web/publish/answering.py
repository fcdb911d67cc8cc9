"""What the desk asked about an offer, as tasks that lead to their fields, with room for an answer; and the record of
decisions with the way to appeal, criterion by criterion."""

from typing import Any

from flask import flash, redirect, request, url_for

from registry.catalogue.desk import Draft
from registry.kernel.errors import Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.quality import appealing, criteria, own, remarks
from registry.quality import service as quality
from registry.quality.own import OwnDecision
from registry.quality.remarks import Task
from registry.web import display, forms
from registry.web.fields import Field
from registry.web.pages.publish_forms import FormOnlyPage
from registry.web.publish import at, preview
from registry.web.values import Link


def show(code: str) -> Any:
    """The remarks; sent, the answers to what was asked."""
    actor, draft = at.mine(code)
    tasks = remarks.open_for(draft.code)
    if request.method == "GET":
        return _page(draft, tasks, {})
    form = forms.sent()
    given = {str(task.id): str(forms.value_at(form, f"answers.n{task.id}") or "") for task in tasks}
    note, seen = str(form.get("note") or ""), forms.seen()
    try:
        answers = {int(number): text for number, text in given.items() if text.strip()}
        at.done_once(actor, lambda: quality.answer(actor, draft.code, seen, answers, note))
    except Invalid as error:
        return _page(draft, tasks, form, error)
    flash(_("Your answer is with the reviewer."))
    return redirect(url_for("publish.status", code=draft.code), 303)


def _page(draft: Draft, tasks: list[Task], form: dict[str, Any], error: Invalid | None = None) -> FormOnlyPage:
    asked = draft.state == "asked"
    fields = [Field(f"answers.n{task.id}", task.text, "area", rows=3) for task in tasks if task.is_open and asked]
    fields += [Field("note", _("Anything else"), "area", optional=True, rows=3)] if asked else []
    found = forms.filled(fields, form, _as_named(error))
    links = [
        Link(_("%(remark)s – to the field", remark=task.text), preview.place(draft, task.field))
        for task in tasks
        if task.field
    ]
    notes = () if asked else tuple(task.text for task in tasks if not task.field)
    lead = _("Answer each question; the case goes on at once.") if asked else _("Put these right and submit it again.")
    return FormOnlyPage(
        heading=_("What the reviewer wrote"),
        lead=lead if tasks or asked else _("There is nothing to answer."),
        notes=notes,
        links=(*links, Link(_("To the offer"), url_for("publish.offer", code=draft.code))),
        fields=found,
        seen=(forms.seen() if error else draft.counter) if asked else None,
        button=_("Send the answer") if asked else "",
        crumbs=at.crumbs(draft),
        problems=forms.problems(_as_named(error), found),
    )


def _as_named(error: Invalid | None) -> Invalid | None:
    """The verb names an answer by its number; a form's path does not begin a list with it."""
    if error is None or not isinstance(error.errors.get("answers"), dict):
        return error
    return Invalid({**error.errors, "answers": {f"n{key}": value for key, value in error.errors["answers"].items()}})


def decision(code: str, number: int) -> Any:
    """A decision about the provider's offer, and its appeal where there is one."""
    actor, draft = at.mine(code)
    found = next((one for one in own.of_offer(actor, draft.code) if one.number == number), None)
    if found is None:
        raise NotFound(_("There is no such decision."))
    may = found.action in appealing.APPEALABLE and draft.provider.code in actor.submits
    if request.method == "GET":
        return _decision(draft, found, may, {})
    form = forms.sent()
    grounds = form.get("grounds")
    try:
        words = str(form.get("words") or "")
        given = {str(key): str(text) for key, text in grounds.items()} if isinstance(grounds, dict) else {}
        at.done_once(actor, lambda: quality.appeal(actor, number, given, words))
    except Invalid as error:
        return _decision(draft, found, may, form, error)
    flash(_("Your appeal is received. Somebody who had no part in the decision hears it."))
    return redirect(url_for("publish.offer", code=draft.code), 303)


def _decision(
    draft: Draft, found: OwnDecision, may: bool, form: dict[str, Any], error: Invalid | None = None
) -> FormOnlyPage:
    points = criteria.edition(found.rule_version)
    wanted = found.not_met or tuple(point.code for point in points.of_kind(draft.kind))
    fields = [
        Field(f"grounds.{code}", points.title_of(code, language()), "area", optional=True, rows=3) for code in wanted
    ]
    fields.append(Field("words", _("The appeal in your words"), "area", optional=True))
    filled = forms.filled(fields if may else (), form, error)
    lead = _("An appeal is possible within thirty days of the decision.") if may else ""
    number = display.number(found.number)
    return FormOnlyPage(
        heading=_("Decision no. %(number)s: %(outcome)s", number=number, outcome=found.outcome),
        lead=lead,
        notes=tuple(found.reasons),
        links=(Link(_("As the public sees it"), url_for("portal.decision", number=found.number)),),
        fields=filled,
        button=_("Appeal") if may else "",
        crumbs=at.crumbs(draft),
        problems=forms.problems(error, filled),
    )
