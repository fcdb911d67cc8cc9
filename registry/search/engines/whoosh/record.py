"""A document as bytes and back. Numbers are fixed-size structures that are read for a whole segment in one step;
strings are one small JSON text each. Besides its runs every offer has one *stated* row, first: what its specification
says of mode, language and access. It counts only while no run is alive, so "an offer without runs" needs no rule of
its own anywhere."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson

from registry.search import facets
from registry.search.document import FIELDS, Document, RunDocument
from registry.search.engine import SALT, shuffle

FAR = 1 << 34  # beyond every instant, in seconds
NOWHERE = 1 << 30  # beyond every coordinate, in millionths of a degree
NO_MONTH = -1
UNKNOWN = -1  # a price or duration nobody stated

OFFER_DTYPE = np.dtype(
    [(name, "<i8") for name in ("shuffle", "listed", "minutes", "rows", "confirm_by")]
    + [("examined", "?"), ("lengths", "<i4", len(FIELDS))]
)
AMOUNTS = ("starts", "ends", "opens", "closes", "price", "lat", "lon", "first_month", "last_month")
MARKS = ("real", "rolling", "bookable", "online", "dated")
ROW_DTYPE = np.dtype([(name, "<i8") for name in AMOUNTS] + [(name, "?") for name in MARKS])
LAYOUT = f"{OFFER_DTYPE.descr} {ROW_DTYPE.descr} {SALT!r} 3"

_STATED_ROW = (FAR, FAR, FAR, -FAR, UNKNOWN, NOWHERE, NOWHERE, NO_MONTH, NO_MONTH, *(False for _ in MARKS))


def offer_bytes(document: Document, lengths: Mapping[str, int]) -> bytes:
    """The OFFER_DTYPE structure; `lengths` number of words per field."""
    minutes = UNKNOWN if document.minutes is None else document.minutes
    counts = tuple(lengths.get(name, 0) for name in FIELDS)
    until = _or(document.confirm_by, FAR)
    amounts = shuffle(document.code), document.listed_at, minutes, len(document.runs) + 1, until
    return np.array([(*amounts, document.examined, counts)], OFFER_DTYPE).tobytes()


def rows_bytes(document: Document) -> bytes:
    """ROW_DTYPE structures: the stated row, then the runs in order of their codes."""
    rows = [_row(run) for run in in_order(document)]
    return np.array([_STATED_ROW, *rows], ROW_DTYPE).tobytes()


def rest_bytes(document: Document) -> bytes:
    """Everything that is text: code, stamp, values, title, provider's name, localities, and per row its code and
    values."""
    stated = ["", _kept(document.stated, facets.STATED_WITHOUT_RUN)]
    rows = [stated, *([run.code, _kept(run.values, facets.RUN_VALUES)] for run in in_order(document))]
    values = _kept(document.values, facets.OFFER_VALUES)
    names = [document.provider_name, document.localities]
    return orjson.dumps([document.code, document.stamp, values, dict(document.title), names, rows])


def in_order(document: Document) -> list[RunDocument]:
    """The runs by code, so that equal runs are preferred in the same order everywhere."""
    return sorted(document.runs, key=lambda run: run.code)


def _row(run: RunDocument) -> tuple[Any, ...]:
    first, last = (0, FAR) if run.rolling else (NO_MONTH, NO_MONTH)
    times = _or(run.starts, FAR), _or(run.ends, FAR), _or(run.opens, -FAR), _or(run.closes, FAR)
    months = _or(run.first_month, first), _or(run.last_month, last)
    marks = True, run.rolling, run.bookable, run.online, run.starts is not None
    return *times, _or(run.price, UNKNOWN), *(run.point or (NOWHERE, NOWHERE)), *months, *marks


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


def _kept(values: Mapping[str, tuple[str, ...]], names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(values[name])) for name in names if values.get(name)}
