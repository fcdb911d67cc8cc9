"""The whole offer as a reviewer reads it: the parts of its public page, dates and price beside comparable offers."""

from registry.catalogue import traits
from registry.catalogue.views import OfferView
from registry.kernel.i18n import gettext as _
from registry.search import service
from registry.web import charts, display, rows
from registry.web.offer import cost, credential, dates, gain, neighbours, short
from registry.web.pages.review_case import Money, Whole
from registry.web.values import Fact


def of(offer: OfferView) -> Whole:
    """Everything the public page shows of the content."""
    spec, names = offer.spec, rows.competence_names()
    return Whole(
        summary=display.words(spec.summary, spec.language),
        description=display.prose(spec.description, spec.language),
        facts=_facts(offer),
        heading=gain.heading(offer.kind),
        outcomes_head=gain.table_head(offer.kind),
        figure=charts.fingerprint(offer.competences, names) if offer.competences else None,
        outcomes=gain.outcomes(spec, names),
        share=gain.share(spec),
        helps=display.prose(spec.guidance.helps_with if spec.guidance else None, spec.language),
        blocks=gain.blocks(offer),
        receives=credential.receives(offer),
        elements=credential.elements(offer),
        elements_words=credential.elements_words(offer),
    )


def money(offer: OfferView) -> Money:
    """Its dates, its price, and the price of an hour beside comparable offers."""
    own = traits.of(offer.code, offer.spec, offer.runs)
    beside = neighbours.price(own, service.edition())
    return Money(
        runs=dates.coming_rows(offer, then=True),
        bill=cost.bill(offer),
        bill_total=cost.total(offer),
        prices=cost.bands(beside),
        method=cost.method(beside),
    )


def _facts(offer: OfferView) -> tuple[Fact, ...]:
    """What decides, as in the yellow box of the public page, with the ways to enrol."""
    enrol = offer.spec.enrol
    said = display.words(enrol.text if enrol else None, offer.language)
    ways = (
        Fact(_("Original language"), display.language_name(offer.language)),
        Fact(_("Address to enrol"), enrol.url, href=enrol.url) if enrol and enrol.url else None,
        Fact(_("How one enrols"), said.text, lang=said.lang) if said else None,
        Fact(_("Homepage"), offer.spec.homepage, href=offer.spec.homepage) if offer.spec.homepage else None,
    )
    return tuple(fact for fact in (*short.facts(offer), *ways) if fact)
