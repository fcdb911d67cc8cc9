"""Acts about an offer that ask once more before they are done: recall, discard, withdraw, confirm, bring back, publish
a small change, copy. One table, one page, each done once however often its form is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for

from registry.catalogue import authoring, service
from registry.catalogue.desk import Draft
from registry.kernel.actor import Actor
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import lazy_gettext as _l
from registry.quality import service as quality
from registry.web import doing, forms
from registry.web.fields import Field
from registry.web.pages.publish_forms import FormOnlyPage
from registry.web.publish import at


@dataclass(frozen=True)
class Act:
    """What is asked, what the button says, and what is done with actor, code and counter; `reason`: may one say why?"""

    heading: object
    words: object
    button: object
    does: Callable[[Actor, str, int], Any]
    reason: bool = False


def _withdraw(actor: Actor, code: str, seen: int) -> Any:
    return quality.withdraw(actor, code, seen, request.form.get("reason", ""))


ACTS: dict[str, Act] = {
    "recall": Act(
        _l("Recall this version?"),
        _l("It becomes a draft again. When you submit it later, it waits anew."),
        _l("Recall it"),
        lambda actor, code, seen: service.perform(actor, code, "recall", seen),
    ),
    "discard": Act(
        _l("Discard this version?"),
        _l("What you wrote in it is given up. A version that is public stays so."),
        _l("Discard it"),
        lambda actor, code, seen: service.perform(actor, code, "discard", seen),
    ),
    "withdraw": Act(
        _l("Withdraw this offer?"),
        _l(
            "It leaves the list at once, by a public decision. Its address will say that it was withdrawn."
            " A version that waits to be examined becomes a draft again."
        ),
        _l("Withdraw it"),
        _withdraw,
        reason=True,
    ),
    "confirm": Act(
        _l("Is everything still right?"),
        _l("You confirm that what is listed is right: content, dates and prices."),
        _l("Yes, confirm it"),
        lambda actor, code, _seen: service.confirm(actor, code),
    ),
    "relist": Act(
        _l("Bring it back on the list?"),
        _l("You confirm that it is still right. It is public again at once, as it was."),
        _l("Bring it back"),
        lambda actor, code, _seen: quality.record(actor, code, "relist"),
    ),
    "revise": Act(
        _l("Begin a new version?"),
        _l("It begins with what was written last. Bring it up to date, then submit it."),
        _l("Begin it"),
        service.revise,
    ),
    "amend": Act(
        _l("Publish this change at once?"),
        _l("This change goes live at once. A share of such changes is looked at afterwards."),
        _l("Publish it"),
        quality.amend,
    ),
    "copy": Act(
        _l("Copy this offer?"),
        _l("A new draft begins with the same content, without its dates."),
        _l("Copy it"),
        lambda actor, code, _seen: authoring.copy_offer(actor, code),
    ),
}


def act(code: str, action: str) -> Any:
    """The page that asks once more; sent, the act."""
    actor, draft = at.mine(code)
    known = ACTS.get(action)
    if known is None:
        raise NotFound(_("There is no such action."))
    if request.method == "GET":
        return _page(draft, known)
    try:
        seen = forms.seen()
        outcome = doing.once(actor.ref, lambda: known.does(actor, draft.code, seen))
    except forms.REFUSED as error:
        return _page(draft, known, error)
    flash(_("Done."))
    where = str(outcome) if action == "copy" else draft.code
    return redirect(url_for("publish.offer", code=where), 303)


def _page(draft: Draft, known: Act, error: forms.Refusal | None = None) -> FormOnlyPage:
    fields = (Field("reason", _("Why"), "area", optional=True, rows=2),) if known.reason else ()
    filled = forms.filled(fields, forms.sent() if error else {}, error)
    return FormOnlyPage(
        heading=str(known.heading),
        lead=str(known.words),
        fields=filled,
        seen=forms.seen_again(error, draft.counter),
        button=str(known.button),
        crumbs=at.crumbs(draft),
        problems=forms.problems(error, filled),
    )
