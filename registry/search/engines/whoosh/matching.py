"""Which offers match, and by which of their runs. Every filter is a mask, over offers or over rows; an offer matches
when it passes its own filters and one living row passes all of the rows' filters at once. The masks are kept apart
because each count of a facet leaves out that facet's own."""

from collections.abc import Callable, Collection, Iterable

import numpy as np

from registry.search import facets
from registry.search.analysis import Analyser
from registry.search.engine import Near, Query
from registry.search.engines.whoosh import words
from registry.search.engines.whoosh.planes import Bools, Ints, masked
from registry.search.engines.whoosh.postings import Floats
from registry.search.engines.whoosh.record import NOWHERE
from registry.search.engines.whoosh.snapshot import Held, Snapshot

EARTH = 6_371_008.8  # metres, mean radius


class Matching:
    """The masks of one query over one snapshot.

    `alive`: rows that count now. `offers`: offers that pass the words and every offer filter; `rows`: living rows
    that pass every row filter, `having` the offers with one; `matched`: offers that match. `found`: the words,
    `left_out` those no offer has; `steps`: relevance. `metres`: distance of every row, None without a place.
    `elsewhere`: rows that are in none of the chosen regions (what is online is within reach of all); None without one.
    """

    def __init__(self, snapshot: Snapshot, query: Query, analyser: Analyser) -> None:
        self.snapshot, self.query = snapshot, query
        self.found = words.look_up(snapshot, query, analyser)
        self.text, self.steps = words.relevance(snapshot, self.found)
        unknown = tuple(word for word, found in zip(query.words, self.found, strict=True) if not len(found.offers))
        self.left_out = unknown if len(unknown) < len(query.words) else ()
        self.alive = alive(snapshot, query.now)
        self.metres = distances(snapshot, query.near) if query.near else None
        regions = query.chosen.get("region")
        self.elsewhere = ~self._held("region", regions) if regions else None
        self._offer_masks = {name: self.mask(name, query.chosen[name]) for name in query.chosen if _of_offer(name)}
        self._row_masks = {name: self.mask(name, query.chosen[name]) for name in query.chosen if not _of_offer(name)}
        if query.near and self.metres is not None:
            self._row_masks["near"] = self.metres <= query.near.metres
        if query.town:
            self._row_masks[facets.TOWN] = self.mask(facets.TOWN, [query.town])
        if query.dated:
            self._row_masks["dated"] = snapshot.row["dated"] & ~snapshot.row["rolling"]
        self.offers, self.rows = self.offers_but(None), self.rows_but(None)
        self.having = snapshot.planes.some(self.rows)
        self.matched = self.offers & self.having

    def offers_but(self, name: str | None) -> Bools:
        """Offers that pass the words and every offer filter but one."""
        return _all(self.text, (mask for other, mask in self._offer_masks.items() if other != name))

    def rows_but(self, name: str | None) -> Bools:
        """Living rows that pass every row filter but one."""
        return _all(self.alive, (mask for other, mask in self._row_masks.items() if other != name))

    def mask(self, name: str, values: Collection[str]) -> Bools:
        """Offers (or rows, as the facet is of) that have one of these values."""
        return _MASKS[name](self, name, values)

    def _held(self, name: str, values: Collection[str]) -> Bools:
        held: Held = self.snapshot.held[name]
        wanted = [position for value in values if (position := held.position(value)) is not None]
        size = self.snapshot.size if name in facets.OFFER_VALUES else self.snapshot.planes.rows
        if held.bits is not None:
            return masked(np.bitwise_or.reduce(held.bits[wanted], axis=0), size)
        mask = np.zeros(size, bool)
        asked = np.zeros(len(held.values), bool)
        asked[wanted] = True
        mask[held.owner[asked[held.value]]] = True
        return mask

    def _region(self, name: str, values: Collection[str]) -> Bools:
        return self._held(name, values) | self.snapshot.row["online"]

    def _starts(self, _name: str, values: Collection[str]) -> Bools:
        rows, joinable = self.snapshot.planes.rows, self.joinable()
        return _any(rows, (self.within(facets.month(value) or 0) & joinable for value in values))

    def within(self, month: int) -> Bools:
        """Which rows could start in a month; one that may start on any day does so from now on."""
        row = self.snapshot.row
        within = (row["first_month"] <= month) & (row["last_month"] >= month)
        return within if month >= self.query.month else within & ~row["rolling"]

    def joinable(self) -> Bools:
        """Rows but for those that may start on any day and whose enrolment is over."""
        row = self.snapshot.row
        return ~row["rolling"] | (row["closes"] > self.query.now)

    def _open(self, _name: str, _values: Collection[str]) -> Bools:
        row, now = self.snapshot.row, self.query.now
        return row["bookable"] & (row["opens"] <= now) & (row["closes"] > now)

    def _price(self, _name: str, values: Collection[str]) -> Bools:
        return _any(self.snapshot.planes.rows, map(self._one_price, values))

    def _one_price(self, value: str) -> Bools:
        price = self.snapshot.row["price"]
        band = facets.band(value)
        if band is None:
            return price == 0
        return (price > 0) & (price >= band[0] * self.query.unit) & (price <= band[1] * self.query.unit)

    def _hours(self, _name: str, values: Collection[str]) -> Bools:
        bands = [band for band in map(facets.band, values) if band]
        minutes = self.snapshot.minutes
        return _any(self.snapshot.size, ((minutes >= max(0, low * 60)) & (minutes <= high * 60) for low, high in bands))


_MASKS: dict[str, Callable[[Matching, str, Collection[str]], Bools]] = {
    **dict.fromkeys((*facets.OFFER_VALUES, *facets.RUN_VALUES), Matching._held),
    "region": Matching._region,
    "starts": Matching._starts,
    "open": Matching._open,
    "price": Matching._price,
    "hours": Matching._hours,
}


def alive(snapshot: Snapshot, now: int) -> Bools:
    """Rows that count at `now`: runs that have not ended, and the stated row of offers that have no such run."""
    going = snapshot.row["real"] & (snapshot.row["ends"] > now)
    stated = ~snapshot.planes.some(going)
    going[: snapshot.size] |= stated
    return going


def distances(snapshot: Snapshot, near: Near) -> Ints:
    """Metres, rounded down, from the point to every row's place along the great circle; beyond everything without a
    place."""
    lat, lon = snapshot.row["lat"], snapshot.row["lon"]
    here = np.radians(near.lat_e6 / 1e6), np.radians(near.lon_e6 / 1e6)
    there = np.radians(lat / 1e6), np.radians(lon / 1e6)
    half: Floats = np.sin((there[0] - here[0]) / 2) ** 2
    half = half + np.cos(here[0]) * np.cos(there[0]) * np.sin((there[1] - here[1]) / 2) ** 2
    metres = np.floor(2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))).astype(np.int64)
    return np.where(lat == NOWHERE, NOWHERE, metres)


def _of_offer(name: str) -> bool:
    return facets.BY_NAME[name].of == "offer"


def _all(mask: Bools, others: Iterable[Bools]) -> Bools:
    for other in others:
        mask = mask & other
    return mask


def _any(size: int, masks: Iterable[Bools]) -> Bools:
    mask = np.zeros(size, bool)
    for other in masks:
        mask |= other
    return mask
