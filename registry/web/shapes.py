"""One search in other shapes: feed, calendar, table, call for machines."""

from registry.kernel.i18n import gettext as _
from registry.search.request import SearchRequest
from registry.web import identity
from registry.web.reuse import addresses
from registry.web.values import Link


def shapes(asked: SearchRequest) -> tuple[Link, ...]:
    """Where the same results are to be had for other uses, from their first page on."""
    query = asked.with_("page", 1).address()
    return (
        Link(_("feed"), addresses.found_feed(asked)),
        Link(_("calendar"), addresses.found_calendar(asked)),
        Link(_("table (CSV)"), addresses.found_table(asked)),
        Link(_("call for machines (API)"), identity.root() + "/api/v1/offers" + ("?" + query if query else "")),
    )
