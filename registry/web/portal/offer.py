"""One offer by its public code: 200 while listed, 410 once it was, 404 for everything else, 301 for another
spelling; with `as_of` the page of an earlier day."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for

from registry.catalogue import queries as catalogue
from registry.catalogue import traits
from registry.catalogue.price_context import PriceContext
from registry.catalogue.queries import Gone
from registry.catalogue.views import OfferView
from registry.kernel import codes
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.search import service
from registry.web import competence_map, display, gone, moments, rows, runs
from registry.web.offer import cost, credential, dates, gain, neighbours, past, short, source
from registry.web.offer.checks import Checks
from registry.web.offer.past import Then
from registry.web.pages import ErrorPage, GonePage, OfferPage
from registry.web.reuse import beside as programs
from registry.web.values import Link


def show(code: str) -> OfferPage | GonePage | ErrorPage | Any:
    """See the module."""
    normal = codes.canonical(code)
    if normal is None:
        raise NotFound(_("There is no such offer."))
    if normal != code:
        return redirect(url_for("portal.offer", code=normal, as_of=request.args.get(past.PARAMETER)), 301)
    edition = service.edition()  # before anything is read: what is then read is at least as new
    offer = catalogue.public(code)
    if offer is None:
        raise NotFound(_("There is no such offer."))
    day = past.asked()
    if day is None:
        return gone.page(offer, edition) if isinstance(offer, Gone) else _present(offer, edition)
    if isinstance(day, ErrorPage):
        return day
    then = past.find(code, day)
    return _page(then.offer, then) if isinstance(then, Then) else then


def _present(offer: OfferView, edition: Hashable) -> OfferPage:
    own = traits.of(offer.code, offer.spec, offer.runs)
    beside = neighbours.of(own, edition)
    # what is compared is narrower (its price and hours are known, and it is another offer), so it is not called that
    words = _("See offers of this kind for these competences at these levels")
    link = Link(words, neighbours.comparable_address(own)) if beside.price else None
    page = _page(offer, None, beside=beside.table, price=beside.price, prices_link=link)
    return replace(page, for_programs=programs.offer(offer))


def as_page(offer: OfferView) -> OfferPage:
    """The page of an offer that may not be listed yet, without its neighbours."""
    return _page(offer, None)


def _page(offer: OfferView, then: Then | None, price: PriceContext | None = None, **beside: Any) -> OfferPage:
    names, checks = rows.competence_names(), Checks(offer, then.moment if then else None)
    return OfferPage(
        **_top(offer, checks, cost.per_hour(price)),
        **_content(offer, names),
        **_dates(offer, then is not None),
        **_after(offer, checks, then),
        then=then.words if then else "",
        enrol=None if then else short.enrol(offer),
        prices=cost.bands(price),
        prices_method=cost.method(price),
        prices_link=beside.get("prices_link"),
        beside=beside.get("beside") or rows.timetable(()),
    )


def _top(offer: OfferView, checks: Checks, per_hour: str) -> dict[str, Any]:
    summary = display.words(offer.spec.summary, offer.language)
    title = display.words(offer.title, offer.language)
    return {
        "code": offer.code,
        "title": title,
        "kind": Link(display.named("kind", offer.kind), url_for("portal.offers", kind=offer.kind)),
        "provider": Link(offer.provider.name, url_for("portal.provider", slug=offer.provider.slug)),
        "seal": checks.seal,
        "examined": offer.examined,
        "tongue": _tongue(offer, title),
        "summary": summary,
        "description": display.prose(offer.spec.description, offer.language),
        "description_short": summary.text[:160],
        "start": runs.start(offer.next_run, offer.language),
        "short": short.facts(offer, per_hour),
        "enrol_words": short.enrol_words(offer),
        "ask": short.ask(offer),
    }


def _tongue(offer: OfferView, title: display.Words) -> str:
    """That the provider's texts are not in the reader's language."""
    if not title.lang or title.lang == language():
        return ""
    return _("This provider writes in %(language)s.", language=display.language_name(offer.language))


def _content(offer: OfferView, names: dict[str, str]) -> dict[str, Any]:
    spec = offer.spec
    return {
        "outcomes_heading": gain.heading(offer.kind),
        "outcomes_head": gain.table_head(offer.kind),
        "skyline": gain.skyline(offer, names),
        "bands": competence_map.bands(),
        "outcomes": gain.outcomes(spec, names),
        "share": gain.share(spec),
        "helps": display.prose(spec.guidance.helps_with if spec.guidance else None, spec.language),
        "blocks": gain.blocks(offer),
        "receives": credential.receives(offer),
        "elements": credential.elements(offer),
        "elements_words": credential.elements_words(offer),
        "is_micro": credential.is_micro(offer),
    }


def _dates(offer: OfferView, then: bool) -> dict[str, Any]:
    return {
        "runs": dates.coming_rows(offer, then),
        "more_runs": dates.more_groups(offer, then),
        "more_words": dates.more_words(offer),
        "past_runs": dates.past_rows(offer, then),
        "calendar": "" if then else dates.calendar(offer),
        "bill": cost.bill(offer),
        "bill_total": cost.total(offer),
        "bill_words": cost.words(offer),
    }


def _after(offer: OfferView, checks: Checks, then: Then | None) -> dict[str, Any]:
    return {
        "quality": checks.facts,
        "checks": checks.criteria,
        "all_met": checks.all_met,
        "not_examined": checks.not_examined,
        "report": checks.report,
        "data": () if then else source.shapes(offer),
        "versions": tuple(past.rows(offer.code)),
        "decisions": checks.decisions,
        "today": moments.today_for_machines(),
        "cite": source.cite(offer, then.day.isoformat() if then else ""),
        "digest": offer.content_sha256,
    }
