"""Questions about reported problems: what whoever holds a reference may read of one, and what the desk reads."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from registry.catalogue.model import Offer, Version
from registry.kernel.db import db
from registry.kernel.paging import PageOf
from registry.providers.model import Provider
from registry.quality.claims import Report
from registry.quality.docket import Asked, Docket


@dataclass(frozen=True)
class ReportStatus:
    """What a reference shows: no details, no title of what may be gone by now."""

    reference: str
    offer_code: str
    reason: str
    at: dt.datetime
    closed_at: dt.datetime | None
    outcome: str | None
    words: str | None


@dataclass(frozen=True)
class ReportView:
    """A report as the desk reads it; `details` are gone some time after its end."""

    reference: str
    offer_code: str
    title: str
    language: str
    provider_code: str
    provider_name: str
    reason: str
    details: str | None
    at: dt.datetime
    closed_at: dt.datetime | None
    outcome: str | None
    words: str | None


def by_reference(reference: str) -> ReportStatus | None:
    """The report with this reference, however its letters are written; None when there is none."""
    names = (Report.reference, Offer.code.label("offer_code"), Report.reason, Report.at)
    ended = (Report.closed_at, Report.outcome, Report.words)
    query = select(*names, *ended).join(Offer, Report.offer_id == Offer.id)
    row = db.session.execute(query.where(Report.reference == reference.strip().upper())).first()
    return ReportStatus(**row._mapping) if row else None


def page(asked: Asked) -> PageOf[ReportView]:
    """One page of those that wait, or of those that are closed."""
    return _docket().page(asked, _read)


def count(asked: Asked) -> int:
    """How many wait, or are closed."""
    return _docket().count(asked)


def one(reference: str) -> ReportView | None:
    """The report with this reference, for the desk."""
    found = _read(_rows().where(Report.reference == reference))
    return found[0] if found else None


def of_offer(code: str) -> list[ReportView]:
    """All reports about the offer, the newest first."""
    return _read(_rows().where(Offer.code == code).order_by(Report.id.desc()))


def _docket() -> Docket:
    return Docket(_rows(), Provider.code, Report.at, Report.closed_at, Report.id)


def _rows() -> Select[Report, str, str, str, str, str]:
    """Every report with the offer's newest version that was ever listed: reports are about what the public saw."""
    newest = select(func.max(Version.number)).where(Version.offer_id == Offer.id, Version.listed_at.is_not(None))
    named = (Offer.code.label("offer_code"), Version.title, Version.language)
    owner = (Provider.code.label("provider_code"), Provider.name.label("provider_name"))
    query = select(Report, *named, *owner).join(Offer, Report.offer_id == Offer.id)
    joined = query.join(Provider, Offer.provider_id == Provider.id).join(Version, Version.offer_id == Offer.id)
    return joined.where(Version.number == newest.correlate(Offer).scalar_subquery())


def _read(query: Select[Report, str, str, str, str, str]) -> list[ReportView]:
    own = [name for name in ReportView.__dataclass_fields__ if name in Report.__table__.c]
    beside = ("offer_code", "title", "language", "provider_code", "provider_name")
    return [
        ReportView(**{name: getattr(row.Report, name) for name in own}, **{name: getattr(row, name) for name in beside})
        for row in db.session.execute(query)
    ]
