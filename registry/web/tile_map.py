"""A picture map without a map: every region becomes a tile of the same size, in a grid that keeps north above south and
west before east. Outlines would be a large file and make large regions loud; tiles are all legible and easy to hit."""

from collections.abc import Mapping
from math import ceil, sqrt

Centre = tuple[int, int]  # latitude and longitude in millionths of a degree
WIDTHS = (3, 4, 6)  # columns the look has rules for


def columns(count: int) -> int:
    """How many columns so many tiles take."""
    return next((width for width in WIDTHS if count <= width * (width - 1)), WIDTHS[-1])


def grid(centres: Mapping[str, Centre]) -> list[list[str]]:
    """Rows of codes from north to south, "" where a cell stays empty; every code stands exactly once."""
    if not centres:
        return []
    wide = columns(len(centres))
    high = ceil(len(centres) / wide) + (1 if len(centres) > wide else 0)
    wished = _wishes(centres, wide, high)
    cells = {(row, column) for row in range(high) for column in range(wide)}
    placed: dict[tuple[int, int], str] = {}
    for code in sorted(wished, key=lambda code: (wished[code], code)):
        y, x = wished[code]
        cell = min(cells, key=lambda cell: ((cell[0] - y) ** 2 + (cell[1] - x) ** 2, cell))
        cells.remove(cell)
        placed[cell] = code
    rows = [[placed.get((row, column), "") for column in range(wide)] for row in range(high)]
    return [row for row in rows if any(row)]


def _wishes(centres: Mapping[str, Centre], wide: int, high: int) -> dict[str, tuple[float, float]]:
    """Where each region would stand, in rows and columns, if cells could be shared."""
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
