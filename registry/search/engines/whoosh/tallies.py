"""The counts beside each filter: how many offers there would be with that value alone, everything else as chosen, and
"as if this facet were not chosen". For a filter of runs an offer counts when one of its living rows has the value and
passes all other row filters."""

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from registry.search import facets
from registry.search.engine import Share
from registry.search.engines.whoosh.matching import Matching
from registry.search.engines.whoosh.planes import Bools, Ints, Words
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
        base = matching.offers_but(name) & matching.snapshot.planes.some(matching.rows)
    else:
        base = matching.rows_but(name)
    counts = _COUNTERS[name](matching, name, base)
    chosen = matching.query.chosen.get(name, ())
    kept = {value: count for value, count in counts.items() if count or value in chosen}
    if name == "provider":
        largest = sorted(kept, key=lambda value: (-kept[value], value))[: facets.PROVIDERS_SHOWN]
        kept = {value: kept[value] for value in (*largest, *(value for value in chosen if value in kept))}
    return kept | {value: 0 for value in chosen if value not in kept}


def _offer_values(matching: Matching, name: str, offers: Bools) -> Counts:
    held = matching.snapshot.held[name]
    return _named(held.values, np.bincount(held.value[offers[held.owner]], minlength=len(held.values)))


def _row_values(matching: Matching, name: str, rows: Bools) -> Counts:
    held, planes = matching.snapshot.held[name], matching.snapshot.planes
    return _named(held.values, planes.count(_bits(held), rows, matching.offers))


def _regions(matching: Matching, name: str, rows: Bools) -> Counts:
    # a fully online run is within reach of every region
    held, planes = matching.snapshot.held[name], matching.snapshot.planes
    everywhere = matching.offers & planes.some(rows & matching.snapshot.row["online"])
    counts = planes.count(_bits(held), rows, matching.offers & ~everywhere) + int(everywhere.sum())
    return dict.fromkeys(matching.query.chosen.get(name, ()), int(everywhere.sum())) | _named(held.values, counts)


def _months(matching: Matching, name: str, rows: Bools) -> Counts:
    """The next twelve months in one step, others that are chosen one by one."""
    row, first, shown = matching.snapshot.row, matching.query.month, facets.MONTHS_SHOWN
    soon = rows & (row["first_month"] < first + shown) & (row["last_month"] >= first)
    starting = np.zeros((matching.snapshot.size, shown), bool)
    fixed = np.flatnonzero(soon & ~row["rolling"])
    starting[matching.snapshot.row_offer[fixed], row["first_month"][fixed] - first] = True
    rolling = np.flatnonzero(soon & row["rolling"])
    offers = matching.snapshot.row_offer[rolling]
    for step in range(shown if len(rolling) else 0):
        starting[offers[matching.starting(first + step, rolling)], step] = True
    counts = starting[matching.offers].sum(axis=0).tolist()
    months = {facets.month_text(first + step): count for step, count in enumerate(counts)}
    others = [value for value in matching.query.chosen.get(name, ()) if value not in months]
    return months | _each(matching, name, rows, others)


def _each(matching: Matching, name: str, base: Bools, values: Iterable[str]) -> Counts:
    """Counts of a few values by looking at each."""
    some = matching.snapshot.planes.some
    if facets.BY_NAME[name].of == "offer":
        return {value: int((matching.mask(name, [value]) & base).sum()) for value in values}
    return {value: int((some(matching.mask(name, [value]) & base) & matching.offers).sum()) for value in values}


def _listed(bands: Iterable[str]) -> "Counter":
    def counted(matching: Matching, name: str, base: Bools) -> Counts:
        return _each(matching, name, base, facets.shown(bands, matching.query.chosen.get(name, ())))

    return counted


def _bits(held: Held) -> Words:
    return held.bits if held.bits is not None else np.zeros((0, 0), np.uint64)


def _named(values: list[str], counts: Ints) -> Counts:
    return dict(zip(values, counts.tolist(), strict=True))


Counter = Callable[[Matching, str, Bools], Counts]
_COUNTERS: dict[str, Counter] = {
    **dict.fromkeys(facets.OFFER_VALUES, _offer_values),
    **dict.fromkeys(facets.RUN_VALUES, _row_values),
    "region": _regions,
    "starts": _months,
    "open": _listed(facets.OPEN_VALUES),
    "price": _listed(facets.PRICE_BANDS),
    "hours": _listed(facets.HOUR_BANDS),
}
