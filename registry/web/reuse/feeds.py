"""Feeds: the offers listed or changed last, the same for any search, and the decisions, narrowed as their page."""

from typing import Any

from flask import Response, redirect, request, url_for

from registry import config
from registry.catalogue import queries as catalogue
from registry.interchange import atom
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.routes import Route
from registry.kernel.text import Picked
from registry.quality import browsing
from registry.quality.queries import PublicDecision
from registry.search.request import SearchRequest
from registry.web import decision_filters, decision_words, display, filters
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


def decisions() -> Response | Any:
    """The decisions asked for, the latest first."""
    wish = decision_filters.asked(turns=False)
    own = wish.address("reuse.decisions_feed")
    if list(request.args.items(multi=True)) != wish.pairs():
        return redirect(own, 302)
    found = browsing.page(wish.choice, 1, MOST)
    said = [chip.words for chip in decision_filters.chips(wish)]
    name = f"{config.current().name}: {display.listed([_('Decisions'), *said])}"
    items = [_item(decision) for decision in found.items]
    return answers.sent(atom.items(_feed(name, own, wish.address()), items, answers.site()), answers.FEED, "decisions")


def _item(decision: PublicDecision) -> atom.Item:
    row = decision_words.row(decision)
    title = f"{row.action}: {row.subject.text}"
    tag = row.reason.lang or language()
    return atom.Item(
        f"/decisions/{decision.number}", title, decision.at, Picked(row.reason.text, tag, not row.reason.lang)
    )


def _feed(name: str, own: str, page: str) -> atom.Feed:
    base = config.current().base_url
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return atom.Feed(name, base + own, base + page, midnight)


ROUTES = (
    Route("/feed.atom", "new_offers", new_offers),
    Route("/offers.atom", "found_feed", found_feed),
    Route("/decisions.atom", "decisions_feed", decisions),
)
