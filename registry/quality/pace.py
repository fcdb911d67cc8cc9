"""How long a case has taken against the time there is for it. The clock runs from the moment a version was submitted
and pauses while the provider is asked; a day counts once it has begun."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

# days in which an examination is to end, by the kind of case
DAYS = {"first": 10, "change": 5, "recheck": 10, "blind": 10, "appeal": 20, "report": 10, "address": 2}
PAUSING = "asked"


@dataclass(frozen=True)
class Pace:
    """The day a case is in, of how many; `paused_since`: since when it waits for the provider, None when it does
    not."""

    day: int
    days: int
    paused_since: dt.datetime | None

    @property
    def paused(self) -> bool:
        """Does it wait for the provider?"""
        return self.paused_since is not None

    @property
    def is_overdue(self) -> bool:
        """Has it taken longer than there is time?"""
        return self.day > self.days and not self.paused


def of(kind: str, begun: dt.datetime, steps: Iterable[tuple[str, dt.datetime]], now: dt.datetime) -> Pace:
    """The pace of a review of this kind that began then; `steps`: (state entered, when), in order."""
    waited, asked_at = dt.timedelta(), None
    for state, at in steps:
        if asked_at is not None:
            waited += at - max(asked_at, begun)
            asked_at = None
        if state == PAUSING and at >= begun:
            asked_at = at
    end = asked_at or now
    spent = max(end - begun - waited, dt.timedelta())
    return Pace(spent.days + 1, DAYS[kind], asked_at)
