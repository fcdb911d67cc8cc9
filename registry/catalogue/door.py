"""The one door to public offers, and the loading of their runs. Every public reading goes through `public_offers`,
so what is not listed, or belongs to a hidden provider, cannot be shown by a stale index or a forgotten condition."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import Row, Select, bindparam, case, func, select
from sqlalchemy.orm import aliased

from registry.catalogue import holding
from registry.catalogue.model import Offer, Run, RunHold, Transition, Version
from registry.catalogue.runs import RunView, in_order, view
from registry.kernel import clock
from registry.kernel.db import db
from registry.providers.model import HIDDEN, Place, Provider
from registry.providers.queries import PlaceView

# identities in one `in (…)`; below every database's limit of parameters
CHUNK = 500
Columns = TypeVarTuple("Columns")
PublicRow = Row[Offer, Version, Provider]
_is_listed = Version.state == "listed"
_is_shown = Provider.standing.not_in(HIDDEN)


def public_offers() -> Select[Offer, Version, Provider]:
    """Every offer the public may see, with its listed version and its provider."""
    return door(select(Offer, Version, Provider))


def door(columns: Select[*Columns]) -> Select[*Columns]:
    """The same rows with other columns chosen from Offer, Version and Provider."""
    joined = columns.select_from(Version).join(Offer, Version.offer_id == Offer.id)
    visible = joined.join(Provider, Offer.provider_id == Provider.id)
    return visible.where(_is_listed, _is_shown)


def seen_providers(columns: Select[*Columns]) -> Select[*Columns]:
    """Providers of whom the public may see an offer: asks once a provider and not once an offer."""
    owned = select(Version.id).join(Offer, Version.offer_id == Offer.id).where(Offer.provider_id == Provider.id)
    return columns.where(_is_shown, owned.where(_is_listed).exists())


class StoredRun(NamedTuple):
    """What is shown of a run, as stored; `held` says whether its address is looked at first, and `former` is then shown
    instead."""

    code: str
    data: Mapping[str, Any]
    state: str
    counter: int
    updated_at: dt.datetime
    place: Place | None
    held: bool
    former: str | None


# written once, because building a statement costs as much as answering it
_PUBLIC_ROWS = public_offers().where(Offer.code.in_(bindparam("codes", expanding=True)))
# when somebody examined or admitted what an offer says; only a later version can be an amendment, which nobody does
_every = aliased(Version)
_decided = select(func.max(Transition.at)).join(_every, Transition.version_id == _every.id)
_last_decided = _decided.where(_every.offer_id == Version.offer_id, Transition.action == "list").correlate(Version)
_decided_at = case(
    (Version.number > 1, func.coalesce(_last_decided.scalar_subquery(), Version.listed_at)), else_=Version.listed_at
)
# columns, not whole rows: a page of results shows twenty
_FACE = (
    Offer.id, Offer.code, Offer.confirmed_at, Offer.confirm_by, Offer.first_listed_at, Version.content, Version.format,
    Version.examined, Version.listed_at, Provider.slug, Provider.name.label("provider_name"),
    _decided_at.label("decided_at"),
)  # fmt: skip
_FACE_ROWS = door(select(*_FACE)).where(Offer.code.in_(bindparam("codes", expanding=True)))
_STORED_RUNS = (
    select(
        Run.offer_id, Run.code, Run.data, Run.state, Run.counter, Run.updated_at, Place,
        RunHold.id.is_not(None), RunHold.former,
    )
    .outerjoin(Place, Run.place_id == Place.id)
    .outerjoin(RunHold, (RunHold.run_id == Run.id) & RunHold.closed_at.is_(None))
    .where(Run.state != "removed", Run.offer_id.in_(bindparam("offers", expanding=True)))
    .order_by(Run.code)
)  # fmt: skip


def public_rows(codes: Collection[str]) -> Sequence[PublicRow]:
    """The public ones among these codes, in any order; one question for each CHUNK of codes."""
    return _among(codes, _PUBLIC_ROWS)


def face_rows(codes: Collection[str]) -> Sequence[Row[Any]]:
    """What a row of a list shows of the same, and when somebody examined or admitted it."""
    return _among(codes, _FACE_ROWS)


def _among(codes: Collection[str], question: Select[*Columns]) -> list[Row[*Columns]]:
    found: list[Row[*Columns]] = []
    wanted = list(codes)
    for start in range(0, len(wanted), CHUNK):
        found += db.session.execute(question, {"codes": wanted[start : start + CHUNK]}).all()
    return found


def stored_runs(offer_ids: Collection[int]) -> dict[int, list[StoredRun]]:
    """The runs of these offers, with their places, but for removed ones; one question for each CHUNK of offers."""
    found: dict[int, list[StoredRun]] = defaultdict(list)
    wanted = list(offer_ids)
    for start in range(0, len(wanted), CHUNK):
        for offer_id, *told in db.session.execute(_STORED_RUNS, {"offers": wanted[start : start + CHUNK]}):
            found[offer_id].append(StoredRun(*told))
    return found


def shown_runs(stored: Sequence[StoredRun]) -> tuple[RunView, ...]:
    """The runs as shown now: those to come in the order to choose from, then those that are over, latest first."""
    now = clock.now()
    return in_order(_shown(run, now) for run in stored)


def _shown(run: StoredRun, now: dt.datetime) -> RunView:
    return view(
        run.code,
        holding.masked(run.data, run.former) if run.held else run.data,
        now,
        place=PlaceView.of(run.place) if run.place else None,
        cancelled=run.state == "cancelled",
        counter=run.counter,
        changed_at=run.updated_at,
        proposed=holding.address(run.data) if run.held else None,
    )


def listed_at(version: Version) -> dt.datetime:
    """When a version that is or was listed first became so."""
    if version.listed_at is None:
        raise ValueError(f"version {version.number} was never listed")
    return version.listed_at
