"""`/api/v1/events`: every public event, the coming ones first."""

from typing import Any

from flask import Response

from registry.api.respond import absolute, listed, paging
from registry.events import queries
from registry.events.agenda import EventFace
from registry.kernel.paging import PageOf


def index() -> Response:
    """One page of the events."""
    number, size = paging()
    faces = queries.listing()
    page = PageOf(faces[(number - 1) * size : number * size], len(faces), number, size)
    return listed(map(letter, page.items), page)


def letter(event: EventFace) -> dict[str, Any]:
    """An event as open data; start and end carry the offset of its own zone."""
    return {
        "slug": event.slug,
        "title": event.title,
        "start": event.starts.isoformat(),
        "end": event.ends.isoformat(),
        "zone": event.zone,
        "mode": event.mode,
        "url": absolute(f"/events/{event.slug}"),
    }
