"""What the parameter `near` means, at every door the same: a town, a postcode or a point is looked for around it, a
region or country in it, and "online" everywhere. Each has a parameter of its own, so that an address says what it
is."""

from dataclasses import replace

from registry import config
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import speaking
from registry.kernel.text import fold
from registry.search import gazetteer, nearby
from registry.search.gazetteer import Gazetteer
from registry.search.nearby import Spot
from registry.search.request import SearchRequest
from registry.vocabularies import queries as vocabularies

ONLINE = "online"


def meant(request: SearchRequest) -> SearchRequest:
    """The request with what was typed as a place put where it belongs; a place nobody knows stays where it is. A region
    typed takes the place of one chosen before."""
    return _meant(request, gazetteer.current()) if request.near else request


def understood(request: SearchRequest) -> tuple[SearchRequest, Spot | None]:
    """The same, of the page that was asked for, and the place to look around where one is left; InvalidParameter names
    `near` when nobody knows it."""
    if not request.near:
        return request, None
    known = gazetteer.current()
    request = replace(_meant(request, known), page=request.page)
    return request, nearby.find(request.near, known) if request.near else None


def _meant(request: SearchRequest, known: Gazetteer) -> SearchRequest:
    if fold(request.near) in _names_of_online():
        return request.without("near").without("mode").with_("mode", ONLINE)
    region = nearby.region(request.near, known)
    return request.without("near").without("region").with_("region", region) if region else request


def _names_of_online() -> set[str]:
    row = vocabularies.concept("mode", ONLINE)
    names = {ONLINE, *(row.names() if row else ())}
    for tag in config.current().languages:
        with speaking(tag):
            names |= {_("Online, live"), _("Online, any time")}
    return {fold(name) for name in names}
