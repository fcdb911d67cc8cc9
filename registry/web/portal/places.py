"""Places and regions: where one can learn on site, as a picture map and as a list, each number that of the search it
leads to. What is online is within reach of all of them and would make every region look alike."""

from collections.abc import Collection, Mapping

from registry.kernel.i18n import language, ngettext
from registry.search import service
from registry.search.gazetteer import COUNTRY
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.search.where import ONLINE
from registry.vocabularies import queries as vocabularies
from registry.web import display, filters, matches, tile_map
from registry.web.pages import PlacesPage
from registry.web.pages.places import Country, Region, Tile
from registry.web.values import Link

SCHEME = "nuts"
TILE = 4  # letters of the smallest regions that get a tile


def show() -> PlacesPage:
    """All regions with offers."""
    found = service.overview(SearchRequest(mode=_on_site()), language())
    counts = {value.value: value.count for value in found.facets.get("region", ()) if value.count}
    tiled = _tiled(counts)
    rows = tile_map.grid(_centres(tiled))
    largest = max((counts[code] for row in rows for code in row if code), default=1)
    return PlacesPage(
        tiles=tuple(_tile(code, counts, largest) for row in rows for code in row),
        columns=len(rows[0]) if rows else 0,
        countries=tuple(_country(code, counts, tiled) for code in sorted(counts, key=_name) if len(code) == COUNTRY),
        online=_online(found),
        degraded=matches.degraded(found),
    )


def _name(code: str) -> str:
    return display.named(SCHEME, code)


def _on_site() -> tuple[str, ...]:
    """Every way of learning for which one goes somewhere."""
    return tuple(row.code for row in vocabularies.concepts("mode") if row.code != ONLINE)


def _address(code: str) -> str:
    return filters.address(SearchRequest(region=(code,), mode=_on_site()))


def _tiled(counts: Mapping[str, int]) -> list[str]:
    """The smallest regions of at most four letters: each place is under one tile only."""
    small = [code for code in counts if len(code) <= TILE]
    return [code for code in small if not any(len(other) > len(code) and other.startswith(code) for other in small)]


def _centres(codes: list[str]) -> dict[str, tile_map.Centre]:
    """Centres of these regions, or of what they are part of; the few without any are in the list only."""
    found = {}
    for code in codes:
        for end in range(len(code), COUNTRY - 1, -1):
            concept = vocabularies.concept(SCHEME, code[:end])
            if concept is not None and "lat_e6" in concept.data:
                found[code] = (concept.data["lat_e6"], concept.data["lon_e6"])
                break
    return found


def _tile(code: str, counts: Mapping[str, int], largest: int) -> Tile:
    if not code:
        return Tile()
    count = counts[code]
    words = ngettext("offer", "offers", count)
    side = tile_map.side(count, largest)
    return Tile(_name(code), display.number(count), words, side, _address(code), _country_of(code, counts))


def _country_of(code: str, counts: Mapping[str, int]) -> str:
    """The country a tile has to name: none where its name is the country's, or where there is but one."""
    name = _name(code[:COUNTRY])
    return name if name not in _name(code) and sum(len(other) == COUNTRY for other in counts) > 1 else ""


def _country(code: str, counts: Mapping[str, int], tiled: Collection[str]) -> Country:
    total = counts[code]
    parts = [part for part in sorted(counts) if part.startswith(code) and not _idle(part, counts, tiled)]
    regions = (
        Region(_name(part), display.number(counts[part]), _address(part), len(part) == COUNTRY + 1) for part in parts
    )
    words = ngettext("%(count)s offer", "%(count)s offers", total, count=display.number(total))
    return Country(code.lower(), _name(code), words, _address(code), tuple(regions))


def _idle(code: str, counts: Mapping[str, int], tiled: Collection[str]) -> bool:
    """Would a line for this region say nothing new: the country itself, a region called and counted like the one it is
    in, or a link of the chain from a large region to the one place in it that has no tile either?"""
    if len(code) == COUNTRY:
        return True
    said = (_name(code), counts[code])
    if any(said == (_name(code[:end]), counts.get(code[:end])) for end in range(COUNTRY, len(code))):
        return True
    if code in tiled:
        return False
    inside = [other for other in counts if other[:-1] == code]
    return len(code) > COUNTRY + 1 and [counts[other] for other in inside] == [counts[code]]


def _online(found: Results) -> Link | None:
    count = next((value.count for value in found.facets.get("mode", ()) if value.value == ONLINE), 0)
    words = ngettext("%(count)s offer online", "%(count)s offers online", count, count=display.number(count))
    return Link(words, filters.address(SearchRequest(mode=(ONLINE,)))) if count else None
