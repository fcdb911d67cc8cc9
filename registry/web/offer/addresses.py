"""Addresses beside an offer that other parts of the portal may or may not have yet: calendars, other shapes, the form
to report a fault. One question decides whether to link them, so that no page leads to what is not there."""

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

OWN = "portal.offer"  # takes any last part, so it would seem to answer for every suffix


def known(path: str) -> str:
    """The address of this path (without language and mount) if a view of its own answers it, else ""."""
    try:
        endpoint, values = current_app.url_map.bind("").match(path, "GET")
    except (HTTPException, RequestRedirect):
        return ""
    return "" if endpoint in (OWN, "static") else url_for(endpoint, **values)


def of_offer(code: str, suffix: str) -> str:
    """`/offers/<code><suffix>`, such as ".ics"."""
    return known(f"/offers/{code}{suffix}")


def of_run(code: str, run: str) -> str:
    """The calendar of one run."""
    return known(f"/offers/{code}/runs/{run}.ics")
