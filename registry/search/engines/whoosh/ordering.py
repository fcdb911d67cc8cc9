"""The order of results, and which run of each is shown. Everything that decides the order is packed into one whole
number per offer, so that the wanted page is cut out without sorting the rest: the asked value (by best match what is
on site in a chosen region before what is online, then relevance), then confirmed before overdue, then examined before
not examined, then offers with a run before those without, then the fixed shuffle."""

import numpy as np

from registry.search.engine import STEPS
from registry.search.engines.whoosh.matching import Matching
from registry.search.engines.whoosh.planes import Ints
from registry.search.engines.whoosh.record import FAR, NOWHERE

Rows = slice | Ints  # all rows, or those at some positions
EVERY = slice(None)
DEAR = 1 << 36  # beyond every price, in minor units
NO_TURN = 7  # after every turn, and odd
UNDATED, BEGUN, WITHOUT_RUN = FAR + 1, FAR + 2, FAR + 3  # after every start, in this order


def page(matching: Matching) -> list[int]:
    """The numbers of the offers on the asked page, in order."""
    query = matching.query
    offers = np.flatnonzero(matching.matched)
    keys = _keys(matching)[offers]
    last = query.offset + query.limit
    if len(offers) > 4 * last:
        first = np.argpartition(keys, last)[:last]
        offers, keys = offers[first], keys[first]
    return [int(offer) for offer in offers[np.argsort(keys)][query.offset : last]]


def shown_runs(matching: Matching, offers: list[int]) -> list[str | None]:
    """For each offer the code of the run to show, None when only its specification matches: of the runs that match the
    nearest, the cheapest or the soonest where that is asked for, else one that people can join, of those one in the
    chosen region, the first of them."""
    planes = matching.snapshot.planes
    rows = [
        (position, place, number)
        for place, offer in enumerate(offers)
        for number, position in enumerate(planes.of(offer))
        if matching.rows[position]
    ]
    at, places, numbers = np.array(rows, np.int64).reshape(-1, 3).T
    order = np.lexsort((numbers, _when(matching, at), _turn(matching, at), _row_value(matching, at), places))
    first = dict(zip(places[order[::-1]].tolist(), numbers[order[::-1]].tolist(), strict=True))
    return [
        matching.snapshot.run_code(offer, first[place]) if first[place] else None for place, offer in enumerate(offers)
    ]


def _keys(matching: Matching) -> Ints:
    snapshot = matching.snapshot
    # the stated row, always the first of its offer, lives only when no run does
    without_run = matching.alive[: snapshot.size]
    overdue = snapshot.confirm_by <= matching.query.now
    after = 4 * overdue.astype(np.int64) + 2 * (~snapshot.examined) + without_run
    return (_asked(matching) * 8 + after) * max(1, snapshot.size) + snapshot.shuffle


def _asked(matching: Matching) -> Ints:
    """Per offer the value asked for, less is better, unknown values beyond all others."""
    snapshot, sort = matching.snapshot, matching.query.sort
    if sort == "shortest":
        return np.where(snapshot.minutes >= 0, np.minimum(snapshot.minutes, FAR), FAR + 1)
    if sort == "newest":
        return FAR - np.minimum(snapshot.listed, FAR)
    if sort == "soonest":
        return snapshot.planes.least(_when(matching, EVERY), matching.rows, WITHOUT_RUN)
    if sort == "cheapest":
        return snapshot.planes.least(_row_value(matching, EVERY), matching.rows, DEAR)
    if sort == "nearest" and matching.metres is not None:
        return snapshot.planes.least(_row_value(matching, EVERY), matching.rows, NOWHERE)
    relevance = STEPS - matching.steps
    if matching.elsewhere is None:
        return relevance
    # by the run that is shown, so that nobody reads “online” among what is on site
    elsewhere = snapshot.planes.least(_turn(matching, EVERY), matching.rows, NO_TURN) & 1
    return elsewhere * (STEPS + 1) + relevance


def _row_value(matching: Matching, at: Rows) -> Ints:
    """The amount by which the shown run is chosen first; the same for all unless distance or price is asked for."""
    if matching.query.sort == "nearest" and matching.metres is not None:
        return matching.metres[at]
    price = matching.snapshot.row["price"][at]
    if matching.query.sort == "cheapest":
        return np.where(price >= 0, np.minimum(price, DEAR - 1), DEAR)
    return np.zeros(len(price), np.int64)


def _turn(matching: Matching, at: Rows) -> Ints:
    """What one can join now, then what opens later, then what is full, closed or on request: who sees only that a date
    is full does not look for another. Of those alike what is in the chosen region (even) before what is online (odd).
    The same for all where the list itself is in the order of starts."""
    row, now = matching.snapshot.row, matching.query.now
    opens = row["opens"][at]
    if matching.query.sort == "soonest":
        return np.zeros(len(opens), np.int64)
    opened, joinable = opens <= now, row["bookable"][at] & (row["closes"][at] > now)
    turn = np.where(opened & joinable, 0, np.where(opened, 2, 1))
    return turn if matching.elsewhere is None else 2 * turn + matching.elsewhere[at]


def _when(matching: Matching, at: Rows) -> Ints:
    """When one can start: an instant in seconds, then without a date, then begun already, then no run at all."""
    row, now = matching.snapshot.row, matching.query.now
    dated, rolling = row["dated"][at], row["rolling"][at]
    start = np.where(dated, row["starts"][at], -FAR)
    # who may start on any day starts today, or when enrolment opens
    start = np.where(rolling, np.maximum(np.maximum(start, row["opens"][at]), now), start)
    begun = np.where(rolling, row["closes"][at] <= start, start < now)
    when = np.where(begun, BEGUN, start)
    when = np.where(dated | rolling, when, UNDATED)
    return np.where(row["real"][at], when, WITHOUT_RUN)
