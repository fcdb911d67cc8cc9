"""What starts next: those with a date first, then those one can join on any day; only the few shown are read."""

from dataclasses import replace

from registry.catalogue import queries as catalogue
from registry.search import service
from registry.search.engine import IndexDamaged
from registry.search.request import SearchRequest
from registry.search.service import Item, Results

LOOKED_THROUGH = 50


def first(request: SearchRequest, language: str, limit: int) -> Results:
    """The `limit` first of the LOOKED_THROUGH offers the request finds first; the total is of all it finds."""
    try:
        hits = service.engine().find(replace(service.resolve(request), tally=False, limit=LOOKED_THROUGH))
    except IndexDamaged:
        found = service.search(replace(request, per_page=limit), language, tally=False)
        # the database knows neither months nor the order of starts: its rows would be anything but the next
        return replace(found, items=()) if found.degraded else found
    runs = dict(zip(hits.codes, hits.runs, strict=True))
    rolling = catalogue.rolling([code for code in hits.runs if code])
    # of equals the order found is kept
    chosen = sorted(runs, key=lambda code: not runs[code] or runs[code] in rolling)[:limit]
    faces = catalogue.faces(chosen).values()
    items = tuple(Item(face, next((run for run in face.runs if run.code == runs[face.code]), None)) for face in faces)
    return Results(request, items, hits.total, language=language)
