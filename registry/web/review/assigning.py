"""Giving cases to somebody, also several at once: an admin ticks them, names the reviewer and says why. Each is given
by itself, so that one that has moved on does not keep the others."""

from typing import Any

from flask import redirect, url_for

from registry.accounts import queries as accounts
from registry.kernel import codes
from registry.kernel.actor import Actor
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.quality import service
from registry.quality.schema import MOST_WORDS
from registry.web import acting, forms
from registry.web.doing import once
from registry.web.fields import Choice, Field
from registry.web.numbers import PER_PAGE, page_number
from registry.web.review import queue

SHOWN = 60  # signs of a value that is named as none


def fields(actor: Actor) -> tuple[Field, ...]:
    """To whom and why; only an admin gives cases to others."""
    if actor.role != "admin":
        return ()
    people = accounts.in_role("reviewer")
    choices = tuple(Choice(one.ref, one.name or one.email) for one in people)
    return (
        Field("reviewer_ref", _("To whom"), "pick", choices=choices),
        Field("reason", _("Why"), "area", hint=_("Whoever gets them reads this, and the desk does."), rows=2),
    )


def assign() -> Any:
    """Give those that are ticked; the ones that could not be given are named."""
    actor, letter = acting.actor("admin"), forms.sent(("cases",))
    picked = [str(one).split(" ") for one in letter.get("cases", [])]
    errors: dict[str, Any] = {}
    if not picked:
        errors["cases"] = [_("Tick at least one case.")]
    if len(picked) > PER_PAGE:
        told = _("At most %(most)s cases are given at once; these are %(count)s.", most=PER_PAGE, count=len(picked))
        errors["cases"] = [told]
    if not letter.get("reviewer_ref"):
        errors["reviewer_ref"] = [_("Please choose.")]
    why = str(letter.get("reason", ""))
    if not why or len(why) > MOST_WORDS:
        errors["reason"] = [_("This text is too long.") if why else _("Please give a reason.")]
    ticked = {pair[0] for pair in picked}
    if not errors:
        act = lambda: _give(actor, picked, str(letter["reviewer_ref"]), why)  # noqa: E731 - the nonce's one act
        refused = once(actor.ref, act)
        if not refused:
            return redirect(url_for("review.queue", **queue.asked().given(), done="assigned"), 303)
        errors["cases"] = [f"{code}: {said}" if code else said for code, said in refused]
        ticked = {code for code, _said in refused}
    shown = forms.filled(fields(actor), letter, Invalid(errors))
    problems = forms.problems(Invalid(errors), shown)
    return queue.listing(
        actor, queue.asked(), page_number(queue.BESIDE), fields=shown, problems=problems, ticked=ticked
    )


def _give(actor: Actor, picked: list[list[str]], reviewer_ref: str, why: str) -> list[tuple[str, str]]:
    """Which could not be given, and why; "" for what is no case."""
    refused = []
    for pair in picked:
        if not _is_case(pair):
            said = "".join(sign for sign in " ".join(pair) if sign.isprintable())[:SHOWN]
            refused.append(("", _("“%(value)s” is no case of this list.", value=said)))
            continue
        code, seen = pair
        try:
            service.assign(actor, code, int(seen), reviewer_ref, why)
        except Invalid as error:
            refused.append((code, next(iter(forms.messages(error).values()), error.message)))
        except (Conflict, Forbidden, NotFound, WrongState) as error:
            refused.append((code, error.message))
    return refused


def _is_case(pair: list[str]) -> bool:
    """Is it the code of an offer and the counter it was seen with, as the list sends them?"""
    return len(pair) == 2 and codes.canonical(pair[0]) is not None and forms.whole(pair[1]) is not None
