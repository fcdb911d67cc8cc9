"""The layout in which rows are kept. Offers are numbered by falling number of rows, and the rows stand in planes:
plane 0 holds the first row of every offer, plane 1 the second row of those that have one, and so on. "Some row of the
offer" is then a few comparisons of neighbouring bytes instead of a jump per offer, and every plane begins at a whole
64-bit word, so that 64 rows are counted at once."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
WORD = 64


class Planes:
    """Where the rows of N offers stand.

    `offers` N; `rows` positions in all, unused ones included; `number[i]` the new number of the i-th offer given;
    `lengths[p]`: the offers 0 to lengths[p] - 1 have a row in plane p, which begins at position `starts[p]`.
    """

    def __init__(self, counts: Ints) -> None:
        """`counts`: rows of each offer, at least one."""
        self.offers = len(counts)
        self.order = np.argsort(-counts, kind="stable")
        self.number = np.empty(self.offers, np.int64)
        self.number[self.order] = np.arange(self.offers)
        having = np.bincount(counts, minlength=1)[::-1].cumsum()[::-1]  # having[k]: offers with at least k rows
        self.lengths: list[int] = having[1:].tolist()
        widths = -(-having[1:] // WORD) * WORD
        self.starts: list[int] = (widths.cumsum() - widths).tolist()
        self.rows = int(widths.sum())

    def positions(self, counts: Ints) -> Ints:
        """The position of every row, given offer by offer in the order of `counts`."""
        first = counts.cumsum() - counts
        within = np.arange(int(counts.sum())) - np.repeat(first, counts)
        return np.array(self.starts, np.int64)[within] + np.repeat(self.number, counts)

    def of(self, offer: int) -> list[int]:
        """The positions of an offer's rows, in their order."""
        return [start + offer for start, length in zip(self.starts, self.lengths, strict=True) if offer < length]

    def some(self, rows: Bools) -> Bools:
        """Offers of which some row is in the mask."""
        found = rows[: self.offers].copy()
        for start, length in zip(self.starts[1:], self.lengths[1:], strict=True):
            found[:length] |= rows[start : start + length]
        return found

    def least(self, values: Ints, rows: Bools, otherwise: int) -> Ints:
        """Per offer the least value among its rows in the mask, `otherwise` where there is none."""
        values = np.where(rows, values, otherwise)
        found = values[: self.offers].copy()
        for start, length in zip(self.starts[1:], self.lengths[1:], strict=True):
            np.minimum(found[:length], values[start : start + length], out=found[:length])
        return found

    def count(self, held: Words, rows: Bools, offers: Bools) -> Ints:
        """Per line of `held` (rows as bits) the number of offers in their mask with some row in both masks."""
        bits = packed(rows)
        found = held[:, : words(self.offers)] & bits[: words(self.offers)]
        for start, length in zip(self.starts[1:], self.lengths[1:], strict=True):
            plane = slice(start // WORD, start // WORD + words(length))
            found[:, : words(length)] |= held[:, plane] & bits[plane]
        return counted(found, offers)


def words(length: int) -> int:
    """How many words hold so many bits."""
    return -(-length // WORD)


def lines(who: Ints, what: Ints, count: int, length: int) -> Words:
    """So many lines of bits, each of this length: line `what[i]` has `who[i]`."""
    bits = np.zeros((count, words(length)), np.uint64)
    np.bitwise_or.at(bits, (what, who // WORD), np.uint64(1) << (who % WORD).astype(np.uint64))
    return bits


def masked(line: Words, length: int) -> Bools:
    """A line of bits as a mask."""
    return np.unpackbits(line.view(np.uint8), count=length, bitorder="little").view(np.bool_)


def packed(mask: Bools) -> Words:
    """A mask as words, the last one filled up with zeros."""
    padded = np.zeros(words(len(mask)) * WORD, bool)
    padded[: len(mask)] = mask
    return np.packbits(padded, bitorder="little").view("<u8")


def counted(lines: Words, mask: Bools) -> Ints:
    """How many of the mask each line has."""
    return np.bitwise_count(lines & packed(mask)).sum(axis=1, dtype=np.int64)
