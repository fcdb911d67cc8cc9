"""Searching, as pages and the API do it: a request becomes a query, an engine answers with codes, the catalogue says
what is public about them. When the index cannot be trusted the database answers more simply, and the worker is asked
for a new index."""

import logging
import os
import threading
import weakref
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from registry import config
from registry.catalogue import queries as catalogue
from registry.catalogue.runs import RunView
from registry.catalogue.views import Face
from registry.config import Settings
from registry.kernel import clock, codes
from registry.kernel.paging import PageOf
from registry.kernel.text import fold, spelt_out
from registry.search import about, nearby, plainly, where
from registry.search.analysis import Analyser, Asked
from registry.search.engine import Completion, Hits, IndexDamaged, Near, Query, Share
from registry.search.engines.whoosh import WhooshEngine
from registry.search.labels import labels
from registry.search.marks import Marks
from registry.search.nearby import Spot
from registry.search.reasons import Match, Reasons
from registry.search.request import SearchRequest
from registry.vocabularies import queries as vocabularies

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Item:
    """One result: the offer, the run that matched (None: no run, the offer itself did), where the words were found,
    and how far the run is from the place asked for."""

    face: Face
    run: RunView | None = None
    match: Match | None = None
    metres: int | None = None


@dataclass(frozen=True)
class FacetValue:
    """One value of a filter as offered to the reader; `count`: offers there would be with it, as if its filter were
    not chosen."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Results:
    """The answer to a request, in which what was typed as a place stands where it belongs. `degraded`: the database
    answered because the index could not; then there are no counts, and `ignored` names the filters in force that could
    not be applied. `corrections`: mistyped word → the word used instead; `left_out`: words no offer has, passed over
    because the others find something. `marks` finds the words in a text; `spot` is the place asked for."""

    request: SearchRequest
    items: tuple[Item, ...]
    total: int
    facets: Mapping[str, list[FacetValue]] = field(default_factory=dict)
    degraded: bool = False
    ignored: tuple[str, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    marks: Marks | None = None
    spot: Spot | None = None

    @property
    def faces(self) -> list[Face]:
        """The offers alone, in order."""
        return [item.face for item in self.items]

    @property
    def page(self) -> PageOf[Item]:
        """The items as a page."""
        return PageOf(self.items, self.total, self.request.page, self.request.per_page)


def search(request: SearchRequest, language: str, *, tally: bool = True) -> Results:
    """Answer a request, labels in `language`; without `tally` nothing is counted beside the filters. InvalidParameter
    when `near` names no known place; never fails for the index."""
    request, query, spot = _resolved(request)
    try:
        hits = engine().find(replace(query, tally=tally))
    except IndexDamaged as damage:
        _damaged(damage)
        return _degraded(request)
    beginning = query.words[-1] if query.open_end else ""
    marks = Marks(analyser(config.current()), query.words, beginning).corrected(hits.corrections)
    faces = catalogue.faces(hits.codes)
    why = Reasons(marks, language)
    return Results(
        request,
        tuple(_item(faces[code], at, hits, spot, why) for at, code in enumerate(hits.codes) if code in faces),
        hits.total,
        _choices(request, hits, language),
        corrections=hits.corrections,
        left_out=hits.left_out,
        marks=marks,
        spot=spot,
    )


def overview(request: SearchRequest, language: str) -> Results:
    """The total and the counts beside every filter, without reading any offer."""
    request, query, spot = _resolved(request)
    try:
        hits = engine().find(replace(query, limit=1, offset=0))
    except IndexDamaged as damage:
        _damaged(damage)
        return replace(_degraded(replace(request, per_page=1)), request=request, items=())
    return Results(request, (), hits.total, _choices(request, hits, language), spot=spot)


def crossed(request: SearchRequest, name: str, groups: Sequence[tuple[str, Collection[str]]]) -> list[Share] | None:
    """See the port, of everything a request finds; None while there is no index."""
    try:
        return engine().crossed(resolve(request), name, groups)
    except IndexDamaged as damage:
        _damaged(damage)
        return None


def count(request: SearchRequest) -> int | None:
    """How many offers a request finds, without reading any; None while there is no index and the database cannot apply
    all that is asked: its number would be too large."""
    request, query, _spot = _resolved(request)
    try:
        return engine().find(replace(query, tally=False, limit=1, offset=0)).total
    except IndexDamaged as damage:
        _damaged(damage)
        return None if plainly.ignored(request) else plainly.find(request)[1]


def codes_of(request: SearchRequest) -> tuple[str, ...]:
    """The codes of the first `per_page` offers a request finds, in order, without reading any."""
    return tuple(code for code, _run in pairs_of(request))


def pairs_of(request: SearchRequest) -> tuple[tuple[str, str | None], ...]:
    """The same, each with the code of the run that matched, for who reads the offers of several requests at once."""
    request, query, _spot = _resolved(request)
    try:
        hits = engine().find(replace(query, tally=False))
    except IndexDamaged as damage:
        _damaged(damage)
        return tuple((code, None) for code in plainly.find(request)[0])
    return tuple(zip(hits.codes, hits.runs, strict=True))


def edition() -> Hashable | None:
    """Another one whenever the index is, for what is remembered of it; None while it cannot be trusted."""
    try:
        return engine().edition()
    except IndexDamaged as damage:
        _damaged(damage)
        return None


def suggest(text: str, language: str, limit: int = 8) -> list[Completion]:
    """What typed letters may become: competences by any of their names, providers, places, titles."""
    typed = fold(text)
    if len(typed) < 2:
        return []
    found = [
        Completion("competence", vocabularies.short("digcomp", row.code, language), row.code)
        for row in vocabularies.concepts("digcomp")
        if any(word.startswith(typed) for name in row.names() for word in _beginnings(name))
    ][: limit // 2]
    try:
        found += engine().complete(text, language, limit)
    except IndexDamaged as damage:
        _damaged(damage)
    return found[:limit]


def _beginnings(name: str) -> Iterator[str]:
    """What may be typed for a name, from its start or from one of its words on."""
    for spelling in {fold(name), fold(spelt_out(name))}:
        yield from (spelling, *spelling.split())


def resolve(request: SearchRequest) -> Query:
    """The request as plain values at this moment."""
    return _resolved(request)[1]


def _resolved(request: SearchRequest) -> tuple[SearchRequest, Query, Spot | None]:
    settings, now = config.current(), clock.now()
    today = now.astimezone(ZoneInfo(settings.zone))
    code = codes.canonical(request.q)
    asked = Asked((about.code_word(code),)) if code else analyser(settings).asked(request.q)
    request, spot = where.understood(request)
    query = Query(
        now=int(now.timestamp()),
        month=today.year * 12 + today.month - 1,
        words=asked.words,
        open_end=asked.open_end,
        chosen=request.chosen(),
        near=Near(*spot.point, metres=request.radius * 1000) if spot and spot.point else None,
        town=spot.town if spot else "",
        unit=10 ** get_currency_precision(settings.currency),
        sort=request.sort,
        offset=(request.page - 1) * request.per_page,
        limit=request.per_page,
    )
    return request, query, spot


def analyser(settings: Settings) -> Analyser:
    """The analyser of this installation."""
    return Analyser(tuple(language.split("-")[0] for language in settings.languages))


class _Engines:
    """One engine per installation known to this process (a test knows many)."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: a forked child shares the position of every open file with its parent and may not read them."""
        self._lock = threading.Lock()
        self._known: weakref.WeakKeyDictionary[Settings, WhooshEngine] = weakref.WeakKeyDictionary()

    def of(self, settings: Settings) -> WhooshEngine:
        """The engine of this installation."""
        with self._lock:
            if settings not in self._known:
                edition = f"{settings.zone} {settings.currency}"
                self._known[settings] = WhooshEngine(settings.index_dir, analyser(settings), edition)
            return self._known[settings]


_engines = _Engines()
os.register_at_fork(after_in_child=_engines.forget)


def engine() -> WhooshEngine:
    """The engine of the running application."""
    return _engines.of(config.current())


def _item(face: Face, position: int, hits: Hits, spot: Spot | None, why: Reasons) -> Item:
    run = matched(face, hits.runs[position])
    return Item(face, run or face.next_run, why.match(face, hits.fields[position]), _metres(spot, run))


def matched(face: Face, code: str | None) -> RunView | None:
    """The run of an offer that matched; None where none did, or it is gone since."""
    return next((run for run in face.runs if run.code == code), None) if code else None


def _metres(spot: Spot | None, run: RunView | None) -> int | None:
    """How far the shown run is; None where nobody asked, or it takes place nowhere one could go to."""
    place = run.place if run else None
    if spot is None or spot.point is None or place is None or place.lat_e6 is None or place.lon_e6 is None:
        return None
    return nearby.metres(spot.point, (place.lat_e6, place.lon_e6))


def _choices(request: SearchRequest, hits: Hits, language: str) -> dict[str, list[FacetValue]]:
    chosen = request.chosen()
    return {
        name: [
            FacetValue(value, text, counts[value], value in chosen.get(name, ()))
            for value, text in labels(name, counts, language).items()
        ]
        for name, counts in hits.tallies.items()
    }


def _degraded(request: SearchRequest) -> Results:
    codes, total = plainly.find(request)
    faces = catalogue.faces(codes)
    items = tuple(Item(faces[code], faces[code].next_run) for code in codes if code in faces)
    return Results(request, items, total, degraded=True, ignored=plainly.ignored(request))


def _damaged(damage: IndexDamaged) -> None:
    log.warning("the search index is out of use: %s", damage)
    engine().place.want()
