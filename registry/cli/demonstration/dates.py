"""Dates of the demonstration are written relative to the day of loading, so that its runs always lie around today:
`{"in_days": 12, "on": "tu"}` is the first Tuesday from the twelfth day on."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from registry import config
from registry.catalogue.run_schema import DAYS


def resolve(value: Any, now: dt.datetime) -> Any:
    """The letter with every relative date made a real one: `start` and `end` get a `date` beside their time,
    `stated_at` becomes an instant, anything else a date as text."""
    return _resolve(value, now, "")


def _resolve(value: Any, now: dt.datetime, key: str) -> Any:
    if isinstance(value, list):
        return [_resolve(item, now, key) for item in value]
    if not isinstance(value, dict):
        return value
    if "in_days" not in value:
        return {name: _resolve(item, now, name) for name, item in value.items()}
    if key == "stated_at":
        return (now + dt.timedelta(days=value["in_days"])).isoformat(timespec="seconds")
    date = _day(value, now).isoformat()
    if key not in ("start", "end"):
        return date
    return {"date": date, **{name: item for name, item in value.items() if name not in ("in_days", "on")}}


def _day(value: dict[str, Any], now: dt.datetime) -> dt.date:
    today = now.astimezone(ZoneInfo(config.current().zone)).date()
    day = today + dt.timedelta(days=value["in_days"])
    return day + dt.timedelta(days=(DAYS.index(value["on"]) - day.weekday()) % 7 if "on" in value else 0)
