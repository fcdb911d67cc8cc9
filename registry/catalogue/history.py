"""What the register said of an offer on an earlier day: which version stood in the list, and its runs as their history
tells them. The steps of each version are the source, not its two dates, so that a suspension in between is not lost.
Provider, places, mailbox and accessibility have no history; they are shown as they are today."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from registry.catalogue import holding
from registry.catalogue.model import Offer, Run, RunChange, Transition, Version
from registry.catalogue.runs import RunView, in_order, view
from registry.catalogue.views import OfferView
from registry.kernel.db import db
from registry.providers.model import Place, Provider
from registry.providers.queries import PlaceView, ProviderView


@dataclass(frozen=True)
class Period:
    """A time in which one version stood in the list; `until` None: it still does."""

    version: int
    since: dt.datetime
    until: dt.datetime | None
    examined: bool
    content_sha256: str

    def holds(self, moment: dt.datetime) -> bool:
        """Did it stand in the list just before this moment?"""
        return self.since < moment and (self.until is None or self.until >= moment)


def periods(code: str) -> list[Period]:
    """Every time a version of this offer stood in the list, the latest first; empty when it never did. One question."""
    columns = (Version.number, Version.examined, Version.content_sha256, Transition.to_state, Transition.at)
    query = (
        select(*columns).join(Version, Transition.version_id == Version.id).join(Offer, Version.offer_id == Offer.id)
    )
    going: dict[int, Period] = {}
    found: list[Period] = []
    for number, examined, digest, state, at in db.session.execute(
        query.where(Offer.code == code).order_by(Transition.id)
    ):
        if state == "listed":
            going[number] = Period(number, at, None, examined, digest)
        elif number in going:
            found.append(replace(going.pop(number), until=at))
    return sorted([*found, *going.values()], key=lambda period: (period.since, period.version), reverse=True)


def as_of(code: str, period: Period, moment: dt.datetime) -> OfferView:
    """The offer as it stood just before `moment`, which lies in `period`; run states are those of that moment."""
    query = select(Offer, Version, Provider).join(Version, Version.offer_id == Offer.id)
    chosen = query.join(Provider, Offer.provider_id == Provider.id).where(Offer.code == code)
    offer, version, provider = db.session.execute(chosen.where(Version.number == period.version)).one()
    said = [at for at in (offer.confirmed_at, version.submitted_at) if at and at < moment]
    return OfferView(
        code=offer.code,
        spec=version.specification,
        runs=_runs(offer.id, moment),
        provider=ProviderView.of(provider),
        number=version.number,
        content_sha256=version.content_sha256,
        examined=version.examined,
        listed_at=version.listed_at or period.since,
        first_listed_at=offer.first_listed_at or period.since,
        confirmed_at=max(said, default=None),
        confirm_by=None,  # how long it had is not kept
        access=tuple(offer.access or ()),
        contact=offer.contact or {},
        source=offer.source or {},
    )


def _runs(offer_id: int, moment: dt.datetime) -> tuple[RunView, ...]:
    last = select(func.max(RunChange.id)).join(Run, RunChange.run_id == Run.id)
    before = last.where(Run.offer_id == offer_id, RunChange.at < moment).group_by(RunChange.run_id)
    query = select(Run.code, RunChange.after).join(Run, RunChange.run_id == Run.id).where(RunChange.id.in_(before))
    told = [(code, after) for code, after in db.session.execute(query) if after["state"] != "removed"]
    wanted = {after["place_id"] for _code, after in told if after["place_id"]}
    places = {place.id: PlaceView.of(place) for place in db.session.scalars(select(Place).where(Place.id.in_(wanted)))}
    return in_order(
        view(code, _public(after), moment, place=places.get(after["place_id"]), cancelled=after["state"] == "cancelled")
        for code, after in told
    )


def _public(after: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the public read of a run of which this was kept."""
    held = after.get("held")
    return holding.masked(after["data"], held["former"]) if held else after["data"]
