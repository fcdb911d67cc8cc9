"""What starts next: runs with a date first, then those one can join on any day; only the few shown are read."""

from dataclasses import replace

from registry.catalogue import queries as catalogue
from registry.search import service
from registry.search.engine import IndexDamaged
from registry.search.request import SearchRequest
from registry.search.service import Item, Results


def first(request: SearchRequest, language: str, limit: int) -> Results:
    """The `limit` offers to show: those with a matching run on a date, by that run, then whatever else the request
    finds. The two are asked one by one, because what can be joined today would come before every date; the total is of
    all the request finds."""
    query = replace(service.resolve(request), tally=False, limit=limit)
    try:
        dated, whole = (service.engine().find(replace(query, dated=only)) for only in (True, False))
    except IndexDamaged:
        found = service.search(replace(request, per_page=limit), language, tally=False)
        # the database knows neither months nor the order of starts: its rows would be anything but the next
        return replace(found, items=()) if found.degraded else found
    runs: dict[str, str | None] = {}
    for hits in (dated, whole):
        for code, run in zip(hits.codes, hits.runs, strict=True):
            runs.setdefault(code, run)
    faces = catalogue.faces(list(runs)[:limit]).values()
    items = tuple(Item(face, next((run for run in face.runs if run.code == runs[face.code]), None)) for face in faces)
    return Results(request, items, whole.total)
