"""Where each shape of a thing is found, in the language of the page that asks. Pages make their links with these, so
that no address is put together by hand."""

from dataclasses import replace

from flask import url_for

from registry.kernel.paging import PER_PAGE
from registry.search.request import SearchRequest


def offer_data(code: str) -> str:
    """An offer as schema.org JSON-LD."""
    return url_for("reuse.offer_data", code=code)


def offer_json(code: str) -> str:
    """An offer as the API writes it."""
    return url_for("reuse.offer_json", code=code)


def offer_proof(code: str) -> str:
    """What shows, without the registry, that an offer is what was decided."""
    return url_for("reuse.offer_proof", code=code)


def offer_calendar(code: str) -> str:
    """All coming dates of an offer."""
    return url_for("reuse.offer_calendar", code=code)


def run_calendar(code: str, run: str) -> str:
    """One run with its days and its enrolment."""
    return url_for("reuse.run_calendar", code=code, run=run)


def provider_data(slug: str) -> str:
    """A provider as schema.org JSON-LD."""
    return url_for("reuse.provider_data", slug=slug)


def event_data(slug: str) -> str:
    """An event as schema.org JSON-LD."""
    return url_for("reuse.event_data", slug=slug)


def event_calendar(slug: str) -> str:
    """An event for a calendar."""
    return url_for("reuse.event_calendar", slug=slug)


def events_calendar() -> str:
    """All events for a calendar."""
    return url_for("reuse.events_calendar")


def new_offers() -> str:
    """The feed of new and changed offers."""
    return url_for("reuse.new_offers")


def found_feed(asked: SearchRequest) -> str:
    """The feed of a search."""
    return _of_search("reuse.found_feed", replace(asked, sort="best"))


def found_calendar(asked: SearchRequest) -> str:
    """The starts and deadlines of what a search finds."""
    return _of_search("reuse.found_calendar", replace(asked, sort="best"))


def found_table(asked: SearchRequest) -> str:
    """What a search finds, as a table for spreadsheets, in the order of the page."""
    return _of_search("reuse.found_table", asked)


def whole(asked: SearchRequest) -> SearchRequest:
    """The search without what only turns the pages of a page."""
    return replace(asked, page=1, per_page=PER_PAGE, lang="")


def _of_search(endpoint: str, asked: SearchRequest) -> str:
    query = whole(asked).address()
    return url_for(endpoint) + ("?" + query if query else "")
