"""Reading the lists. They are small, change almost never and are asked for on every page, so each process keeps them in
memory; every few seconds it asks the database whether another process has loaded new ones."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from registry.kernel.db import db
from registry.kernel.memory import Memory
from registry.kernel.text import fold, words
from registry.vocabularies.model import Concept, Scheme

COMPETENCES = "digcomp"
TOPIC = "vocabularies.scheme"
_LOOK_AGAIN = 3  # seconds; real time, because a stale list is a matter of machines, not of the registry's clock


@dataclass(frozen=True)
class ConceptRow:
    """One concept as it stands; texts by language, `ours` the languages whose label is ours and not official."""

    scheme: str
    code: str
    uri: str | None
    label: Mapping[str, str]
    short: Mapping[str, str]
    alt: Mapping[str, list[str]]
    broader: str | None
    data: Mapping[str, Any]
    ours: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    deprecated: bool = False

    def named(self) -> Iterator[tuple[str, str]]:
        """(language, name) of each name, the official ones first; a name may come twice."""
        yield from self.label.items()
        yield from self.short.items()
        yield from ((tag, name) for tag, names in self.alt.items() for name in names)

    def names(self) -> tuple[str, ...]:
        """Each name in any language, once, the official ones first."""
        return tuple(dict.fromkeys(name for _tag, name in self.named()))


@dataclass(frozen=True)
class SchemeRow:
    """One list: what it is called and where it comes from."""

    code: str
    uri: str | None
    title: Mapping[str, str]
    source: str
    licence: str
    version: str


@dataclass
class _Shelf:
    """The lists of one database as of one generation; the concepts of a list are fetched when first asked for."""

    generation: int
    looked: float
    schemes: dict[str, SchemeRow]
    concepts: dict[str, dict[str, ConceptRow]] = field(default_factory=dict)
    synonyms: dict[str, set[str]] | None = None
    phrases: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    positions: dict[str, dict[str, int]] = field(default_factory=dict)
    labels: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # by list and language
    shorts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)


_shelves: Memory[_Shelf] = Memory()


def concept(scheme: str, code: str) -> ConceptRow | None:
    """The concept, deprecated or not; None when the list or the code is unknown."""
    return _concepts(scheme).get(code)


def concepts(scheme: str) -> list[ConceptRow]:
    """The concepts of a list in the order shown, without deprecated ones; empty when there is no such list."""
    return [row for row in _concepts(scheme).values() if not row.deprecated]


def positions(scheme: str) -> Mapping[str, int]:
    """code → place of the concept in the order shown, without deprecated ones. Treat it as read-only: it is shared."""
    shelf = _shelf()
    if scheme not in shelf.positions:
        shelf.positions[scheme] = {row.code: place for place, row in enumerate(concepts(scheme))}
    return shelf.positions[scheme]


def narrower(scheme: str, code: str) -> list[ConceptRow]:
    """The concepts directly below `code` (the competences of an area, the regions of a country), in order."""
    return [row for row in concepts(scheme) if row.broader == code]


def labels(scheme: str, language: str) -> Mapping[str, str]:
    """code → the concept's name in `language`, else in English, else the code itself; deprecated ones too. Treat it as
    read-only: it is shared."""
    shelf, key = _shelf(), (scheme, language)
    if key not in shelf.labels:
        shelf.labels[key] = {row.code: _text(row.label, language) or row.code for row in _concepts(scheme).values()}
    return shelf.labels[key]


def shorts(scheme: str, language: str) -> Mapping[str, str]:
    """code → the everyday name in `language`; where there is none, the label. Treat it as read-only: it is shared."""
    shelf, key = _shelf(), (scheme, language)
    if key not in shelf.shorts:
        named = labels(scheme, language)
        rows = _concepts(scheme).values()
        shelf.shorts[key] = {row.code: _text(row.short, language) or named[row.code] for row in rows}
    return shelf.shorts[key]


def label(scheme: str, code: str, language: str) -> str:
    """The label of one concept; the code itself when it does not exist."""
    return labels(scheme, language).get(code, code)


def short(scheme: str, code: str, language: str) -> str:
    """The everyday name of one concept; the code itself when it does not exist."""
    return shorts(scheme, language).get(code, code)


def unknown(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those (list, code) pairs that do not exist, in the order given; a deprecated code exists."""
    return [(scheme, code) for scheme, code in pairs if code not in _concepts(scheme)]


def schemes() -> list[SchemeRow]:
    """Every list, by code."""
    return list(_shelf().schemes.values())


def scheme(code: str) -> SchemeRow | None:
    """One list, or None."""
    return _shelf().schemes.get(code)


def synonyms() -> Mapping[str, set[str]]:
    """Folded word or phrase → codes of the competences it speaks of, from every name in every language.

    The words of an area stand for all its competences. Treat the answer as read-only: it is shared.
    """
    shelf = _shelf()
    if shelf.synonyms is None:
        words: dict[str, set[str]] = {}
        for row in concepts(COMPETENCES):
            codes = {row.code} if row.broader else {below.code for below in narrower(COMPETENCES, row.code)}
            for text in _names(row):
                words.setdefault(fold(text), set()).update(codes)
        shelf.synonyms = words
    return shelf.synonyms


def phrases(scheme: str) -> Mapping[str, list[str]]:
    """The folded words of every name in every language, one space between → codes of the concepts called so, in the
    order shown, without deprecated ones. Treat it as read-only: it is shared."""
    shelf = _shelf()
    if scheme not in shelf.phrases:
        found: dict[str, dict[str, None]] = {}
        for row in concepts(scheme):
            for text in _names(row):
                found.setdefault(words(text), {})[row.code] = None
        shelf.phrases[scheme] = {phrase: list(codes) for phrase, codes in found.items()}
    return shelf.phrases[scheme]


def forget() -> None:
    """Look again at the next question; for the one who has just loaded."""
    _shelves.forget()


def _names(row: ConceptRow) -> list[str]:
    earlier = row.data.get("name_2_2")
    return [*row.names(), *([earlier] if earlier else [])]


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(language.split("-")[0]) or texts.get("en") or ""


def _shelf() -> _Shelf:
    shelf = _shelves.get()
    now = time.monotonic()
    if shelf and now - shelf.looked < _LOOK_AGAIN:
        return shelf
    # the sum, not the greatest: it also grows when two processes load different lists at once
    generation = int(db.session.scalar(select(func.coalesce(func.sum(Scheme.generation), 0))) or 0)
    if shelf and shelf.generation == generation:
        shelf.looked = now
        return shelf
    shelf = _Shelf(generation, now, _all_schemes())
    _shelves.keep(shelf)
    return shelf


def _all_schemes() -> dict[str, SchemeRow]:
    columns = [Scheme.__table__.c[name] for name in SchemeRow.__dataclass_fields__]
    return {row.code: SchemeRow(*row) for row in db.session.execute(select(*columns).order_by(Scheme.code))}


def _concepts(scheme: str) -> dict[str, ConceptRow]:
    shelf = _shelf()
    if scheme not in shelf.concepts and scheme in shelf.schemes:
        columns = [Concept.__table__.c[name] for name in ConceptRow.__dataclass_fields__]
        query = select(*columns).where(Concept.scheme == scheme).order_by(Concept.position, Concept.code)
        shelf.concepts[scheme] = {row.code: ConceptRow(*row) for row in db.session.execute(query)}
    return shelf.concepts.get(scheme, {})
