"""What is read of one Whoosh segment. Segments never change once written (only the set of deleted documents beside
them does), so all of this is read once and kept as long as the segment is in use: a small commit costs a small
reading."""

import contextlib
import itertools
import threading
import weakref
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
import orjson
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound

from registry.search import facets
from registry.search.engine import IndexDamaged
from registry.search.engines.whoosh.planes import Ints
from registry.search.engines.whoosh.postings import Floats, read
from registry.search.engines.whoosh.record import OFFER_DTYPE, ROW_DTYPE
from registry.search.engines.whoosh.schema import OFFER, REST, ROWS, SPELT, WORDS

# (owner, value): which offer or row of the segment has which value, the value as a position in `Segment.values[name]`
Pairs = tuple[Ints, Ints]


class Segment:
    """One segment as arrays.

    `offers` OFFER_DTYPE, one per document; `rows` ROW_DTYPE, the documents' rows one after the other. `codes`,
    `stamps`, `titles`, `names` ((provider's name, localities)) one per document; `row_codes` one per row,
    `first_rows` where a document's begin, "" for a stated row. `values[name]` the distinct values of a facet,
    `pairs[name]` who has them.
    """

    def __init__(self, storage: FileStorage, schema: Any, segment: Any) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        weakref.finalize(self, self._reader.close)
        # Whoosh reads by seeking in one shared file handle
        self._lock = threading.Lock()
        self.size = int(segment.doc_count_all())
        with self._reading():
            self.offers = np.frombuffer(b"".join(self._column(OFFER)), OFFER_DTYPE)
            self.rows = np.frombuffer(b"".join(self._column(ROWS)), ROW_DTYPE)
            rest = [orjson.loads(text) for text in self._column(REST)]
        if len(self.offers) != self.size or len(rest) != self.size or int(self.offers["rows"].sum()) != len(self.rows):
            raise ValueError("the columns of a segment do not fit together")
        self.first_rows = np.cumsum(self.offers["rows"]) - self.offers["rows"]
        self._read_rest(rest)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """Whoosh answers altered files with errors of every kind; here, and only here, all mean damage."""
        with self._lock:
            try:
                yield
            except Exception as error:
                raise IndexDamaged(f"a segment cannot be read: {error!r}") from error

    def _column(self, name: str) -> Any:
        return self._reader.column_reader(name, translate=False)

    def _read_rest(self, rest: list[list[Any]]) -> None:
        self.codes = [item[0] for item in rest]
        self.stamps = [item[1] for item in rest]
        self.titles = [item[3] for item in rest]
        self.names = [item[4] for item in rest]
        rows = list(itertools.chain.from_iterable(item[5] for item in rest))
        self.row_codes = [row[0] for row in rows]
        self.values: dict[str, list[str]] = {}
        self.pairs: dict[str, Pairs] = {}
        self._pair(facets.OFFER_VALUES, (item[2] for item in rest))
        self._pair(facets.RUN_VALUES, (row[1] for row in rows))

    def _pair(self, names: Iterable[str], owners: Iterable[dict[str, list[str]]]) -> None:
        known: dict[str, dict[str, int]] = {name: {} for name in names}
        who: dict[str, list[int]] = {name: [] for name in known}
        what: dict[str, list[int]] = {name: [] for name in known}
        for owner, values in enumerate(owners):
            for name, items in values.items():
                numbers = known[name]
                for item in items:
                    who[name].append(owner)
                    what[name].append(numbers.setdefault(item, len(numbers)))
        for name, numbers in known.items():
            self.values[name] = list(numbers)
            self.pairs[name] = np.array(who[name], np.int64), np.array(what[name], np.int64)

    def postings(self, field: str, term: str) -> tuple[Ints, Floats] | None:
        """(documents, occurrences) of a term, documents ascending; None when the segment does not have it."""
        with self._reading():
            try:
                return read(self._reader, field, term.encode())
            except TermNotFound:
                return None

    @cached_property
    def words(self) -> list[str]:
        """Every unstemmed word of the segment, in order."""
        with self._reading():
            return [term.decode() for term in self._reader.lexicon(WORDS)]

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The same for asking whether a word is there."""
        return frozenset(self.words)

    @cached_property
    def spelt(self) -> dict[str, list[str]]:
        """A word without its marks → how it is written with them."""
        found: dict[str, list[str]] = {}
        with self._reading():
            for term in self._reader.lexicon(SPELT):
                word, _space, written = term.decode().partition(" ")
                found.setdefault(word, []).append(written)
        return found

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every letter of these words."""
        return frozenset("".join(self.words))
