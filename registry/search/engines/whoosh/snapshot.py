"""All segments as one set of arrays, without what was deleted: the state of the index one request works on, whatever
is committed meanwhile. Offers and rows are numbered as `Planes` lays them out; numbers of a segment's documents are
translated by `Part`."""

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from registry.search import facets
from registry.search.engines.whoosh.planes import Bools, Ints, Planes, Words, lines
from registry.search.engines.whoosh.postings import Floats
from registry.search.engines.whoosh.record import OFFER_DTYPE, ROW_DTYPE
from registry.search.engines.whoosh.schema import SPELT, WORDS
from registry.search.engines.whoosh.segment import Segment

REMEMBERED = 256  # words whose postings, and questions whose answers, are kept at hand
FEW = 128  # values of an offer's facet up to which a line of bits for each is less than the pairs
Made = TypeVar("Made")


@dataclass(frozen=True)
class Part:
    """A segment within the snapshot: `numbers[document]` is the offer's number, -1 when deleted; `keep` and
    `keep_rows` are the documents and rows that are not."""

    segment: Segment
    keep: Bools
    keep_rows: Bools
    numbers: Ints


@dataclass(frozen=True)
class Held:
    """Who has which value of one facet: pairs of `owner` (an offer's number, or a row's position) and `value` (a
    position in `values`); also as `bits`, a line of offers or rows per value, unless an offer has one of very many."""

    values: list[str]
    owner: Ints
    value: Ints
    bits: Words | None = None

    def position(self, value: str) -> int | None:
        """Position of a value, None when nobody has it."""
        return self._positions.get(value)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {value: position for position, value in enumerate(self.values)}


class Snapshot:
    """Arrays over N offers and their rows (every offer has at least its stated row, always the first).

    Offers: `shuffle`, `listed`, `minutes`, `confirm_by`, `examined`, `lengths` (N × fields). Rows: `row` by name of
    ROW_DTYPE, `row_offer`; at unused positions no row is `real`.
    """

    def __init__(self, live: Iterable[tuple[Segment, Bools]]) -> None:
        kept = [(segment, keep, np.repeat(keep, segment.offers["rows"])) for segment, keep in live]
        offer = np.concatenate([np.empty(0, OFFER_DTYPE), *(segment.offers[keep] for segment, keep, _ in kept)])
        row = np.concatenate([np.empty(0, ROW_DTYPE), *(segment.rows[rows] for segment, _, rows in kept)])
        counts = offer["rows"].astype(np.int64)
        self.size = len(offer)
        self.planes = Planes(counts)
        self._positions = self.planes.positions(counts)
        self.parts = list(self._parts(kept))
        offer = offer[self.planes.order]
        self.shuffle = _ranks(offer["shuffle"])
        self.listed, self.minutes = offer["listed"].astype(np.int64), offer["minutes"].astype(np.int64)
        self.confirm_by = offer["confirm_by"].astype(np.int64)
        self.examined, self.lengths = offer["examined"].copy(), offer["lengths"].astype(np.float64)
        self.row = {name: self._placed(row[name]) for name in ROW_DTYPE.names or ()}
        self.row_offer = self._placed(np.repeat(self.planes.number, counts))
        self.held = {name: self._hold(name, of_rows=False) for name in facets.OFFER_VALUES}
        self.held |= {name: self._hold(name, of_rows=True) for name in facets.RUN_VALUES}
        self._memory: OrderedDict[Hashable, Any] = OrderedDict()
        self._memory_lock = threading.Lock()

    def _parts(self, kept: list[tuple[Segment, Bools, Bools]]) -> Iterator[Part]:
        base = 0
        for segment, keep, keep_rows in kept:
            numbers = np.full(segment.size, -1, np.int64)
            numbers[keep] = self.planes.number[base : base + int(keep.sum())]
            base += int(keep.sum())
            yield Part(segment, keep, keep_rows, numbers)

    def _placed(self, values: Any) -> Any:
        """Values given row by row, at the rows' positions."""
        placed = np.zeros(self.planes.rows, values.dtype)
        placed[self._positions] = values
        return placed

    def _hold(self, name: str, *, of_rows: bool) -> Held:
        positions: dict[str, int] = {}
        owners, values, base = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
        for part in self.parts:
            keep = part.keep_rows if of_rows else part.keep
            owner, value = part.segment.pairs[name]
            mine = [positions.setdefault(text, len(positions)) for text in part.segment.values[name]]
            kept = keep[owner]
            numbers = np.cumsum(keep) - 1 + base
            base += int(keep.sum())
            owners.append(numbers[owner[kept]])
            values.append(np.array(mine, np.int64)[value[kept]])
        owner = (self._positions if of_rows else self.planes.number)[np.concatenate(owners)]
        # a value only deleted offers had is no value any more
        used, value = np.unique(np.concatenate(values), return_inverse=True)
        names = list(positions)
        size = self.planes.rows if of_rows else self.size
        bits = lines(owner, value, len(used), size) if of_rows or len(used) <= FEW else None
        return Held([names[number] for number in used.tolist()], owner, value, bits)

    @cached_property
    def average_lengths(self) -> Floats:
        """Mean number of words per field, at least one."""
        means: Floats = np.maximum(self.lengths.mean(axis=0), 1.0) if self.size else np.ones(self.lengths.shape[1])
        return means

    @cached_property
    def letters(self) -> str:
        """Every letter that occurs in a word."""
        return "".join(sorted(frozenset().union(*(part.segment.letters for part in self.parts))))

    def has_word(self, word: str) -> bool:
        """Does an offer, perhaps one deleted since, have this unstemmed word outside its body?"""
        return any(word in part.segment.word_set for part in self.parts)

    def written(self, word: str) -> str:
        """Such a word as most offers that have it write it: with its marks where at least half of them do."""
        forms = {form for part in self.parts for form in part.segment.spelt.get(word, ())}
        counts = {form: self.count(SPELT, f"{word} {form}") for form in forms}
        best = max(forms, key=lambda form: (counts[form], form), default=word)
        return best if 2 * counts.get(best, 0) >= self.count(WORDS, word) else word

    def count(self, field: str, term: str) -> int:
        """How many offers have a term."""
        return sum(len(offers) for offers, _times in self.postings(field, term))

    def words_beginning(self, start: str, most: int) -> list[str]:
        """Such words that begin so, the shortest first."""
        found: set[str] = set()
        for part in self.parts:
            words = part.segment.words
            found.update(words[bisect_left(words, start) : bisect_left(words, start + "\U0010ffff")])
        return sorted(found, key=lambda word: (len(word), word))[:most]

    def postings(self, field: str, term: str) -> Iterator[tuple[Ints, Floats]]:
        """(offers, occurrences) of a term, per segment."""
        for part in self.parts:
            found = part.segment.postings(field, term)
            if found is None:
                continue
            numbers = part.numbers[found[0]]
            alive = numbers >= 0
            yield numbers[alive], found[1][alive]

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The answer of `make`, kept while it is asked for often."""
        with self._memory_lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        made = make()
        with self._memory_lock:
            self._memory[key] = made
            while len(self._memory) > REMEMBERED:
                self._memory.popitem(last=False)
        return made

    @cached_property
    def _home(self) -> tuple[Ints, Ints]:
        """(position of its part, number in that segment) of every offer."""
        parts, documents = np.empty(self.size, np.int64), np.empty(self.size, np.int64)
        for position, part in enumerate(self.parts):
            alive = np.flatnonzero(part.keep)
            parts[part.numbers[alive]], documents[part.numbers[alive]] = position, alive
        return parts, documents

    def document(self, offer: int) -> tuple[Segment, int]:
        """The segment of an offer and its number there."""
        parts, documents = self._home
        return self.parts[int(parts[offer])].segment, int(documents[offer])

    def code(self, offer: int) -> str:
        """The code of an offer."""
        segment, number = self.document(offer)
        return segment.codes[number]

    def run_code(self, offer: int, row: int) -> str:
        """The code of the run that is the `row`-th row of an offer."""
        segment, number = self.document(offer)
        return segment.row_codes[int(segment.first_rows[number]) + row]

    def stamps(self) -> dict[str, str]:
        """Code to stamp."""
        alive = ((part.segment, number) for part in self.parts for number in np.flatnonzero(part.keep).tolist())
        return {segment.codes[number]: segment.stamps[number] for segment, number in alive}

    @cached_property
    def names(self) -> tuple[dict[str, str], list[str]]:
        """(provider's slug to name, localities) of the offers there are."""
        providers: dict[str, str] = {}
        localities: dict[str, None] = {}
        held = self.held["provider"]
        for offer, value in zip(held.owner.tolist(), held.value.tolist(), strict=True):
            segment, document = self.document(offer)
            providers.setdefault(held.values[value], segment.names[document][0])
            localities.update(dict.fromkeys(segment.names[document][1]))
        return providers, sorted(localities)


def _ranks(values: Any) -> Ints:
    ranks = np.empty(len(values), np.int64)
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks
