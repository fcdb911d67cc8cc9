"""Dates of the demonstration's events. Their start is written relative to the day of loading, everything else relative
to their start, so that a coming event always comes: `{"in_days": 17, "on": "th", "at": "14:00"}` is the first Thursday
from the seventeenth day on at two, `"14:10"` a time of that same day, `{"days": -2, "at": "18:00"}` two days before."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from registry.cli.demonstration.dates import resolve

TIMES = ("starts_at", "ends_at", "end", "entry_until")


def is_relative(letter: Mapping[str, Any]) -> bool:
    """Does this event lie around the day of loading?"""
    return isinstance(letter["start"], dict)


def dated(letter: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """The event with real dates; one that has them already stays as it is."""
    if not is_relative(letter):
        return dict(letter)
    start = letter["start"]
    day = dt.date.fromisoformat(resolve({"day": start}, now)["day"])
    return {**_placed(letter, day), "start": f"{day.isoformat()}T{start['at']}"}


def _placed(value: Any, day: dt.date, key: str = "") -> Any:
    if key in TIMES:
        shift, at = (value["days"], value["at"]) if isinstance(value, dict) else (0, value)
        return f"{(day + dt.timedelta(days=shift)).isoformat()}T{at}"
    if isinstance(value, list):
        return [_placed(item, day) for item in value]
    if isinstance(value, dict):
        return {name: _placed(item, day, name) for name, item in value.items()}
    return value
