"""`/api/v1/offers`: the same parameters, the same answers and the same order as the page of results."""

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, request

from registry.api.problems import problem
from registry.api.respond import language, listed
from registry.api.v1 import letters
from registry.catalogue import queries
from registry.catalogue.views import Gone, OfferView
from registry.kernel.codes import canonical
from registry.kernel.errors import InvalidParameter, NotFound, Unavailable
from registry.kernel.paging import PageOf
from registry.quality import queries as quality
from registry.search import service
from registry.search.request import SearchRequest


def index() -> Response:
    """A page of the offers that match; its links say how the question was understood. Without an index only some
    filters can be applied, and words are looked for in titles alone: then there is no answer rather than a total that a
    program would believe."""
    asked = SearchRequest.from_args(request.args.items(multi=True))
    tag = language(asked.lang)
    found = service.search(asked, tag)
    wanting = [*found.ignored, *(["q"] if found.degraded and asked.words else [])]
    if wanting:
        names = ", ".join(wanting)
        raise Unavailable(f"The search is being rebuilt. Until then these parameters cannot be applied: {names}.")
    items = [letters.face(item.face, item.run, tag) for item in found.items]
    facets = {name: [asdict(choice) for choice in choices] for name, choices in found.facets.items()}
    page = PageOf(items, found.total, asked.page, asked.per_page)
    answer = listed(items, page, facets=facets, asked=found.request.canonical())
    answer.vary.add("Accept-Language")
    return answer


def show(code: str) -> Response:
    """One listed offer in full; 410 for one that was listed and is not now."""
    found = _public(code)
    return jsonify(letters.whole(found)) if isinstance(found, OfferView) else found


def runs(code: str) -> Response:
    """Its runs, with their states at this moment."""
    found = _public(code)
    return _all([letters.run(item) for item in found.runs]) if isinstance(found, OfferView) else found


def versions(code: str) -> Response:
    """Every version that was ever listed, newest first, with the time it was so and the hash of its content."""
    found = _public(code)
    if not isinstance(found, OfferView):
        return found
    return _all([asdict(version) for version in queries.public_versions(found.code)])


def decisions(code: str) -> Response:
    """The decisions about it, newest first; their numbers are those of the pages and of the ledger."""
    found = _public(code)
    if not isinstance(found, OfferView):
        return found
    return _all([letters.decision(item) for item in quality.of_offer(found.code)])


def _public(code: str) -> OfferView | Response:
    if request.args:
        name = next(iter(request.args))
        raise InvalidParameter(name, request.args[name], "This address takes no parameters.")
    offer = queries.public(canonical(code) or "")
    if offer is None:
        raise NotFound("There is no such offer.")
    return _gone(offer) if isinstance(offer, Gone) else offer


def _all(items: list[Any]) -> Response:
    """A list that is short by nature, on one page."""
    return listed(items, PageOf(items, len(items), 1, max(len(items), 1)))


def _gone(offer: Gone) -> Response:
    since = offer.since.isoformat() if offer.since else None
    detail = "This offer is not listed for the time being." if offer.comes_back else "This offer is no longer listed."
    return problem(410, "gone", detail, reason=offer.reason, since=since)
