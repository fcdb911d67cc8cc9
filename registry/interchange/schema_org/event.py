"""A public event as EducationEvent with its agenda as sub-events. People who are not confirmed are left out: a machine
would not read the doubt."""

import datetime as dt
from typing import Any

from registry.events.agenda import EventView, SlotView, Speaker, aware
from registry.interchange.schema_org.run import ATTENDANCE
from registry.interchange.schema_org.terms import HERE, Node, document, node, one_or_many, said
from registry.interchange.site import Site, event_path

STATUS = {"planned": "EventScheduled", "moved": "EventRescheduled", "cancelled": "EventCancelled"}


def event(view: EventView, site: Site) -> Node:
    """The event as a document."""
    return document(
        node(
            "EducationEvent",
            id_=site.uri(event_path(view.slug)),
            name=said(view.title, view.language, site),
            description=said(view.summary, view.language, site),
            url=site.page(event_path(view.slug)),
            startDate=view.starts.isoformat(),
            endDate=view.ends.isoformat(),
            eventStatus=HERE + STATUS[view.status],
            eventAttendanceMode=HERE + ATTENDANCE[view.mode],
            location=_where(view),
            inLanguage=view.language,
            organizer=node("Organization", name=view.organiser.get("name"), url=view.organiser.get("url")),
            audience=_audience(view, site),
            performer=_people([person for slot in view.slots for person in slot.speakers]),
            subEvent=[_slot(slot, view, site) for slot in view.slots],
        )
    )


def _slot(slot: SlotView, view: EventView, site: Site) -> Node:
    return node(
        "Event",
        name=said(slot.title, view.language, site),
        startDate=_moment(slot.starts_at, view),
        endDate=_moment(slot.ends_at, view) if slot.ends_at else None,
        performer=_people(slot.speakers),
    )


def _moment(wall: dt.datetime, view: EventView) -> str:
    return aware(wall, view.zone).isoformat()


def _where(view: EventView) -> Node | None:
    """Online events have their address; of a place the registry knows nothing."""
    return node("VirtualLocation", url=view.url) if view.mode == "online" else None


def _audience(view: EventView, site: Site) -> Node | None:
    words = said(view.audience, view.language, site)
    # a text in another language stays out: audienceType is one plain word or sentence for a machine
    return node("Audience", audienceType=words) if isinstance(words, str) else None


def _people(speakers: list[Speaker] | tuple[Speaker, ...]) -> Any:
    """Each confirmed person once."""
    known = {person.name: person for person in speakers if person.confirmed}
    return one_or_many([node("Person", name=name, jobTitle=person.role) for name, person in known.items()])
