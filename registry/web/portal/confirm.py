"""Confirming offers by the link in a letter: no session is needed, the signed link says for whom and about what.
Looking changes nothing, so that a mail program that opens links confirms nothing."""

from typing import Any

from flask import Response, redirect, request, url_for

from registry.kernel.errors import Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.notices import freshness, links
from registry.notices.freshness import Asked
from registry.notices.links import Confirmation
from registry.web import display, doing, forms, moments
from registry.web.fields import Problem
from registry.web.numbers import only
from registry.web.pages import ConfirmPage, ErrorPage
from registry.web.pages.confirm import OfferToConfirm
from registry.web.values import Link

FIELD = "offers"


def show(token: str) -> Response:
    """The offers the letter listed, as they are now."""
    only()
    link = _link(token)
    return _private((_refused(link) or _page(link)).response())


def confirm(token: str) -> Any:
    """Confirm all, or those that were ticked."""
    link = _link(token)
    actor = freshness.holder(link)
    refused = _refused(link)
    if refused or actor is None:
        return _private((refused or _over()).response())
    codes = [one.code for one in freshness.asked(link) if one.is_open]
    if request.form.get("then") != "all":
        codes = [code for code in codes if code in request.form.getlist(FIELD)]
    try:
        if not codes and any(one.is_open for one in freshness.asked(link)):
            raise Invalid({FIELD: [_("Tick the offers that are still right, or confirm all of them.")]})
        doing.once(actor.ref, lambda: freshness.confirm(link, actor, codes))
    except Invalid as error:
        told = forms.messages(error)
        problems = tuple(Problem(text, "#waiting" if name == FIELD else "") for name, text in told.items())
        return _private(_page(link, problems).response())
    return redirect(url_for("portal.confirm", token=token), 303)


def _link(token: str) -> Confirmation:
    try:
        return links.confirmation(token)
    except links.Unreadable:
        raise NotFound(_("There is no such link.")) from None


def _refused(link: Confirmation) -> ErrorPage | None:
    """Why the link is good for nothing any more, None when it is good."""
    return _over() if link.is_over or freshness.holder(link) is None else None


def _over() -> ErrorPage:
    return ErrorPage(
        code=410,
        heading=_("This link no longer works"),
        words=(
            _("Its time has run out, or it was written to somebody who no longer answers for the provider."),
            _("Whoever answers for the provider can sign in and confirm its offers there, or use the newest letter."),
        ),
        ways=(Link(_("Home"), url_for("portal.home")),),
    )


def _page(link: Confirmation, problems: tuple[Problem, ...] = ()) -> ConfirmPage:
    asked = freshness.asked(link)
    waiting = [one for one in asked if one.is_open]
    name = freshness.provider_name(link)
    if waiting:
        heading = ngettext("Is this offer still right?", "Are these %(num)s offers still right?", len(waiting))
        lead = _(
            "You answer for %(provider)s. By confirming you say that what stands there is right: content, dates and "
            "prices. Change what is wrong at your desk first.",
            provider=name,
        )
    else:
        heading = _("Nothing is left to confirm here")
        lead = _(
            "This link has done its work. You get another letter when %(provider)s is to confirm again.", provider=name
        )
    return ConfirmPage(
        heading=heading,
        lead=lead,
        waiting=tuple(map(_offer, waiting)),
        settled=tuple(_offer(one) for one in asked if not one.is_open),
        every=ngettext("It is right: confirm it", "All are right: confirm all %(num)s", len(waiting)),
        last_day=_("The link works until %(date)s.", date=moments.day(link.ends_on)),
        problems=problems,
    )


def _offer(asked: Asked) -> OfferToConfirm:
    title = display.words({asked.language: asked.title}, asked.language)
    on = moments.day(asked.on) if asked.on else ""
    said = {
        "due": _("to be confirmed by %(date)s", date=on),
        "lapsed": _("left the list on %(date)s; confirming brings it back", date=on),
        "done": _("confirmed on %(date)s", date=on),
        "gone": _("not in the list any more for another reason"),
    }
    is_shown = asked.state in ("due", "done")
    return OfferToConfirm(
        asked.code, title, said[asked.state], url_for("portal.offer", code=asked.code) if is_shown else ""
    )


def _private(response: Response) -> Response:
    """Kept nowhere, and its address told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
