"""The projection of listed versions into rows that can be counted and joined. Written when a version is listed,
removed when it is not any more, in the same transaction; `reproject` makes all of it anew from the stored contents."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select

from registry.catalogue import elements
from registry.catalogue.model import Fact, Version
from registry.catalogue.specification import Specification, opened
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import service as ledger

BATCH = 500


def rows(spec: Specification) -> Iterator[dict[str, Any]]:
    """The facts of a specification: name, value, and where they apply level, minutes and the position among equals."""
    for position, outcome in enumerate(spec.outcomes):
        yield _row("outcome", outcome.competence or "", position, level=outcome.level, minutes=outcome.minutes)
    for position, (competence, level) in enumerate(spec.competences.items()):
        yield _row("competence", competence, position, level=level, minutes=_minutes_for(spec, competence))
    given = {
        "setting": (spec.setting,),
        "credential": (elements.credential(spec),),
        "target": spec.target_groups,
        "language": spec.languages,
        "mode": spec.modes,
        "field": spec.fields,
        "eqf": (spec.eqf if spec.eqf != "none" else None,),
        "assessment": spec.assessment.types if spec.assessment else (),
    }
    if spec.minutes:
        yield _row("minutes", "", 0, minutes=spec.minutes)
    for name, values in given.items():
        for position, value in enumerate(dict.fromkeys(values)):
            if value is not None:
                yield _row(name, str(value), position)


def write(version: Version) -> None:
    """Make the facts of this version's offer those of this version."""
    remove(version.offer_id)
    made = [{"offer_id": version.offer_id, "version_id": version.id, **row} for row in rows(version.specification)]
    if made:
        db.session.execute(insert(Fact), made)


def remove(offer_id: int) -> None:
    """The offer is not listed: it has no facts."""
    db.session.execute(delete(Fact).where(Fact.offer_id == offer_id))


def reproject() -> int:
    """Throw every fact away and make them anew from the listed versions; returns how many versions that were.

    Nothing is listed or taken off the list meanwhile, or its facts would stand twice, or stay: every decision waits.
    """
    total, last = 0, 0
    with transaction():
        ledger.lock()
        db.session.execute(delete(Fact))
        while batch := _listed_after(last):
            made = [
                {"offer_id": offer_id, "version_id": version_id, **row}
                for version_id, offer_id, content, written_in in batch
                for row in rows(opened(content, written_in))
            ]
            if made:
                db.session.execute(insert(Fact), made)
            total, last = total + len(batch), batch[-1][0]
    return total


def _listed_after(version_id: int) -> Sequence[Row[int, int, str, int]]:
    wanted = select(Version.id, Version.offer_id, Version.content, Version.format)
    listed = wanted.where(Version.state == "listed", Version.id > version_id)
    return db.session.execute(listed.order_by(Version.id).limit(BATCH)).all()


def _row(
    name: str, value: str, position: int, *, level: int | None = None, minutes: int | None = None
) -> dict[str, Any]:
    return {"name": name, "value": value, "level": level, "minutes": minutes, "position": position}


def _minutes_for(spec: Specification, competence: str) -> int | None:
    """Minutes of the outcomes in one competence; None unless each of them states its own."""
    parts = [outcome.minutes for outcome in spec.outcomes if outcome.competence == competence]
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None
