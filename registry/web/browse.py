"""Lists to browse by, for the many who do not search: level, place, provider, and kind. Every number is what the index
counts beside that filter, so it is what its link shows."""

from collections.abc import Sequence

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.search.nearby import LARGE
from registry.search.request import SearchRequest
from registry.search.service import FacetValue, Results
from registry.web import competence_map, display, filters
from registry.web.competence_map import Grid
from registry.web.pages.home import Entry, Shelf
from registry.web.places import COUNTRY
from registry.web.values import Link

MOST = 8
# what people ask for across the kinds: parameter and value
ALSO = (("credential", "micro"), ("price", "free"), ("time", "evening"), ("access", "step-free"))


def shelves(found: Results, grid: Grid) -> tuple[Shelf, ...]:
    """What can be counted, as lists; none while there is no index."""
    if not found.facets:
        return ()
    every = (
        Shelf(_("By level"), _levels(grid)),
        Shelf(_("By place, online included"), _places(found)),
        Shelf(_("By provider"), _providers(found), Link(_("All providers"), url_for("portal.providers"))),
        Shelf(_("By kind"), _kinds(found)),
    )
    return tuple(shelf for shelf in every if shelf.entries)


def _levels(grid: Grid) -> tuple[Entry, ...]:
    named = zip(grid.bands.items(), competence_map.bands(), strict=True)
    return tuple(
        _entry(f"{band.name}, {band.levels}", count, SearchRequest(level=tuple(competence_map.levels_of(number))))
        for (number, count), band in named
        if count
    )


def _places(found: Results) -> tuple[Entry, ...]:
    """Online, then the countries, or the largest regions of the only one: of one size, so that their numbers compare.
    What is online can be taken in each of them, and is counted there as well."""
    online = [value for value in found.facets["mode"] if value.value == "online" and value.count]
    entries = [_entry(display.named("mode", value.value), value.count, _one("mode", value)) for value in online]
    regions = sorted(_of_one_size(found.facets["region"]), key=lambda value: -value.count)[: MOST - len(entries)]
    return (*entries, *(_entry(display.named("nuts", v.value), v.count, _one("region", v)) for v in regions))


def _of_one_size(values: Sequence[FacetValue]) -> list[FacetValue]:
    sizes = [[v for v in values if v.count and len(v.value) == length] for length in range(COUNTRY, LARGE + 1)]
    return next((size for size in sizes if len(size) > 1), sizes[0])


def _providers(found: Results) -> tuple[Entry, ...]:
    largest = sorted(found.facets["provider"], key=lambda value: -value.count)[:MOST]
    return tuple(_entry(value.label, value.count, _one("provider", value)) for value in largest if value.count)


def _kinds(found: Results) -> tuple[Entry, ...]:
    kinds = [("kind", value) for value in found.facets["kind"]]
    wanted = [(name, value) for name, code in ALSO for value in found.facets[name] if value.value == code]
    return tuple(
        _entry(filters.said(name, value.value, found), value.count, _one(name, value))
        for name, value in (*kinds, *wanted)
        if value.count
    )


def _one(name: str, value: FacetValue) -> SearchRequest:
    return SearchRequest().with_(name, value.value)


def _entry(words: str, count: int, request: SearchRequest) -> Entry:
    return Entry(words, display.number(count), filters.address(request))
