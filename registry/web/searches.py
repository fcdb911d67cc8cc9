"""The searches pages ask for themselves: everything, what starts soon, guidance, one competence, one provider."""

from registry.kernel import clock
from registry.kernel.i18n import language, ngettext
from registry.search import departures, service
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.web import display, filters
from registry.web.values import Link

SHOWN = 10


def everything() -> Results:
    """How many offers there are, with the counts of every filter."""
    return service.overview(SearchRequest(), language())


def soon_request() -> SearchRequest:
    """What starts this month or next and still takes people, the soonest first."""
    today = clock.today()
    following = (today.year + today.month // 12, today.month % 12 + 1)
    months = (f"{today.year:04}-{today.month:02}", f"{following[0]:04}-{following[1]:02}")
    return SearchRequest(starts=months, open=("now",), sort="soonest")


def soon(limit: int) -> Results:
    """The next departures: those with a date before those one can join on any day."""
    return departures.first(soon_request(), language(), limit)


def guidance() -> Link | None:
    """Where to ask somebody, with the number of offers the link will show; None while there is nobody."""
    asked = SearchRequest(kind=("guidance",))
    total = service.count(asked)
    if not total:
        return None
    words = ngettext("%(count)s guidance offer", "%(count)s guidance offers", total, count=display.number(total))
    return Link(words, filters.address(asked))


def of_competence(code: str) -> Results:
    """Offers of one competence or area."""
    return service.search(SearchRequest(competence=(code,), per_page=SHOWN), language())


def of_provider(slug: str) -> int:
    """How many offers of one provider a search finds; the database tells it as well."""
    return service.count(SearchRequest(provider=(slug,))) or 0
