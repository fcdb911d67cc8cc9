"""Which offers stand beside one: what goes further, where one can prove or ask about the same, and what is alike.
Searches give a bounded pool, the catalogue ranks it by likeness, and only the few that are shown are read in full."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from flask import url_for

from registry.catalogue import likeness, price_context, queries, traits
from registry.catalogue.price_context import PriceContext
from registry.catalogue.schema import KINDS
from registry.catalogue.traits import Traits
from registry.catalogue.views import Face
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.memory import Memory
from registry.search import service
from registry.search.request import SearchRequest
from registry.web import display, rows
from registry.web.rows import Reason, Row, Timetable

POOL, ASIDE = 60, 40  # offers looked at: of the same kind; of other kinds, and a step further
SHOWN, FURTHER = 5, 2
REMEMBERED = 20_000  # offers


@dataclass(frozen=True)
class Neighbours:
    """The rows to show, and the price of an hour beside comparable offers (None: too few of them)."""

    table: Timetable
    price: PriceContext | None


@dataclass
class _Seen:
    """Traits read as of one edition of the index and one hour."""

    edition: Hashable
    traits: dict[str, Traits]


_seen: Memory[_Seen] = Memory()


def of(own: Traits, edition: Hashable) -> Neighbours:
    """Everything beside one offer, in a number of questions that does not depend on how many there are. `edition`: of
    the index (service.edition), asked for before anything was read."""
    same, aside, above = _same_kind(own), _other_kinds(own), _further(own)
    found = _traits([*same, *aside, *above], edition)
    same_kind = [found[code] for code in same if code in found]
    chosen: dict[str, str] = {}
    for code, competences in likeness.further(own, (found[code] for code in above if code in found), FURTHER):
        chosen[code] = _("One step further in %(competences)s", competences=display.listed(list(competences)))
    for kind, invitation in _invitations().items():
        others = (found[code] for code in aside if code in found and found[code].kind == kind)
        for code in likeness.alike(own, others, 1):
            chosen.setdefault(code, invitation)
    for code in likeness.alike(own, same_kind, SHOWN):
        if len(chosen) < SHOWN:
            chosen.setdefault(code, _("Similar to this one"))
    return Neighbours(_table(chosen), price_context.context(own, same_kind))


def price(own: Traits, edition: Hashable) -> PriceContext | None:
    """Only the price of an hour beside comparable offers, for one that is not listed yet."""
    return price_context.context(own, _traits(_same_kind(own), edition).values())


def alike(own: Traits, edition: Hashable) -> Timetable:
    """Only what is alike, for an offer that has gone."""
    pool = _same_kind(own)
    return rows.faces(queries.faces(likeness.alike(own, _traits(pool, edition).values(), SHOWN)).values())


def comparable_address(own: Traits) -> str:
    """Where offers of its kind are seen for its competences at its levels: wider than what a price is compared with."""
    return url_for("portal.offers", kind=own.kind, competence=sorted(own.levels), level=_levels(own))


def _traits(codes: list[str], edition: Hashable) -> dict[str, Traits]:
    """As they were when first asked for since the index changed or the hour struck: offers are compared with many
    others, and the same ones stand beside thousands. Without an index nothing is remembered."""
    now = clock.now()
    if edition is None:
        return traits.read(codes)
    seen = _seen.get()
    if seen is None or seen.edition != (edition, now.date(), now.hour) or len(seen.traits) > REMEMBERED:
        seen = _Seen((edition, now.date(), now.hour), {})
        _seen.keep(seen)
    missing = [code for code in codes if code not in seen.traits]
    seen.traits.update(traits.read(missing) if missing else {})
    return {code: seen.traits[code] for code in codes if code in seen.traits}


def _invitations() -> dict[str, str]:
    """Kind → why one of it stands beside an offer of another, in the order in which they are shown."""
    return {
        "training": _("Learn it"),
        "validation": _("Already able to do it? Prove it"),
        "guidance": _("Not sure? Ask about it"),
    }


def _table(chosen: dict[str, str]) -> Timetable:
    names = rows.competence_names()
    faces: Iterable[Face] = queries.faces(list(chosen)).values()
    return rows.timetable(_row(face, chosen[face.code], names) for face in faces)


def _row(face: Face, why: str, names: dict[str, str]) -> Row:
    return rows.row(face, face.next_run, names, Reason(why))


def _same_kind(own: Traits) -> list[str]:
    """Of the same kind with a common competence, those in its bands and languages first."""
    wide = SearchRequest(kind=(own.kind,), competence=tuple(own.levels), per_page=POOL)
    close = replace(wide, level=_levels(own))
    spoken = replace(close, language=tuple(sorted(own.languages)))
    asked = (spoken, close, wide) if own.levels else (spoken,)
    found: dict[str, None] = {}
    for request in asked:
        if len(found) < POOL:
            found.update(dict.fromkeys(code for code in service.codes_of(request) if code != own.code))
    return list(found)[:POOL]


def _other_kinds(own: Traits) -> list[str]:
    if not own.levels:
        return []
    kinds = tuple(kind for kind in KINDS if kind != own.kind)
    return list(service.codes_of(SearchRequest(kind=kinds, competence=tuple(own.levels), per_page=ASIDE)))


def _further(own: Traits) -> list[str]:
    """Trainings that reach the band above one of its own in a common competence."""
    bands = {likeness.band(level) + 1 for level in own.levels.values() if level}
    if own.kind != "training" or not bands & {1, 2, 3}:
        return []
    competences = tuple(code for code, level in own.levels.items() if level)
    request = SearchRequest(kind=("training",), competence=competences, level=_of_bands(bands), per_page=ASIDE)
    return list(service.codes_of(request))


def _levels(own: Traits) -> tuple[str, ...]:
    return _of_bands({likeness.band(level) for level in own.levels.values() if level})


def _of_bands(bands: set[int]) -> tuple[str, ...]:
    levels = (likeness.BAND * band + step for band in sorted(bands) for step in (1, 2))
    return tuple(str(level) for level in levels if level <= 8)
