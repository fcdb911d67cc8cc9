"""Decisions by month as a picture of bars, with the same in words for whoever cannot see it."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for

from registry.web import display, moments

# of the picture, in its own units: a bar with its gap, the highest, and a line of words
STEP, HIGH, FOOT = 40, 120, 20


@dataclass(frozen=True)
class MonthBar:
    """The decisions of one month: its name, short and whole, the number, where they are listed, and the bar as it is
    drawn (units of the picture, from the top)."""

    name: str
    short: str
    count: str
    href: str
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Bars:
    """A picture of months: its size, what it says in words, and the bars, the oldest first."""

    width: int
    height: int
    said: str
    bars: tuple[MonthBar, ...]


def bars(months: list[tuple[str, int]]) -> Bars:
    """The months as bars, the highest as high as the picture."""
    most = max((count for _month, count in months), default=0) or 1
    drawn = []
    for place, (month, count) in enumerate(months):
        day, height = dt.date.fromisoformat(month + "-01"), -(-count * HIGH // most)
        drawn.append(
            MonthBar(
                name=moments.month_and_year(day),
                short=moments.month_name(day),
                count=display.number(count),
                href=url_for("portal.decisions", month=month) if count else "",
                x=place * STEP,
                y=FOOT + HIGH - height,
                height=height,
            )
        )
    said = display.listed([f"{bar.name}: {bar.count}" for bar in drawn])
    return Bars(max(1, len(drawn)) * STEP, FOOT + HIGH + FOOT, said, tuple(drawn))
