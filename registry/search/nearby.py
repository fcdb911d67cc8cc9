"""Where "near" is: a point, a place in which some provider teaches, or a region by name or NUTS code. No map service
is asked; a place nobody teaches in and no list knows is an honest "unknown", with the names it may have been meant for.

A region or country of the same name goes before a town that lies neither in the registry's country nor in that region;
a town asked for by another name of the region it lies in is that town, so that each language asks the same. Behind a
name a code in brackets says which one is meant: the region of this code and name, or the town in it, or the region
in it that is called so; as does a country or region behind a comma, and the country before a postcode. A name beside a
postcode says which of those in several countries is meant."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.text import words
from registry.search import gazetteer, postal
from registry.search.gazetteer import CLUSTER, Gazetteer, Point, Town, home
from registry.search.postal import Written
from registry.vocabularies import queries as vocabularies

EARTH = 6_371_008.8  # metres, mean radius
# codes up to here are of regions too large for "within 25 km of its middle"; longer ones are of a town's size
LARGE = 4
LIKE = 0.72  # how much alike two spellings are, from 0 to 1, to be asked "did you mean"
FEWEST = 3  # letters typed, for which names that begin with them are proposed
Meant = tuple[Town | None, str | None]
_CODED = re.compile(r"(.*)\(([a-z]{2}[a-z0-9]{0,3})\)\s*", re.IGNORECASE | re.DOTALL)
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,7})?)")


@dataclass(frozen=True)
class Spot:
    """A place that was understood: its name, and its point; without one only runs in the town of these words
    are near."""

    name: str
    point: Point | None
    town: str = ""


def find(text: str, known: Gazetteer | None = None) -> Spot:
    """The place meant; InvalidParameter names `near` when it is unknown. `known`: where somebody has looked already."""
    if point := _coordinates(text):
        return Spot(text, point)
    town, code = _meant(text, known or gazetteer.current())
    if town and town.point:
        return Spot(town.name, town.point)
    if code and (point := middle(code)):
        return Spot(text, point)
    if town:
        return Spot(town.name, None, words(town.locality))
    message = _(
        "This place is not known. Known are towns and postcodes where something is taught, regions and countries by"
        " their names, and “latitude,longitude”."
    )
    raise InvalidParameter("near", text, message)


def region(text: str, known: Gazetteer | None = None) -> str | None:
    """The code of the region or country a text names, when no town is called so and it is too large to be looked for
    around its middle, or nobody knows where that is; always where the text ends with its code in brackets."""
    return _named(text, known or gazetteer.current())


def regions(texts: Sequence[str]) -> list[str | None]:
    """The same of several texts, for which is looked once what is known."""
    known = gazetteer.current()
    return [_named(text, known) for text in texts]


def namesakes(code: str) -> list[str]:
    """The codes of regions elsewhere that are called like this one, of those around one another the largest."""
    known = gazetteer.current()
    found: list[str] = []
    for other in sorted({other for name in known.spelt.get(code, ()) for other in known.called[name]}):
        if not any(other.startswith(one[:CLUSTER]) or one.startswith(other) for one in (code, *found)):
            found.append(other)
    return found


def middle(code: str) -> Point | None:
    """The middle of a region."""
    row = vocabularies.concept("nuts", code)
    if row is None or row.data.get("lat_e6") is None:
        return None
    return int(row.data["lat_e6"]), int(row.data["lon_e6"])


def towns(most: int) -> list[str]:
    """Towns in which providers teach, those with most places first."""
    return list(gazetteer.current().largest[:most])


def alike(text: str, language: str, most: int = 4) -> list[str]:
    """Names of the towns and regions that begin with these words, else of those that are spelt most like them; for a
    postcode alone of those whose postcodes are most like it, and of its country."""
    coded, known = _CODED.fullmatch(text), gazetteer.current()
    called = vocabularies.shorts("nuts", language)
    written = postal.read(text, known)
    if written.postcode and not written.name:
        return [*postal.near(written, known, most), *([called[written.within]] if written.within else [])][:most]
    wanted = words(coded[1]) if coded else written.name if written.is_more else words(text)
    names = [*known.called, *known.towns]
    begun = sorted(name for name in names if name.startswith(f"{wanted} ")) if len(wanted) >= FEWEST else []
    found = begun or get_close_matches(wanted, names, 2 * most, LIKE)
    return list(dict.fromkeys(_proposed(name, known, called) for name in found))[:most]


def _proposed(name: str, known: Gazetteer, called: Mapping[str, str]) -> str:
    town = known.towns.get(name)
    return town.name if town else called[known.called[name][0]]


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


def _named(text: str, known: Gazetteer) -> str | None:
    if _coordinates(text):
        return None
    if coded := _coded(text, known):
        return coded
    town, code = _meant(text, known)
    return code if code and town is None and (len(code) <= LARGE or middle(code) is None) else None


def _meant(text: str, known: Gazetteer) -> Meant:
    """The town or postcode and the region of this name; not the town where the region goes before it."""
    wanted = words(text)
    town = known.towns.get(wanted)
    code = _coded(text, known) or known.regions.get(wanted)
    if town is None and code is None:
        coded = _CODED.fullmatch(text)
        return _within(coded[1], coded[2].upper(), known) if coded else _written(postal.read(text, known), known)
    if code and town is None and "(" not in text:  # who types brackets chose a region among the proposed
        town = _called_otherwise(code, known)
    if town and code and not (town.within.startswith((home(), code)) or _is_around(town, code)):
        return None, code
    return town, code


def _called_otherwise(code: str, known: Gazetteer) -> Town | None:
    """The town in this region, or around it, that has another of the region's names."""
    towns = (known.towns.get(name) for name in known.spelt[code])
    return next((town for town in towns if town and (town.within.startswith(code) or _is_around(town, code))), None)


def _is_around(town: Town, code: str) -> bool:
    """Is this one of the smallest regions, where the town may lie?"""
    return len(code) > CLUSTER and code.startswith(town.within)


def _coded(text: str, known: Gazetteer) -> str | None:
    """The code in brackets behind one of the names of its region: which is meant where the name alone means a town."""
    found = _CODED.fullmatch(text)
    code = found[2].upper() if found else ""
    return code if found and words(found[1]) in known.spelt.get(code, ()) else None


def _written(written: Written, known: Gazetteer) -> Meant:
    """What the parts of an address mean together: the postcode where its name lies, else the name."""
    town = code = None
    if written.is_more and written.name:
        town, code = _within(written.name, written.within, known)
    there = town.within if town else (code or "")[:CLUSTER]
    postcodes = (one for one in postal.found(written, known) if one.within.startswith(there))
    postcode = next(postcodes, None)
    return (postcode, None) if postcode else (town, code)


def _within(name: str, within: str, known: Gazetteer) -> Meant:
    """The town, else the region, of this name in the region or country of this code; anywhere where it is ""."""
    if not within:
        return _meant(name, known)
    town, _code = _meant(name, known)
    if town and town.within.startswith(within):
        return town, None
    wanted = words(name)
    there = [code for code in known.called.get(wanted, ()) if code.startswith(within)]  # the largest first
    apart = [code for code in there if not any(code.startswith(other) for other in there if other != code)]
    is_clear = len({code[:CLUSTER] for code in apart}) == 1 and not _is_shared(wanted, apart[0], within, known)
    return None, apart[0] if is_clear else None


def _is_shared(wanted: str, code: str, within: str, known: Gazetteer) -> bool:
    """Is this only how the region's name begins, and the name of another one there too?"""
    row = vocabularies.concept("nuts", code)
    if row and wanted in map(words, row.names()):
        return False
    begun = (codes for name, codes in known.called.items() if name.startswith(f"{wanted} "))
    others = (other for codes in begun for other in codes if other.startswith(within))
    return any(other[:CLUSTER] != code[:CLUSTER] for other in others)
