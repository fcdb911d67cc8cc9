"""When a run takes place and in which state that puts it. Everything here is pure: dates stay as given in storage,
and are turned into instants only to compare them with now; one function says the state, so that page, search and API
cannot disagree."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from registry import config
from registry.catalogue.run_schema import duration_parts
from registry.kernel.money import Price, payable
from registry.providers.queries import PlaceView

STATES = ("on-request", "future", "open", "closing", "full", "closed", "running", "finished", "cancelled")
# one can enrol, or ask for a date
ENROLLABLE = frozenset({"on-request", "open", "closing"})
OVER = frozenset({"finished", "cancelled"})
CLOSING_WITHIN = dt.timedelta(days=7)
WITHOUT_END = dt.timedelta(days=30)
A_DAY = dt.timedelta(days=1)
FEW_PLACES = 3


@dataclass(frozen=True)
class RunTimes:
    """Instants in UTC. `opens` None: already; `closes` None: not foreseen; `ends` None: no end foreseen.

    `ends` and `closes` hold the rules' answer where nothing was stated; `rolling`: one may start on any day.
    """

    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    opens: dt.datetime | None = None
    closes: dt.datetime | None = None
    rolling: bool = False
    on_request: bool = False


@dataclass(frozen=True)
class RunView:
    """A run as shown: its letter as given, its instants, its place, and its state at the moment of reading; `begun`:
    its first day had come by then; `counter` moves with every change of it, `changed_at` is the last one. `proposed` is
    the address to enrol its provider has given and the desk looks at first: nothing public shows it, `letter` does not
    have it."""

    code: str
    letter: Mapping[str, Any]
    times: RunTimes
    place: PlaceView | None = None
    cancelled: bool = False
    state: str = ""
    begun: bool = False
    counter: int = 1
    changed_at: dt.datetime | None = None
    proposed: str | None = None

    @property
    def given(self) -> Mapping[str, Any]:
        """The letter as its provider gave it, for those who write it."""
        if self.proposed is None:
            return self.letter
        return {**self.letter, "enrol": {**(self.letter.get("enrol") or {}), "url": self.proposed}}

    @property
    def left(self) -> int | None:
        """Places left, as stated; None when not stated."""
        return (self.letter.get("places") or {}).get("left")

    @cached_property
    def prices(self) -> tuple[Price, ...]:
        """The parts of its price, as stated."""
        return tuple(Price.from_letter(letter) for letter in self.letter.get("prices") or ())

    def payable(self, currency: str) -> int | None:
        """What one person pays in all, in minor units of `currency`; None when that is not known (money.payable)."""
        return payable(self.prices, currency)

    @property
    def few_left(self) -> bool:
        """Are only a few places left, of a run one can still join?"""
        return self.state in ENROLLABLE and self.left is not None and 0 < self.left <= FEW_PLACES

    @property
    def to_be_confirmed(self) -> bool:
        """Did the source contradict itself, so that its dates should be asked for?"""
        return bool(self.letter.get("conflicts"))

    @property
    def is_over(self) -> bool:
        """Has it ended, or will it not take place?"""
        return self.state in OVER


def view(
    code: str, letter: Mapping[str, Any], now: dt.datetime, *, place: PlaceView | None, cancelled: bool, **more: Any
) -> RunView:
    """The run as shown at `now`; `more` are other fields of the view."""
    times, left = dates(letter), (letter.get("places") or {}).get("left")
    begun = times.starts is not None and times.starts <= now
    shown = state(times, now, left=left, cancelled=cancelled)
    return RunView(code, letter, times, place, cancelled, shown, begun, **more)


def state(times: RunTimes, now: dt.datetime, *, left: int | None = None, cancelled: bool = False) -> str:
    """The state at `now` of a run with so many places left (None: not stated), one of STATES.

    Enrolment that is open wins over teaching that has begun: who may still join should see it. `closed` is the time
    between the end of enrolment and the start.
    """
    if cancelled:
        return "cancelled"
    if times.ends is not None and now >= times.ends:
        return "finished"
    if times.opens is not None and now < times.opens:
        return "future"
    if times.closes is not None and now >= times.closes:
        begun = times.rolling or (times.starts is not None and now >= times.starts)
        return "running" if begun else "closed"
    if left == 0:
        return "full"
    if times.on_request:
        return "on-request"
    return "closing" if times.closes is not None and times.closes - now <= CLOSING_WITHIN else "open"


def dates(letter: Mapping[str, Any], zone: str | None = None) -> RunTimes:
    """The run's instants by the rules of the registry; wall times without a zone are meant in `zone` (None: the
    registry's).

    A date alone begins at its midnight and, as an end, lasts to the next one. Without a window one may enrol until the
    start, or until the end when there is no other date or one may start on any day. Without an end a run lasts for its
    duration, else 30 days.
    """
    start, end, enrol = (letter.get(name) or {} for name in ("start", "end", "enrol"))
    zone = start.get("zone") or end.get("zone") or zone or config.current().zone
    starts, stated_end = _instant(start, zone), _instant(end, end.get("zone") or zone, last=True)
    opens, until = _instant({"date": enrol.get("from")}, zone), _instant({"date": enrol.get("until")}, zone, last=True)
    rolling = bool(letter.get("rolling"))
    closes = until or (stated_end if rolling else starts or stated_end)
    # who starts last starts then; a run that may start on any day, with no last day, never ends by itself
    begins = until if rolling else starts or until
    ends = stated_end or (begins and _lasts(begins, letter.get("duration") or {}, zone))
    if ends and starts and not start.get("time"):
        ends = max(ends, starts + A_DAY)  # a lesson of two hours on a day is not over at two in the night
    dated = any((starts, stated_end, opens, until))
    return RunTimes(starts, ends, opens, closes, rolling, on_request=not dated and not rolling)


def coming(runs: Iterable[RunView]) -> list[RunView]:
    """The runs that are not over: those one can join first, then by when one can start: on any day, on a date to come,
    late in what has begun. Those without a date last. Results choose the run of a row in the same way
    (search/engines/whoosh/ordering.py)."""
    order = {name: number for number, name in enumerate(("open", "future", "full", "closed", "running", "on-request"))}
    today, far = (moment.replace(tzinfo=dt.UTC) for moment in (dt.datetime.min, dt.datetime.max))

    def key(run: RunView) -> tuple[int, bool, dt.datetime, str]:
        name = "open" if run.state == "closing" else run.state
        if run.times.rolling and name == "open":
            return order[name], False, today, run.code
        return order[name], run.begun, run.times.starts or run.times.opens or far, run.code

    return sorted((run for run in runs if not run.is_over), key=key)


def in_order(runs: Iterable[RunView]) -> tuple[RunView, ...]:
    """Those to come in the order to choose from, then those that are over, the latest first."""
    every = list(runs)
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    over = [run for run in every if run.is_over]
    over.sort(key=lambda run: (run.times.starts or far, run.code), reverse=True)
    return (*coming(every), *over)


def next_run(runs: Iterable[RunView]) -> RunView | None:
    """The run to show first; None when all are over."""
    return next(iter(coming(runs)), None)


def _instant(given: Mapping[str, Any], zone: str, *, last: bool = False) -> dt.datetime | None:
    """The instant a date or wall time means; `last`: a date alone means the end of its day."""
    return _moment(given["date"], given.get("time") or "", zone, last) if given.get("date") else None


@lru_cache(maxsize=20_000)  # runs of one registry share their days
def _moment(date: str, time: str, zone: str, last: bool) -> dt.datetime:
    day = dt.date.fromisoformat(date)
    if time:
        wall = dt.datetime.combine(day, dt.time.fromisoformat(time))
    else:
        wall = dt.datetime.combine(day + A_DAY if last else day, dt.time())
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def _lasts(begins: dt.datetime, duration: Mapping[str, Any], zone: str) -> dt.datetime:
    """When a run without an end is over. Years to days count on the wall, so that a change of clocks does not move the
    hour.

    Hours beyond a day are hours of teaching, not a span of time: then, as without a duration or with one that leads
    beyond the calendar, 30 days.
    """
    found = duration_parts(duration.get("iso") or "")
    years, months, weeks, days, hours, minutes, seconds = found or (0,) * 7
    clock = dt.timedelta(
        hours=hours, minutes=minutes or (0 if found else duration.get("minutes") or 0), seconds=seconds
    )
    wall = begins.astimezone(ZoneInfo(zone))
    if years or months or weeks or days:
        span = dt.timedelta(days=weeks * 7 + days)
        with contextlib.suppress(ValueError, OverflowError):
            return (_months_later(wall, years * 12 + months) + span).astimezone(dt.UTC) + clock
        clock = dt.timedelta(0)
    if dt.timedelta(0) < clock < A_DAY:
        return begins + clock
    return (wall + WITHOUT_END).astimezone(dt.UTC)


def _months_later(wall: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months later, or the month's last day when it is shorter."""
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return wall.replace(year=year, month=month + 1, day=min(wall.day, (first_of_next - A_DAY).day))
