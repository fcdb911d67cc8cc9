"""What stands in a page's head beside what people see: its JSON-LD, and links to its other shapes. One function for
each page that has any."""

from dataclasses import replace

from registry.catalogue.views import OfferView
from registry.events.agenda import EventView
from registry.interchange import schema_org
from registry.interchange.calendars import is_dated
from registry.interchange.schema_org.lists import Part
from registry.kernel.i18n import gettext as _
from registry.providers.model import Provider
from registry.providers.queries import PlaceView
from registry.search.service import Results
from registry.web.decision_filters import Asked
from registry.web.reuse import addresses, answers
from registry.web.values import Beside, Shape


def home() -> Beside:
    """The site and how it is searched."""
    return Beside(schema_org.website(answers.site()))


def offer(view: OfferView) -> Beside:
    """The offer, and where its data and dates are."""
    shapes = [Shape("application/ld+json", "JSON-LD", addresses.offer_data(view.code))]
    if any(is_dated(run) for run in view.runs if not run.is_over):
        shapes.append(Shape("text/calendar", _("Dates and places"), addresses.offer_calendar(view.code)))
    return Beside(schema_org.offer(view, answers.site()), tuple(shapes))


def results(found: Results, heading: str) -> Beside:
    """The offers on this page; the same search as feed, calendar and table."""
    page, asked = found.page, replace(found.request, page=1)
    shapes = (
        Shape("application/atom+xml", heading, addresses.found_feed(asked)),
        Shape("text/calendar", heading, addresses.found_calendar(asked)),
        Shape("text/csv", heading, addresses.found_table(asked)),
    )
    part = Part(found.faces, page.first, found.total)
    return Beside(schema_org.found(part, heading, answers.site()), shapes)


def provider(stored: Provider, places: list[PlaceView]) -> Beside:
    """The provider, and where its data are."""
    shape = Shape("application/ld+json", "JSON-LD", addresses.provider_data(stored.slug))
    return Beside(schema_org.provider(stored, places, answers.site()), (shape,))


def event(view: EventView) -> Beside:
    """The event, and where its data and its calendar entry are."""
    shapes = (
        Shape("application/ld+json", "JSON-LD", addresses.event_data(view.slug)),
        Shape("text/calendar", _("Calendar"), addresses.event_calendar(view.slug)),
    )
    return Beside(schema_org.event(view, answers.site()), shapes)


def decisions(wish: Asked, heading: str) -> Beside:
    """The same decisions as a feed."""
    return Beside(None, (Shape("application/atom+xml", heading, wish.address("reuse.decisions_feed")),))


def events() -> Beside:
    """Where all events are found for a calendar."""
    return Beside(None, (Shape("text/calendar", _("Events"), addresses.events_calendar()),))
