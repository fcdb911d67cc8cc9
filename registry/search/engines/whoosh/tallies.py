"""The counts beside each filter: how many offers there would be with that value alone, everything else as chosen, and
"as if this facet were not chosen". For a filter of runs an offer counts when one of its living rows has the value and
passes all other row filters."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from registry.search import facets
from registry.search.engine import Share
from registry.search.engines.whoosh.matching import Matching
from registry.search.engines.whoosh.planes import Bools, Ints, Words, counted, packed
from registry.search.engines.whoosh.snapshot import Held

Counts = dict[str, int]


def tally(matching: Matching) -> dict[str, Counts]:
    """Facet to value to count; values of no offer are left out unless chosen, of providers only the largest are
    given."""
    return {name: _counted(matching, name) for name in facets.NAMES}


def crossed(matching: Matching, name: str, groups: Sequence[tuple[str, Collection[str]]]) -> list[Share]:
    """See the port: one matching serves every group."""
    found = []
    for other, values in groups:
        offers = matching.matched & matching.mask(other, values)
        found.append(Share(int(offers.sum()), _offer_values(matching, name, offers)))
    return found


def _counted(matching: Matching, name: str) -> Counts:
    if facets.BY_NAME[name].of == "offer":
        base = matching.offers_but(name) & matching.having
    else:
        base = matching.rows_but(name)
    counts = _COUNTERS[name](matching, name, base)
    chosen = _chosen(matching, name)
    kept = {value: count for value, count in counts.items() if count or value in chosen}
    if name == "provider":
        largest = sorted(kept, key=lambda value: (-kept[value], value))[: facets.PROVIDERS_SHOWN]
        kept = {value: kept[value] for value in (*largest, *(value for value in chosen if value in kept))}
    return kept | {value: 0 for value in chosen if value not in kept}


def _offer_values(matching: Matching, name: str, offers: Bools) -> Counts:
    held = matching.snapshot.held[name]
    if held.bits is None:
        return _named(held.values, np.bincount(held.value[offers[held.owner]], minlength=len(held.values)))
    return _named(held.values, counted(held.bits, offers))


def _row_values(matching: Matching, name: str, rows: Bools) -> Counts:
    held, planes = matching.snapshot.held[name], matching.snapshot.planes
    return _named(held.values, planes.count(_bits(held), rows, matching.offers))


def _regions(matching: Matching, name: str, rows: Bools) -> Counts:
    # a fully online run is within reach of every region
    held, planes = matching.snapshot.held[name], matching.snapshot.planes
    everywhere = matching.offers & planes.some(rows & matching.snapshot.row["online"])
    counts = planes.count(_bits(held), rows, matching.offers & ~everywhere) + int(everywhere.sum())
    return dict.fromkeys(_chosen(matching, name), int(everywhere.sum())) | _named(held.values, counts)


def _months(matching: Matching, name: str, rows: Bools) -> Counts:
    """The next twelve months and others that are chosen."""
    first = matching.query.month
    months = facets.shown(map(facets.month_text, range(first, first + facets.MONTHS_SHOWN)), _chosen(matching, name))
    held = _lines(
        matching, (name, first), months, facets.MONTHS_SHOWN, lambda month: matching.within(facets.month(month) or 0)
    )
    return _named(months, matching.snapshot.planes.count(held, rows & matching.joinable(), matching.offers))


def _open(matching: Matching, name: str, rows: Bools) -> Counts:
    some = matching.snapshot.planes.some
    return {
        value: int((some(matching.mask(name, [value]) & rows) & matching.offers).sum()) for value in facets.OPEN_VALUES
    }


def _prices(matching: Matching, name: str, rows: Bools) -> Counts:
    bands = facets.shown(facets.PRICE_BANDS, _chosen(matching, name))
    key, offered = (name, matching.query.unit), len(facets.PRICE_BANDS)
    held = _lines(matching, key, bands, offered, lambda band: matching.mask(name, [band]))
    return _named(bands, matching.snapshot.planes.count(held, rows, matching.offers))


def _hours(matching: Matching, name: str, offers: Bools) -> Counts:
    bands = facets.shown(facets.HOUR_BANDS, _chosen(matching, name))
    held = _lines(matching, (name,), bands, len(facets.HOUR_BANDS), lambda band: matching.mask(name, [band]))
    return _named(bands, counted(held, offers))


def _chosen(matching: Matching, name: str) -> Collection[str]:
    return matching.query.chosen.get(name, ())


def _lines(
    matching: Matching, key: tuple[object, ...], values: Sequence[str], offered: int, mask: Callable[[str], Bools]
) -> Words:
    """A line of bits for each value, which no question moves. The first ones, always `offered`, are kept at hand; not
    those chosen beside them: anybody can think of any number, and each is as long as the index has rows."""
    kept = matching.snapshot.remembered(
        ("lines", *key), lambda: np.stack([packed(mask(value)) for value in values[:offered]])
    )
    more = [packed(mask(value)) for value in values[offered:]]
    return np.vstack([kept, *more]) if more else kept


def _bits(held: Held) -> Words:
    return held.bits if held.bits is not None else np.zeros((0, 0), np.uint64)


def _named(values: Sequence[str], counts: Ints) -> Counts:
    return dict(zip(values, counts.tolist(), strict=True))


Counter = Callable[[Matching, str, Bools], Counts]
_COUNTERS: dict[str, Counter] = {
    **dict.fromkeys(facets.OFFER_VALUES, _offer_values),
    **dict.fromkeys(facets.RUN_VALUES, _row_values),
    "region": _regions,
    "starts": _months,
    "open": _open,
    "price": _prices,
    "hours": _hours,
}
