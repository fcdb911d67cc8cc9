"""Every way events are read. A list costs one statement, a whole event three, however long the agenda is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import Select, select

from registry.events.agenda import EventFace, EventView, Exhibit, SlotView, Speaker, state
from registry.events.model import Event, Showcase, Slot
from registry.kernel import clock
from registry.kernel.db import db

_FACE = tuple(item.name for item in fields(EventFace))


def listing(now: dt.datetime | None = None) -> list[EventFace]:
    """All events: those to come and running first, the nearest on top; then those past, the latest on top."""
    ahead, past = _parted(now or clock.now())
    return ahead + past


def next_and_latest(now: dt.datetime) -> list[EventFace]:
    """Two events: the next and the one that took place last; where there is none on one side, two of the other. What is
    cancelled takes place on neither side."""
    ahead, past = ([face for face in side if face.status != "cancelled"] for side in _parted(now))
    return ahead[: 2 - bool(past)] + past[: 2 - bool(ahead)]


def _parted(instant: dt.datetime) -> tuple[list[EventFace], list[EventFace]]:
    """Those not over, the nearest first, and those over, the latest first."""
    faces = [_face(event) for event in db.session.scalars(select(Event))]
    ahead = sorted(
        (face for face in faces if state(face, instant) != "after"), key=lambda face: (face.starts, face.slug)
    )
    past = sorted((face for face in faces if state(face, instant) == "after"), key=lambda face: (face.ends, face.slug))
    return ahead, past[::-1]


def by_slug(slug: str) -> EventView | None:
    """The event with its agenda and showcase; None when there is none."""
    event = db.session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        return None
    said = _registration(event)
    shown: dict[int | None, list[Exhibit]] = defaultdict(list)
    for item in db.session.scalars(_showcase(event.id)):
        shown[item.slot_id].append(Exhibit(item.title, item.offer_code, item.query))
    return EventView(
        **{name: getattr(event, name) for name in _FACE},
        background=event.background,
        audience=event.audience,
        registration=said["words"],
        note=event.note,
        slots=tuple(_slot(slot, shown[slot.id]) for slot in db.session.scalars(_slots(event.id))),
        showcase=tuple(shown[None]),
        entry=said["state"] or "",
        entry_until=dt.datetime.fromisoformat(said["until"]) if said["until"] else None,
    )


def for_update(slug: str) -> Event | None:
    """The event's row, locked where the database locks rows; inside a transaction only."""
    return db.session.scalar(select(Event).where(Event.slug == slug).with_for_update())


def slot_at(event: Event, position: int) -> Slot | None:
    """The slot at `position` of the event's agenda, counting from 1."""
    return db.session.scalar(_slots(event.id).where(Slot.position == position))


def showcase_of(event: Event, slot: Slot | None) -> list[Showcase]:
    """What is shown beside the slot, or beside the whole event when `slot` is None, in order."""
    return list(db.session.scalars(_showcase(event.id).where(Showcase.slot_id == (slot.id if slot else None))))


def seeded(slugs: Iterable[str]) -> dict[str, str | None]:
    """For those of the slugs that exist: digest of the seed they still equal; None once somebody edited them."""
    rows = db.session.execute(select(Event.slug, Event.seeded_sha256).where(Event.slug.in_(list(slugs))))
    return dict(rows.all())


def _slots(event_id: int) -> Select[Slot]:
    return select(Slot).where(Slot.event_id == event_id).order_by(Slot.position)


def _showcase(event_id: int) -> Select[Showcase]:
    return select(Showcase).where(Showcase.event_id == event_id).order_by(Showcase.position, Showcase.id)


def _face(event: Event) -> EventFace:
    return EventFace(**{name: getattr(event, name) for name in _FACE})


def _registration(event: Event) -> dict[str, Any]:
    """What is kept of registration; a row of an earlier release holds the words alone."""
    kept = event.registration or {}
    return {"words": None, "state": None, "until": None} | (kept if "words" in kept else {"words": kept or None})


def _slot(slot: Slot, shown: list[Exhibit]) -> SlotView:
    speakers = tuple(Speaker(**speaker) for speaker in slot.speakers)
    return SlotView(slot.position, slot.starts_at, slot.ends_at, slot.title, speakers, tuple(shown))
