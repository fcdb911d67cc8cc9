"""The look at a decision before it is taken. What it needs is asked, the public page is shown exactly as it will be
(the decision is taken and undone, see quality/foreseeing.py), and only what was shown can be confirmed: the confirming
form carries the letter that was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for

from registry import config
from registry.kernel.errors import Conflict, Invalid
from registry.kernel.i18n import gettext as _
from registry.quality import foreseeing, policy, service
from registry.quality.queries import PublicDecision
from registry.web import acting, decision_words, display, forms
from registry.web.doing import once
from registry.web.fields import Field
from registry.web.pages.decisions import DecisionTold
from registry.web.pages.review_case import ConflictPage, DecidePage, RemarkRow
from registry.web.review import acts, cases, conflict, hindering, leading, letters, remarks
from registry.web.review.cases import Case
from registry.web.values import Link

LISTS = ("reasons",)
FOUND = "found"
# about what is listed, whatever the review of the next version has found
OFFERS_OWN = ("suspend", "restore")


@dataclass(frozen=True)
class Look:
    """What was sent, what is wrong with it, and the decision it would come to."""

    letter: Mapping[str, Any]
    error: Invalid | None = None
    told: DecisionTold | None = None


def show(code: str) -> DecidePage | Any:
    """The page for one action, with the decision where nothing is missing for it."""
    case, action = _asked(code)
    letter = _drafted(case, action)
    return _page(case, action, _looked(case, action, letter, case.told.offer.counter, quiet=True))


def send(code: str) -> DecidePage | ConflictPage | Any:
    """Look at it again with what was sent, or take the decision that was looked at."""
    letter = forms.sent(LISTS)
    try:
        if request.form.get("then") == "confirm":
            return redirect(_take(code, letter), 303)
        case, action = _asked(code)
        return _page(case, action, _looked(case, action, letter, forms.seen()))
    except Conflict:
        return conflict.page(*_asked_of(code), letter)
    except Invalid as error:
        return _page(*_asked(code), Look(letter, error))


def _asked(code: str) -> tuple[Case, str]:
    """The case and the action; WrongState when it cannot be taken now."""
    case, action = _asked_of(code)
    acts.require_possible(case, action)
    return case, action


def _asked_of(code: str) -> tuple[Case, str]:
    case, action = cases.whole(acting.at_desk(), code), request.args.get("action", "list")
    if action not in acts.DECIDING:
        acts.require_possible(case, action)
    return case, action


def _looked(case: Case, action: str, letter: Mapping[str, Any], seen: int, quiet: bool = False) -> Look:
    """The decision the letter would come to; `quiet`: what is missing is not yet said."""
    if action == "ask":
        return Look(letter)
    try:
        decision = foreseeing.decision(acting.at_desk(), case.code, _ruling(action, letter), seen)
    except Invalid as error:
        return Look(letter, None if quiet else error)
    return Look(letter, None, before_it_is_taken(decision))


def before_it_is_taken(decision: PublicDecision) -> DecisionTold:
    """The page of a decision without what only the ledger gives it."""
    told = decision_words.told(decision)
    return replace(told, heading=decision.outcome, number="", ledger=())


def _take(code: str, letter: Mapping[str, Any]) -> str:
    """Take the decision once, however often it is sent; where to go on. A page that is stale is said to be so before
    what is no longer possible."""
    actor, seen = acting.at_desk(), forms.seen()

    def act() -> Any:
        case, action = _asked_of(code)
        if seen != case.told.offer.counter or _is_found_anew(case, action):
            raise Conflict(_("This offer has changed since you looked at it."), theirs=case.told.offer.counter)
        acts.require_possible(case, action)
        if action == "ask":
            service.ask(actor, code, seen, str(letter.get("question", "")))
            return url_for("review.case", code=code, done="asked")
        if action in policy.TWO_RIGHTS:
            number = service.propose(actor, code, _ruling(action, letter), seen)
            return url_for("review.proposal", number=number)
        number = service.decide(actor, code, _ruling(action, letter), seen)
        return url_for("review.case", code=code, done=str(number))

    way: str = once(actor.ref, act)
    return way


def _is_found_anew(case: Case, action: str) -> bool:
    """Has anything been written down in the review since the page was made, when the decision rests on it?"""
    review = case.review
    return (
        action not in OFFERS_OWN and review is not None and forms.whole(request.form.get(FOUND, "")) != review.counter
    )


def _ruling(action: str, letter: Mapping[str, Any]) -> dict[str, Any]:
    known = ("reasons", "conditions", "review_by")
    return {"action": action} | {name: letter[name] for name in known if name in letter}


def _drafted(case: Case, action: str) -> dict[str, Any]:
    """The reason a decision begins with: what was said of the criteria that are not met."""
    if action not in ("return", "refuse"):
        return {}
    said = [one.words for one in case.findings if one.verdict in ("not-met", "ask") and one.words]
    return {"reasons": ["\n\n".join(said)]} if said else {}


def _page(case: Case, action: str, look: Look) -> DecidePage:
    fields = forms.filled(_fields(action), look.letter, look.error)
    told = look.told
    ready = told is not None or (action == "ask" and look.error is None)
    code = case.code
    return DecidePage(
        code=code,
        title=case.title,
        heading=acts.heading(action),
        lead=acts.lead(action, case),
        hindrance=hindering.of(case) if action == "list" and look.error is None else None,
        here=url_for("review.decide", **cases.address(case), action=action),
        back=url_for("review.case", **cases.address(case)),
        seen=forms.seen_again(look.error, case.told.offer.counter),
        review_id=case.review.id if case.review else 0,
        found=case.review.counter if case.review else 0,
        fields=fields,
        carried=tuple(replace(field, kind="hidden") for field in fields if field.value) if ready else (),
        told=told,
        addresses=leading.of(case.told.offer) if action == "list" else (),
        questions=_questions(case) if action == "ask" else (),
        letter=letters.gist(case, action) if ready else (),
        confirm=acts.confirm(action) if ready else "",
        confirm_words=acts.confirm_words(action) if ready else "",
        others=tuple(
            Link(acts.heading(other), url_for("review.decide", **cases.address(case), action=other))
            for other in acts.possible(case)
            if other != action
        ),
        problems=forms.problems(look.error, fields),
    )


def _fields(action: str) -> tuple[Field, ...]:
    written = _("Written in %(language)s, the language the registry decides in.",
                language=display.language_name(config.current().languages[0]))  # fmt: skip
    if action == "ask":
        question = Field("question", _("One more question"), "area", optional=True)
        return (question,)
    if action == "list":
        more = _("Only where the offer is listed although something is not met yet.")
        return (
            Field("conditions", _("Conditions"), "area", hint=f"{more} {written}", optional=True),
            Field("review_by", _("Looked at again by"), "date", optional=True),
        )
    return (Field("reasons", _("Reason"), "area", hint=written, rows=6),)


def _questions(case: Case) -> tuple[RemarkRow, ...]:
    """Everything that goes to the provider: remarks not sent yet, and what the findings ask."""
    return (*remarks.unsent(case), *remarks.asked(case))
