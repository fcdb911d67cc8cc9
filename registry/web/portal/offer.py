"""One offer by its public code: 200 while listed, 410 once it was, 404 for everything else, 301 for another
spelling."""

from dataclasses import replace
from typing import Any

from flask import redirect, url_for

from registry.catalogue import queries as catalogue
from registry.catalogue.queries import Gone
from registry.catalogue.views import Face, OfferView
from registry.kernel import codes
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.web import competence_map, display, gone, identity, rows, runs, searches
from registry.web.offer import credential, dates, gain, short
from registry.web.offer.checks import Checks
from registry.web.pages import GonePage, OfferPage
from registry.web.reuse import beside
from registry.web.values import Link


def show(code: str) -> OfferPage | GonePage | Any:
    """See the module."""
    normal = codes.canonical(code)
    if normal is None:
        raise NotFound(_("There is no such offer."))
    if normal != code:
        return redirect(url_for("portal.offer", code=normal), 301)
    offer = catalogue.public(code)
    if offer is None:
        raise NotFound(_("There is no such offer."))
    if isinstance(offer, Gone):
        return gone.page(offer)
    return replace(_page(offer), beside=beside.offer(offer))


def _alike(offer: OfferView) -> list[Face]:
    return list(catalogue.faces(searches.alike(offer.code, offer.kind, offer.competences)).values())


def _page(offer: OfferView) -> OfferPage:
    spec, names, checks = offer.spec, rows.competence_names(), Checks(offer)
    summary = display.words(spec.summary, spec.language)
    return OfferPage(
        code=offer.code,
        title=display.words(offer.title, offer.language),
        kind=Link(display.named("kind", offer.kind), url_for("portal.offers", kind=offer.kind)),
        provider=Link(offer.provider.name, url_for("portal.provider", slug=offer.provider.slug)),
        seal=checks.seal,
        examined=offer.examined,
        summary=summary,
        description=display.prose(spec.description, spec.language),
        start=runs.start(offer.next_run),
        short=short.facts(offer),
        enrol=short.enrol(offer),
        enrol_words=short.enrol_words(offer),
        outcomes_heading=gain.heading(offer.kind),
        outcomes_head=gain.table_head(offer.kind),
        skyline=gain.skyline(offer, names),
        bands=competence_map.bands(),
        outcomes=gain.outcomes(spec, names),
        share=gain.share(spec),
        helps=display.prose(spec.guidance.helps_with if spec.guidance else None, spec.language),
        blocks=gain.blocks(offer),
        receives=credential.receives(offer),
        elements=credential.elements(offer),
        elements_words=credential.elements_words(offer),
        runs=dates.coming_rows(offer),
        past_runs=dates.past_rows(offer),
        bill=dates.bill(offer),
        bill_total=dates.total(offer),
        bill_words=dates.words(offer),
        quality=checks.facts,
        checks=checks.criteria,
        not_examined=checks.not_examined,
        decisions=checks.decisions,
        alike=rows.faces(_alike(offer)),
        data=(Link(_("This offer for machines (JSON)"), f"{identity.root()}/api/v1/offers/{offer.code}"),),
        description_short=summary.text[:160],
    )
