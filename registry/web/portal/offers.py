"""The result list: one address holds the whole state; what cannot be read leads to the address without it."""

from dataclasses import replace
from typing import Any

from flask import redirect, request

from registry import config
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.paging import PageOf
from registry.search import service
from registry.search.request import PER_PAGE, SearchRequest
from registry.search.service import Results
from registry.web import charts, display, filters, identity, matches
from registry.web.pages import NothingFoundPage, OffersPage
from registry.web.pages.offers import Subtraction
from registry.web.paging import page_words, paging, range_words
from registry.web.reuse import beside
from registry.web.values import Link


def listing() -> OffersPage | NothingFoundPage | Any:
    """Offers found, or what letting one thing go would give; an address written otherwise leads to the canonical
    one."""
    pairs = list(request.args.items(multi=True))
    asked = SearchRequest.from_args(pairs)
    if pairs != asked.canonical():
        return redirect(filters.address(asked), 302)
    found = service.search(asked, language())
    page = found.page
    if asked.page > page.pages:
        return redirect(filters.address(asked.with_("page", page.pages)), 302)
    return _found(asked, found, page) if found.total else _nothing(asked, found)


def _heading(asked: SearchRequest, total: int) -> str:
    count = display.number(total)
    if asked.q:
        return ngettext(
            "%(count)s offer for “%(words)s”", "%(count)s offers for “%(words)s”", total, count=count, words=asked.q
        )
    return ngettext("%(count)s offer", "%(count)s offers", total, count=count)


def _found(asked: SearchRequest, found: Results, page: PageOf[Any]) -> OffersPage:
    chips = filters.chips(asked, found)
    chosen = len(chips)
    return OffersPage(
        for_programs=beside.results(found, _heading(asked, found.total)),
        heading=_heading(asked, found.total),
        page_words=page_words(asked.page),
        question=filters.question(asked, found),
        groups=filters.groups(found),
        chosen_words=ngettext("%(num)s selected", "%(num)s selected", chosen) if chosen else "",
        chips=chips,
        clear=filters.address(SearchRequest(q=asked.q)) if chosen > 1 else "",
        filters_said=_("with %(filters)s", filters=display.listed([chip.words for chip in chips])) if chips else "",
        corrected=matches.corrected(found),
        range_words=range_words(page),
        orders=filters.orders(asked),
        table=matches.table(found),
        pages=paging(page, lambda number: filters.address(asked.with_("page", number))),
        api=_api(asked),
        degraded=matches.degraded(found),
        canonical=config.current().base_url + filters.address(replace(asked, sort="best", per_page=PER_PAGE)),
    )


def _nothing(asked: SearchRequest, found: Results) -> NothingFoundPage:
    chips = filters.chips(asked, found)
    return NothingFoundPage(
        heading=_nothing_heading(asked.q, len(chips)),
        question=filters.question(asked, found, boxes=False),
        corrected=matches.corrected(found),
        chips=chips,
        clear=filters.address(SearchRequest()),
        ways=_ways(asked, found),
        guidance=_guidance(),
        contact=config.current().guidance_contact,
        degraded=matches.degraded(found),
    )


def _nothing_heading(words: str, chosen: int) -> str:
    """The words asked for are named; the filters counted are the chips below."""
    if not words:
        return ngettext("No offer matches this filter", "No offer matches all %(num)s filters", chosen)
    if not chosen:
        return _("No offer matches “%(words)s”", words=words)
    return ngettext(
        "No offer matches “%(words)s” with this filter",
        "No offer matches “%(words)s” with these %(num)s filters",
        chosen,
        words=words,
    )


def _ways(asked: SearchRequest, found: Results) -> tuple[Subtraction, ...]:
    """Per filter how many offers there are without it, the most first; what gives nothing is left out."""
    return tuple(
        Subtraction(
            display.number(way.total),
            _("Without"),
            filters.said(way.name, way.value, asked, found),
            filters.address(way.request),
            charts.squares(way.total),
        )
        for way in service.ways_out(asked)
    )


def _guidance() -> Link | None:
    asked = SearchRequest(kind=("guidance",))
    total = service.count(asked)
    words = ngettext("%(count)s guidance offer", "%(count)s guidance offers", total, count=display.number(total))
    return Link(words, filters.address(asked)) if total else None


def _api(asked: SearchRequest) -> Link:
    """The same search for machines."""
    query = asked.address()
    return Link(_("This list for machines (JSON)"), f"{identity.root()}/api/v1/offers" + ("?" + query if query else ""))
