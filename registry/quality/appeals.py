"""Questions about appeals: those that wait, those about an offer or a provider's offers, and the one against a
decision. Grounds and words are the provider's own; the public reads that there was an appeal and how it ended, once
the offer is open to it."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select

from registry.catalogue.model import Offer, Version
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.paging import PageOf
from registry.providers.model import Provider
from registry.quality.appealing import APPEALABLE, WITHIN
from registry.quality.claims import Appeal
from registry.quality.docket import Asked, Docket
from registry.quality.model import Decision


@dataclass(frozen=True)
class AppealView:
    """One appeal against decision `against` (its `action`); `ruling` the decision that answered it, `outcome` upheld or
    dismissed, both None while it is open. The title is that of the version decided on."""

    id: int
    against: int
    action: str
    offer_code: str
    title: str
    language: str
    provider_code: str
    provider_name: str
    grounds: Mapping[str, str]
    words: str | None
    at: dt.datetime
    hearer_ref: str | None
    taken_at: dt.datetime | None
    closed_at: dt.datetime | None
    outcome: str | None
    ruling: int | None


@dataclass(frozen=True)
class Told:
    """What everybody may know of an appeal: against which decision, when, how it ended and in which decision."""

    against: int
    at: dt.datetime
    outcome: str | None
    ruling: int | None


def page(asked: Asked) -> PageOf[AppealView]:
    """One page of those that wait for their answer, or of those that were answered."""
    return _docket().page(asked, _read)


def count(asked: Asked) -> int:
    """How many wait, or were answered."""
    return _docket().count(asked)


def one(appeal_id: int) -> AppealView | None:
    """The appeal with this number; None when there is none."""
    found = _read(_rows().where(Appeal.id == appeal_id)) if 0 < appeal_id < 2**31 else []
    return found[0] if found else None


def of_offer(code: str) -> list[AppealView]:
    """All appeals about the offer, the newest first."""
    return _read(_rows().where(Appeal.offer_code == code).order_by(Appeal.id.desc()))


def of_provider(provider_code: str) -> list[AppealView]:
    """All appeals of the provider, the newest first."""
    return _read(_rows().where(Appeal.provider_code == provider_code).order_by(Appeal.id.desc()))


def told(decisions: Collection[int]) -> dict[int, Told]:
    """decision → the appeal against it, of these decisions; whether the decision itself is open to the public is asked
    by whoever shows it."""
    query = select(Appeal.against, Appeal.at, Appeal.outcome, Appeal.ruling).where(Appeal.against.in_(decisions))
    return {row.against: Told(*row) for row in db.session.execute(query)}


def possible_against(code: str) -> tuple[int, dt.datetime] | None:
    """(decision, until when) of the last decision on the offer, when it may be appealed against now."""
    last = select(Decision.number, Decision.action, Decision.at).where(
        Decision.subject_code == code, Decision.action.not_in(("redact", "uphold", "dismiss"))
    )
    row = db.session.execute(last.order_by(Decision.number.desc()).limit(1)).first()
    if row is None or row.action not in APPEALABLE or row.at + WITHIN < clock.now():
        return None
    known = select(func.count()).select_from(Appeal).where(Appeal.against == row.number)
    return None if db.session.scalar(known) else (row.number, row.at + WITHIN)


def _docket() -> Docket:
    return Docket(_rows(), Appeal.provider_code, Appeal.at, Appeal.closed_at, Appeal.id)


def _rows() -> Select[Appeal, str, str, str, str]:
    named = (Version.title, Version.language, Provider.name.label("provider_name"), Decision.action)
    # all of them are there; said so that a database begins with the few appeals and not with everybody's offers
    query = select(Appeal, *named).outerjoin(Decision, Decision.number == Appeal.against)
    owned = query.outerjoin(Offer, Offer.code == Appeal.offer_code).outerjoin(
        Provider, Provider.id == Offer.provider_id
    )
    decided = and_(Version.offer_id == Offer.id, Version.number == Decision.version_number)
    return owned.outerjoin(Version, decided)


def _read(query: Select[Appeal, str, str, str, str]) -> list[AppealView]:
    own = [name for name in AppealView.__dataclass_fields__ if name in Appeal.__table__.c]
    return [
        AppealView(
            **{name: getattr(row.Appeal, name) for name in own},
            action=row.action,
            title=row.title,
            language=row.language,
            provider_name=row.provider_name,
        )
        for row in db.session.execute(query)
    ]
