"""Feeds: the offers listed or changed last, and the same for any search."""

from typing import Any

from flask import Response, url_for

from registry import config
from registry.catalogue import queries as catalogue
from registry.interchange import atom
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.routes import Route
from registry.search.request import SearchRequest
from registry.web import filters
from registry.web.reuse import addresses, answers
from registry.web.reuse.words import title

MOST = 50


def new_offers() -> Response:
    """New and changed offers of all kinds."""
    answers.plainly()
    faces = catalogue.faces(catalogue.newest(MOST))
    name = f"{config.current().name}: {_('New and changed offers')}"
    feed = _feed(name, addresses.new_offers(), url_for("portal.offers", sort="newest"))
    return answers.sent(atom.offers(feed, faces.values(), answers.site()), answers.FEED, "feed")


def found_feed() -> Response | Any:
    """What a search finds, the latest decision first."""
    asked = answers.asked()
    if not isinstance(asked, SearchRequest):
        return asked
    results = answers.found(asked, most=MOST, sort="newest")
    feed = _feed(title(asked, results), addresses.found_feed(asked), filters.address(asked))
    return answers.sent(atom.offers(feed, results.faces, answers.site()), answers.FEED, "offers")


def _feed(name: str, own: str, page: str) -> atom.Feed:
    base = config.current().base_url
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return atom.Feed(name, base + own, base + page, midnight)


ROUTES = (
    Route("/feed.atom", "new_offers", new_offers),
    Route("/offers.atom", "found_feed", found_feed),
)
