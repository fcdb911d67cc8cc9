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
    if request.method == "GET":
        due = desk.due(here.code)
        return _page(due, tuple(line.code for line in due))
    ticked = desk.of_codes(here.code, request.form.getlist(FIELD))
    try:
        if not ticked:
            raise Invalid({FIELD: [_("Tick the offers that are still right, or confirm all of them.")]})
        outcome: Mapping[str, Any] = doing.once(actor.ref, lambda: _confirmed(actor, ticked))
    except Invalid as error:
        return _page(desk.due(here.code), tuple(line.code for line in ticked), error)
    for sentence in _told(outcome):
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


def _told(outcome: Mapping[str, Any]) -> list[str]:
    """How many are confirmed, which were not due any more, and which could not be, by the reason."""
    said, count = [], outcome["confirmed"]
    if count:
        said.append(ngettext("%(num)s offer is confirmed.", "%(num)s offers are confirmed.", count))
    if outcome["over"]:
        said.append(
            ngettext(
                "Not due any more: %(offers)s. Confirmed in the meantime, or listed with a new version.",
                "Not due any more: %(offers)s. Each was confirmed in the meantime, or listed with a new version.",
                len(outcome["over"]),
                offers=_named(outcome["over"]),
            )
        )
    for reason, titles in outcome["refused"].items():
        said.append(_("Not confirmed: %(offers)s. %(reason)s", offers=_named(titles), reason=reason))
    return said


def _named(titles: Sequence[str]) -> str:
    """The first of them, the others counted: what is said is carried by a cookie."""
    named = [shorten(title, LONGEST, placeholder=" …") for title in titles[:NAMED]]
    if len(titles) > NAMED:
        named.append(_("and %(count)s more", count=len(titles) - NAMED))
    return ", ".join(named)


def _confirmed(actor: Actor, lines: Sequence[Line]) -> dict[str, Any]:
    """How many; the titles of those that were not due any more; and why → the titles of those that could not be.
    Lapsed ones first: a decision takes the ledger's lock, which comes before any offer's."""
    confirmed, over, refused = 0, list[str](), dict[str, list[str]]()
    for line in sorted(lines, key=lambda one: (one.state != "lapsed", one.code)):
        if line.state == "listed" and not line.is_confirmable:
            over.append(line.title)
            continue
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
    return {"confirmed": confirmed, "over": over, "refused": refused}
