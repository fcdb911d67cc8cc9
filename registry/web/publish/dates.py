"""The runs of an offer: each with its own page, repeated week by week, changed several at once. Runs need no review;
what is saved is public at once where the offer is."""

import datetime as dt
from typing import Any

from flask import flash, redirect, request, url_for

from registry.catalogue import authoring, service
from registry.catalogue.desk import Draft
from registry.catalogue.runs import RunView
from registry.kernel.actor import Actor
from registry.kernel.errors import Conflict, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.providers import queries as providers
from registry.web import display, doing, forms, moments
from registry.web import runs as words
from registry.web.fields import Field
from registry.web.pages.publish_forms import FormOnlyPage, RunLine, RunsPage
from registry.web.publish import at, conflicts, questions, run_questions
from registry.web.publish.conflicts import Stands
from registry.web.publish.questions import Question
from registry.web.values import Link

CHOSEN, RISE = "runs", "rise"


def show(code: str) -> Any:
    """The list of runs; sent, the change of those that were chosen."""
    actor, draft = at.mine(code)
    if request.method == "GET":
        return _page(draft, {})
    form = forms.sent({CHOSEN})
    try:
        seen, changes = _chosen(form), run_questions.changes(form)
        _ask_about_rise([run for run in draft.runs if run.code in seen], changes.get("prices"), form)
        count = doing.once(actor.ref, lambda: authoring.change_runs(actor, draft.code, seen, changes))
    except forms.REFUSED as error:
        return _page(draft, form, error)
    flash(ngettext("%(num)s date was changed.", "%(num)s dates were changed.", int(count)))
    return redirect(url_for("publish.runs", code=draft.code), 303)


def _chosen(form: dict[str, Any]) -> dict[str, int]:
    """Code → counter of the boxes that were ticked; one that does not say as of when is not."""
    pairs = [str(one).partition(":") for one in form.get(CHOSEN) or []]
    seen = {code: forms.whole(counter) for code, _colon, counter in pairs}
    return {code: counter for code, counter in seen.items() if counter is not None}


def _ask_about_rise(runs: list[RunView], prices: Any, form: dict[str, Any]) -> None:
    """A price that rises by more than a fifth is told before it is saved."""
    if prices and RISE not in form and any(authoring.rises(run.letter.get("prices") or [], prices) for run in runs):
        raise Invalid({RISE: [_("The price rises by more than a fifth. Tick that you mean it.")]})


def _page(draft: Draft, form: dict[str, Any], error: forms.Refusal | None = None) -> RunsPage:
    ticked = _chosen(form)
    told = forms.messages(error)
    fields = [questions.field(one, form, draft.spec.language, told) for one in run_questions.BULK]
    fields += _rise(form, told)
    return RunsPage(
        code=draft.code,
        title=at.title(draft).text,
        said=at.said(),
        runs=tuple(_line(draft, run, _stays(run, ticked, error), run.code in ticked) for run in draft.runs),
        fields=tuple(fields),
        new=url_for("publish.new_run", code=draft.code),
        problems=forms.problems(error, fields),
    )


def _rise(form: dict[str, Any], told: dict[str, str]) -> list[Field]:
    if RISE not in told and RISE not in form:
        return []
    field = Field(RISE, _("I mean it: the price rises by more than a fifth"), "check")
    return [field.with_values(("yes",) if RISE in form else (), told.get(RISE, ""))]


def _stays(run: RunView, ticked: dict[str, int], error: forms.Refusal | None) -> int:
    """As of when a date is chosen: where something is to be put right, still as it was ticked."""
    return ticked.get(run.code, run.counter) if isinstance(error, Invalid) else run.counter


def _line(draft: Draft, run: RunView, seen: int, is_ticked: bool) -> RunLine:
    tongue = draft.spec.language
    start, (where, where_more), cost = words.start(run, tongue), words.where(run, tongue), words.cost(run, tongue)
    given = (run.letter.get("start") or {}).get("date")
    named = moments.day(dt.date.fromisoformat(given)) if given else ""
    places = run.letter.get("places") or {}
    ways = [Link(_("Change"), url_for("publish.run", code=draft.code, run=run.code))]
    when = " ".join(filter(None, (named, (run.letter.get("start") or {}).get("time")))) or start.numeral
    left = [str(places[name]) for name in ("left", "total") if name in places]
    is_checked = bool(run.proposed and not run.is_over and draft.current_state)
    return RunLine(
        name=CHOSEN,
        value="" if run.is_over else f"{run.code}:{seen}",
        is_ticked=is_ticked,
        when=when,
        where=display.listed([one for one in (where.text, where_more) if one != "–"]),
        price=cost.amount,
        places=" / ".join(left),
        state=_("Address being checked") if is_checked else display.named("run-state", run.state),
        ways=tuple(ways),
    )


def new(code: str) -> Any:
    """Add a run; `like` begins it with another one's values."""
    actor, draft = at.mine(code)
    if request.method == "GET":
        like = _run(draft, request.args["like"]).given if "like" in request.args else run_questions.first(draft)
        return _form(draft, None, questions.asked(like, run_questions.RUN, draft.spec.language))
    lang = draft.spec.language
    form = forms.sent(questions.lists(run_questions.RUN, lang))
    try:
        letter = run_questions.letter({}, form, lang)
        doing.once(actor.ref, lambda: authoring.add_run(actor, draft.code, letter))
    except forms.REFUSED as error:
        return _form(draft, None, form, error)
    flash(_("The date is added."))
    return redirect(url_for("publish.runs", code=draft.code), 303)


def change(code: str, run: str) -> Any:
    """Change one run."""
    actor, draft = at.mine(code)
    found, lang = _run(draft, run), draft.spec.language
    if request.method == "GET":
        return _form(draft, found, questions.asked(_with_place(found), run_questions.RUN, lang))
    form = conflicts.settled(_stands(draft, found), forms.sent(questions.lists(run_questions.RUN, lang)))
    try:
        letter = run_questions.letter(_with_place(found), form, lang)
        _ask_about_rise([found], letter.get("prices"), form)
        _change(actor, found, letter)
    except Conflict:
        return conflicts.show(_stands(draft, found), form)
    except forms.REFUSED as error:
        return _form(draft, found, form, error)
    flash(_("The date is changed."))
    return redirect(url_for("publish.runs", code=draft.code), 303)


def _change(actor: Actor, found: RunView, letter: dict[str, Any]) -> None:
    """A stale form that says what stands anyway is no conflict."""
    seen = forms.seen()
    if seen == found.counter or letter != _with_place(found):
        service.change_run(actor, found.code, letter, seen)


def _stands(draft: Draft, found: RunView) -> Stands:
    lang, parts = draft.spec.language, _asked(draft)
    return Stands(
        heading=_("Somebody else has changed this date"),
        action=url_for("publish.run", code=draft.code, run=found.code),
        seen=found.counter,
        parts=parts,
        form=questions.asked(_with_place(found), parts, lang),
        lang=lang,
    )


def _asked(draft: Draft) -> tuple[Question, ...]:
    """What is asked of a run, with the provider's places where it has any."""
    places = tuple((place.code, place.name) for place in providers.places(draft.provider.code))
    asked = (run_questions.with_places(one, places) for one in run_questions.RUN)
    return tuple(one for one in asked if one.path != "place" or places)


def act(code: str, run: str, action: str) -> Any:
    """Repeat a run week by week, or cancel it; asked once more."""
    actor, draft = at.mine(code)
    found = _run(draft, run)
    if action not in ("repeat", "cancel"):
        raise NotFound(_("There is no such action."))
    if request.method == "GET":
        return _act_page(draft, action, found, {})
    form = forms.sent()
    try:
        seen = forms.seen()
        if action == "cancel":
            doing.once(actor.ref, lambda: service.cancel_run(actor, found.code, seen))
        else:
            times = forms.whole(str(form.get("times") or "")) or 0
            doing.once(actor.ref, lambda: authoring.repeat_run(actor, found.code, times))
    except forms.REFUSED as error:
        return _act_page(draft, action, found, form, error)
    flash(_("Done."))
    return redirect(url_for("publish.runs", code=draft.code), 303)


def _act_page(
    draft: Draft, action: str, run: RunView, form: dict[str, Any], error: forms.Refusal | None = None
) -> FormOnlyPage:
    repeats = action == "repeat"
    times = Field("times", _("How many more times?"), "number")
    fields = forms.filled((times,), form, error) if repeats else ()
    lead = _("Every date moves on by a week each time; hours stay as they are on the clock.")
    return FormOnlyPage(
        heading=_("Repeat it weekly") if repeats else _("Cancel this date?"),
        lead=lead if repeats else _("It stays visible as cancelled, so that nobody waits in vain."),
        fields=fields,
        seen=forms.seen_again(error, run.counter),
        button=_("Repeat it") if repeats else _("Cancel it"),
        crumbs=(*at.crumbs(draft), Link(_("Dates and places"), url_for("publish.runs", code=draft.code))),
        problems=forms.problems(error, fields),
    )


def _run(draft: Draft, code: str) -> RunView:
    found = next((run for run in draft.runs if run.code == code), None)
    if found is None:
        raise NotFound(_("There is no such run."))
    return found


def _lead(run: RunView | None) -> str:
    said = _("Leave empty what you do not know. Without any date people can ask for one.")
    if run is None or not run.proposed:
        return said
    return _("The registry looks at the new address to enrol before it is shown, for its host is new.") + " " + said


def _with_place(run: RunView) -> dict[str, Any]:
    return {**run.given, "place": run.place.code} if run.place else dict(run.given)


def _form(draft: Draft, run: RunView | None, form: dict[str, Any], error: forms.Refusal | None = None) -> FormOnlyPage:
    told = forms.messages(error)
    fields = [questions.field(one, form, draft.spec.language, told) for one in _asked(draft)]
    fields += _rise(form, told)
    links = []
    if run is not None:
        for name, action in ((_("Repeat it weekly"), "repeat"), (_("Cancel it"), "cancel")):
            links.append(Link(name, url_for("publish.run_act", code=draft.code, run=run.code, action=action)))
        copy = url_for("publish.new_run", code=draft.code, like=run.code)
        links.append(Link(_("Copy it"), copy))
    return FormOnlyPage(
        heading=_("A date") if run else _("A new date"),
        lead=_lead(run),
        links=tuple(links),
        fields=tuple(fields),
        seen=forms.seen_again(error, run.counter) if run else None,
        marks=conflicts.marks(_stands(draft, run), error) if run else "",
        button=_("Save"),
        crumbs=(*at.crumbs(draft), Link(_("Dates and places"), url_for("publish.runs", code=draft.code))),
        problems=forms.problems(error, fields),
    )
