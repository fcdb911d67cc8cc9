"""An offer as those read it who write or examine it, whatever its state: the content that is open beside the one that
is current, both in the shape in which the public reads a listed offer, so that the same pages show them. Who may read
it is asked by whoever hands it out (`policy.require`)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from registry.catalogue import policy
from registry.catalogue.door import shown_runs, stored_runs
from registry.catalogue.model import Offer, Transition, Version
from registry.catalogue.views import OfferView
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.codes import canonical
from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.queries import ProviderView


@dataclass(frozen=True)
class Step:
    """One step in the life of a version, with what was said at it."""

    version: int
    action: str
    to_state: str
    role: str
    at: dt.datetime
    note: str | None


@dataclass(frozen=True)
class Unlisted:
    """`newest` is the version that was asked for, else the one being written or examined, else the current one, else
    the last; `current` the one that is listed, or would be but for a suspension or a missing confirmation, None when
    there is none or it is `newest` itself. `steps` are those of `newest`, oldest first; `first_listed_at` None: never
    listed."""

    code: str
    counter: int
    kind: str
    state: str
    newest: OfferView
    current: OfferView | None
    current_state: str
    submitted_at: dt.datetime | None
    first_listed_at: dt.datetime | None
    steps: tuple[Step, ...]


def read(actor: Actor, code: str, version_id: int | None = None) -> Unlisted:
    """The offer, for whoever may see it before it is listed, with the version of this number in the database as the
    newest; NotFound for everybody else. Six questions at most."""
    query = select(Offer).where(Offer.code == (canonical(code) or ""))
    loading = (joinedload(Offer.provider, innerjoin=True), selectinload(Offer.versions))
    offer = db.session.scalar(query.options(*loading))
    if offer is None:
        raise NotFound(_("There is no such offer."))
    policy.require(actor, "see", offer)
    for version in offer.versions:
        set_committed_value(version, "offer", offer)
    current = offer.current_version
    asked = next((one for one in offer.versions if one.id == version_id), None)
    newest = asked or offer.open_version or current or offer.newest_version
    return Unlisted(
        code=offer.code,
        counter=offer.counter,
        kind=offer.kind,
        state=newest.state,
        newest=as_listed(offer, newest),
        current=as_listed(offer, current) if current and current is not newest else None,
        current_state=current.state if current else "",
        submitted_at=newest.submitted_at,
        first_listed_at=offer.first_listed_at,
        steps=_steps(newest),
    )


def as_listed(offer: Offer, version: Version) -> OfferView:
    """The version as the public would read it, were it listed now; the offer holds its provider."""
    moment = version.listed_at or clock.now()
    return OfferView(
        code=offer.code,
        spec=version.specification,
        runs=shown_runs(stored_runs([offer.id]).get(offer.id, [])),
        provider=ProviderView.of(offer.provider),
        number=version.number,
        content_sha256=version.content_sha256,
        examined=version.examined,
        listed_at=moment,
        first_listed_at=offer.first_listed_at or moment,
        confirmed_at=offer.confirmed_at,
        confirm_by=offer.confirm_by,
        access=tuple(offer.access or ()),
        contact=offer.contact or {},
        source=offer.source or {},
    )


def _steps(version: Version) -> tuple[Step, ...]:
    taken = select(Transition).where(Transition.version_id == version.id).order_by(Transition.id)
    return tuple(
        Step(version.number, row.action, row.to_state, row.role, row.at, row.note) for row in db.session.scalars(taken)
    )


def titles(codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """code → (title, language) of the newest version of each of these offers, whatever its state; one question."""
    newest = select(func.max(Version.number)).where(Version.offer_id == Offer.id).correlate(Offer).scalar_subquery()
    query = select(Offer.code, Version.title, Version.language).join(Version, Version.offer_id == Offer.id)
    rows = db.session.execute(query.where(Offer.code.in_(codes), Version.number == newest))
    return {code: (title, language) for code, title, language in rows}
