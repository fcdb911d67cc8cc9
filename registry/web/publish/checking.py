"""Before sending: all answers with the way to change each, what a program finds by itself, and a declaration. After
sending: what was received, when an answer can be expected, how to take it back, and everything that happened."""

import datetime as dt
from typing import Any

from flask import redirect, request, url_for

from registry.catalogue import desk, holding, service
from registry.catalogue.desk import Draft
from registry.kernel import clock
from registry.kernel.errors import Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.quality import checks, criteria, own
from registry.quality.checks import OK, UNKNOWN, Looked
from registry.web import display, doing, forms, moments
from registry.web.fields import Field
from registry.web.pages.publish import Answers, CheckPage, Moment, StatusPage
from registry.web.publish import at, conflicts, preview, questions, topics
from registry.web.values import Fact, Link

DECLARED = "declared"


def check(code: str) -> Any:
    """The page of answers; sent, it submits the offer, once however often."""
    actor, draft = at.mine(code)
    if not (draft.is_open and draft.is_written) and request.method == "GET":
        return redirect(url_for("publish.status", code=draft.code), 303)
    if request.method == "GET":
        return _page(draft)
    try:
        if not request.form.get(DECLARED):
            raise Invalid({DECLARED: [_("Please confirm this before you send it.")]})
        seen = forms.seen()
        doing.once(actor.ref, lambda: service.perform(actor, draft.code, "submit", seen))
    except forms.REFUSED as error:
        if not (isinstance(error, WrongState) and draft.state in ("submitted", "in-review")):
            return _page(draft, error)
    return redirect(url_for("publish.status", code=draft.code), 303)


def _page(draft: Draft, error: forms.Refusal | None = None) -> CheckPage:
    words = _("What stands here is right, and I may say so for %(provider)s.", provider=draft.provider.name)
    declared = (Field(DECLARED, words, "check"),)
    filled = forms.filled(declared, {}, error)
    return CheckPage(
        code=draft.code,
        title=at.title(draft).text,
        lead=at.wait(),
        seen=forms.seen_again(error, draft.counter),
        answers=tuple(_answers(draft)),
        missing=preview.missing(draft),
        found=_found(draft),
        declaration=filled[0],
        button=_("Submit for review"),
        problems=forms.problems(error, filled),
    )


def _answers(draft: Draft) -> list[Answers]:
    lang, hung = draft.spec.language, {"contact": dict(draft.contact), "access": list(draft.access)}
    content = {**draft.spec.to_content(), **hung}
    made = []
    for topic in topics.of_kind(draft.kind):
        parts = (*topic.parts, *topic.hung)
        form = questions.asked(content, parts, lang)
        pairs = [
            (part, conflicts.said(part, forms.value_at(form, conflicts.name_of(part, lang)), lang)) for part in parts
        ]
        facts = [
            Fact(str(getattr(part, "label", None) or getattr(part, "name", "")), words)
            for part, words in pairs
            if words
        ]
        href = url_for("publish.topic", code=draft.code, topic=topic.code, back="check")
        made.append(Answers(str(topic.name), href, tuple(facts)))
    return made


def _found(draft: Draft) -> tuple[Fact, ...]:
    """What a program doubts by itself; a reviewer will see the same."""
    rules = criteria.current(clock.today())
    looked = Looked(
        draft.spec, rules, draft.runs, home=draft.provider.url, refused=holding.answers(draft.provider.code).refused
    )
    doubts = [one for one in checks.run(looked) if one.state not in (OK, UNKNOWN)]
    return tuple(Fact(rules.title_of(one.criterion, display.reader().language), one.words) for one in doubts)


def status(code: str) -> StatusPage:
    """Where the offer stands."""
    actor, draft = at.mine(code)
    facts = [Fact(_("Reference"), _("%(code)s, version %(number)s", code=draft.code, number=draft.number))]
    facts.append(Fact(_("State"), at.state(draft.state).text))
    if draft.state in ("submitted", "in-review") and draft.submitted_at:
        facts.append(Fact(_("Received"), moments.day_and_time(draft.submitted_at)))
        facts.append(_expected(draft.submitted_at))
    ways = [Link(_("To the offer"), url_for("publish.offer", code=draft.code))]
    if draft.state == "submitted" and draft.provider.code in actor.submits:
        ways.append(Link(_("Recall it"), url_for("publish.act", code=draft.code, action="recall")))
    if draft.state in ("asked", "returned"):
        ways.append(Link(_("What the reviewer wrote"), url_for("publish.remarks", code=draft.code)))
    heading = _("We have received your offer") if draft.state == "submitted" else _("Where it stands")
    return StatusPage(
        code=draft.code,
        title=at.title(draft).text,
        said=at.said(),
        heading=heading,
        facts=tuple(facts),
        ways=tuple(ways),
        moments=tuple(
            Moment(
                moments.day_and_time(step.at),
                _("Version %(number)s: %(step)s", number=step.number, step=at.step(step.action)),
                step.note or "",
            )
            for step in desk.steps(draft.code)
        ),
        decisions=tuple(
            Link(
                _("No. %(number)s, %(outcome)s", number=display.number(one.number), outcome=one.outcome),
                url_for("publish.decision", code=draft.code, number=one.number),
            )
            for one in own.of_offer(actor, draft.code)
        ),
    )


def _expected(since: dt.datetime) -> Fact:
    days = at.expected()
    if days is None:
        return Fact(_("Answer expected"), at.wait())
    by = max(since + dt.timedelta(days=days), clock.now())
    return Fact(_("Answer expected"), _("about %(date)s", date=moments.day(by)), at.wait())
