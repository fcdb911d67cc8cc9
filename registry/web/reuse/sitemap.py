"""What search engines are told: an index of sitemaps, its parts with every page in every language, and the rules for
robots, which keep them out of the endless combinations of filters."""

import datetime as dt
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from flask import Response, current_app

from registry import config
from registry.catalogue import queries as catalogue
from registry.events import queries as events
from registry.interchange.site import event_path, offer_path, provider_path
from registry.kernel.errors import NotFound
from registry.kernel.i18n import NEGOTIATED
from registry.kernel.routes import Route
from registry.providers import queries as providers
from registry.vocabularies import queries as vocabularies
from registry.web.reuse import answers
from registry.web.reuse.answers import Kind

SITEMAP = Kind("application/xml; charset=utf-8", "xml", 3600)
ROBOTS = Kind("text/plain; charset=utf-8", "txt", 86_400)
MOST = 10_000  # addresses in one part
# pages that are there to be used, not to be found, and pictures
NOT_TOLD = frozenset(
    {"portal.styleguide", "portal.shortlist", "portal.compare", "portal.card", "portal.favicon", "portal.report_find"}
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
Told = tuple[str, dt.datetime | None]


def index() -> Response:
    """The parts there are."""
    answers.plainly()
    base = config.current().base_url
    parts = ["sitemap-pages.xml", *(f"sitemap-offers-{number}.xml" for number in range(1, _offer_parts() + 1))]
    listed = "".join(f"<sitemap><loc>{escape(f'{base}/{part}')}</loc></sitemap>\n" for part in parts)
    body = f"{HEAD}<sitemapindex {NAMESPACES.split(' ')[0]}>\n{listed}</sitemapindex>\n"
    return _sent(body, "sitemap")


def pages() -> Response:
    """Everything but the offers: fixed pages, competences, providers, events."""
    answers.plainly()
    told = [*_fixed(), *_competences(), *_providers(), *_events()]
    return _sent(_set(told), "sitemap-pages")


def offers(number: int) -> Response:
    """One part of the offers."""
    answers.plainly()
    if not 1 <= number <= _offer_parts():
        raise NotFound
    size = _offers_in_a_part()
    told = [(offer_path(code), since) for code, since in catalogue.addresses((number - 1) * size, size)]
    return _sent(_set(told), f"sitemap-offers-{number}")


def robots() -> Response:
    """Open to all; an address with three or more parameters is one of endlessly many filters."""
    answers.plainly()
    base = config.current().base_url
    rules = f"User-agent: *\nDisallow: /*?*&*&\nAllow: /\n\nSitemap: {base}/sitemap.xml\n"
    return _sent(rules, "robots", ROBOTS)


def _sent(body: str, name: str, kind: Kind = SITEMAP) -> Response:
    answer = answers.sent(body, kind, name)
    for header in ("Content-Language", "X-Robots-Tag"):
        del answer.headers[header]
    return answer


def _offers_in_a_part() -> int:
    return max(1, MOST // len(config.current().languages))


def _offer_parts() -> int:
    return -(-sum(catalogue.counts_by_kind().values()) // _offers_in_a_part())


def _fixed() -> Iterator[Told]:
    """Every page of the portal whose address is whole as it stands."""
    for rule in current_app.url_map.iter_rules():
        if rule.endpoint.startswith("portal.") and not rule.arguments and rule.endpoint not in NOT_TOLD:
            yield rule.rule, None


def _competences() -> Iterator[Told]:
    for row in vocabularies.concepts(vocabularies.COMPETENCES):
        yield f"/competences/{row.code}", None


def _providers() -> Iterator[Told]:
    for slug in providers.public_slugs():
        yield provider_path(slug), None


def _events() -> Iterator[Told]:
    for face in events.listing():
        yield event_path(face.slug), None


def _set(told: Iterable[Told]) -> str:
    """Each address once in each language, and with each the addresses of the others."""
    settings = config.current()
    prefixes = {tag: "" if tag == settings.languages[0] else f"/{tag}" for tag in settings.languages}
    found = []
    for path, since in told:
        # the home page in another language ends in its slash, all others in their name
        addresses = {
            tag: escape(settings.base_url + (f"{path}?lang={tag}" if path in NEGOTIATED else prefix + path))
            for tag, prefix in prefixes.items()
        }
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
            for tag, address in {**addresses, "x-default": addresses[settings.languages[0]]}.items()
        )
        changed = f"<lastmod>{since.isoformat(timespec='seconds')}</lastmod>" if since else ""
        found += [f"<url><loc>{address}</loc>{changed}{others}</url>\n" for address in addresses.values()]
    return f"{HEAD}<urlset {NAMESPACES}>\n{''.join(found)}</urlset>\n"


ROUTES = (
    Route("/sitemap.xml", "sitemap", index),
    Route("/sitemap-pages.xml", "sitemap_pages", pages),
    Route("/sitemap-offers-<int:number>.xml", "sitemap_offers", offers),
    Route("/robots.txt", "robots", robots),
)
