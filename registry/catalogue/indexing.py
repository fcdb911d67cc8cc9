"""What the search index takes from the catalogue: whole documents, and stamps to tell whether it has the present
ones. A stamp is made of everything that is shown or searched, and by the same function for one offer and for all."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import select

from registry.catalogue import door
from registry.catalogue.model import Offer, Run, Version
from registry.catalogue.specification import FORMAT
from registry.catalogue.views import OfferData
from registry.kernel.db import db
from registry.providers.model import Place, Provider

# of a run and its place: code, state, counter, the place's code and counter
RunMark = tuple[str, str, int, str | None, int | None]


def documents(codes: Collection[str]) -> Iterator[OfferData]:
    """The public ones among these offers, a chunk at a time, two questions a chunk; what is missing is not public."""
    remaining = iter(dict.fromkeys(codes))
    while chunk := list(islice(remaining, door.CHUNK)):
        rows = door.public_rows(chunk)
        runs = door.stored_runs([offer.id for offer, _version, _provider in rows])
        for offer, version, provider in rows:
            stored = runs.get(offer.id, [])
            marks = [
                (
                    run.code,
                    run.state,
                    run.counter,
                    *((run.place.code, run.place.counter) if run.place else (None, None)),
                )
                for run in stored
            ]
            yield OfferData(
                code=offer.code,
                spec=version.specification,
                runs=door.shown_runs(stored),
                provider_slug=provider.slug,
                provider_name=provider.name,
                provider_standing=provider.standing,
                access=tuple(offer.access or ()),
                examined=version.examined,
                listed_at=door.listed_at(version),
                confirmed_at=offer.confirmed_at,
                confirm_by=offer.confirm_by,
                stamp=_stamp(offer, version, provider, marks),
            )


def stamps() -> dict[str, str]:
    """code → stamp of every public offer; two questions in all, none of which reads a content."""
    marks: dict[int, list[RunMark]] = defaultdict(list)
    runs = select(Run.offer_id, Run.code, Run.state, Run.counter, Place.code, Place.counter)
    shown = runs.outerjoin(Place, Run.place_id == Place.id).where(Run.state != "removed").order_by(Run.code)
    for offer_id, code, state, counter, place, place_counter in db.session.execute(shown):
        marks[offer_id].append((code, state, counter, place, place_counter))
    columns = door.door(select(Offer.id, Offer.code, *_OFFER, *_VERSION, *_PROVIDER))
    return {code: _digest(values, marks.get(offer_id, ())) for offer_id, code, *values in db.session.execute(columns)}


_OFFER = (Offer.confirmed_at, Offer.confirm_by, Offer.access, Offer.contact)
_VERSION = (Version.content_sha256, Version.examined, Version.listed_at)
_PROVIDER = (Provider.slug, Provider.name, Provider.standing)


def _stamp(offer: Offer, version: Version, provider: Provider, marks: Sequence[RunMark]) -> str:
    holders = ((offer, _OFFER), (version, _VERSION), (provider, _PROVIDER))
    return _digest([getattr(holder, column.key) for holder, columns in holders for column in columns], marks)


def _digest(values: Sequence[object], marks: Sequence[RunMark]) -> str:
    return hashlib.sha256(repr((FORMAT, [_fixed(value) for value in values], list(marks))).encode()).hexdigest()


def _fixed(value: object) -> object:
    """The same words for the same value, whichever database it came from."""
    if isinstance(value, dt.datetime):
        return value.timestamp()
    return sorted(value.items()) if isinstance(value, dict) else value
