"""The picture a shared link shows, drawn from rectangles: the mark, and the fingerprint of the competences in their
five hues, an offer's own or, for an event, all of them. It holds no letters, so it needs no font and no language, and
nothing beyond the standard library."""

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache

from registry.web.charts import CODES, GROUPS

WIDTH, HEIGHT = 1200, 630
PAPER, INK, TRACK = (255, 253, 246), (27, 24, 19), (236, 230, 217)
HUES = ((29, 95, 166), (192, 55, 27), (148, 48, 140), (27, 115, 70), (138, 90, 0))
MARK = ((0, 15, 15), (7, 0, 30), (14, 10, 20), (21, 10, 20), (28, 10, 20))  # x, y and height of the five bars
COLUMN, BLOCK, GAP, SPACE = 40, 64, 6, 24
LEFT, RIGHT, FOOT = 84, 1116, 560
LEVELS = 8
REMEMBERED = 512  # pictures of a few kilobytes each
UNKNOWN = 1  # how high a competence stands whose level nobody stated: it is there, no more is known


class Canvas:
    """Pixels as numbers of colours in a palette."""

    def __init__(self) -> None:
        self.rows = [bytearray(WIDTH) for _row in range(HEIGHT)]

    def fill(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """A rectangle."""
        for row in self.rows[y : y + height]:
            row[x : x + width] = bytes([colour]) * width


def draw(levels: Mapping[str, int | None]) -> bytes:
    """The picture of competence → level (1 to 8, None where none is stated), as a PNG file."""
    return _drawn(tuple((levels[code] or UNKNOWN) if code in levels else 0 for code in CODES))


# drawing takes longer than most pages, and anybody may ask for it again and again: what looks the same is drawn once
@lru_cache(maxsize=REMEMBERED)
def _drawn(heights: tuple[int, ...]) -> bytes:
    canvas, reached = Canvas(), dict(zip(CODES, heights, strict=True))
    for x, y, height in MARK:
        canvas.fill(LEFT + x * 4, 60 + y * 4, 20, height * 4, 1)
    canvas.fill(LEFT, 212, RIGHT - LEFT, 8, 1)
    x = LEFT
    for area in GROUPS:
        for code in [code for code in CODES if code.startswith(f"{area}.")]:
            _column(canvas, x, reached[code], area + 2)
            x += COLUMN + GAP
        x += SPACE - GAP
    return _png(canvas)


def whole() -> bytes:
    """The picture of all competences at their highest."""
    return draw(dict.fromkeys(CODES, LEVELS))


def _column(canvas: Canvas, x: int, halves: int, colour: int) -> None:
    for block in range(4):
        top = FOOT - (block + 1) * (BLOCK + GAP)
        canvas.fill(x, top, COLUMN, BLOCK, 2)
        filled = min(2, max(0, halves - 2 * block)) * BLOCK // 2
        canvas.fill(x, top + BLOCK - filled, COLUMN, filled, colour)


def _png(canvas: Canvas) -> bytes:
    """The canvas as a file with a palette of eight colours."""
    palette = b"".join(bytes(colour) for colour in (PAPER, INK, TRACK, *HUES))
    lines = zlib.compress(b"".join(b"\0" + bytes(row) for row in canvas.rows), 9)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", lines), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
