"""A decision about one's own offer, and the way to appeal against it, criterion by criterion."""

from typing import Any

from flask import flash, redirect, request, url_for

from registry.catalogue.desk import Draft
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.quality import appealing, criteria, own
from registry.quality import service as quality
from registry.quality.own import OwnDecision
from registry.web import display, doing, forms
from registry.web.fields import Field
from registry.web.pages.publish_forms import FormOnlyPage
from registry.web.publish import at
from registry.web.values import Link


def decision(code: str, number: int) -> Any:
    """A decision about the provider's offer, and its appeal where there is one."""
    actor, draft = at.mine(code)
    found = next((one for one in own.of_offer(actor, draft.code) if one.number == number), None)
    if found is None:
        raise NotFound(_("There is no such decision."))
    may = found.action in appealing.APPEALABLE and draft.provider.code in actor.submits
    if request.method == "GET":
        return _decision(draft, found, may, {})
    form = forms.sent()
    grounds = form.get("grounds")
    try:
        words = str(form.get("words") or "")
        given = {str(key): str(text) for key, text in grounds.items()} if isinstance(grounds, dict) else {}
        doing.once(actor.ref, lambda: quality.appeal(actor, number, given, words))
    except forms.REFUSED as error:
        return _decision(draft, found, may, form, error)
    flash(_("Your appeal is received. Somebody who had no part in the decision hears it."))
    return redirect(url_for("publish.offer", code=draft.code), 303)


def _decision(
    draft: Draft, found: OwnDecision, may: bool, form: dict[str, Any], error: forms.Refusal | None = None
) -> FormOnlyPage:
    points = criteria.edition(found.rule_version)
    wanted = found.not_met or tuple(point.code for point in points.of_kind(draft.kind))
    fields = [
        Field(f"grounds.{code}", points.title_of(code, language()), "area", optional=True, rows=3) for code in wanted
    ]
    fields.append(Field("words", _("The appeal in your words"), "area", optional=True))
    filled = forms.filled(fields if may else (), form, error)
    lead = _("An appeal is possible within thirty days of the decision.") if may else ""
    number = display.number(found.number)
    return FormOnlyPage(
        heading=_("Decision no. %(number)s: %(outcome)s", number=number, outcome=found.outcome),
        lead=lead,
        notes=tuple(found.reasons),
        links=(Link(_("As the public sees it"), url_for("portal.decision", number=found.number)),),
        fields=filled,
        button=_("Appeal") if may else "",
        crumbs=at.crumbs(draft),
        problems=forms.problems(error, filled),
    )
