"""The result list: one address holds the whole state; what cannot be read leads to the address without it."""

from dataclasses import replace
from typing import Any

from flask import redirect, request

from registry import config
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.paging import PER_PAGE, PageOf
from registry.search import service, ways, where
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.search.typed import readable, shortened
from registry.web import charts, display, filters, matches, places, result_words, searches, shapes
from registry.web.pages import NothingFoundPage, OffersPage
from registry.web.pages.offers import Subtraction
from registry.web.paging import page_words, paging, range_words
from registry.web.reuse import beside
from registry.web.values import Link

# as much of what was typed as is looked for
_SHORTENED = {"q": shortened, "near": readable}
FEW = 3  # results up to which the ways to more are shown beside them


def listing() -> OffersPage | NothingFoundPage | Any:
    """Offers found, or what letting one thing go would give; an address written otherwise leads to the canonical
    one, but for one with more words than are searched: only there it can be said."""
    pairs = list(request.args.items(multi=True))
    # the texts are in the language of the page's own address; `lang` is for programs
    short = [(name, _SHORTENED[name](value) if name in _SHORTENED else value) for name, value in pairs]
    asked = where.meant(replace(SearchRequest.from_args(short), lang=""))
    cut = " ".join(filter(None, (matches.cut(value) for name, value in pairs if name == "q")))
    if pairs != asked.canonical() and not cut:
        return redirect(filters.address(asked), 302)
    try:
        found = service.search(asked, language())
    except InvalidParameter as error:
        if error.parameter != "near":
            raise
        return _unknown_place(asked, cut)
    page = found.page
    if asked.page > page.pages:
        return redirect(filters.address(asked.with_("page", page.pages)), 302)
    return _found(asked, found, page, cut) if found.total else _nothing(found, cut)


def _found(asked: SearchRequest, found: Results, page: PageOf[Any], cut: str) -> OffersPage:
    chips = filters.chips(found)
    return OffersPage(
        for_programs=beside.results(found, result_words.heading(found)),
        heading=result_words.heading(found),
        title=result_words.title(found),
        page_words=page_words(asked.page),
        question=filters.question(found),
        groups=filters.groups(found),
        filters_words=_("Filters (%(num)s)", num=len(chips)) if chips else _("Filters"),
        chips=chips,
        clear=filters.address(SearchRequest(q=asked.q)) if len(chips) > 1 else "",
        filters_said="" if found.ignored else result_words.filtered([chip.words for chip in chips]),
        corrected=matches.corrected(found, cut),
        as_filters=result_words.as_filters(found) if found.total > FEW else (),
        range_words="" if found.ignored else range_words(page),
        orders=filters.orders(found),
        table=matches.table(found),
        pages=paging(page, lambda number: filters.address(asked.with_("page", number))),
        ways=result_words.subtractions(ways.out(found), found) if found.total <= FEW else (),
        shapes=shapes.shapes(asked),
        degraded=matches.degraded(found),
        canonical=config.current().base_url + filters.address(replace(asked, sort="best", per_page=PER_PAGE)),
    )


def _nothing(found: Results, cut: str) -> NothingFoundPage:
    chips, out = filters.chips(found), ways.out(found)
    return NothingFoundPage(
        heading=result_words.nothing(found, len(chips)),
        question=filters.question(found, boxes=False),
        corrected=matches.corrected(found, cut),
        chips=chips,
        clear=filters.address(SearchRequest()),
        ways_heading=result_words.ways_heading(out),
        ways=result_words.subtractions(out, found),
        guidance=searches.guidance(),
        contact=config.current().guidance_contact,
        degraded=matches.degraded(found),
    )


def _unknown_place(asked: SearchRequest, cut: str) -> NothingFoundPage:
    """Nobody knows the place: said beside the field, with the names spelt most like it and everything else kept."""
    anywhere = asked.without("near")
    found = service.overview(anywhere, language())
    kept = filters.question(found, boxes=False)
    guesses = tuple(
        Link(name, filters.address(where.meant(anywhere.with_("near", name)))) for name in places.unknown(asked.near)
    )
    return NothingFoundPage(
        heading=_("We do not know the place “%(place)s”", place=asked.near),
        question=replace(
            kept,
            place=asked.near,
            problem=_(
                "We know towns and postcodes where something is taught, and regions and countries by their names."
                " Try one of these, or “online”."
            ),
            guesses=guesses,
        ),
        corrected=cut,
        chips=filters.chips(found),
        clear=filters.address(SearchRequest()),
        ways_heading=result_words.ways_heading([]),
        ways=_anywhere(asked, found),
        guidance=searches.guidance(),
        contact=config.current().guidance_contact,
        degraded=matches.degraded(found),
    )


def _anywhere(asked: SearchRequest, found: Results) -> tuple[Subtraction, ...]:
    if not found.total or found.ignored:  # a number would be too large while some filters are not applied
        return ()
    count, squares = display.number(found.total), charts.squares(found.total)
    return (Subtraction(count, _("Anywhere, not"), asked.near, "", filters.address(found.request), squares),)
