"""The fields of the index. Text arrives already analysed, so a field only counts its words; what filters, counts and
order need is written as three columns of bytes per document (see `record`) instead of one column per value."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from registry.search.analysis import Analyser
from registry.search.document import FIELDS
from registry.search.engines.whoosh.record import LAYOUT

WORDS = "words"  # unstemmed words of everything but the body: for beginnings of words and for typing errors
SPELT = "spelt"  # the same words that have marks, each behind its form without: "gerat gerät"
OFFER, ROWS, REST = "offer", "rows", "rest"
BLOCK = 4096  # postings read at once; Whoosh's own 128 costs a Python round trip each


class Terms(fields.FieldType):
    """A field of analysed words: a sequence of terms, kept with their number of occurrences, without positions or
    lengths."""

    def __init__(self) -> None:
        self.format = formats.Existence()  # the count goes in as the weight; a value beside it would be a copy
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False
        self.column_type = None
        self.indexed = True

    def index(self, value: object, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Nothing: the terms of a document go straight to the postings (`Postings.add_terms`)."""
        yield from ()


def schema() -> fields.Schema:
    """The schema of a new index."""
    described: dict[str, Any] = {name: Terms() for name in (*FIELDS, WORDS, SPELT)}
    described["code"] = fields.ID(unique=True)
    for name in (OFFER, ROWS, REST):
        # lengths alone: with offsets beside them Whoosh would write large segments in a second format
        described[name] = fields.COLUMN(columns.VarBytesColumn(allow_offsets=False))
    return fields.Schema(**described)


class Codec(W3Codec):
    """Whoosh's own codec with larger blocks, uncompressed, and without asking for a length at every posting: no field
    keeps any."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)


def fingerprint(analyser: Analyser, edition: str) -> str:
    """Changes whenever an index written before can no longer be read or would hold other words or values."""
    text = f"{sorted(schema().names())} {LAYOUT} {BLOCK} {analyser.fingerprint} {edition}"
    return sha256(text.encode()).hexdigest()
