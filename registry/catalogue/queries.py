"""Questions about offers. What is public comes through `door.public_offers`; each question says what it loads, and
how many questions it asks the database does not depend on how many offers it returns."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from registry.catalogue.door import (
    door,
    face_rows,
    listed_at,
    public_offers,
    public_rows,
    seen_providers,
    shown_runs,
    stored_runs,
)
from registry.catalogue.indexing import documents, stamps
from registry.catalogue.model import Offer, Run, Version
from registry.catalogue.runs import RunView
from registry.catalogue.specification import opened
from registry.catalogue.views import FOR_GOOD, FOR_THE_TIME_BEING, Face, Gone, Held, HeldRun, OfferView, PublicVersion
from registry.kernel.codes import canonical
from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.model import Place, Provider
from registry.providers.queries import ProviderView

# names of the door, the index and the views that are part of what this module answers
__all__ = ["Face", "Gone", "OfferView", "documents", "faces", "for_update", "public", "public_offers", "stamps"]

# a version that left the public's sight → how and why; a hidden provider comes first
_GONE = {
    "suspended": (FOR_THE_TIME_BEING, "suspended"),
    "lapsed": (FOR_THE_TIME_BEING, "lapsed"),
    "withdrawn": (FOR_GOOD, "withdrawn"),
    "expired": (FOR_GOOD, "expired"),
}
_HIDDEN_PROVIDER = {
    "suspended": (FOR_THE_TIME_BEING, "provider-suspended"),
    "closed": (FOR_GOOD, "provider-closed"),
}


def for_update(code: str) -> Offer:
    """The offer with provider and versions, locked until the transaction ends; NotFound when there is none."""
    offer = _locked(code, selectinload(Offer.versions))
    for version in offer.versions:  # so that holding a version holds its offer
        set_committed_value(version, "offer", offer)
    return offer


def owner_for_update(code: str) -> Offer:
    """The offer with its provider but without versions, locked until the transaction ends, for what hangs on it."""
    return _locked(code)


def _locked(code: str, *loading: ExecutableOption) -> Offer:
    query = select(Offer).where(Offer.code == (canonical(code) or "")).with_for_update(of=Offer)
    chosen = query.options(joinedload(Offer.provider, innerjoin=True), *loading)
    offer = db.session.scalar(chosen.execution_options(populate_existing=True))
    if offer is None:
        raise NotFound(_("There is no such offer."))
    return offer


def _offer_of(asked: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(Run.offer_id).where(asked).scalar_subquery()


def run_for_update(code: str) -> Run:
    """The run with place, offer and provider, locked until the transaction ends, its offer first as for every other
    verb; NotFound when there is none."""
    asked = Run.code == (canonical(code) or "")
    db.session.execute(select(Offer.id).where(Offer.id == _offer_of(asked)).with_for_update())
    query = select(Run).where(asked).with_for_update(of=Run)
    loading = (joinedload(Run.place), joinedload(Run.offer, innerjoin=True).joinedload(Offer.provider, innerjoin=True))
    run = db.session.scalar(query.options(*loading).execution_options(populate_existing=True))
    if run is None:
        raise NotFound(_("There is no such run."))
    return run


def faces(codes: Collection[str]) -> dict[str, Face]:
    """code → face of the public ones among these codes, in the order given; two questions for up to 500."""
    rows = face_rows(codes)
    runs = stored_runs([row.id for row in rows])
    found = {
        row.code: Face(
            code=row.code,
            spec=opened(row.content, row.format),
            runs=shown_runs(runs.get(row.id, [])),
            provider_slug=row.slug,
            provider_name=row.provider_name,
            examined=row.examined,
            listed_at=row.listed_at,
            decided_at=row.decided_at,
            confirmed_at=row.confirmed_at,
            confirm_by=row.confirm_by,
            first_listed_at=row.first_listed_at,
        )
        for row in rows
    }
    return {code: found[code] for code in dict.fromkeys(codes) if code in found}


def public(code: str) -> OfferView | Gone | None:
    """The listed offer; Gone when it was listed once and is not now; None when it never was or does not exist."""
    rows = public_rows([code])
    if not rows:
        return _gone(code)
    offer, version, provider = rows[0]
    return OfferView(
        code=offer.code,
        spec=version.specification,
        runs=_runs_of(offer),
        provider=ProviderView.of(provider),
        number=version.number,
        content_sha256=version.content_sha256,
        examined=version.examined,
        listed_at=listed_at(version),
        first_listed_at=offer.first_listed_at or listed_at(version),
        confirmed_at=offer.confirmed_at,
        confirm_by=offer.confirm_by,
        access=tuple(offer.access or ()),
        contact=offer.contact or {},
        source=offer.source or {},
    )


def public_versions(code: str) -> list[PublicVersion]:
    """Every version of a public offer that was ever listed, newest first; empty when the offer is not public."""
    if not public_rows([code]):
        return []
    query = (
        select(Version)
        .join(Offer, Version.offer_id == Offer.id)
        .where(Offer.code == code, Version.listed_at.is_not(None))
    )
    return [
        PublicVersion(row.number, listed_at(row), row.unlisted_at, row.content_sha256, row.examined)
        for row in db.session.scalars(query.order_by(Version.number.desc()))
    ]


def counts_by_kind() -> dict[str, int]:
    """kind → number of public offers; only kinds of which there are some."""
    return dict(db.session.execute(door(select(Offer.kind, func.count())).group_by(Offer.kind)).all())


def providers_with_offers() -> int:
    """How many providers have a public offer."""
    return db.session.scalar(seen_providers(select(func.count(Provider.id)))) or 0


def kept(provider_code: str) -> tuple[int, int]:
    """(confirmed, lapsed): the provider's offers on the list, and off it only because nobody confirmed them in time."""
    query = select(Version.state, func.count()).join(Offer, Version.offer_id == Offer.id)
    owned = query.join(Provider, Offer.provider_id == Provider.id).where(Provider.code == provider_code)
    states = dict(
        db.session.execute(owned.where(Version.state.in_(("listed", "lapsed"))).group_by(Version.state)).all()
    )
    return states.get("listed", 0), states.get("lapsed", 0)


def counts_by_provider() -> dict[str, int]:
    """provider code → number of its public offers; only providers that have some."""
    counted = door(select(Provider.code, func.count())).group_by(Provider.code)
    return dict(db.session.execute(counted).all())


def newest(limit: int) -> list[str]:
    """Codes of the public offers listed or amended last, the latest first: what a feed tells of. One question; `faces`
    then shows them with two more."""
    return list(
        db.session.scalars(door(select(Offer.code)).order_by(Version.listed_at.desc(), Offer.code).limit(limit))
    )


def addresses(start: int, limit: int) -> list[tuple[str, dt.datetime | None]]:
    """(code, listed since) of public offers from position `start` on, in an order new ones are added to at the end."""
    query = door(select(Offer.code, Version.listed_at)).order_by(Offer.id).offset(start).limit(limit)
    return [(code, since) for code, since in db.session.execute(query)]


def of_provider(provider_code: str) -> list[str]:
    """Codes of the provider's public offers, by title."""
    query = door(select(Offer.code)).where(Provider.code == provider_code)
    return list(db.session.scalars(query.order_by(func.lower(Version.title), Offer.code)))


def by_source_key(provider_code: str, key: str) -> str | None:
    """The code of the provider's offer with this key of its feed, whatever its state."""
    query = select(Offer.code).join(Provider, Offer.provider_id == Provider.id)
    return db.session.scalar(query.where(Provider.code == provider_code, Offer.source_key == key))


def held(provider_code: str) -> dict[str, Held]:
    """source key → what the registry holds of the provider's offers that came from a feed; three questions in all.

    The version that counts is the open one, else the current one, else the newest.
    """
    query = select(Offer).join(Provider, Offer.provider_id == Provider.id).options(selectinload(Offer.versions))
    offers = db.session.scalars(query.where(Provider.code == provider_code, Offer.source_key.is_not(None))).all()
    runs: dict[int, dict[str, HeldRun]] = {}
    taught = select(Run, Place).outerjoin(Place, Run.place_id == Place.id).where(Run.source_key.is_not(None))
    owned = taught.join(Offer, Run.offer_id == Offer.id).join(Provider, Offer.provider_id == Provider.id)
    for run, place in db.session.execute(owned.where(Provider.code == provider_code).order_by(Run.code)):
        letter = {**run.data, "place": place.source_key or place.code} if place else run.data
        runs.setdefault(run.offer_id, {})[run.source_key or run.code] = HeldRun(
            run.code, run.counter, run.state, letter, run.updated_at
        )
    return {offer.source_key: _held(offer, runs.get(offer.id, {})) for offer in offers if offer.source_key}


def _held(offer: Offer, runs: dict[str, HeldRun]) -> Held:
    version = offer.open_version or offer.current_version or offer.newest_version
    return Held(
        code=offer.code,
        counter=offer.counter,
        state=version.state,
        was_listed=offer.first_listed_at is not None,
        content_sha256=version.content_sha256,
        spec=version.specification,
        access=tuple(offer.access or ()),
        contact=offer.contact or {},
        source=offer.source or {},
        runs=runs,
    )


def _runs_of(offer: Offer) -> tuple[RunView, ...]:
    return shown_runs(stored_runs([offer.id]).get(offer.id, []))


def _gone(code: str) -> Gone | None:
    query = select(Version, Provider).join(Offer, Version.offer_id == Offer.id)
    once = query.join(Provider, Offer.provider_id == Provider.id).where(
        Offer.code == code, Version.listed_at.is_not(None)
    )
    row = db.session.execute(once.order_by(Version.number.desc()).limit(1)).first()
    if row is None:
        return None
    version, provider = row
    found = _HIDDEN_PROVIDER.get(provider.standing) or _GONE.get(version.state)
    if found is None:  # listed between the two questions
        return None
    how, reason = found
    return Gone(code, how, reason, version.unlisted_at, version.specification, provider.code)
