"""Questions about new addresses to enrol that wait for a glance, and what was found of those that did."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from registry.catalogue import holding
from registry.catalogue.model import CURRENT, Offer, Run, RunHold, Version
from registry.kernel.db import db
from registry.kernel.paging import PageOf
from registry.providers.model import Provider
from registry.quality.docket import Asked, Docket


@dataclass(frozen=True)
class AddressView:
    """One new address: of which run of which offer, what the public sees instead (`former` None: no address), by whom
    it was given (`role`), and how it ended: released, refused, over (its provider changed it again), None: it waits.
    `letter` is the run's, as its provider gave it. `offer_stands`: the offer is listed, or may be again as it is."""

    id: int
    host: str
    address: str
    former: str | None
    since: dt.datetime
    role: str
    closed_at: dt.datetime | None
    outcome: str | None
    words: str | None
    run_code: str
    run_state: str
    letter: Mapping[str, Any]
    offer_code: str
    offer_stands: bool
    title: str
    language: str
    provider_code: str
    provider_name: str
    home: str | None


def page(asked: Asked) -> PageOf[AddressView]:
    """One page of those that wait, or of those that were looked at."""
    return _docket().page(asked, _read)


def count(asked: Asked) -> int:
    """How many wait, or were looked at."""
    return _docket().count(asked)


def one(hold_id: int) -> AddressView | None:
    """The one with this number; None when there is none."""
    found = _read(_rows().where(RunHold.id == hold_id)) if 0 < hold_id < 2**31 else []
    return found[0] if found else None


def alike(view: AddressView) -> list[AddressView]:
    """The others of the provider that nobody has answered at the same host, and go the same way; also of what ended."""
    same = _rows().where(_is_open(), RunHold.host == view.host, Provider.code == view.provider_code)
    return _read(same.where(RunHold.id != view.id).order_by(RunHold.id))


def allowed_since(view: AddressView) -> dt.datetime | None:
    """Since when the host of one that was refused is allowed; None while it is not."""
    return holding.answers(view.provider_code).allowed.get(view.host) if view.outcome == "refused" else None


def is_waiting() -> ColumnElement[bool]:
    """Does it wait? What a removed run had, or an offer that was withdrawn or has expired, waits with it, unseen."""
    standing = aliased(Version)
    return _is_open() & exists().where(standing.offer_id == Run.offer_id, standing.state.in_(CURRENT))


def _is_open() -> ColumnElement[bool]:
    return RunHold.closed_at.is_(None) & (Run.state != "removed")


def _docket() -> Docket:
    return Docket(
        _rows().where(is_waiting() | RunHold.closed_at.is_not(None)),
        Provider.code,
        RunHold.since,
        RunHold.closed_at,
        RunHold.id,
    )


def _rows() -> Select[Any]:
    """Every hold with the offer's newest version that was ever listed: only what was listed has any."""
    newest = select(func.max(Version.number)).where(Version.offer_id == Offer.id, Version.listed_at.is_not(None))
    run = (Run.code.label("run_code"), Run.state.label("run_state"), Run.data.label("letter"))
    stands = Version.state.in_(CURRENT).label("offer_stands")
    offer = (Offer.code.label("offer_code"), stands, Version.title, Version.language)
    owner = (Provider.code.label("provider_code"), Provider.name.label("provider_name"), Provider.url.label("home"))
    query = select(RunHold, *run, *offer, *owner).join(Run, RunHold.run_id == Run.id)
    joined = query.join(Offer, Run.offer_id == Offer.id).join(Provider, Offer.provider_id == Provider.id)
    versions = joined.join(Version, Version.offer_id == Offer.id)
    return versions.where(Version.number == newest.correlate(Offer).scalar_subquery())


def _read(query: Select[Any]) -> list[AddressView]:
    own = [name for name in AddressView.__dataclass_fields__ if name in RunHold.__table__.c]
    beside = [name for name in AddressView.__dataclass_fields__ if name not in own]
    return [
        AddressView(
            **{name: getattr(row.RunHold, name) for name in own}, **{name: getattr(row, name) for name in beside}
        )
        for row in db.session.execute(query)
    ]
