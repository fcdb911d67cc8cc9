"""The events of the registry; one event with its agenda and the offers linked to it, asked live; the same on paper."""

from itertools import groupby
from typing import Any

from flask import redirect, request, url_for

from registry.events import queries
from registry.events.agenda import EventFace, EventView, state
from registry.kernel import clock
from registry.kernel.errors import InvalidParameter, NotFound
from registry.kernel.i18n import gettext as _
from registry.web import agenda, display, handout, moments, topics
from registry.web.numbers import only
from registry.web.pages import EventPage, EventsPage, HandoutPage
from registry.web.pages.events import Month
from registry.web.pages.offers import Order
from registry.web.reuse import addresses, beside

WHEN = ("coming", "past")


def listing() -> EventsPage:
    """Coming events by month, the nearest on top; then past ones, the latest on top; or only one of the two."""
    when, now = _when(), clock.now()
    events = queries.listing(now)
    past = [event for event in events if state(event, now) == "after"]
    coming = [event for event in events if event not in past]
    return EventsPage(
        for_programs=beside.events(),
        views=_views(when, len(coming), len(past)),
        coming=_months(coming) if when != "past" else (),
        past=_months(past) if when != "coming" else (),
        none_coming="" if coming or when == "past" else _("No event is announced at present."),
        calendar=addresses.events_calendar(),
    )


def _when() -> str:
    only("when")
    given = [("when", value) for value in request.args.getlist("when")]
    if len(given) > 1 or any(value not in WHEN for _name, value in given):
        raise InvalidParameter(*given[0], _("There is no such parameter."), given)
    return request.args.get("when", "")


def _views(when: str, coming: int, past: int) -> tuple[Order, ...]:
    ways = (("", _("All"), coming + past), ("coming", _("Coming"), coming), ("past", _("Past"), past))
    return tuple(
        Order(f"{words} ({display.number(count)})", url_for("portal.events", when=way or None), way == when)
        for way, words, count in ways
    )


def _months(events: list[EventFace]) -> tuple[Month, ...]:
    now = clock.now()
    return tuple(
        Month(moments.month_and_year(key), tuple(agenda.row(event, now) for event in group))
        for key, group in groupby(events, key=lambda event: event.start.date().replace(day=1))
    )


def show(slug: str) -> EventPage | Any:
    """One event as it stands now, with the offers of the topic asked for; an address written otherwise leads to the
    canonical one."""
    event = _event(slug)
    known = topics.themes(event)
    pairs = list(request.args.items(multi=True))
    asked = topics.asked(known, pairs)
    if pairs != asked.pairs():
        return redirect(asked.address(slug, page=asked.filters.page), 302)
    page = agenda.page(event, clock.now(), known, asked)
    if page.linked and not page.linked.table and asked.filters.page > 1:
        return redirect(asked.address(slug), 302)
    return page


def sheet(slug: str) -> HandoutPage:
    """The event on paper."""
    event = _event(slug)
    return handout.page(event, clock.now(), topics.themes(event))


def _event(slug: str) -> EventView:
    event = queries.by_slug(slug)
    if event is None:
        raise NotFound(_("There is no such event."))
    return event
