"""Reporting a problem with an offer: a form without an account, a reference, and the page that says what came of it.
Nothing that identifies whoever reports is kept: the address of the sender is only counted, as a hash, for minutes."""

from typing import Any

from flask import Response, make_response, redirect, request, session, url_for

from registry.accounts import throttle
from registry.catalogue import queries as catalogue
from registry.catalogue.views import OfferView
from registry.kernel import codes, csrf
from registry.kernel.actor import VISITOR
from registry.kernel.errors import Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.quality import figures, report_words, reports
from registry.quality import service as quality
from registry.quality.claims import REASONS
from registry.quality.reports import ReportStatus
from registry.quality.schema import MOST_DETAILS
from registry.web import display, doing, forms, moments, tongues
from registry.web.fields import Choice, Field
from registry.web.numbers import only
from registry.web.pages import ReportFindPage, ReportFormPage, ReportStatusPage
from registry.web.values import Fact, Link

TRAP = "homepage"  # a field that people do not see and programs like to fill in
# reports within the window of the counter: from one address, about one offer from one address, about one offer
FROM_ONE, ABOUT_ONE_FROM_ONE, ABOUT_ONE = 8, 2, 30


class _TooOften(Exception):
    """More reports than anybody would write by hand."""


def form(code: str) -> Response | Any:
    """The form for a listed offer."""
    only()
    offer = _offer(code)
    if offer.code != code:
        return redirect(url_for("portal.report", code=offer.code), 301)
    return _unkept(_page(offer, {}, None))


def send(code: str) -> Response | Any:
    """Take the report and lead to its reference; whatever is refused comes back with what was written."""
    offer, letter = _offer(code), forms.sent()
    try:
        reference = doing.once(None, lambda: _report(offer, letter))
    except Invalid as error:
        return _unkept(_page(offer, letter, error))
    except _TooOften:
        told = _("There were many reports within a short time. Please try again in a quarter of an hour.")
        answer = _unkept(_page(offer, letter, Invalid({"": [told]})))
        answer.status_code = 429
        return answer
    return redirect(url_for("portal.report_status", reference=reference), 303)


def _report(offer: OfferView, letter: dict[str, Any]) -> str:
    if letter.get(TRAP):
        raise Invalid({"": [_("Please send the form once more.")]})
    if not isinstance(letter.get("reason"), str):
        raise Invalid({"reason": [_("Please choose a reason.")]})
    details = letter.get("details", "")
    if not isinstance(details, str):
        raise Invalid({"details": [_("Please say what is wrong.")]})
    reference = quality.report(VISITOR, offer.code, letter["reason"], details)
    whence = request.remote_addr or ""
    limits = {
        f"reports from {whence}": FROM_ONE,
        f"reports about {offer.code} from {whence}": ABOUT_ONE_FROM_ONE,
        f"reports about {offer.code}": ABOUT_ONE,
    }
    if not throttle.allows(limits):
        raise _TooOften  # the transaction around takes the report back
    return reference


def status(reference: str) -> Response | Any:
    """What came of a report."""
    only()
    found = reports.by_reference(reference)
    if found is None:
        raise NotFound(_("There is no such report."))
    if found.reference != reference:
        return redirect(url_for("portal.report_status", reference=found.reference), 301)
    words = tongues.written(found.words or "")
    state, explained = _state(found)
    page = ReportStatusPage(
        reference=found.reference, state=state, explained=explained, facts=_facts(found), words=words
    )
    return _unkept(page)


def find() -> Response | Any:
    """Ask for a report by its reference."""
    only("reference")
    asked = request.args.get("reference", "").strip()
    found = reports.by_reference(asked[:40]) if asked else None
    if found:
        return redirect(url_for("portal.report_status", reference=found.reference), 303)
    return _unkept(ReportFindPage(unknown=asked[:40]))


def _offer(code: str) -> OfferView:
    offer = catalogue.public(codes.canonical(code) or "")
    if not isinstance(offer, OfferView):
        raise NotFound(_("There is no such offer."))
    return offer


def _page(offer: OfferView, letter: dict[str, Any], error: Invalid | None) -> ReportFormPage:
    asked = (
        Field("reason", _("What is wrong?"), "radios", choices=_reasons()),
        Field(
            "details",
            _("What should we know?"),
            "area",
            hint=_("Please no names and no personal data: whoever looks into it reads what you write."),
            optional=True,
            most=MOST_DETAILS,
        ),
    )
    title = display.words(offer.title, offer.language)
    return ReportFormPage(
        offer=Link(title.text, url_for("portal.offer", code=offer.code)),
        offer_lang=title.lang,
        fields=forms.filled(asked, letter, error),
        problems=forms.problems(error, asked),
        token=csrf.token() if session else "",
        trap=TRAP,
    )


def _reasons() -> tuple[Choice, ...]:
    return forms.choices((code, report_words.reason(code)) for code in REASONS)


def _state(found: ReportStatus) -> tuple[str, str]:
    if found.outcome:
        return report_words.outcome(found.outcome), ""
    usual = figures.public().report_days
    expected = _("So far half of all reports were answered within %(days)s days.", days=display.hundredths(_h(usual)))
    return _("Received, not yet answered"), expected if usual is not None else ""


def _h(days: float | None) -> int:
    return round((days or 0) * 100)


def _facts(found: ReportStatus) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Reference"), found.reference),
        Fact(_("Offer"), found.offer_code, href=url_for("portal.offer", code=found.offer_code)),
        Fact(_("What is wrong?"), report_words.reason(found.reason)),
        Fact(_("Received"), moments.day(found.at)),
    ]
    if found.closed_at:
        facts.append(Fact(_("Answered"), moments.day(found.closed_at)))
    return tuple(facts)


def _unkept(page: ReportFormPage | ReportStatusPage | ReportFindPage) -> Response:
    """The page as an answer that nothing keeps: what stands in it is one person's."""
    answer = make_response(page.response())
    answer.headers["Cache-Control"] = "no-store"
    return answer
