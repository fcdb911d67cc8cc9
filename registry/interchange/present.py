"""What the registry holds of a provider before a file is applied: its offers that came from a source, and what that
source said of each last time. Only reads."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from registry.catalogue import queries as catalogue
from registry.catalogue.model import CURRENT, OPEN, Offer, Version
from registry.catalogue.views import Held
from registry.interchange.model import Import, ImportRow
from registry.kernel.db import db
from registry.providers.model import Provider


@dataclass(frozen=True)
class Said:
    """Hashes of what a source says of one record: the specification's content, the identifiers, each run by key."""

    spec: str = ""
    identifiers: str = ""
    runs: dict[str, str] = field(default_factory=dict)

    def to_row(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"spec": self.spec, "identifiers": self.identifiers, "runs": self.runs}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Said":
        """As a row kept it."""
        return cls(row["spec"], row["identifiers"], dict(row["runs"]))


@dataclass(frozen=True)
class Present:
    """A provider's offers by source key, what was said of them last, which of them an import withdrew since, and how
    many offers it has alive in all."""

    provider_code: str | None = None
    held: dict[str, Held] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    offers: int = 0


def of(provider_code: str | None) -> Present:
    """What is present of this provider; of one not yet registered nothing is."""
    if provider_code is None:
        return Present()
    rows = _latest(provider_code)
    said = {key: Said.from_row(letter) for key, letter in rows.items() if letter}
    withdrawn = frozenset(key for key, letter in rows.items() if not letter)
    return Present(provider_code, catalogue.held(provider_code), said, withdrawn, _alive(provider_code))


def unfinished(provider_code: str, sha256: str, options: dict[str, Any]) -> Import | None:
    """The import of this very file, with the same options, that was begun and not finished."""
    query = select(Import).where(Import.provider_code == provider_code, Import.sha256 == sha256)
    begun = db.session.scalars(query.where(Import.state == "applying").order_by(Import.id.desc()))
    return next((import_ for import_ in begun if import_.options == options), None)


def _latest(provider_code: str) -> dict[str, dict[str, Any] | None]:
    """By source key what the latest row that took effect says; None where that was a withdrawal."""
    latest = (
        select(func.max(ImportRow.id))
        .where(ImportRow.provider_code == provider_code, ImportRow.outcome != "refused")
        .group_by(ImportRow.source_key)
    )
    rows = db.session.execute(select(ImportRow.source_key, ImportRow.said).where(ImportRow.id.in_(latest)))
    return dict(rows.all())


def _alive(provider_code: str) -> int:
    counted = select(func.count(Offer.id.distinct())).join(Provider, Offer.provider_id == Provider.id)
    alive = counted.join(Version, Version.offer_id == Offer.id).where(Version.state.in_((*OPEN, *CURRENT)))
    return db.session.scalar(alive.where(Provider.code == provider_code)) or 0
