"""Saying of many offers at once that they are still right: those that are due, and those that left the list because
nobody said so and can still come back. Ticked on the list of what is to be done, or looked at together here."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from flask import flash, redirect, request, url_for

from registry.catalogue import desk, service
from registry.catalogue.desk import Line
from registry.kernel.actor import Actor
from registry.kernel.errors import Forbidden, Invalid, RegistryError
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.transaction import transaction
from registry.quality import service as quality
from registry.web import acting, doing, forms
from registry.web.fields import Choice, Field
from registry.web.pages.publish_forms import FormOnlyPage
from registry.web.publish import at, dashboard

FIELD = "offers"
NAMED, LONGEST = 5, 60  # offers named with a reason, and the signs of a title


def confirm_all() -> Any:
    """All that can be confirmed, ticked; sent, those that are ticked are confirmed, and brought back where they lapsed.
    Forbidden for whoever does not answer for the provider."""
    here, actor = dashboard.provider(acting.belongings()), acting.actor("member")
    if here.code not in actor.submits:
        raise Forbidden(_("Only those who answer for the provider confirm its offers."))
    due = desk.due(here.code)
    if request.method == "GET":
        return _page(due, tuple(line.code for line in due))
    ticked = [line for line in due if line.code in request.form.getlist(FIELD)]
    try:
        if not request.form.getlist(FIELD):
            raise Invalid({FIELD: [_("Tick the offers that are still right, or confirm all of them.")]})
        outcome: Mapping[str, Any] = doing.once(actor.ref, lambda: _confirmed(actor, ticked))
    except Invalid as error:
        return _page(due, (), error)
    for sentence in _told(outcome["confirmed"], outcome["refused"]):
        flash(sentence)
    return redirect(url_for("publish.home", provider=here.slug), 303)


def _page(due: Sequence[Line], ticked: tuple[str, ...], error: Invalid | None = None) -> FormOnlyPage:
    choices = tuple(Choice(line.code, line.title, dashboard.when(line)) for line in due)
    field = Field(FIELD, _("Still right"), "checks", choices=choices)
    told = forms.messages(error)
    fields = (field.with_values(ticked, told.get(FIELD, "")),) if due else ()
    lead = _("You confirm that what is listed is right: content, dates and prices.")
    return FormOnlyPage(
        heading=_("Confirm all that is due?"),
        lead=lead if due else _("Nothing is left to confirm here"),
        fields=fields,
        button=_("Yes, confirm all") if due else "",
        crumbs=at.crumbs(),
        problems=forms.problems(error, fields),
    )


def _told(count: int, refused: Mapping[str, Sequence[str]]) -> list[str]:
    """How many are confirmed, and which are not, by the reason. What is said is carried by a cookie, so of many offers
    the first are named and the others counted."""
    said = []
    if count or not refused:
        said.append(ngettext("%(num)s offer is confirmed.", "%(num)s offers are confirmed.", count))
    for reason, titles in refused.items():
        named = [shorten(title, LONGEST, placeholder=" …") for title in titles[:NAMED]]
        if len(titles) > NAMED:
            named.append(_("and %(count)s more", count=len(titles) - NAMED))
        said.append(_("Not confirmed: %(offers)s. %(reason)s", offers=", ".join(named), reason=reason))
    return said


def _confirmed(actor: Actor, lines: Sequence[Line]) -> dict[str, Any]:
    """How many, and why → the titles of those that are not. Lapsed ones first: a decision takes the ledger's lock,
    which comes before any offer's."""
    confirmed, refused = 0, dict[str, list[str]]()
    for line in sorted(lines, key=lambda one: (one.state != "lapsed", one.code)):
        try:
            with transaction():
                if line.state == "lapsed":
                    quality.record(actor, line.code, "relist")
                else:
                    service.confirm(actor, line.code)
            confirmed += 1
        except RegistryError as error:
            told = forms.messages(error) if isinstance(error, Invalid) else {}
            refused.setdefault(next(iter(told.values()), error.message), []).append(line.title)
    return {"confirmed": confirmed, "refused": refused}
