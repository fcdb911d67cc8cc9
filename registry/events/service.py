"""What can be done with events: save one as a whole letter, and show an offer or a search beside an item of its
agenda."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import delete

from registry.events import policy, queries
from registry.events.model import Event, Showcase, Slot
from registry.events.schema import EventSchema, ShowcaseSchema
from registry.kernel import outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction

TOPIC = "events.event"
_PARTS = ("slots", "showcase")
_ENTRY = ("registration", "entry", "entry_until")


def save(actor: Actor, letter: Mapping[str, Any], *, seen: int | None = None, seeded: str | None = None) -> str:
    """Create the event (`seen` None) or replace it, agenda and all, as seen (its counter); returns the slug.

    `seeded`: digest of the seed file, given only by the seeding; any other save makes the event its editors' own.
    Raises Forbidden, Invalid, NotFound (nothing to replace) and Conflict (exists already, or moved on since).
    """
    with transaction():
        policy.require(actor, "save")
        values = _load(EventSchema(), letter)
        event = _expected(values["slug"], seen)
        for name in set(EventSchema().fields) - {*_PARTS, *_ENTRY, "slug"}:
            setattr(event, name, values.get(name))
        event.registration = _registration(values)
        event.seeded_sha256 = seeded
        event.counter = (seen or 0) + 1
        db.session.add(event)
        db.session.flush()
        _replace_agenda(event, values)
        outbox.emit(TOPIC, event.slug)
        return event.slug


def show(actor: Actor, slug: str, position: int | None, item: Mapping[str, Any]) -> bool:
    """Append a link beside the slot at `position` (None: beside the whole event); False when it is there already.

    Raises Forbidden, Invalid and NotFound (no such event or slot).
    """
    with transaction():
        event = queries.for_update(slug)
        policy.require(actor, "show")
        values = _load(ShowcaseSchema(), item)
        slot = queries.slot_at(event, position) if event and position else None
        if event is None or (position and slot is None):
            raise NotFound(_("There is no such item on the agenda."))
        target = (values.get("offer_code"), values.get("query"))
        shown = queries.showcase_of(event, slot)
        if target in [(other.offer_code, other.query) for other in shown]:
            return False
        _hang(event, slot, len(shown) + 1, values)
        event.counter += 1
        outbox.emit(TOPIC, event.slug)
        return True


def _expected(slug: str, seen: int | None) -> Event:
    event = queries.for_update(slug)
    if event is None:
        if seen is not None:
            raise NotFound(_("There is no such event."))
        return Event(slug=slug)
    if seen != event.counter:
        raise Conflict(_("This event has changed since you looked at it."), theirs=event.counter)
    return event


def _registration(values: Mapping[str, Any]) -> dict[str, Any] | None:
    until = values.get("entry_until")
    said = {
        "words": values.get("registration"),
        "state": values.get("entry"),
        "until": until.isoformat(timespec="minutes") if until else None,
    }
    return said if any(said.values()) else None


def _replace_agenda(event: Event, values: Mapping[str, Any]) -> None:
    for table in (Showcase, Slot):
        db.session.execute(delete(table).where(table.event_id == event.id))
    for position, given in enumerate(values["slots"], start=1):
        slot = Slot(
            event_id=event.id,
            position=position,
            starts_at=given["starts_at"],
            ends_at=given.get("ends_at"),
            title=given["title"],
            speakers=given["speakers"],
        )
        db.session.add(slot)
        db.session.flush()
        for place, item in enumerate(given["showcase"], start=1):
            _hang(event, slot, place, item)
    for place, item in enumerate(values["showcase"], start=1):
        _hang(event, None, place, item)


def _hang(event: Event, slot: Slot | None, position: int, item: Mapping[str, Any]) -> None:
    kept = {name: item.get(name) for name in ("title", "offer_code", "query")}
    db.session.add(Showcase(event_id=event.id, slot_id=slot.id if slot else None, position=position, **kept))


def _load(schema: EventSchema | ShowcaseSchema, letter: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(letter)
    except ValidationError as refused:
        raise Invalid(refused.normalized_messages()) from refused
    return loaded
