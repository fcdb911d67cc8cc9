"""The searches pages ask for themselves: everything, what starts soon, one competence, what is like an offer."""

from collections.abc import Collection
from dataclasses import replace

from registry.kernel import clock
from registry.kernel.i18n import language
from registry.search import service
from registry.search.request import SearchRequest
from registry.search.service import Results

SHOWN = 10
ALIKE = 4
LOOKED_THROUGH = 50


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
    found = service.search(replace(soon_request(), per_page=LOOKED_THROUGH), language(), tally=False)
    dated = [item for item in found.items if item.run and not item.run.times.rolling]
    rest = [item for item in found.items if item not in dated]
    return replace(found, items=tuple([*dated, *rest][:limit]))


def of_competence(code: str) -> Results:
    """Offers of one competence or area."""
    return service.search(SearchRequest(competence=(code,), per_page=SHOWN), language(), tally=False)


def alike(code: str, kind: str, competences: Collection[str]) -> list[str]:
    """Codes of a few other offers that serve the same competences, else of the same kind."""
    for request in (
        SearchRequest(competence=tuple(competences), per_page=ALIKE + 1) if competences else None,
        SearchRequest(kind=(kind,), per_page=ALIKE + 1),
    ):
        if request is None:
            continue
        others = [face.code for face in service.search(request, language(), tally=False).faces if face.code != code]
        if others:
            return others[:ALIKE]
    return []
