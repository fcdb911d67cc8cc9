"""Geometry of the competence fingerprint: 21 columns in groups of 3, 6, 4, 4, 4, each four blocks high, one block per
band of two levels. The small figure is SVG path data, the large one and the coverage map are grids of plain values;
order and number of columns never change, so position alone says which competence it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext

GROUPS = {1: 3, 2: 6, 3: 4, 4: 4, 5: 4}
CODES = tuple(f"{area}.{number}" for area, count in GROUPS.items() for number in range(1, count + 1))
BANDS = (1, 2, 3, 4)

# Small figure: a 232 × 40 box, columns 8 wide with a gap of 2, groups 8 apart, blocks 6 high with a gap of 1.
FLOOR = 27
COLUMN, GAP, GROUP_GAP = 8, 2, 8
BLOCK, RISE = 6, 7
# From which share of the largest number a block of the map is drawn stronger, in hundredths.
STRENGTHS = (15, 45, 85)
LEAST_LARGEST = 4  # so that a map with one offer here and there does not shout


@cache
def _left(code: str) -> int:
    """Left edge of a competence's column in the small figure."""
    area, number = (int(part) for part in code.split("."))
    before = sum(count for group, count in GROUPS.items() if group < area)
    return (before + number - 1) * (COLUMN + GAP) + (area - 1) * (GROUP_GAP - GAP)


# The feet of all 21 columns, drawn once per page and used by each figure: what is not taught stays a quiet line.
FEET = "".join(f"M{_left(code)} {FLOOR}h{COLUMN}v-2h-{COLUMN}z" for code in CODES)


class AreaMark(NamedTuple):
    """One area in the small figure: its number, where its glyph stands, and its blocks as path data, whether anything
    in it is reached."""

    area: int
    x: int
    blocks: str
    reached: bool


@dataclass(frozen=True)
class Fingerprint:
    """The small figure: empty columns behind reached competences, the five areas, its words, and the range of levels in
    short."""

    columns: str
    areas: tuple[AreaMark, ...]
    words: str
    levels: str


def fingerprint(levels: Mapping[str, int | None], names: Mapping[str, str]) -> Fingerprint:
    """The figure for competence → level (1–8, None where no level is stated); `names` are everyday names by code."""
    reached = tuple((code, levels[code]) for code in CODES if code in levels)
    words = ", ".join(_said(code, level, names.get(code, "")) for code, level in reached)
    return Fingerprint(*_drawn(reached), words, level_range(level for level in levels.values() if level))


@lru_cache(maxsize=4096)
def _drawn(reached: tuple[tuple[str, int | None], ...]) -> tuple[str, tuple[AreaMark, ...]]:
    """Columns and areas for (competence, level) in order; the same in every language."""
    levels = dict(reached)
    columns = "".join(f"M{_left(code)} {FLOOR}h{COLUMN}V0h-{COLUMN}z" for code in levels)
    marks = (_mark(area, [code for code in levels if code.startswith(f"{area}.")], levels) for area in GROUPS)
    return columns, tuple(marks)


def _mark(area: int, reached: list[str], levels: Mapping[str, int | None]) -> AreaMark:
    return AreaMark(area, _left(f"{area}.1"), "".join(_blocks(code, levels[code]) for code in reached), bool(reached))


def level_range(levels: Iterable[int]) -> str:
    """The range in short: two levels with a dash, one level, or "" when there is none."""
    known = sorted(set(levels))
    if not known:
        return ""
    return f"{known[0]}–{known[-1]}" if known[0] != known[-1] else str(known[0])


def _blocks(code: str, level: int | None) -> str:
    """Filled blocks of one column, from below: two levels a block, one level half a block; without a level only its
    foot."""
    x = _left(code)
    if level is None:
        return f"M{x} {FLOOR}h{COLUMN}v-2h-{COLUMN}z"
    whole, half = divmod(level, 2)
    full = "".join(f"M{x} {FLOOR - RISE * n}h{COLUMN}v-{BLOCK}h-{COLUMN}z" for n in range(whole))
    return full + (f"M{x} {FLOOR - RISE * whole}h{COLUMN}v-{BLOCK // 2}h-{COLUMN}z" if half else "")


def _said(code: str, level: int | None, name: str) -> str:
    title = f"{code} {name}".strip()
    if level is None:
        return title
    return _("%(competence)s, level %(level)s", competence=title, level=level)


@dataclass(frozen=True)
class Column:
    """A column of the large figure: code, everyday name, level reached or None, and per band "f" full, "h" half or
    ""."""

    code: str
    name: str
    level: int | None
    reached: bool
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class AreaColumns:
    """One area of the large figure."""

    area: int
    name: str
    reached: bool
    columns: tuple[Column, ...]


def skyline(levels: Mapping[str, int | None], names: Mapping[str, str]) -> tuple[AreaColumns, ...]:
    """The large figure; `names` holds area names ("1") as well as competence names ("1.2")."""
    areas = []
    for area, count in GROUPS.items():
        codes = [f"{area}.{number}" for number in range(1, count + 1)]
        columns = tuple(
            Column(
                code, names.get(code, ""), levels.get(code), code in levels, _bands(levels.get(code), code in levels)
            )
            for code in codes
        )
        areas.append(AreaColumns(area, names.get(str(area), ""), any(c.reached for c in columns), columns))
    return tuple(areas)


def _bands(level: int | None, reached: bool) -> tuple[str, ...]:
    if level is None:
        return tuple("o" if reached else "" for _band in BANDS)
    return tuple("f" if level >= 2 * band else "h" if level == 2 * band - 1 else "" for band in BANDS)


@dataclass(frozen=True)
class Cell:
    """A block of the map: its band, how many offers, how strongly it is drawn (0–4), its words, and where it leads (""
    for 0)."""

    band: int
    count: int
    strength: int
    words: str
    href: str


@dataclass(frozen=True)
class MapColumn:
    """A column of the map: a competence with its page and four blocks."""

    code: str
    name: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class MapArea:
    """An area of the map."""

    area: int
    name: str
    href: str
    columns: tuple[MapColumn, ...]


def strength(count: int, largest: int) -> int:
    """In which of five steps (0–4) a count is drawn beside the largest one on the map."""
    if not count:
        return 0
    share = 100 * count // max(largest, LEAST_LARGEST)
    return 1 + sum(share >= least for least in STRENGTHS)


def cell_words(code: str, count: int, band_name: str) -> str:
    """What stands for a block's number: offers, competence and band."""
    return ngettext("offer, %(code)s %(band)s", "offers, %(code)s %(band)s", count, code=code, band=band_name)


SEAT, SEAT_STEP, SEAT_HEIGHT = 4, 7, 13
SEATS_PER_LINE, SEAT_LINE, MOST_SEATS = 15, 18, 30  # a longer line would not fit the column of places


@dataclass(frozen=True)
class Seats:
    """One bar per place, in lines: taken ones and free ones as path data, and the figure's size."""

    taken: str
    free: str
    width: int
    height: int


def seats(total: int | None, left: int | None) -> Seats | None:
    """The bars for a run, or None when the numbers are unknown or too many to be seen singly."""
    if total is None or left is None or not 0 <= left <= total or not 0 < total <= MOST_SEATS:
        return None
    lines = [divmod(number, SEATS_PER_LINE) for number in range(total)]
    at = [(column * SEAT_STEP, line * SEAT_LINE) for line, column in lines]
    taken = "".join(f"M{x} {y}h{SEAT}v{SEAT_HEIGHT}h-{SEAT}z" for x, y in at[: total - left])
    free = "".join(f"M{x}.5 {y}.5h{SEAT - 1}v{SEAT_HEIGHT - 1}h-{SEAT - 1}z" for x, y in at[total - left :])
    return Seats(taken, free, min(total, SEATS_PER_LINE) * SEAT_STEP, at[-1][1] + SEAT_HEIGHT + 1)


SQUARE, SQUARE_STEP, SQUARES_PER_LINE, MOST_SQUARES = 7, 10, 34, 136


@dataclass(frozen=True)
class Squares:
    """One square per offer, in lines: path data and the size of the figure."""

    path: str
    width: int
    height: int


def squares(count: int) -> Squares:
    """The squares for so many offers; a very large number fills the figure."""
    shown = min(count, MOST_SQUARES)
    path = "".join(
        f"M{n % SQUARES_PER_LINE * SQUARE_STEP} {n // SQUARES_PER_LINE * SQUARE_STEP}h{SQUARE}v{SQUARE}h-{SQUARE}z"
        for n in range(shown)
    )
    lines = -(-shown // SQUARES_PER_LINE)
    return Squares(path, min(shown, SQUARES_PER_LINE) * SQUARE_STEP, lines * SQUARE_STEP)
