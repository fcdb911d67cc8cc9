"""Dates for people's own calendars: a run, all coming runs of an offer, the starts and deadlines of a search, one event
and all of them."""

from typing import Any

from flask import Response, redirect, url_for

from registry.catalogue.views import OfferView
from registry.events import queries as events
from registry.interchange import calendars
from registry.kernel import codes
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.routes import Route
from registry.search.request import SearchRequest
from registry.web.reuse import answers
from registry.web.reuse.words import title

MOST = 300  # entries a calendar still shows without becoming a list


def of_offer(code: str) -> Response | Any:
    """Every run that is not past."""
    found = answers.public_offer(code)
    if not isinstance(found, OfferView):
        return found
    return answers.sent(calendars.offer(found, answers.site()), answers.CALENDAR, found.code)


def of_run(code: str, run: str) -> Response | Any:
    """One run, whatever its state."""
    found = answers.public_offer(code)
    if not isinstance(found, OfferView):
        return found
    normal = codes.canonical(run)
    one = next((item for item in found.runs if item.code == normal), None)
    if one is None:
        raise NotFound(_("There is no such run."))
    if normal != run:
        return redirect(url_for("reuse.run_calendar", code=code, run=normal), 301)
    return answers.sent(calendars.offer(found, answers.site(), [one]), answers.CALENDAR, one.code)


def of_search() -> Response | Any:
    """The runs that matched: when they begin, and until when one may enrol."""
    asked = answers.asked()
    if not isinstance(asked, SearchRequest):
        return asked
    results = answers.found(asked, most=MOST, sort="soonest")
    pairs = [(item.face, item.run) for item in results.items if item.run and calendars.is_dated(item.run)]
    body = calendars.departures(title(asked, results), pairs, answers.site())
    return answers.bounded(answers.sent(body, answers.CALENDAR, "offers"), len(pairs), results)


def of_event(slug: str) -> Response:
    """One event."""
    answers.plainly()
    event = events.by_slug(slug)
    if event is None:
        raise NotFound(_("There is no such event."))
    return answers.sent(calendars.event(event, answers.site()), answers.CALENDAR, slug)


def of_events() -> Response:
    """All events."""
    answers.plainly()
    site = answers.site()
    name = f"{site.settings.name}: {_('Events')}"
    return answers.sent(calendars.events(name, events.listing(), site), answers.CALENDAR, "events")


ROUTES = (
    Route("/offers/<code>.ics", "offer_calendar", of_offer),
    Route("/offers/<code>/runs/<run>.ics", "run_calendar", of_run),
    Route("/offers.ics", "found_calendar", of_search),
    Route("/events/<slug>.ics", "event_calendar", of_event),
    Route("/events.ics", "events_calendar", of_events),
)
