"""Problems that anybody reported: read at the desk alone, and closed with what came of them. Whoever reported reads the
words of the end under the reference they were given."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for

from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.paging import PageOf
from registry.quality import report_words, reports, service
from registry.quality.claims import OUTCOMES
from registry.quality.reports import ReportView
from registry.web import acting, display, forms, moments
from registry.web.doing import once
from registry.web.fields import Field
from registry.web.pages.review import ListRow, ReportPage, ReportsPage
from registry.web.review import keeping, listing
from registry.web.values import Fact, Link, Tag

SHELF = listing.Shelf("review.reports", reports.page, reports.count)


def every() -> ReportsPage | Any:
    """Those that wait, or those that are closed."""
    return listing.shown(SHELF, _list)


def _list(page: PageOf[ReportView], ended: bool) -> ReportsPage:
    return ReportsPage(
        heading=_("Reports of problems"),
        words=_("Anybody can report a problem with an offer, without an account."),
        rows=tuple(_row(one) for one in page.items),
        nothing=_("No report has been closed.") if ended else _("No report waits."),
        **listing.around(SHELF, page, ended, _("What is wrong")),
    )


def show(reference: str) -> ReportPage:
    """One report."""
    return _page(_one(reference))


def close(reference: str) -> ReportPage | Any:
    """End it."""
    actor, letter = acting.at_desk(), forms.sent()
    outcome, words = str(letter.get("outcome", "")), str(letter.get("words", ""))
    try:
        once(actor.ref, lambda: service.close_report(actor, reference, outcome, words))
    except Invalid as error:
        return _page(_one(reference), letter, error)
    return redirect(url_for("review.reports", done="closed"), 303)


def outcome_words(code: str) -> str:
    """What came of it, in words."""
    return {
        "acted": _("Something was done about it"),
        "no-fault": _("Nothing is wrong"),
        "elsewhere": _("Not for the registry to settle"),
        "spam": _("No report at all"),
    }.get(code, code)


def _one(reference: str) -> ReportView:
    return keeping.the_one(acting.at_desk(), reports.one(reference))


def _title(one: ReportView) -> display.Words:
    return display.Words(one.title, one.language if one.language != language() else "")


def _row(one: ReportView) -> ListRow:
    tag = Tag(_("Open"), "go") if one.closed_at is None else Tag(outcome_words(one.outcome or ""), "off")
    return ListRow(
        href=url_for("review.report", reference=one.reference),
        title=_title(one),
        more=one.provider_name,
        what=report_words.reason(one.reason),
        since=moments.day_short(one.closed_at or one.at),
        tag=tag,
    )


def _page(one: ReportView, letter: Mapping[str, Any] | None = None, error: Invalid | None = None) -> ReportPage:
    fields: tuple[Field, ...] = ()
    if one.closed_at is None:
        fields = forms.filled(_fields(), letter or {}, error)
    facts = [
        Fact(_("Reported"), moments.day_and_time(one.at)),
        Fact(_("What is wrong"), report_words.reason(one.reason)),
        Fact(_("Provider"), one.provider_name),
    ]
    if one.closed_at is not None:
        facts.append(Fact(_("Closed"), moments.day_and_time(one.closed_at)))
        facts.append(Fact(_("Outcome"), outcome_words(one.outcome or ""), one.words or ""))
    ways = (
        Link(_("See its public page"), url_for("portal.offer", code=one.offer_code)),
        Link(_("See the case"), url_for("review.case", code=one.offer_code)),
    )
    return ReportPage(
        reference=one.reference,
        title=_title(one),
        facts=tuple(facts),
        details=one.details or "",
        ways=ways,
        fields=fields,
        why="" if one.details or one.closed_at is None else _("Details are erased some time after the end."),
        problems=forms.problems(error, fields),
    )


def _fields() -> tuple[Field, ...]:
    choices = forms.choices((code, outcome_words(code)) for code in OUTCOMES)
    hint = _("Whoever reported it reads this.")
    return (
        Field("outcome", _("What came of it"), "radios", choices=choices),
        Field("words", _("In words"), "area", hint=hint),
    )
