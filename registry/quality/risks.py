"""Risks of an offer that can be read off the offer itself: too small a digital share, the first offer of its provider,
a price that rose by more than a fifth, a new address to enrol that waits for a glance. What its neighbours say (near
duplicates, prices out of the common) is asked by whoever can search."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registry import config
from registry.catalogue.door import shown_runs, stored_runs
from registry.catalogue.model import IS_EXAMINED_NOW, Offer, Run, RunChange, RunHold, Version
from registry.catalogue.runs import RunView
from registry.catalogue.specification import Specification, digital_share
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.money import Price, payable
from registry.quality import criteria
from registry.quality.addresses import is_waiting
from registry.quality.cases import Flag

# percent by which a price may rise unremarked, and how long a rise is remarked
RISE = 20
REMARKED = dt.timedelta(days=90)
# those that only say something while the offer is at the desk
AT_DESK = ("price-outlier", "near-duplicate", "digital-share", "first-offer")
BESIDE = ("price-rise", "new-host")


@dataclass(frozen=True)
class Examined:
    """An offer at the desk: the version that is examined, its runs, and who offers it."""

    offer_id: int
    code: str
    provider_id: int
    spec: Specification
    runs: tuple[RunView, ...]


def at_desk(codes: Collection[str]) -> list[Examined]:
    """Those of these offers of which a version waits to be decided; two questions."""
    query = select(Offer.id, Offer.code, Offer.provider_id, Version).join(Version, Version.offer_id == Offer.id)
    rows = db.session.execute(query.where(Offer.code.in_(codes), IS_EXAMINED_NOW)).all()
    runs = stored_runs([row.id for row in rows])
    return [
        Examined(row.id, row.code, row.provider_id, row.Version.specification, shown_runs(runs.get(row.id, [])))
        for row in rows
    ]


def of_content(offer: Examined) -> dict[str, Mapping[str, Any]]:
    """flag → evidence, of those that follow from the version that is examined."""
    found: dict[str, Mapping[str, Any]] = {}
    share, least = digital_share(offer.spec), criteria.current(clock.today()).digital_share
    if offer.spec.kind == "training" and share is not None and share < least:
        found["digital-share"] = {"share": share, "needed": least}
    others = select(Offer.id).where(Offer.provider_id == offer.provider_id, Offer.first_listed_at.is_not(None))
    if db.session.scalar(others.limit(1)) is None:
        found["first-offer"] = {}
    return found


def of_runs(codes: Collection[str]) -> dict[int, dict[str, Mapping[str, Any]]]:
    """offer → flag → evidence, of the offers of which a run was changed lately or waits for a glance; two questions."""
    since = clock.now() - REMARKED
    query = select(Offer.id, Run.code, RunChange.before, RunChange.after).join(Run, RunChange.run_id == Run.id)
    changes = query.join(Offer, Run.offer_id == Offer.id).where(
        Offer.code.in_(codes), RunChange.at >= since, RunChange.before.is_not(None)
    )
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for offer_id, run, before, after in db.session.execute(changes.order_by(RunChange.id)):
        if rise := _rise(before["data"], after["data"]):
            found.setdefault(offer_id, {})["price-rise"] = {"run": run, "before": rise[0], "after": rise[1]}
    held = select(Offer.id, Run.code, RunHold.host).join(Run, Run.offer_id == Offer.id)
    waiting = held.join(RunHold, RunHold.run_id == Run.id).where(Offer.code.in_(codes), is_waiting())
    for offer_id, run, host in db.session.execute(waiting.order_by(RunHold.id)):
        found.setdefault(offer_id, {})["new-host"] = {"run": run, "host": host}
    return found


def flagged(codes: Collection[str]) -> set[int]:
    """The identities of those of these offers that bear a flag."""
    query = select(Flag.offer_id).join(Offer, Flag.offer_id == Offer.id).where(Offer.code.in_(codes))
    return set(db.session.scalars(query))


def _rise(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[int, int] | None:
    """What one pays before and after, in minor units, when it rose by more than RISE percent."""
    paid, pays = (_pays(letter) for letter in (before, after))
    rose = paid is not None and pays is not None and 100 * pays > (100 + RISE) * paid
    return (paid, pays) if rose and paid is not None and pays is not None else None


def _pays(letter: Mapping[str, Any]) -> int | None:
    return payable([Price.from_letter(price) for price in letter.get("prices") or ()], config.current().currency)
