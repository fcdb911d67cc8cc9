"""Ways out when little or nothing is found: each filter let go by itself, and each exchanged for the nearest thing
that has something – a later month, a wider circle, the next region, online, one word alone, a filter for the words
that name it. Every way is a request of its own, and its number is what that request finds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry import config
from registry.search import filter_words, nearby, plainly
from registry.search.request import RADII, SearchRequest
from registry.search.service import Results, analyser, count

MOST_WAYS = 12  # filters that are let go one by one: each costs a search
FILTERS, PLACE = "filters", "place"  # what is let go as a whole
WITHOUT, WITHIN, ONLINE, INSTEAD, ALONE = "without", "within", "online", "instead", "alone"
AS_FILTER = "as filter"


@dataclass(frozen=True)
class WayOut:
    """One change to a search and how many offers it finds then. `name` and `value`: the filter let go (PLACE or
    FILTERS where it is more than one; the words, where filters stand in for them); `how`: gone without anything, or
    exchanged for `to`."""

    name: str
    value: str
    total: int
    request: SearchRequest
    how: str = WITHOUT
    to: str = ""


def out(found: Results) -> list[WayOut]:
    """The ways that find more than was found, those that find most first."""
    request = found.request
    ways = [*_without(found)]
    if not found.degraded:
        ways += [*_exchanged(found, "starts"), *_exchanged(found, "region"), *_wider(found)]
        ways += [*_online(request), *as_filters(found), *(_words(request) if not found.total else ())]
    further = (_helpful(more(found), found) for more in (_afar, _alone, _everything))
    return _helpful(ways, found) or next(filter(None, further), [])


def as_filters(found: Results) -> list[WayOut]:
    """Filters in place of the words that name them: all of them, else one alone. Those that find more than the words
    do, or what the words would have narrowed if any offer had them."""
    request, by = found.request, analyser(config.current())
    named = filter_words.named(request, by)
    passed_over = {word for one in named for word in by.words(one.words)} & {*found.left_out}
    for choice in (named,), ([one] for one in named):
        ways = [way for some in choice for way in _in_place(request, some)]
        ways = [way for way in ways if way.total and (way.total > found.total or passed_over)]
        if ways:
            return ways
    return []


def _in_place(request: SearchRequest, named: Sequence[filter_words.Named]) -> Iterator[WayOut]:
    if named:
        words = filter_words.quoted(request, named)
        yield from _counted("q", words, filter_words.instead(request, named), AS_FILTER)


def _helpful(ways: Iterable[WayOut], found: Results) -> list[WayOut]:
    once: dict[SearchRequest, WayOut] = {}
    for way in ways:
        once.setdefault(way.request, way)
    return sorted((way for way in once.values() if way.total > found.total), key=lambda way: -way.total)


def _without(found: Results) -> Iterator[WayOut]:
    request = found.request
    applied = [pair for pair in request.active() if not found.degraded or pair[0] in ("q", *plainly.APPLIED)]
    for name, value in applied[:MOST_WAYS]:
        yield from _counted(name, value, request.without(name, value))


def _counted(name: str, value: str, request: SearchRequest, how: str = WITHOUT, to: str = "") -> Iterator[WayOut]:
    """The way with its number; none while nobody knows it."""
    total = count(request)
    if total is not None:
        yield WayOut(name, value, total, request, how, to)


def _exchanged(found: Results, name: str) -> Iterator[WayOut]:
    """The nearest other value that has something; its number stands beside the filter already."""
    chosen = getattr(found.request, name)
    others = {item.value: item.count for item in found.facets.get(name, ()) if item.count and not item.selected}
    if not chosen or not others:
        return
    nearest = _next_month(chosen[0], others) if name == "starts" else _next_region(chosen[0], others)
    if nearest:
        request = found.request.without(name).with_(name, nearest)
        yield WayOut(name, chosen[0], others[nearest], request, INSTEAD, nearest)


def _next_month(chosen: str, others: dict[str, int]) -> str:
    """The next one after it, else the last before it."""
    later = sorted(month for month in others if month > chosen)
    return later[0] if later else max(others)


def _next_region(chosen: str, others: dict[str, int]) -> str | None:
    """Of regions of its own size the nearest, else the smallest that it lies in."""
    here = nearby.middle(chosen)
    alike = [(nearby.metres(here, there), code) for code, there in _middles(chosen, others) if here and there]
    if alike:
        return min(alike)[1]
    around = [code for code in others if chosen.startswith(code)]
    return max(around, key=len, default=None)


def _middles(chosen: str, others: dict[str, int]) -> Iterator[tuple[str, nearby.Point | None]]:
    return ((code, nearby.middle(code)) for code in others if len(code) == len(chosen))


def _wider(found: Results) -> Iterator[WayOut]:
    """The next wider circle in which there is more."""
    request = found.request
    if found.spot is None or found.spot.point is None:
        return
    for radius in RADII:
        if radius > request.radius:
            wider = request.with_("radius", radius)
            for way in _counted("near", request.near, wider, WITHIN, str(radius)):
                if way.total > found.total:
                    yield way
                    return


def _online(request: SearchRequest) -> Iterator[WayOut]:
    """Online, wherever one lives."""
    placed, onsite = request.near or request.region, len(request.mode) == 1 and "online" not in request.mode
    if placed or onsite:
        online = request.without("near").without("region").without("mode").with_("mode", "online")
        name, value = (PLACE, "") if placed else ("mode", request.mode[0])
        yield from _counted(name, value, online, ONLINE)


def _afar(found: Results) -> Iterator[WayOut]:
    """When no single change helps: the words without any filter, and each word by itself without any."""
    bare = SearchRequest(q=found.request.q)
    if not bare.q or found.total:
        return
    if found.request.chosen() or found.request.near:
        yield from _counted(FILTERS, "", bare)
    yield from _words(bare)


def _alone(found: Results) -> Iterator[WayOut]:
    """When not even the words by themselves find anything: each filter by itself."""
    request = found.request
    kept = [pair for pair in request.active() if pair[0] != "q"] if _is_empty(found) else []
    for name, value in kept[:MOST_WAYS]:
        yield from _counted(name, value, _only(request, name, value), ALONE, value)


def _everything(found: Results) -> Iterator[WayOut]:
    """When nothing that was asked for is found anywhere: all there is, so that no empty result is a dead end."""
    if _is_empty(found):
        yield from _counted(FILTERS, "", SearchRequest())


def _is_empty(found: Results) -> bool:
    return not found.total and not found.degraded


def _only(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """The search for this filter and nothing else; a place keeps its distance."""
    if name == "near":
        return SearchRequest(near=value, radius=request.radius)
    return SearchRequest().with_(name, value)


def _words(request: SearchRequest) -> Iterator[WayOut]:
    """Each word by itself, when several were asked for."""
    words = analyser(config.current()).asked(request.q).words
    for word in words if len(words) > 1 else ():
        yield from _counted("q", request.q, request.with_("q", word), ALONE, word)
