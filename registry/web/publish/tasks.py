"""An offer as a list of tasks with their true states: what is missing comes from readiness, what is answered from the
content; nothing is ticked by having been opened."""

from flask import url_for

from registry import config
from registry.catalogue import weights
from registry.catalogue.desk import Draft
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import charts, display, forms, rows
from registry.web.pages.publish import Task, TasksPage
from registry.web.publish import at, conflicts, lapsed, panel, questions, topics
from registry.web.publish.questions import Rows
from registry.web.publish.topics import Topic
from registry.web.values import Link, Tag


def show(code: str) -> TasksPage:
    """See the module."""
    actor, draft = at.mine(code)
    tasks = _tasks(draft)
    needed = [task for task in tasks if task.tag is not None or task.state == _("Completed")]  # not what is optional
    done = [task for task in needed if task.tag is None and task.state == _("Completed")]
    beside = panel.panel(draft)
    title = at.title(draft)
    may = draft.provider.code in actor.submits
    return TasksPage(
        code=draft.code,
        title=title.text,
        lang=title.lang,
        seen=draft.counter,
        version=_version(draft),
        notice=lapsed.notice(draft, may),
        button=lapsed.button(draft, may),
        said=at.said(),
        done=_("%(done)s of %(all)s parts done", done=len(done), all=len(needed)),
        wait=at.wait(),
        figure=charts.fingerprint(draft.spec.competences, rows.competence_names()) if draft.spec.competences else None,
        tasks=tasks,
        preview=url_for("publish.preview", code=draft.code),
        submit=_submit(draft) if may and not draft.points else None,
        not_yet=_not_yet(draft, may, tasks),
        ways=_ways(draft, may),
        micro=beside.micro,
        squares=beside.squares,
        micro_words=beside.words,
        elements=beside.lines,
        reads=beside.reads,
    )


def is_trivial(draft: Draft) -> bool:
    """Is what is written a small change of what is listed, that may go live at once?"""
    if draft.current is None or draft.current_state != "listed" or draft.state != "draft":
        return False
    return weights.between(draft.current, draft.spec) == weights.TRIVIAL


def _version(draft: Draft) -> str:
    state = at.state(draft.state).text
    said = _("Version %(number)s: %(state)s.", number=draft.number, state=state)
    if draft.is_open and draft.current_state == "listed":
        said += " " + _("Version %(number)s stays public until this one is listed.", number=draft.current_number)
    if draft.is_open and draft.first_listed_at and not draft.current_state:
        said += " " + _("Nothing of this offer is on the list at present.")
    return said


def _submit(draft: Draft) -> Link | None:
    if not draft.is_open or not draft.is_written:
        return None
    if is_trivial(draft):
        return Link(_("Publish the change at once"), url_for("publish.act", code=draft.code, action="amend"))
    return Link(_("Check and submit"), url_for("publish.check", code=draft.code))


def _not_yet(draft: Draft, may: bool, tasks: tuple[Task, ...]) -> str:
    if not draft.is_open:
        return _("Change anything and a new version is begun.")
    if not draft.is_written:
        return _("It is being examined.")
    if draft.points:
        numbers = [str(task.number) for task in tasks if task.tag is not None]
        return ngettext(
            "Possible when part %(numbers)s is done.",
            "Possible when parts %(numbers)s are done.",
            len(numbers),
            numbers=display.listed(numbers),
        )
    return "" if may else _("Ready. Somebody who may submit for your provider sends it.")


def _ways(draft: Draft, may: bool) -> tuple[Link, ...]:
    def act(words: str, name: str) -> Link:
        return Link(words, url_for("publish.act", code=draft.code, action=name))

    ways = [Link(_("Where it stands"), url_for("publish.status", code=draft.code))]
    if draft.state in ("asked", "returned"):
        ways.insert(0, Link(_("What the reviewer wrote"), url_for("publish.remarks", code=draft.code)))
    if draft.state == "submitted" and may:
        ways.append(act(_("Recall it"), "recall"))
    if draft.state in ("draft", "returned"):
        ways.append(act(_("Discard this version"), "discard"))
    if draft.current_state and may:
        if draft.current_state == "listed":
            ways.append(act(_("Confirm that it is still right"), "confirm"))
        ways.append(act(_("Withdraw it"), "withdraw"))
    if draft.current_number:
        ways.append(Link(_("As the public sees it now"), url_for("portal.offer", code=draft.code)))
    if not draft.is_open and not draft.points and draft.current_state != "lapsed":
        ways.append(act(_("Begin a new version"), "revise"))
    return (*ways, act(_("Copy it"), "copy"))


def _tasks(draft: Draft) -> tuple[Task, ...]:
    lines = []
    for topic in topics.of_kind(draft.kind):
        if topic.code == "people" and draft.kind != "guidance":
            lines += [_dates(draft), _cost(draft)]
        lines.append(_task(draft, topic))
    lines.append(_translations(draft))
    return tuple(Task(number, *line) for number, line in enumerate(lines, 1))


Line = tuple[str, str, str, Tag | None, str]


def _task(draft: Draft, topic: Topic) -> Line:
    points = [one for one in draft.points if topics.owner(one.field, draft.kind) is topic]
    content = questions.asked(draft.spec.to_content(), topic.parts, draft.spec.language)
    answered = _count(content, topic, draft.spec.language)
    tag, state = None, ""
    if not points:
        state = _("Completed")
    elif answered <= (2 if topic is topics.BASICS else 0):
        tag = Tag(_("To do"), "go")
    elif any(one.rule.startswith("element-") for one in points):
        tag = Tag(_("Problem"), "full")
    else:
        tag = Tag(_("In progress"))
    words = _missing(len(points)) if points else _summary(draft, topic, answered)
    return str(topic.name), url_for("publish.topic", code=draft.code, topic=topic.code), words, tag, state


def _missing(count: int) -> str:
    return ngettext("%(num)s thing is missing", "%(num)s things are missing", count)


def _summary(draft: Draft, topic: Topic, answered: int) -> str:
    if topic.code == "outcomes":
        return ngettext("%(num)s outcome", "%(num)s outcomes", len(draft.spec.outcomes))
    return ngettext("%(num)s answer", "%(num)s answers", answered)


def _count(form: dict[str, object], topic: Topic, lang: str) -> int:
    values = [(part, forms.value_at(form, conflicts.name_of(part, lang))) for part in topic.parts]
    return sum(bool(value) if isinstance(part, Rows) else value is not None for part, value in values)


def _dates(draft: Draft) -> Line:
    href = url_for("publish.runs", code=draft.code)
    coming = [run for run in draft.runs if not run.is_over]
    if not coming:
        return _("Dates and places"), href, _("No date yet. Dates need no review."), None, _("Optional")
    words = ngettext("%(num)s run. Dates need no review", "%(num)s runs. Dates need no review", len(coming))
    return _("Dates and places"), href, words, None, _("Completed")


def _cost(draft: Draft) -> Line:
    href = url_for("publish.runs", code=draft.code, _anchor="change")
    currency = config.current().currency
    amount = next((run.payable(currency) for run in draft.runs if not run.is_over), None)
    if amount is None:
        return _("Cost"), href, _("Stands with each date"), None, _("Optional")
    words = display.money(amount, currency)
    if amount and draft.spec.minutes:
        an_hour = display.money((amount * 60 + draft.spec.minutes // 2) // draft.spec.minutes, currency)
        words = _("%(price)s, which is %(hour)s an hour", price=words, hour=an_hour)
    return _("Cost"), href, words, None, _("Completed")


def _translations(draft: Draft) -> Line:
    tongues = [display.language_name(tag) for tag in draft.spec.title if tag != draft.spec.language]
    words = display.listed(tongues) or _("Only in %(language)s", language=display.language_name(draft.spec.language))
    return _("Translations"), url_for("publish.translations", code=draft.code), words, None, _("Optional")
