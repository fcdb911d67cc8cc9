"""The events of the registry, and one event with its agenda; the searches linked to it are asked live."""

from registry.events import queries
from registry.events.agenda import state
from registry.kernel import clock
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.web import agenda
from registry.web.pages import EventPage, EventsPage
from registry.web.reuse import beside


def listing() -> EventsPage:
    """Coming events first, the nearest on top; then past ones, the latest on top."""
    now = clock.now()
    events = queries.listing(now)
    return EventsPage(
        for_programs=beside.events(),
        coming=tuple(agenda.row(event, now) for event in events if state(event, now) != "after"),
        past=tuple(agenda.row(event, now) for event in events if state(event, now) == "after"),
    )


def show(slug: str) -> EventPage:
    """One event as it stands now."""
    event = queries.by_slug(slug)
    if event is None:
        raise NotFound(_("There is no such event."))
    return agenda.page(event, clock.now())
