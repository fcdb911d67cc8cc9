"""What one does with a case without deciding it: taking it and giving it back, keeping away from it, saving what was
found, and remarks at fields."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request, url_for

from registry.kernel.actor import Actor
from registry.kernel.errors import Conflict, Invalid
from registry.kernel.i18n import gettext as _
from registry.quality import casebook, service
from registry.web import acting, forms
from registry.web.doing import once
from registry.web.pages.review_case import CasePage, ConflictPage
from registry.web.review import case, cases, conflict, findings
from registry.web.review.cases import Case


def show(code: str) -> CasePage | Any:
    """The case; the address of a review that has ended leads to the decision it ended in, else to the case as it is
    now."""
    actor, over = acting.at_desk(), cases.named_ended(code)
    if over is not None and over.decision is not None:
        return redirect(url_for("portal.decision", number=over.decision), 302)
    here = cases.read_on(actor, code)
    if over is None:
        return case.page(here, notice=_notice(here.told.offer.state))
    return redirect(url_for("review.case", code=here.code, done="ended"), 302)


def take(code: str) -> Any:
    """Take it, or take it over; of a review that has ended it leads to how it ended."""
    actor, number = acting.at_desk(), cases.review_id()
    here = cases.read_on(actor, code)
    if cases.named_ended(here.code) is not None:
        return redirect(url_for("review.case", code=here.code, review=number), 303)
    if number is not None and not here.ends_with_decision:
        return _done(lambda: service.take_review(actor, number), code)
    return _done(lambda: service.take(actor, code, forms.seen()), code)


def release(code: str) -> Any:
    """Give it back to the desk."""
    actor = acting.at_desk()
    return _done(lambda: service.release(actor, code, forms.seen()), code)


def interest(code: str) -> Any:
    """Keep away from this provider from now on."""
    actor = acting.at_desk()
    once(actor.ref, lambda: service.declare_interest(actor, cases.read(actor, code).told.offer.newest.provider.code))
    return redirect(url_for("review.queue", done="interest"), 303)


def save(code: str) -> CasePage | ConflictPage | Any:
    """Save what was found, with a remark or a settled one if so asked; then the decision, or the case again. Sent
    twice it leads to where it led first, also when the review has ended since."""
    actor, letter = acting.at_desk(), forms.sent()
    here = cases.read_on(actor, code)
    try:
        way: str = once(actor.ref, lambda: _saved(cases.read_on(actor, code), letter))
    except Conflict:
        return conflict.of_findings(cases.read_on(actor, code), letter)
    except Invalid as error:
        return case.page(here, letter, error)
    return redirect(way, 303)


def _saved(here: Case, letter: Mapping[str, Any]) -> str:
    """Where one goes on once it is saved."""
    _save(here, letter)
    then = request.form.get("then", "")
    if then == "decide":
        return _next(cases.read(here.actor, here.code))
    done = "noted" if then == "remark" else "again" if request.form.get("reopen") else "saved"
    return url_for("review.case", **cases.address(here), done=done)


def _save(here: Case, letter: Mapping[str, Any]) -> None:
    """Everything the form says that differs from what stands there; all or nothing. Whoever does not hold the review is
    refused before it is compared with anything. Raises Forbidden, Conflict, Invalid by field."""
    made_of = cases.form_review_id()
    is_over = made_of is not None and casebook.ended(here.code, made_of) is not None
    if here.review is not None and not is_over:
        service.require_hold(here.actor, here.review.id)
    if here.review is None or here.review.counter != forms.seen() or made_of not in (None, here.review.id):
        raise Conflict(_("This case has changed since you looked at it."))
    number, errors = here.review.id, _save_findings(here, here.review.id, findings.sent(letter, "findings"))
    remark = letter.get("remark")
    if request.form.get("then") == "remark" or (isinstance(remark, Mapping) and remark.get("text")):
        said = remark if isinstance(remark, Mapping) else {}
        try:
            service.remark(here.actor, number, str(said.get("field", "")), str(said.get("text", "")))
        except Invalid as error:
            errors["remark"] = error.errors
    errors |= _reopen(here.actor, number, letter)
    if errors:
        raise Invalid(errors)
    settled = forms.whole(request.form.get("settle", ""))
    if settled is not None:
        service.settle(here.actor, number, settled)


def _reopen(actor: Actor, number: int, letter: Mapping[str, Any]) -> dict[str, Any]:
    """Open again what a button or a reason says; what is wrong with it, by criterion."""
    said = findings.sent(letter, "again")
    errors: dict[str, Any] = {}
    for code in dict.fromkeys((*said, *filter(None, (request.form.get("reopen"),)))):
        try:
            service.reopen(actor, number, code, str(said.get(code, {}).get("reason", "")))
        except Invalid as error:
            errors[code] = error.errors
    return {"again": errors} if errors else {}


def _save_findings(here: Case, number: int, sent: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Save those that differ; what is wrong with others, by criterion."""
    there = {one.criterion: one for one in here.findings}
    errors: dict[str, Any] = {}
    names = ("verdict", *findings.SAID)
    for code, said in sent.items():
        known = there.get(code)
        before = {name: getattr(known, name) or "" for name in names} if known else dict.fromkeys(names, "")
        if before == {name: said.get(name, "") for name in names}:
            continue
        try:
            words = {name: str(said[name]) for name in findings.SAID if name in said}
            service.save_finding(here.actor, number, code, str(said.get("verdict", "")), **words)
        except Invalid as error:
            errors[code] = error.errors
    return {"findings": errors} if errors else {}


def _next(here: Case) -> str:
    """Where the findings lead: to the decision that follows from them, to the end of a review that needs none, or back
    while some are missing."""
    found = {one.criterion: one.verdict for one in here.findings}
    step = findings.next_step(found, [point.code for point in here.open_points])
    if step == "open" or here.review is None:
        return url_for("review.case", **cases.address(here), done="open")
    if here.ends_with_decision and here.told.proposal is not None:
        return url_for("review.case", **cases.address(here), done="saved")
    if here.ends_with_decision:
        return url_for("review.decide", **cases.address(here), action=step)
    service.close_review(here.actor, here.review.id)
    return url_for("review.queue", done="closed")


def _done(act: Callable[[], Any], code: str) -> Any:
    """Do it once and see the case again; a case that moved on is shown as it is now."""
    way = url_for("review.case", code=code, review=cases.review_id())
    try:
        once(acting.somebody().ref, lambda: act() and None)
    except Conflict:
        return redirect(url_for("review.case", code=code, review=cases.review_id(), done="moved"), 303)
    return redirect(way, 303)


def _notice(state: str) -> str:
    """What was done just now, from the address; nothing that is over in the state the offer is in."""
    said = {
        "saved": _("Saved."),
        "noted": _("The remark is noted. It is sent with the questions, or with the offer when it is returned."),
        "again": _("The criterion is open again."),
        "asked": _("The questions were sent. The case comes back to you with the answers.") if state == "asked" else "",
        "open": _("Saved. Some criteria are still open."),
        "ended": _("The review at this address has ended without a decision. You see the case as it is now."),
        "moved": _("This case has moved on meanwhile: nothing was done. You see it as it is now."),
    }
    done = request.args.get("done", "")
    decided = forms.whole(done)
    return said.get(done, "") if decided is None else _("It is decided: decision %(number)s.", number=decided)
