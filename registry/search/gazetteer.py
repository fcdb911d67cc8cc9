"""Names of places: the towns and postcodes in which some provider teaches, and the regions of the list with every name
they have. Names are compared by their words alone, without case, marks, brackets or hyphens, and "ä" may be typed "ae".

Towns and postcodes have the same name in several places: those of one name are kept apart by country and NUTS-2 region
(by country where a place tells no more) and never averaged. Of one name counts what lies in the registry's country,
then what has a point, then what has most places, then the smallest code. Only places of public providers count."""

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from sqlalchemy import and_, func, select

from registry import config
from registry.kernel.db import db
from registry.kernel.memory import Memory
from registry.kernel.text import spelt_out, words
from registry.providers.model import HIDDEN, Place, Provider
from registry.search.about import NUTS_COUNTRY
from registry.vocabularies import queries as vocabularies
from registry.vocabularies.queries import ConceptRow

Point = tuple[int, int]
COUNTRY = 2  # letters of the code of a country; each further one is a smaller region
CLUSTER = 4  # letters of a NUTS-2 code
_OF_COUNTRY = re.compile(r"^[a-z]{1,3}(?=\d{3,}$)")  # "l1611" of Luxembourg


@dataclass(frozen=True)
class Town:
    """A town or postcode: its name as most providers write it (a postcode with its town), its point if anybody told
    one, how many places it has, the code of the region or country in which it lies, and the town."""

    name: str
    point: Point | None
    places: int
    within: str
    locality: str


@dataclass(frozen=True)
class Gazetteer:
    """What a process remembers of one database: towns (and their names, those with most places first) and postcodes as
    of some state of the places, of a postcode every one, without spaces and the letters of its country; by name the
    region meant and every region `called` so, and how each region is `spelt`, as of some edition of the list. Names by
    their words."""

    state: Any
    towns: Mapping[str, Town]
    largest: Sequence[str]
    postcodes: Mapping[str, Sequence[Town]]
    first: Any
    regions: Mapping[str, str]
    called: Mapping[str, Sequence[str]]
    spelt: Mapping[str, Sequence[str]]


_known: Memory[Gazetteer] = Memory()

_IS_SHOWN = and_(Provider.public_since.is_not(None), Provider.standing.not_in(HIDDEN))
# written once: building a statement costs more than answering it
_STATE = (
    select(func.count(Place.id), func.sum(Place.counter), func.sum(Provider.counter))
    .join(Provider, Place.provider_id == Provider.id)
    .where(_IS_SHOWN)
)


def current() -> Gazetteer:
    """What is known now: one small question while nothing has changed."""
    state = tuple(db.session.execute(_STATE).one())
    first = next(iter(vocabularies.concepts("nuts")), None)
    known = _known.get()
    if known is None or known.state != state or known.first is not first:
        same = (known.regions, known.called, known.spelt) if known and known.first is first else _regions()
        towns, postcodes = _read()
        largest = sorted({*towns.values()}, key=lambda town: (-town.places, town.name))
        known = Gazetteer(state, towns, [town.name for town in largest], postcodes, first, *same)
        _known.keep(known)
    return known


def _spellings(row: ConceptRow) -> set[str]:
    """What people may type for a region: each of its names, whole and without its additions."""
    return {typed for name in row.names() for form in (name, *_without_additions(name)) for typed in _typed(form)}


def home() -> str:
    """The code of the registry's country in the list of regions."""
    country = config.current().country
    return NUTS_COUNTRY.get(country, country)


def _typed(name: str) -> set[str]:
    return {words(name), words(spelt_out(name))}


def _without_additions(name: str) -> Iterator[str]:
    """What stands behind the last comma and in brackets tells a town from the land around it; nobody types it."""
    shorter = name.rpartition(", ")[0] or name
    yield shorter
    yield shorter.partition(" (")[0]


def _regions() -> tuple[dict[str, str], dict[str, list[str]], dict[str, list[str]]]:
    """By name the region meant, and all called so, the largest first; by code how it is spelt. Of the same name the one
    with the shortest code is meant; without its additions a name counts after the whole ones, and where no region
    elsewhere begins with it."""
    rows = sorted(vocabularies.concepts("nuts"), key=lambda row: (len(row.code), row.code))
    whole = [(typed, row.code) for row in rows for name in row.names() for typed in _typed(name)]
    named, called = sorted({*whole}), defaultdict[str, list[str]](list)
    spelt = {row.code: sorted(_spellings(row)) for row in rows}
    for code, names in spelt.items():
        for name in names:
            called[name].append(code)
    meant = {row.code.casefold(): row.code for row in rows}
    for name, code in whole:
        meant.setdefault(name, code)
    for name, codes in called.items():
        if name not in meant and not _is_elsewhere(name, codes[0], named):
            meant[name] = codes[0]
    return meant, dict(called), spelt


def _is_elsewhere(name: str, code: str, named: Sequence[tuple[str, str]]) -> bool:
    """Does the name of a region that is not around this one begin with these words?"""
    at = bisect_left(named, (name, ""))
    alike = itertools.takewhile(lambda pair: pair[0].startswith(name), itertools.islice(named, at, None))
    others = (other for text, other in alike if text[len(name) :][:1] in ("", " "))
    return any(other[:CLUSTER] != code[:CLUSTER] for other in others)


def _read() -> tuple[dict[str, Town], dict[str, list[Town]]]:
    query = select(Place.locality, Place.postcode, Place.region, Place.country, Place.lat_e6, Place.lon_e6)
    rows = db.session.execute(query.join(Provider, Place.provider_id == Provider.id).where(_IS_SHOWN)).all()
    towns = {wanted: same[0] for wanted, same in _apart(rows, "locality").items()}
    otherwise = {typed: town for town in towns.values() for typed in _typed(town.name)}
    postcodes: dict[str, list[Town]] = defaultdict(list)
    for wanted, same in _apart(rows, "postcode").items():
        postcodes[_OF_COUNTRY.sub("", wanted.replace(" ", ""))] += same
    return otherwise | towns, {figures: sorted(same, key=_rank) for figures, same in postcodes.items()}


def _apart(rows: Sequence[Any], name: str) -> dict[str, list[Town]]:
    """By what may be typed those of the same name, the one meant first."""
    same: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        if wanted := words(getattr(row, name) or ""):
            same[wanted, _within(row)].append(row)
    found: dict[str, list[Town]] = defaultdict(list)
    for (wanted, within), places in same.items():
        found[wanted].append(_town(places, name, within))
    return {wanted: sorted(towns, key=_rank) for wanted, towns in found.items()}


def _within(place: Any) -> str:
    if place.region:
        return str(place.region[:CLUSTER])
    return NUTS_COUNTRY.get(place.country or "", place.country or "")


def _rank(town: Town) -> tuple[bool, bool, int, str]:
    return not town.within.startswith(home()), town.point is None, -town.places, town.within


def _town(rows: list[Any], name: str, within: str) -> Town:
    """Its middle is that of its places."""
    points = [(row.lat_e6, row.lon_e6) for row in rows if row.lat_e6 is not None and row.lon_e6 is not None]
    middle = (round(fmean(lat for lat, _lon in points)), round(fmean(lon for _lat, lon in points))) if points else None
    locality = _commonest(row.locality for row in rows)
    called = locality if name == "locality" else f"{_commonest(getattr(row, name) for row in rows)} {locality}".strip()
    return Town(called, middle, len(rows), within, locality)


def _commonest(names: Iterable[str | None]) -> str:
    told = [name for name in names if name]
    return max(sorted(set(told)), key=told.count, default="")
