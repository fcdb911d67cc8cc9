"""What everything else is made of: colours and sizes as they stand in the style sheet, glyphs, and the competence
fingerprint in its four sizes. Numbers are read from the sheet, so that the guide never says what is no longer true."""

import re
from dataclasses import replace
from functools import cache

from registry.kernel.i18n import gettext as _
from registry.web import assets, charts, competence_map, rows
from registry.web.pages.styleguide import Figure, Glyph, Look, Step, Swatch

HERE = "#figure"
PIXELS = 16  # in one rem
LIGHT, DARK = 0, 1
NAMED = re.compile(r"--([a-z0-9-]+): ([^;]+);")
HEX = re.compile(r"#[0-9a-f]{3,6}\b")
REM = re.compile(r"(\d*\.?\d+)rem")
# enough for each of the five strengths
COUNTS = (0, 3, 12, 40, 90)
SOME = {"1.1": 3, "1.2": 2, "2.1": 5, "2.4": 1, "4.2": 4, "5.1": 8}


def look() -> Look:
    """All of it."""
    names = rows.competence_names()
    return Look(
        swatches=tuple(_swatch(token, use, ground) for token, use, ground in _colours()),
        steps=tuple(Step(token, _size(token), use) for token, use in _types()),
        glyphs=tuple(Glyph(area, names[str(area)]) for area in charts.GROUPS),
        figures=tuple(Figure(words, charts.fingerprint(levels, names)) for words, levels in _figures()),
        skyline=charts.skyline(SOME | {"3.1": None}, names),
        bands=competence_map.bands(),
        areas=tuple(_area(area) for area in competence_map.areas(_counts())),
        own=charts.fingerprint(dict.fromkeys(charts.CODES, 2) | SOME, names),
    )


@cache
def _tokens() -> dict[str, str]:
    """The custom properties of the style sheet; the first word about each counts, the later ones are exceptions."""
    found: dict[str, str] = {}
    for name, value in NAMED.findall((assets.FOLDER / "style.css").read_text()):
        found.setdefault(name, value)
    return found


def _colours() -> tuple[tuple[str, str, str], ...]:
    """Token, what it is for, and the token it is read against."""
    area = _("Competence area %(number)s")
    return (
        ("paper", _("Page"), "ink"),
        ("wash", _("What is over, demonstration strip"), "ink"),
        ("ink", _("Text, heavy rules, buttons"), "paper"),
        ("soft", _("Text of second rank"), "paper"),
        ("edge", _("Rules between rows, edges of controls"), "paper"),
        ("rule", _("Hairlines, decoration only"), "paper"),
        ("track", _("Empty blocks, decoration only"), "paper"),
        ("signal", _("You can act here: large surfaces"), "on-signal"),
        ("on-signal", _("Text on it"), "signal"),
        ("flag", _("You can act here: tags, chips, marked words"), "on-flag"),
        ("on-flag", _("Text on it"), "flag"),
        *((f"a{number}", area % {"number": number}, "paper") for number in charts.GROUPS),
        ("on-area", _("Number in a full block of the map"), "a1"),
    )


def _types() -> tuple[tuple[str, str], ...]:
    return (
        ("t-1", _("Heads of columns, tags")),
        ("t0", _("Facts in rows, hints")),
        ("t1", _("Running text")),
        ("t2", _("Titles in rows, opening sentence")),
        ("t3", _("Headings of sections, levels")),
        ("big", _("Dates, times, numbers")),
        ("t4", _("Title of a page")),
        ("t5", _("Home page, three doors")),
    )


def _figures() -> tuple[tuple[str, dict[str, int | None]], ...]:
    return (
        (_("Many competences"), dict(SOME)),
        (_("One competence"), {"3.1": 4}),
        (_("Without a level"), {"2.1": None, "2.2": None}),
        (_("To the highest level"), dict.fromkeys(charts.CODES, 8)),
    )


def _swatch(token: str, use: str, ground: str) -> Swatch:
    own, other = _hexes(token), _hexes(ground)
    ratios = [f"{_contrast(own[at], other[at]):.1f}" for at in (LIGHT, DARK)]
    return Swatch(token, use, own[LIGHT], own[DARK], ground, ratios[LIGHT], ratios[DARK])


def _hexes(token: str) -> tuple[str, str]:
    """The colour in the light and in the dark scheme."""
    found = HEX.findall(_tokens()[token])
    return found[0], found[-1]


def _contrast(one: str, other: str) -> float:
    """The ratio as WCAG counts it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > 4 else "".join(letter * 2 for letter in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _size(token: str) -> str:
    """16 px, or 32–44 px where it grows with the window."""
    found = [float(number) * PIXELS for number in REM.findall(_tokens()[token])]
    ends = dict.fromkeys(f"{number:.0f}" for number in (found[0], found[-1]))
    return "–".join(ends) + " px"


def _counts() -> dict[tuple[str, int], int]:
    """Invented numbers in which every strength occurs."""
    pairs = [(code, band) for code in charts.CODES for band in charts.BANDS]
    return {pair: COUNTS[(3 * at + at // 5) % len(COUNTS)] for at, pair in enumerate(pairs)}


def _area(area: charts.MapArea) -> charts.MapArea:
    """The area with numbers that lead nowhere, for they are invented."""
    columns = tuple(
        replace(column, cells=tuple(replace(cell, href=HERE if cell.href else "") for cell in column.cells))
        for column in area.columns
    )
    return replace(area, columns=columns)
