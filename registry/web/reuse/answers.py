"""What all shapes have in common: how they are sent, in whose name they speak, and which things they may speak of. A
shape of what is gone or was never there answers as its page does."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, redirect, request, url_for

from registry import config
from registry.catalogue import queries as catalogue
from registry.catalogue.views import Gone, OfferView
from registry.interchange.site import Site
from registry.kernel import codes
from registry.kernel.errors import NotFound, Unavailable
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.search import service, where
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.web.numbers import only
from registry.web.reuse import addresses


@dataclass(frozen=True)
class Kind:
    """A shape: its media type, the ending of its files, and for how many seconds a copy may be shown unasked."""

    media: str
    ending: str
    seconds: int = 300


JSON_LD = Kind("application/ld+json", "jsonld")
CALENDAR = Kind("text/calendar; charset=utf-8", "ics")
FEED = Kind("application/atom+xml; charset=utf-8", "atom")
TABLE = Kind("text/csv; charset=utf-8", "csv")


def site() -> Site:
    """The registry as the source of what goes out, in the language of this address."""
    return Site(config.current(), language())


def sent(body: bytes | str, kind: Kind, name: str) -> Response:
    """The shape as an answer; `name` is what a saved file is called. Search engines index the page, not its shapes."""
    answer = Response(body, content_type=kind.media)
    answer.headers["Content-Language"] = language()
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.{kind.ending}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = f"public, max-age={kind.seconds}"
    return answer


def bounded(answer: Response, shown: int, results: Results) -> Response:
    """The answer, saying how many offers of how many found it tells of, and whether some were left out only because it
    would have become too long; a calendar also leaves out what has no date."""
    answer.headers["X-Shown-Count"], answer.headers["X-Total-Count"] = str(shown), str(results.total)
    answer.headers["X-Truncated"] = "true" if len(results.items) < results.total else "false"
    return answer


def public_offer(code: str) -> OfferView | Any:
    """The listed offer, or the answer its page would give: 301 for another spelling, 410 for what is gone."""
    plainly()
    normal = codes.canonical(code)
    offer = catalogue.public(normal) if normal else None
    if offer is None:
        raise NotFound(_("There is no such offer."))
    if normal != code:
        return redirect(url_for(request.endpoint or "", **{**(request.view_args or {}), "code": normal}), 301)
    return _gone(offer) if isinstance(offer, Gone) else offer


def plainly() -> None:
    """Most shapes take no parameters; one that is given anyway is named."""
    only()


def asked(*, sorts: bool = False) -> SearchRequest | Any:
    """The search in the address, or the way to its canonical address. Only a table keeps the order asked for."""
    pairs = list(request.args.items(multi=True))
    wanted = addresses.whole(where.meant(SearchRequest.from_args(pairs)))
    if not sorts:
        wanted = replace(wanted, sort="best")
    if pairs != wanted.canonical():
        query = wanted.address()
        return redirect(url_for(request.endpoint or "") + ("?" + query if query else ""), 302)
    return wanted


def found(wanted: SearchRequest, *, most: int, sort: str = "") -> Results:
    """The first `most` offers of a search. A file made while the index is away would lie to whoever keeps it: then it
    is not made."""
    results = service.search(replace(wanted, per_page=most, sort=sort or wanted.sort), language())
    if results.degraded:
        raise Unavailable(_("The search is being rebuilt."))
    return results


def _gone(offer: Gone) -> Response:
    words = _("This offer is not listed for the time being.") if offer.comes_back else _("No longer offered")
    answer = Response(words + "\n", 410, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Language"] = language()
    return answer
