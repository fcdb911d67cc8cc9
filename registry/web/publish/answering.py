"""What the desk asked about an offer: each remark leads to its field and has room for an answer. To a question all are
answered at once, and the case goes on; of a returned offer single ones, which come back to the desk with the next
submission."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from registry.catalogue.desk import Draft
from registry.kernel import clock
from registry.kernel.errors import Conflict, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.quality import criteria, remarks
from registry.quality import service as quality
from registry.quality.remarks import Answer, Task
from registry.quality.schema import MOST_WORDS
from registry.web import doing, forms
from registry.web.fields import Field
from registry.web.pages.publish_forms import RemarkForm, RemarksPage
from registry.web.publish import at, preview, topics
from registry.web.values import Link, Tag

NOTE = "note"


def show(code: str) -> Any:
    """The remarks; sent, the answers to what was asked."""
    actor, draft = at.mine(code)
    tasks = remarks.open_for(draft.code)
    if request.method == "GET":
        return _page(draft, tasks, {})
    form = forms.sent()
    given = {task.id: _given(task, form).text for task in tasks}
    try:
        if draft.state == "asked":
            seen, note = forms.seen(), str(form.get(NOTE) or "")
            answers = {number: text for number, text in given.items() if text.strip()}
            doing.once(actor.ref, lambda: quality.answer(actor, draft.code, seen, answers, note))
        elif _is_writable(draft):
            single = {task.id: _given(task, form) for task in tasks}
            new = {number: one for number, one in single.items() if one.is_new}
            doing.once(actor.ref, lambda: quality.answer_remarks(actor, draft.code, new))
        else:
            raise WrongState(_("This is not possible in the state the offer is in."))
    except (Invalid, Conflict) as error:
        return _page(draft, remarks.open_for(draft.code), form, error)
    if draft.state == "asked":
        flash(_("Your answer is with the reviewer."))
        return redirect(url_for("publish.status", code=draft.code), 303)
    flash(_("Saved. The reviewer sees it when you submit the offer again."))
    return redirect(url_for("publish.remarks", code=draft.code), 303)


def _path(task: Task) -> str:
    return f"answers.n{task.id}"


def _was(task: Task) -> str:
    return f"n{task.id}.was"


def _given(task: Task, form: Mapping[str, Any]) -> Answer:
    """What was sent in the box of a remark, and what it first held."""
    return Answer(str(forms.value_at(form, _path(task)) or ""), str(forms.value_at(form, _was(task)) or ""))


def _is_writable(draft: Draft) -> bool:
    """May single remarks be answered now?"""
    return draft.is_open and draft.is_written


def _page(
    draft: Draft, tasks: list[Task], form: dict[str, Any], error: Invalid | Conflict | None = None
) -> RemarksPage:
    asked, single = draft.state == "asked", _is_writable(draft)
    rows = tuple(_row(draft, task, form, error) for task in tasks)
    more = forms.filled((Field(NOTE, _("Anything else"), "area", optional=True, rows=3),) if asked else (), form, error)
    fields = [*(field for row in rows for field in row.fields), *more]
    if not tasks:
        lead = _("There is nothing to answer.")
    elif asked:
        lead = _("Answer each question; the case goes on at once.")
    else:
        lead = _("Put these right and submit it again. Say to each what you did, or why not: the reviewer reads it.")
    return RemarksPage(
        heading=_("What the reviewer wrote"),
        lead=lead,
        said=at.said(),
        remarks=rows,
        more=more,
        seen=forms.seen_again(error, draft.counter) if asked else None,
        button=_("Send the answer") if asked else _("Save the answers") if single and tasks else "",
        links=(Link(_("To the offer"), url_for("publish.offer", code=draft.code)),),
        crumbs=at.crumbs(draft),
        problems=forms.problems(_as_named(error), fields),
    )


def _row(draft: Draft, task: Task, form: Mapping[str, Any], error: Invalid | Conflict | None) -> RemarkForm:
    asks = task.is_open if draft.state == "asked" else _is_writable(draft)
    fields: tuple[Field, ...] = ()
    if asks:
        optional = draft.state != "asked"
        field = Field(_path(task), _("Your answer"), "area", optional=optional, rows=3, most=MOST_WORDS)
        sent, stands = _given(task, form), task.answer or ""
        # after a conflict a box nobody wrote in shows what stands there now, so that saving again takes nothing away
        keeps = bool(form) and (sent.is_new or not (optional and isinstance(error, Conflict)))
        values = form if keeps else {"answers": {f"n{task.id}": stands}}
        fields = forms.filled((field,), values, _as_named(error))
        if optional:
            was = sent.seen if isinstance(error, Invalid) else stands
            fields += (Field(_was(task), "", "hidden", values=(was,)),)
    tag = Tag(_("Answered")) if task.answered_at else Tag(_("To do"), "go")
    shown = not asks or isinstance(error, Conflict)
    return RemarkForm(task.text, _place(draft, task), tag, (task.answer or "") if shown else "", fields)


def _place(draft: Draft, task: Task) -> Link:
    """What a remark is about, and where one puts it right."""
    if task.field:
        topic = topics.owner(task.field, draft.kind)
        beside = {"runs": _("Dates and places"), "places": _("Dates and places")}
        name = str(topic.name) if topic else beside.get(task.field.partition(".")[0], _("The offer as a whole"))
        return Link(name, preview.place(draft, task.field))
    if task.criterion:
        return Link(criteria.current(clock.today()).title_of(task.criterion, language()))
    return Link(_("The offer as a whole"), url_for("publish.offer", code=draft.code))


def _as_named(error: Invalid | Conflict | None) -> Invalid | Conflict | None:
    """The verb names an answer by its number; a form's path does not begin a list with it."""
    if not isinstance(error, Invalid) or not isinstance(error.errors.get("answers"), dict):
        return error
    return Invalid({**error.errors, "answers": {f"n{key}": value for key, value in error.errors["answers"].items()}})
