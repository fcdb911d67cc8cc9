"""Which competences and levels the public offers serve, from the facts: what stands in for the search index while
there is none, with the same meaning, so that a number is the total its link then shows."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from registry.catalogue.door import door
from registry.catalogue.model import Fact, Offer, Version
from registry.kernel.db import db


def serving(competences: Collection[str]) -> Select[str]:
    """Codes of offers that serve one of these competences, or any of an area's."""
    wanted = or_(*(or_(Fact.value == code, Fact.value.startswith(f"{code}.")) for code in competences))
    return _having(and_(Fact.name == "competence", wanted))


def reaching(levels: Collection[str]) -> Select[str]:
    """Codes of offers with an outcome at exactly one of these levels."""
    return _having(and_(Fact.name == "outcome", Fact.level.in_([int(level) for level in levels])))


def grid() -> dict[tuple[str, int], int]:
    """(competence, band of two levels) → number of public offers that serve the one and have an outcome in the
    other."""
    outcome = aliased(Fact)
    band = (outcome.level + 1) // 2
    counted = door(select(Fact.value, band, func.count(Offer.id.distinct())))
    joined = counted.join(Fact, Fact.version_id == Version.id).join(outcome, outcome.version_id == Version.id)
    wanted = joined.where(Fact.name == "competence", outcome.name == "outcome", outcome.level.is_not(None))
    rows = db.session.execute(wanted.group_by(Fact.value, band)).all()
    return {(value, number): count for value, number, count in rows if number is not None}


def totals() -> dict[str, int]:
    """Competence → number of public offers that serve it; only those that have some."""
    counted = door(select(Fact.value, func.count(Offer.id.distinct())))
    joined = counted.join(Fact, Fact.version_id == Version.id).where(Fact.name == "competence")
    return dict(db.session.execute(joined.group_by(Fact.value)).all())


def _having(wanted: ColumnElement[bool]) -> Select[str]:
    return select(Offer.code).join(Fact, Fact.offer_id == Offer.id).where(wanted)
