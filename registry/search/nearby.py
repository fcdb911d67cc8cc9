"""Where "near" is: a point, a place in which some provider teaches, or a region by name or NUTS code. No map service
is asked; a place nobody teaches in and no list knows is an honest "unknown", with the names that are spelt most like
it.

Towns and postcodes have the same name in several places: those of one name are kept apart by country and NUTS-2 region
(by country where a place tells no more) and never averaged. Of one name counts what lies in the registry's country,
then what has a point, then what has most places, then the smallest code. A region or country of the same name goes
before a town that lies neither in the registry's country nor in that region; a town asked for by another name of the
region it lies in is that town, so that each language asks the same. Only places of public providers count."""

import itertools
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from statistics import fmean
from typing import Any

from sqlalchemy import and_, func, select

from registry import config
from registry.kernel.db import db
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.memory import Memory
from registry.kernel.text import fold
from registry.providers.model import HIDDEN, Place, Provider
from registry.search.about import NUTS_COUNTRY
from registry.vocabularies import queries as vocabularies
from registry.vocabularies.queries import ConceptRow

Point = tuple[int, int]
EARTH = 6_371_008.8  # metres, mean radius
# codes up to here are of regions too large for "within 25 km of its middle"; longer ones are of a town's size
LARGE = 4
CLUSTER = 4  # letters of a NUTS-2 code
LIKE = 0.72  # how much alike two spellings are, from 0 to 1, to be asked "did you mean"
_CODED = re.compile(r"\(([A-Z]{2}[A-Z0-9]{1,3}|[A-Z]{2})\)\s*\Z")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,7})?)")


@dataclass(frozen=True)
class Spot:
    """A place that was understood: its name, and its point; without one only runs in the town of this (folded) name
    are near."""

    name: str
    point: Point | None
    town: str = ""


@dataclass(frozen=True)
class _Town:
    """A town or postcode: its name as most providers write it, its point if anybody told one, how many places it
    has, and the code of the region or country in which it lies."""

    name: str
    point: Point | None
    places: int
    within: str


@dataclass(frozen=True)
class _Known:
    """What a process remembers of one database: towns (and their names, those with most places first) and postcodes as
    of some state of the places, regions by name as of some edition of the list."""

    state: Any
    towns: Mapping[str, _Town]
    largest: Sequence[str]
    postcodes: Mapping[str, _Town]
    first: Any
    regions: Mapping[str, str]


_known: Memory[_Known] = Memory()


_IS_SHOWN = and_(Provider.public_since.is_not(None), Provider.standing.not_in(HIDDEN))
# written once: building a statement costs more than answering it
_STATE = (
    select(func.count(Place.id), func.sum(Place.counter), func.sum(Provider.counter))
    .join(Provider, Place.provider_id == Provider.id)
    .where(_IS_SHOWN)
)


def find(text: str) -> Spot:
    """The place meant; InvalidParameter names `near` when it is unknown."""
    if point := _coordinates(text):
        return Spot(text, point)
    town, code = _meant(text, _gazetteer())
    if town and town.point:
        return Spot(town.name, town.point)
    if code and (point := middle(code)):
        return Spot(text, point)
    if town:
        return Spot(town.name, None, fold(town.name))
    message = _(
        "This place is not known. Known are towns and postcodes where something is taught, regions and countries by"
        " their names, and “latitude,longitude”."
    )
    raise InvalidParameter("near", text, message)


def region(text: str) -> str | None:
    """The code of the region or country a text names, when no town is called so and it is too large to be looked for
    around its middle, or nobody knows where that is; always where the text ends with the code in brackets."""
    return regions([text])[0]


def regions(texts: Sequence[str]) -> list[str | None]:
    """The same of several texts, for which is looked once what is known."""
    known = _gazetteer()
    return [_named(text, known) for text in texts]


def _named(text: str, known: _Known) -> str | None:
    if _coordinates(text):
        return None
    if coded := _coded(text, known):
        return coded
    town, code = _meant(text, known)
    return code if code and town is None and (len(code) <= LARGE or middle(code) is None) else None


def middle(code: str) -> Point | None:
    """The middle of a region."""
    row = vocabularies.concept("nuts", code)
    if row is None or row.data.get("lat_e6") is None:
        return None
    return int(row.data["lat_e6"]), int(row.data["lon_e6"])


def towns(most: int) -> list[str]:
    """Towns in which providers teach, those with most places first."""
    return list(_gazetteer().largest[:most])


def alike(text: str, language: str, most: int = 4) -> list[str]:
    """Names of towns and regions that are spelt most like it."""
    names = {fold(name): name for name in towns(1000)}
    for row in vocabularies.concepts("nuts"):
        for name in (vocabularies.short("nuts", row.code, language), *row.label.values()):
            names.setdefault(fold(name), name)
    return [names[name] for name in get_close_matches(fold(text), names, most, LIKE)]


def metres(near: Point, there: Point) -> int:
    """The distance along the great circle, rounded down as the engine does it."""
    lat, lon, other_lat, other_lon = (math.radians(value / 1e6) for value in (*near, *there))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return math.floor(2 * EARTH * math.asin(math.sqrt(min(1.0, half))))


def _coordinates(text: str) -> Point | None:
    given = _POINT.fullmatch(text)
    if given is None:
        return None
    lat, lon = float(given[1]), float(given[2])
    return (round(lat * 1_000_000), round(lon * 1_000_000)) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _meant(text: str, known: _Known) -> tuple[_Town | None, str | None]:
    """The town or postcode and the region of this name; not the town where the region goes before it."""
    wanted = fold(text)
    town, code = known.towns.get(wanted) or known.postcodes.get(wanted), _region(text, known)
    if code and town is None and "(" not in text:  # who types brackets chose a region among the proposed
        town = _called_otherwise(code, known)
    if town and code and not (town.within.startswith((_home(), code)) or _is_around(town, code)):
        return None, code
    return town, code


def _called_otherwise(code: str, known: _Known) -> _Town | None:
    """The town in this region, or around it, that has another of the region's names."""
    row = vocabularies.concept("nuts", code)
    towns = (known.towns.get(_bare(name)) for name in (_names(row) if row else ()))
    return next((town for town in towns if town and (town.within.startswith(code) or _is_around(town, code))), None)


def _is_around(town: _Town, code: str) -> bool:
    """Is this one of the smallest regions, where the town may lie?"""
    return len(code) > CLUSTER and code.startswith(town.within)


def _home() -> str:
    country = config.current().country
    return NUTS_COUNTRY.get(country, country)


def _region(text: str, known: _Known) -> str | None:
    """Of regions of the same name the largest, which has the shortest code."""
    if coded := _coded(text, known):
        return coded
    return known.regions.get(text.upper()) or known.regions.get(fold(text))


def _coded(text: str, known: _Known) -> str | None:
    """The code with which a text ends in brackets: which region is meant where its name alone means a town. Some names
    end so themselves."""
    found = _CODED.search(text.upper())
    return found[1] if found and fold(text) not in known.regions and found[1] in known.regions else None


def _gazetteer() -> _Known:
    """What is known now: one small question while nothing has changed."""
    state = tuple(db.session.execute(_STATE).one())
    first = next(iter(vocabularies.concepts("nuts")), None)
    known = _known.get()
    if known is None or known.state != state or known.first is not first:
        names = known.regions if known and known.first is first else dict(_regions())
        towns, postcodes = _read()
        largest = sorted(towns.values(), key=lambda town: (-town.places, town.name))
        known = _Known(state, towns, [town.name for town in largest], postcodes, first, names)
        _known.keep(known)
    return known


def _read() -> tuple[dict[str, _Town], dict[str, _Town]]:
    query = select(Place.locality, Place.postcode, Place.region, Place.country, Place.lat_e6, Place.lon_e6)
    rows = db.session.execute(query.join(Provider, Place.provider_id == Provider.id).where(_IS_SHOWN)).all()
    return _towns(rows, "locality"), _towns(rows, "postcode")


def _towns(rows: Sequence[Any], name: str) -> dict[str, _Town]:
    """By folded name, the one meant among those of the same name."""
    apart: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        if wanted := fold(getattr(row, name) or ""):
            apart[wanted, _within(row)].append(row)
    found: dict[str, _Town] = {}
    for (wanted, within), same in apart.items():
        town = _town(same, name, within)
        found[wanted] = min(town, found.get(wanted, town), key=_rank)
    return found


def _within(place: Any) -> str:
    if place.region:
        return str(place.region[:CLUSTER])
    return NUTS_COUNTRY.get(place.country or "", place.country or "")


def _rank(town: _Town) -> tuple[bool, bool, int, str]:
    return not town.within.startswith(_home()), town.point is None, -town.places, town.within


def _town(rows: list[Any], name: str, within: str) -> _Town:
    """Its middle is that of its places."""
    points = [(row.lat_e6, row.lon_e6) for row in rows if row.lat_e6 is not None and row.lon_e6 is not None]
    names = [getattr(row, name) for row in rows]
    middle = (round(fmean(lat for lat, _lon in points)), round(fmean(lon for _lat, lon in points))) if points else None
    return _Town(max(sorted(set(names)), key=names.count), middle, len(rows), within)


def _regions() -> Iterator[tuple[str, str]]:
    """(folded name, code) and (code, code); of the same name the shortest code comes last and stays. What stands in
    brackets tells a town from the land around it, and is typed by nobody: without it a name counts after the whole
    ones, and where no other region begins with it."""
    rows = sorted(vocabularies.concepts("nuts"), key=lambda row: (len(row.code), row.code), reverse=True)
    named = sorted({(fold(name), row.code) for row in rows for name in _names(row)})
    for row in rows:
        bare = {_bare(name) for name in _names(row)}
        yield from ((name, row.code) for name in bare if not _is_elsewhere(name, row.code, named))
    for row in rows:
        yield from ((fold(name), row.code) for name in _names(row))
        yield row.code, row.code


def _is_elsewhere(name: str, code: str, named: Sequence[tuple[str, str]]) -> bool:
    """Does the name of a region that is not around this one begin with these words?"""
    at = bisect_left(named, (name, ""))
    alike = itertools.takewhile(lambda pair: pair[0].startswith(name), itertools.islice(named, at, None))
    others = (other for text, other in alike if not text[len(name) :][:1].isalpha())
    return any(other[:CLUSTER] != code[:CLUSTER] for other in others)


def _bare(name: str) -> str:
    return fold(name.partition(" (")[0])


def _names(row: ConceptRow) -> tuple[str, ...]:
    return (*row.label.values(), *row.short.values(), *(name for names in row.alt.values() for name in names))
