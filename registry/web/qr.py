"""An address as a picture a telephone reads, drawn as one path: sharp at every size, small, and allowed by a policy
that forbids inline style."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4  # modules of white that every reader expects around


@dataclass(frozen=True)
class Code:
    """`size` is the edge of the view box in modules, the quiet edge with it."""

    size: int
    path: str


def code(address: str) -> Code:
    """The code of an address."""
    rows = segno.make(address, error="l", micro=False).matrix
    path = "".join(_line(row, number + QUIET) for number, row in enumerate(rows))
    return Code(len(rows) + 2 * QUIET, path)


def _line(row: bytearray, y: int) -> str:
    path, x = "", QUIET
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            path += f"M{x} {y}h{length}v1h-{length}z"
        x += length
    return path
