"""Whoosh's own postings, written and read a block at a time. Whoosh moves every posting through a dozen Python calls;
here the occurrences of a term are two arrays from the moment a document is analysed until they are scored. The files
are the same."""

from __future__ import annotations  # array[int] can be written only from Python 3.12 on

from array import array
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from registry.search.engines.whoosh.planes import Ints
from registry.search.engines.whoosh.schema import BLOCK, Codec

Floats = NDArray[np.float64]
Posted = tuple["array[int]", "array[float]"]  # documents ascending, occurrences


class Postings:
    """What waits to be written: field to term to occurrences. Takes the place of Whoosh's sorting pool."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, Posted]] = defaultdict(lambda: defaultdict(lambda: (array("I"), array("f"))))

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting, as Whoosh hands it over."""
        field, term, document, weight, _value = item
        documents, weights = self.fields[field][term]
        documents.append(document)
        weights.append(weight)

    def add_terms(self, field: str, document: int, terms: Mapping[str, int]) -> None:
        """All terms of a document in one field, with their number of occurrences."""
        held = self.fields[field]
        for term, times in terms.items():
            documents, weights = held[term.encode()]
            documents.append(document)
            weights.append(times)

    def add_many(self, field: str, term: bytes, documents: Ints, times: Floats) -> None:
        """The postings of a term in documents after those it has."""
        held = self.fields[field][term]
        held[0].frombytes(documents.astype(np.uint32).tobytes())
        held[1].frombytes(times.astype(np.float32).tobytes())

    def cleanup(self) -> None:
        """Forget everything."""
        self.fields.clear()


class Writer(SegmentWriter):
    """Whoosh's writer of one segment, with postings kept and written as arrays."""

    def __init__(self, ix: Any) -> None:
        super().__init__(ix, codec=Codec(), compound=False)
        self.pool = Postings()

    def add_postings_to_pool(self, reader: SegmentReader, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Take over the postings of a segment that is merged into this one; deleted documents have no place in
        `docmap`."""
        numbers = np.arange(reader.doc_count_all(), dtype=np.int64) + startdoc
        if docmap is not None:
            numbers[:] = -1
            numbers[list(docmap)] = list(docmap.values())
        for field, term in reader.all_terms():
            documents, times = read(reader, field, term)
            moved = numbers[documents]
            if (moved >= 0).any():
                self.pool.add_many(field, term, moved[moved >= 0], times[moved >= 0])

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for field in sorted(self.pool.fields):
            self.fieldwriter.start_field(field, self.schema[field])
            terms = self.pool.fields[field]
            for term in sorted(terms):
                self.fieldwriter.start_term(term)
                _write(self.fieldwriter._postwriter, *terms[term])
                self.fieldwriter.finish_term()
            self.fieldwriter.finish_field()
        self.fieldwriter.close()


def _write(blocks: Any, documents: array[int], weights: array[float]) -> None:
    """Full blocks to the file; the rest waits for the end of the term, as Whoosh has it."""
    for start in range(0, len(documents), BLOCK):
        blocks._ids, blocks._weights = documents[start : start + BLOCK], weights[start : start + BLOCK]
        blocks._maxweight = max(blocks._weights)
        if start + BLOCK < len(documents):
            blocks._write_block()


def read(reader: SegmentReader, field: str, term: bytes) -> tuple[Ints, Floats]:
    """(documents ascending, occurrences) of a term; TermNotFound when the segment does not have it."""
    matcher = reader._terms.matcher(field, term, reader.schema[field].format)
    blocks: list[tuple[Ints, Floats]] = []
    while matcher.is_active():
        matcher._read_data()
        steps, weights, _values = matcher._data
        times = np.array(1.0 if weights is None else weights, np.float64)
        blocks.append((np.cumsum(np.array(steps, np.int64)), np.broadcast_to(times, len(steps))))
        matcher._next_block()
    return np.concatenate([block[0] for block in blocks]), np.concatenate([block[1] for block in blocks])
