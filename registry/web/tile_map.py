"""A picture map without a map: every region becomes a tile of the same size, in a grid that keeps north above south and
west before east. Outlines would be a large file and make large regions loud; tiles are all legible and easy to hit."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations
from math import ceil, sqrt

Centre = tuple[int, int]  # latitude and longitude in millionths of a degree
Cell = tuple[int, int]  # row and column
Wish = tuple[float, float]  # the same, where a region would stand if cells could be shared
WIDTHS = (3, 4, 6)  # columns the look has rules for
MOST_SWAPPED = 150  # cells; beyond, the first placing must do
NEARER = 1e-9  # what a swap must gain, so that rounding cannot swap for ever


def columns(count: int) -> int:
    """How many columns so many tiles take."""
    return next((width for width in WIDTHS if count <= width * (width - 1)), WIDTHS[-1])


def grid(centres: Mapping[str, Centre]) -> list[list[str]]:
    """Rows of codes from north to south, "" where a cell stays empty; every code stands exactly once."""
    return [list(row) for row in _grid(tuple(sorted(centres.items())))]


@lru_cache(maxsize=16)
def _grid(centres: tuple[tuple[str, Centre], ...]) -> tuple[tuple[str, ...], ...]:
    wide = columns(len(centres))
    high = ceil(len(centres) / wide) + (1 if len(centres) > wide else 0)
    wished = _wishes(dict(centres), wide, high) if centres else {}
    cells = [(row, column) for row in range(high) for column in range(wide)]
    placed = dict.fromkeys(cells, "")
    free = set(cells)
    for code in sorted(wished, key=lambda code: (wished[code], code)):
        cell = min(free, key=lambda cell: (_away(cell, wished[code]), cell))
        free.remove(cell)
        placed[cell] = code
    if len(cells) <= MOST_SWAPPED:
        _swap(placed, wished)
    rows = (tuple(placed[row, column] for column in range(wide)) for row in range(high))
    return tuple(row for row in rows if any(row))


def _swap(placed: dict[Cell, str], wished: Mapping[str, Wish]) -> None:
    """Let two cells change places as long as that brings their regions nearer to where they belong."""
    better = True
    while better:
        better = False
        for one, other in combinations(placed, 2):
            a, b = placed[one], placed[other]
            now = _cost(one, a, wished) + _cost(other, b, wished)
            if _cost(other, a, wished) + _cost(one, b, wished) < now - NEARER:
                placed[one], placed[other], better = b, a, True


def _cost(cell: Cell, code: str, wished: Mapping[str, Wish]) -> float:
    return _away(cell, wished[code]) if code else 0.0


def _away(cell: Cell, wish: Wish) -> float:
    return (cell[0] - wish[0]) ** 2 + (cell[1] - wish[1]) ** 2


def _wishes(centres: Mapping[str, Centre], wide: int, high: int) -> dict[str, Wish]:
    """Where each region would stand."""
    lats = [lat for lat, _lon in centres.values()]
    lons = [lon for _lat, lon in centres.values()]
    north, west = max(lats), min(lons)
    tall, broad = max(north - min(lats), 1), max(max(lons) - west, 1)
    return {
        code: ((north - lat) / tall * (high - 1), (lon - west) / broad * (wide - 1))
        for code, (lat, lon) in centres.items()
    }


def side(count: int, largest: int, most: int = 40) -> int:
    """Side of a square whose area stands for the count."""
    return max(4, round(most * sqrt(count / largest))) if count else 0
