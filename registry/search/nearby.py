"""Where "near" is: a point, a region by name or NUTS code, or a place in which some provider teaches. No map service
is asked; a place nobody teaches in and no list knows is an honest "unknown"."""

import re
from collections.abc import Iterator
from statistics import fmean

from sqlalchemy import ColumnElement, select

from registry.kernel.db import db
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.text import fold
from registry.providers.model import HIDDEN, Place, Provider
from registry.vocabularies import queries as vocabularies

Point = tuple[int, int]
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,7})?)")


def find(text: str) -> Point | str:
    """(latitude, longitude) in millionths of a degree; the folded name of a town of which only the name is known;
    InvalidParameter names `near` when the place is unknown."""
    found = _coordinates(text) or _locality(fold(text)) or _region(text) or _town(fold(text))
    if not found:
        message = _("This place is not known. Try a larger town, a region, or “latitude,longitude”.")
        raise InvalidParameter("near", text, message)
    return found


def _coordinates(text: str) -> Point | None:
    given = _POINT.fullmatch(text)
    if given is None:
        return None
    lat, lon = float(given[1]), float(given[2])
    return (round(lat * 1_000_000), round(lon * 1_000_000)) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _locality(wanted: str) -> Point | None:
    """The middle of the places providers have in a town of that name or with that postcode."""
    places = select(Place.locality, Place.postcode, Place.lat_e6, Place.lon_e6).where(_shown())
    points = [
        (lat, lon)
        for locality, postcode, lat, lon in db.session.execute(places.where(Place.lat_e6.is_not(None)))
        if lat is not None and lon is not None and wanted in (fold(locality or ""), fold(postcode or ""))
    ]
    if not points:
        return None
    return round(fmean(lat for lat, _lon in points)), round(fmean(lon for _lat, lon in points))


def _town(wanted: str) -> str | None:
    """The town itself when a provider has a place there, though nobody told the coordinates."""
    names = db.session.scalars(select(Place.locality).where(_shown()).distinct())
    return wanted if wanted and wanted in {fold(name) for name in names if name} else None


def _shown() -> ColumnElement[bool]:
    return Place.provider_id.in_(select(Provider.id).where(Provider.standing.not_in(HIDDEN)))


def _region(text: str) -> Point | None:
    """The centre of a region; of regions of the same name the largest, which has the shortest code."""
    wanted = fold(text)
    found = [
        row
        for row in vocabularies.concepts("nuts")
        if row.data.get("lat_e6") is not None and (row.code == text.upper() or wanted in map(fold, _names(row)))
    ]
    if not found:
        return None
    data = min(found, key=lambda row: (len(row.code), row.code)).data
    return int(data["lat_e6"]), int(data["lon_e6"])


def _names(row: vocabularies.ConceptRow) -> Iterator[str]:
    yield from (*row.label.values(), *row.short.values())
    for names in row.alt.values():
        yield from names
