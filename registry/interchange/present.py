"""What the registry holds of a provider before a file is applied: its own entry and its places, its offers that came
from a source, and what that source said of each last time. Only `remember` writes."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from registry.catalogue import holding
from registry.catalogue import queries as catalogue
from registry.catalogue.holding import Answers
from registry.catalogue.model import CURRENT, OPEN, Offer, Version
from registry.catalogue.views import Held
from registry.interchange.model import Import, ImportRow, LastSaid
from registry.interchange.record import Letter
from registry.kernel import clock
from registry.kernel.db import db
from registry.providers import queries as providers
from registry.providers.model import Place, Provider


@dataclass(frozen=True)
class Said:
    """Hashes of what a source says of one record: the specification's content, the identifiers, each run by key; and
    where a run led (empty: nowhere) whose address was not taken, by key."""

    spec: str = ""
    identifiers: str = ""
    runs: dict[str, str] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)

    def to_row(self) -> dict[str, Any]:
        """As a row keeps it."""
        kept = {"without": self.without} if self.without else {}
        return {"spec": self.spec, "identifiers": self.identifiers, "runs": self.runs, **kept}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Said":
        """As a row kept it."""
        return cls(row["spec"], row["identifiers"], dict(row["runs"]), dict(row.get("without", {})))


@dataclass(frozen=True)
class Entry:
    """What stands here of the provider itself or of one of its places, as of a counter."""

    code: str
    counter: int
    letter: Letter

    @classmethod
    def of(cls, thing: Provider | Place) -> "Entry":
        """As it is stored."""
        return cls(thing.code, thing.counter, thing.letter())


@dataclass(frozen=True)
class Present:
    """A provider's entry, its standing and its places by source key, with what was `told` of them last; its offers by
    source key, what was `said` of those last, which of them an import withdrew since, and how many it has alive; what
    the desk has said of hosts."""

    provider: Entry | None = None
    standing: str = ""
    places: dict[str, Entry] = field(default_factory=dict)
    told: dict[tuple[str, str], Letter] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    offers: int = 0
    hosts: Answers = field(default_factory=Answers)
    mark: tuple[int, int] = (0, 0)  # moves with every import of this provider

    @property
    def provider_code(self) -> str | None:
        """The provider's code; None when it is not registered yet."""
        return self.provider.code if self.provider else None


def of(provider: Provider | None) -> Present:
    """What is present of this provider (its identifiers loaded); of one not yet registered nothing is."""
    if provider is None:
        return Present()
    rows = _latest(provider.code)
    last = db.session.scalars(select(LastSaid).where(LastSaid.provider_code == provider.code))
    return Present(
        provider=Entry.of(provider),
        standing=provider.standing,
        places={key: Entry.of(place) for key, place in providers.places_by_key(provider.code).items()},
        told={(row.about, row.source_key): row.said for row in last},
        held=catalogue.held(provider.code),
        said={key: Said.from_row(letter) for key, letter in rows.items() if letter},
        withdrawn=frozenset(key for key, letter in rows.items() if not letter),
        offers=_alive(provider.code),
        hosts=holding.answers(provider.code),
        mark=mark(provider.code),
    )


def mark(provider_code: str) -> tuple[int, int]:
    """What moves whenever an import of this provider begins or writes anything."""
    latest = [
        db.session.scalar(select(func.max(table.id)).where(table.provider_code == provider_code)) or 0
        for table in (Import, ImportRow)
    ]
    return latest[0], latest[1]


def unfinished(provider_code: str, sha256: str, options: dict[str, Any]) -> Import | None:
    """The import of this very file, with the same options, that was begun and not finished."""
    query = select(Import).where(Import.provider_code == provider_code, Import.sha256 == sha256)
    begun = db.session.scalars(query.where(Import.state == "applying").order_by(Import.id.desc()))
    return next((import_ for import_ in begun if import_.options == options), None)


def remember(import_: Import, thing: tuple[str, str], said: Letter, formerly: str | None = None) -> None:
    """Keep what this import's source says of a thing (about, key), which had the key `formerly` if its key changed;
    inside a transaction."""
    about, key = thing
    known = select(LastSaid).where(LastSaid.provider_code == import_.provider_code, LastSaid.about == about)
    row = db.session.scalar(known.where(LastSaid.source_key == (formerly or key)))
    if row is not None and (row.source_key, row.said) == (key, said):
        return
    if row is None:
        row = LastSaid(provider_code=import_.provider_code, about=about)
        db.session.add(row)
    row.source_key, row.said, row.import_id, row.at = key, said, import_.id, clock.now()


def _latest(provider_code: str) -> dict[str, dict[str, Any] | None]:
    """By source key what the latest row that took effect says, None where that was a withdrawal."""
    latest = (
        select(func.max(ImportRow.id))
        .where(ImportRow.provider_code == provider_code, ImportRow.outcome != "refused")
        .group_by(ImportRow.source_key)
    )
    columns = select(ImportRow.source_key, ImportRow.said)
    found: dict[str, dict[str, Any] | None] = dict(db.session.execute(columns.where(ImportRow.id.in_(latest))).all())
    return found


def _alive(provider_code: str) -> int:
    counted = select(func.count(Offer.id.distinct())).join(Provider, Offer.provider_id == Provider.id)
    alive = counted.join(Version, Version.offer_id == Offer.id).where(Version.state.in_((*OPEN, *CURRENT)))
    return db.session.scalar(alive.where(Provider.code == provider_code)) or 0
