"""The decisions about an offer as its provider may read them: with their reasons also where the public, as long as the
offer was never listed, sees no more than that there was one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from registry.catalogue.model import Offer
from registry.catalogue.policy import may
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.providers.model import Provider
from registry.quality import outcomes
from registry.quality.criteria import not_met
from registry.quality.model import Decision


@dataclass(frozen=True)
class OwnDecision:
    """A decision about one's own offer."""

    number: int
    at: dt.datetime
    action: str
    outcome: str
    reasons: tuple[str, ...]
    said: Mapping[str, str]
    not_met: tuple[str, ...]
    conditions: str | None
    rule_version: str


def of_offer(actor: Actor, code: str) -> list[OwnDecision]:
    """The decisions about the offer, newest first; none for whoever it does not belong to. Two questions."""
    provider = db.session.scalar(
        select(Provider).join(Offer, Offer.provider_id == Provider.id).where(Offer.code == code)
    )
    if provider is None or not may(actor, "see", provider):
        return []
    query = select(Decision).where(Decision.kind == "offer", Decision.subject_code == code)
    return [_own(row) for row in db.session.scalars(query.order_by(Decision.number.desc()))]


def _own(row: Decision) -> OwnDecision:
    said = outcomes.words("offer", row.action, examined=row.examined, has_conditions=bool(row.conditions))
    return OwnDecision(
        number=row.number,
        at=row.at,
        action=row.action,
        outcome=said,
        reasons=tuple(row.reasons or ()),
        said=row.said or {},
        not_met=tuple(not_met(row.criteria)),
        conditions=row.conditions,
        rule_version=row.rule_version,
    )
