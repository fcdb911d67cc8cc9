"""Risks the registry computed for offers, as they are stored and shown at the desk: each with what it rests on. What
computes them is elsewhere; a flag decides nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from registry.catalogue.model import Offer
from registry.kernel import clock
from registry.kernel.db import db
from registry.quality.cases import FLAGS, Flag


@dataclass(frozen=True)
class FlagView:
    """One flag: its name and what it rests on."""

    name: str
    evidence: Mapping[str, Any]


def of(codes: Collection[str]) -> dict[str, tuple[FlagView, ...]]:
    """code → flags of these offers, in the order of their list; offers without flags are left out."""
    rows = db.session.execute(
        select(Offer.code, Flag.name, Flag.evidence).join(Flag, Flag.offer_id == Offer.id).where(Offer.code.in_(codes))
    )
    found: dict[str, list[FlagView]] = {}
    for code, name, evidence in rows:
        found.setdefault(code, []).append(FlagView(name, evidence))
    return {code: tuple(sorted(known, key=lambda one: FLAGS.index(one.name))) for code, known in found.items()}


def put(offer_id: int, name: str, evidence: Mapping[str, Any] | None) -> None:
    """Set the flag, inside a transaction, or take it away (None); since when it is there is kept."""
    known = db.session.get(Flag, (offer_id, name))
    if evidence is None:
        db.session.execute(delete(Flag).where(Flag.offer_id == offer_id, Flag.name == name))
    elif known is None:
        db.session.add(Flag(offer_id=offer_id, name=name, evidence=dict(evidence), since=clock.now()))
    elif known.evidence != dict(evidence):
        known.evidence = dict(evidence)
