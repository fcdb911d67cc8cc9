"""An event as it is read: frozen values for pages, API and calendar files, and the one function that says where the
clock stands in it. Times are wall times with their zone, as the organiser announced them; instants are worked out here
and only here."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Literal

from registry.kernel.text import LocalText

State = Literal["before", "during", "after"]
# how far registration stands; "" where the organiser said nothing of it
Entry = Literal["open", "waiting", "full", "closed", ""]


@dataclass(frozen=True)
class Speaker:
    """A person on the agenda, named as the source names them; `role` and `unit` are in the event's own language."""

    name: str
    role: str | None = None
    unit: str | None = None
    confirmed: bool = True


@dataclass(frozen=True)
class Exhibit:
    """One showcase link: either `offer_code` (one offer) or `query` (a search: canonical query string, no `?`)."""

    title: LocalText | None
    offer_code: str | None
    query: str | None


@dataclass(frozen=True)
class SlotView:
    """An item of the agenda; `starts_at` and `ends_at` are wall times in the event's zone, `position` counts from 1."""

    position: int
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    title: LocalText
    speakers: tuple[Speaker, ...]
    showcase: tuple[Exhibit, ...]

    @property
    def minutes(self) -> int | None:
        """Announced length in minutes; None when no end was announced or the item is a single moment."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60) or None if self.ends_at else None


@dataclass(frozen=True)
class EventFace:
    """What a list shows of an event; `start` and `end` are wall times in `zone`."""

    slug: str
    title: LocalText
    summary: LocalText
    start: dt.datetime
    end: dt.datetime
    zone: str
    mode: str
    url: str | None
    language: str
    organiser: dict[str, str]
    status: str
    demonstration: bool
    counter: int

    @property
    def starts(self) -> dt.datetime:
        """The start as an aware time in the event's own zone."""
        return aware(self.start, self.zone)

    @property
    def ends(self) -> dt.datetime:
        """The end as an aware time in the event's own zone."""
        return aware(self.end, self.zone)


@dataclass(frozen=True)
class EventView(EventFace):
    """A whole event with its agenda; `showcase` belongs to the event as a whole, not to one of its slots. `entry` is
    what the organiser said of registration, `entry_until` the wall time at which it ends."""

    background: LocalText | None
    audience: LocalText | None
    registration: LocalText | None
    note: LocalText | None
    slots: tuple[SlotView, ...]
    showcase: tuple[Exhibit, ...]
    entry: Entry = ""
    entry_until: dt.datetime | None = None


def aware(wall: dt.datetime, zone: str) -> dt.datetime:
    """The wall time as an aware one in its IANA zone."""
    return wall.replace(tzinfo=zoneinfo.ZoneInfo(zone))


def state(event: EventFace, now: dt.datetime) -> State:
    """Where the aware instant `now` lies: before the start, during (start included, end excluded), or after."""
    if now < event.starts:
        return "before"
    return "during" if now < event.ends else "after"


def entry(event: EventView, now: dt.datetime) -> Entry:
    """How registration stands at `now`: nobody can register for what is over or cancelled, nor after the last moment
    given; else what the organiser said."""
    is_over = event.entry_until is not None and now >= aware(event.entry_until, event.zone)
    if event.status == "cancelled" or is_over or state(event, now) == "after":
        return "closed"
    return event.entry or ("open" if event.entry_until else "")


def current_slot(event: EventView, now: dt.datetime) -> int | None:
    """Position of the item running at `now`: the last one begun, unless its announced end has passed. Else None."""
    if state(event, now) != "during":
        return None
    begun = [slot for slot in event.slots if aware(slot.starts_at, event.zone) <= now]
    if not begun or (begun[-1].ends_at and now >= aware(begun[-1].ends_at, event.zone)):
        return None
    return begun[-1].position
