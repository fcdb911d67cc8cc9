"""One search in other shapes – feed, calendar, table, call for machines – and pages that may not be there yet: an
address is linked only when some route answers it, so that nothing leads to 404."""

from flask import current_app, request, url_for

from registry.kernel.i18n import gettext as _
from registry.search.request import SearchRequest
from registry.web import identity
from registry.web.values import Link

RANKING = "/rules/ranking"


def shapes(asked: SearchRequest) -> tuple[Link, ...]:
    """Where the same results are to be had for other uses, from their first page on."""
    query = asked.with_("page", 1).address()
    here, root = request.script_root, identity.root()
    ways = (
        (_("feed"), here, "/offers.atom"),
        (_("calendar"), here, "/offers.ics"),
        (_("table (CSV)"), here, "/offers.csv"),
        (_("call for machines (API)"), root, "/api/v1/offers"),
    )
    return tuple(
        Link(words, base + path + ("?" + query if query else "")) for words, base, path in ways if is_built(path)
    )


def ranking() -> str:
    """Where it says how results are ordered."""
    if is_built(RANKING):
        return request.script_root + RANKING
    return url_for("portal.about", _anchor="order")


def is_built(path: str) -> bool:
    """Does a route answer this address?"""
    return bool(current_app.url_map.bind("localhost").test(path, "GET"))
