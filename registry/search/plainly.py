"""The simple answer straight from the database, for the time in which there is no index: words in titles, kind,
provider, competence and level, no counts. Whatever else was asked is named as not applied rather than passed over."""

from sqlalchemy import select

from registry import config
from registry.catalogue import coverage as catalogue
from registry.catalogue.door import door
from registry.catalogue.model import Offer, Version
from registry.kernel import clock, codes
from registry.kernel.db import db
from registry.providers.model import Provider
from registry.search.analysis import Analyser
from registry.search.engine import shuffle
from registry.search.request import SearchRequest

APPLIED = ("kind", "competence", "level", "provider")


def find(request: SearchRequest) -> tuple[list[str], int]:
    """(codes of the page asked for, total) of the public offers whose title has every word."""
    query = door(select(Offer.code, Version.title, Version.language, Version.examined, Offer.confirm_by))
    if request.kind:
        query = query.where(Offer.kind.in_(request.kind))
    if request.provider:
        query = query.where(Provider.slug.in_(request.provider))
    if request.competence:
        query = query.where(Offer.code.in_(catalogue.serving(request.competence)))
    if request.level:
        query = query.where(Offer.code.in_(catalogue.reaching(request.level)))
    analyser = Analyser(config.current().languages)
    asked = analyser.asked(request.q).words
    whole = codes.canonical(request.q)
    now = clock.now()
    found = [
        (until is not None and until <= now, not examined, shuffle(code), code)
        for code, title, language, examined, until in db.session.execute(query)
        if (code == whole if whole else _has(analyser, asked, title, language))
    ]
    first = (request.page - 1) * request.per_page
    return [code for *_, code in sorted(found)[first : first + request.per_page]], len(found)


def ignored(request: SearchRequest) -> tuple[str, ...]:
    """The parameters in force that this answer does not apply."""
    names = [name for name in request.chosen() if name not in APPLIED]
    return (*(["near"] if request.near else []), *names)


def _has(analyser: Analyser, asked: tuple[str, ...], title: str, language: str) -> bool:
    stems = set(analyser.stems(analyser.words(title), language))
    return all(stems.intersection(analyser.typed_stems(word, language)) for word in asked)
