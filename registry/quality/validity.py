"""How long an examination counts. What was examined is looked at again in time (reviews of kind `recheck`); what nobody
could find right again for a whole three years is no longer called examined: it expires, by decision."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from registry.catalogue.model import Offer, Version
from registry.kernel import clock
from registry.kernel.db import db
from registry.providers.model import HIDDEN, Provider
from registry.quality.cases import Review
from registry.quality.model import Decision

YEARS = 3
VALID = dt.timedelta(days=YEARS * 365 + 1)


@dataclass(frozen=True)
class Ending:
    """A listed offer and the last day its examination counts."""

    offer_id: int
    code: str
    provider_code: str
    ends_on: dt.date


def ending(by: dt.date) -> list[Ending]:
    """Public examined offers whose examination ends by that day, the earliest first. It counts from the decision that
    listed the offer or the last recheck that found it right; what was admitted and not examined has no such end, and
    an amendment changes none."""
    listed = select(func.max(Decision.at)).where(
        Decision.subject_code == Offer.code, Decision.action == "list", Decision.examined
    )
    checked = select(func.max(Review.closed_at)).where(
        Review.offer_id == Offer.id, Review.kind == "recheck", Review.outcome == "closed"
    )
    columns = (listed.correlate(Offer).scalar_subquery(), checked.correlate(Offer).scalar_subquery())
    query = select(Offer.id, Offer.code, Provider.code, *columns).join(Version, Version.offer_id == Offer.id)
    old = query.join(Provider, Offer.provider_id == Provider.id).where(
        Version.state == "listed",
        Version.examined,
        Provider.standing.not_in(HIDDEN),
        # whatever was listed later cannot end so soon
        Offer.first_listed_at <= clock.now() + (by - clock.today() + dt.timedelta(days=1)) - VALID,
    )
    found = [
        Ending(offer_id, code, provider, clock.day(max(at for at in (decided, again) if at) + VALID))
        for offer_id, code, provider, decided, again in db.session.execute(old)
        if decided
    ]
    return sorted((one for one in found if one.ends_on <= by), key=lambda one: (one.ends_on, one.code))


def next_check(code: str) -> dt.date | None:
    """The day by which a listed offer is to be looked at again, be it past; None when none is foreseen."""
    query = select(func.min(Review.due_at)).join(Offer, Review.offer_id == Offer.id)
    due = db.session.scalar(query.where(Offer.code == code, Review.kind == "recheck", Review.closed_at.is_(None)))
    return clock.day(due) if due else None
