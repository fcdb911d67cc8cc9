"""One topic of an offer: its questions with what is written, saved on every way on. A page that is stale shows both
values; a form sent twice changes nothing twice; what is wrong is said at its field and nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, request, url_for

from registry.catalogue import authoring, service, weights
from registry.catalogue.desk import Draft
from registry.catalogue.intake import check
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.errors import Conflict, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.quality import remarks
from registry.web import forms, moments
from registry.web.pages.publish_forms import TopicPage
from registry.web.publish import at, conflicts, drawing, picking, questions, reshaping, topics
from registry.web.publish.topics import Topic

BACK = "back"
AUTO = "auto"  # what the script sends by itself


def topic(code: str, topic: str) -> Any:
    """The page of one topic, and what is done with it when it is sent."""
    actor, draft = at.mine(code)
    about = topics.named(topic, draft.kind)
    if about is None:
        raise NotFound(_("There is no such topic."))
    if request.method == "GET":
        return page(draft, about, shown(draft, about))
    lang = draft.spec.language
    form = conflicts.settled(_stands(draft, about), forms.sent(questions.lists((*about.parts, *about.hung), lang)))
    then = request.form.get("then", "")
    if then.partition(":")[0] in reshaping.WAYS:
        return page(draft, about, reshaping.reshaped(form, about.parts, then))
    if then.partition(":")[0] in picking.WAYS:
        picked = picking.pick(draft, about, form, then)
        return page(draft, about, picked) if isinstance(picked, dict) else picked
    return _sent(actor, draft, about, form, then)


def shown(draft: Draft, about: Topic) -> dict[str, Any]:
    """The draft as the topic's form shows it; who awards is the organisation until somebody says otherwise."""
    lang = draft.spec.language
    form = questions.asked(draft.spec.to_content(), about.parts, lang)
    hung = {"contact": dict(draft.contact), "access": list(draft.access)}
    form |= questions.asked(hung, about.hung, lang)
    if about.code == "assessment" and draft.spec.credential is None:
        form["credential"] = {"awarding_body": _body(draft)}
    return form


def _stands(draft: Draft, about: Topic) -> conflicts.Stands:
    return conflicts.Stands(
        heading=_("Somebody else has changed this offer"),
        action=url_for("publish.topic", code=draft.code, topic=about.code, back=request.args.get("back")),
        seen=draft.counter,
        parts=(*about.parts, *about.hung),
        form=shown(draft, about),
        lang=draft.spec.language,
    )


def _body(draft: Draft) -> dict[str, str]:
    named = {"name": draft.provider.name, "country": draft.provider.country}
    return {key: value for key, value in named.items() if value}


def _sent(actor: Actor, draft: Draft, about: Topic, form: dict[str, Any], then: str) -> Any:
    automatic = then == AUTO
    try:
        counter = save(actor, draft, about, form)
    except Invalid as error:
        if automatic:
            return jsonify(said=_("Not saved: something needs attention.")), 422
        return page(draft, about, form, error)
    except Conflict:
        if automatic:
            return jsonify(said=_("Somebody else has changed this offer. Save to see both.")), 409
        return conflicts.show(_stands(draft, about), form)
    except WrongState as error:
        return (jsonify(said=error.message), 409) if automatic else page(draft, about, form, error)
    if automatic:
        now = moments.time(moments.local(clock.now()).time())
        marks = conflicts.marks_of((*about.parts, *about.hung), form, draft.spec.language)
        return jsonify(said=_("Saved %(time)s", time=now), seen=counter, marks=marks)
    flash(_("Saved %(time)s", time=moments.time(moments.local(clock.now()).time())))
    return redirect(_next(draft, about, then), 303)


def save(actor: Actor, draft: Draft, about: Topic, form: Mapping[str, Any]) -> int:
    """Write what the form says; the new counter. A stale form that says what stands anyway is no conflict."""
    content, hung = after(draft, about, form)
    seen = forms.seen()
    unchanged = content == draft.spec.to_content() and hung == _hung(draft, about)
    if seen != draft.counter and unchanged:
        return draft.counter
    with transaction():
        if content != draft.spec.to_content():
            check(content)
            seen = authoring.write(actor, draft.code, content, seen)
        if hung != _hung(draft, about):
            seen = service.furnish(actor, draft.code, {"contact": {}, "access": [], **hung}, seen)
        return seen


def after(draft: Draft, about: Topic, form: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content and what hangs on the offer as the form would make them."""
    lang = draft.spec.language
    content = questions.merged(draft.spec.to_content(), form, about.parts, lang)
    credential = content.get("credential")
    if credential and "type" not in credential:
        if credential == {"awarding_body": _body(draft)}:
            del content["credential"]
        else:
            raise Invalid({"credential": {"type": [_("Say what one receives in the end, even if it is nothing.")]}})
    return content, questions.merged(_hung(draft, about), form, about.hung, lang)


def _hung(draft: Draft, about: Topic) -> dict[str, Any]:
    if not about.hung:
        return {}
    hung = {"contact": dict(draft.contact), "access": list(draft.access)}
    return {key: value for key, value in hung.items() if value}


def _next(draft: Draft, about: Topic, then: str) -> str:
    if request.args.get(BACK) == "check":
        return url_for("publish.check", code=draft.code)
    every = topics.of_kind(draft.kind)
    at_end = every.index(about) + 1 == len(every)
    if then == "next" and not at_end:
        return url_for("publish.topic", code=draft.code, topic=every[every.index(about) + 1].code)
    return url_for("publish.offer", code=draft.code)


def page(draft: Draft, about: Topic, form: dict[str, Any], error: forms.Refusal | None = None) -> TopicPage:
    """The topic's page with these values and what is wrong with them."""
    told = forms.messages(error)
    sections = drawing.sections((*about.parts, *about.hung), form, draft.spec.language, told)
    fields = drawing.every(sections)
    return TopicPage(
        code=draft.code,
        title=at.title(draft).text,
        heading=str(about.name),
        lead=str(about.lead),
        seen=forms.seen_again(error, draft.counter),
        marks=conflicts.marks(_stands(draft, about), error),
        sections=sections,
        notes=_notes(draft, about, form),
        remarks=_remarks(draft, about),
        buttons=(("next", _("Save and continue")), ("back", _("Save and come back"))),
        crumbs=at.crumbs(draft),
        problems=forms.problems(error, fields),
        automatic=draft.is_open and draft.is_written,
    )


def _notes(draft: Draft, about: Topic, form: Mapping[str, Any]) -> tuple[str, ...]:
    notes = []
    if draft.current_state == "listed" and draft.is_written:
        if all(weights.weight((name,)) == weights.TRIVIAL for name in about.owns):
            notes.append(_("Changes here can go live at once."))
        else:
            notes.append(
                _(
                    "Changes here will be reviewed; version %(number)s stays public until then.",
                    number=draft.current_number,
                )
            )
    if not draft.is_written:
        notes.append(_("It is being examined. Recall it first if you want to change it."))
    if about.code == "outcomes":
        notes.append(drawing.share(form))
    return tuple(filter(None, notes))


def _remarks(draft: Draft, about: Topic) -> tuple[str, ...]:
    return tuple(
        task.text
        for task in remarks.open_for(draft.code)
        if task.field and task.field.partition(".")[0] in about.owns and task.is_open
    )
