"""The coverage map with live counts: 21 competences by four bands. The counts are the search engine's own tallies, so
each number is exactly how many offers its link will show."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from registry.catalogue import coverage
from registry.kernel.i18n import gettext as _
from registry.search import service
from registry.search.request import SearchRequest
from registry.web import charts, display, filters, rows


@dataclass(frozen=True)
class Band:
    """Two levels: everyday name, "level 1–2", "1–2"."""

    name: str
    levels: str
    short: str


@dataclass(frozen=True)
class Grid:
    """How many offers each block of the map leads to, by competence and band; and each band by itself, empty while
    nobody knows."""

    counts: Mapping[tuple[str, int], int]
    bands: Mapping[int, int]


def bands() -> tuple[Band, ...]:
    """The four bands, from basic up."""
    pairs = [(display.named("digcomp-level", levels_of(band)[0]), "–".join(levels_of(band))) for band in charts.BANDS]
    return tuple(Band(name, _("level %(level)s", level=pair), pair) for name, pair in pairs)


def levels_of(band: int) -> list[str]:
    """The two levels of a band as search values."""
    return [str(2 * band - 1), str(2 * band)]


def areas(counts: Mapping[tuple[str, int], int]) -> tuple[charts.MapArea, ...]:
    """The map; `counts` by competence and band."""
    names, named = rows.competence_names(), bands()
    largest = max(counts.values(), default=0)

    def cell(code: str, band: int) -> charts.Cell:
        count = counts.get((code, band), 0)
        href = filters.address(SearchRequest(competence=(code,), level=tuple(levels_of(band)))) if count else ""
        said = charts.cell_words(code, count, named[band - 1].name)
        return charts.Cell(band, count, charts.strength(count, largest), said, href)

    def column(code: str) -> charts.MapColumn:
        cells = tuple(cell(code, band) for band in charts.BANDS)
        return charts.MapColumn(code, names.get(code, ""), url_for("portal.competence", code=code), cells)

    def area(number: int, size: int) -> charts.MapArea:
        columns = tuple(column(f"{number}.{at}") for at in range(1, size + 1))
        return charts.MapArea(
            number, names.get(str(number), ""), url_for("portal.competence", code=str(number)), columns
        )

    return tuple(area(number, size) for number, size in charts.GROUPS.items())


def live() -> Grid:
    """The numbers of the map: one question to the index. While there is none the register's own facts take its place,
    as they do behind the links."""
    shares = service.crossed(SearchRequest(), "competence", [("level", levels_of(band)) for band in charts.BANDS])
    if shares is None:
        return Grid(coverage.grid(), {})
    lines = dict(zip(charts.BANDS, shares, strict=True))
    counts = {(code, band): share.counts.get(code, 0) for band, share in lines.items() for code in charts.CODES}
    return Grid(counts, {band: share.total for band, share in lines.items()})
