"""Small XCRI files made to measure, and what a database holds, for tests of planning and applying."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

from sqlalchemy import func, select

from registry.catalogue.model import Offer, Run, Version
from registry.interchange import languages, service, xcri
from registry.interchange.model import Import, ImportRow
from registry.interchange.plan import Order, Plan
from registry.interchange.record import Feed
from registry.interchange.report import Report
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.outbox import Change
from registry.ledger.model import Entry
from registry.providers.model import Place, Provider

SAMPLES = Path(__file__).resolve().parents[2] / "seeds" / "samples"
SLUG = "mill-street"
_LANGUAGES = json.loads((SAMPLES.parent / "vocabularies" / "language.json").read_text())["concepts"]
LANGUAGES = languages.known(SimpleNamespace(**row) for row in _LANGUAGES)  # type: ignore[arg-type]  # as the list has them
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<catalog xmlns="http://xcri.org/profiles/1.2/catalog" '
    'xmlns:mlo="http://purl.org/net/mlo" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xml:lang="en">\n'
)


@dataclass(frozen=True)
class Course:
    """A course of a made-up file; `runs` maps a run's key to its start."""

    key: str
    title: str = "Sorting photos"
    description: str = "Find your pictures again."
    runs: dict[str, str] = field(default_factory=lambda: {"a": "2027-01-11"})

    def xml(self) -> str:
        """The course element."""
        described = f"<dc:description>{escape(self.description)}</dc:description>" if self.description else ""
        runs = "".join(
            f"<presentation><dc:identifier>{self.key}/{key}</dc:identifier><mlo:start dtf='{start}'/>"
            f"<applyTo>https://mill.example/apply</applyTo><venue><provider><dc:title>Mill</dc:title></provider></venue>"
            f"</presentation>\n"
            for key, start in self.runs.items()
        )
        return (
            f"<course>{described}<dc:identifier>{self.key}</dc:identifier><dc:title>{escape(self.title)}</dc:title>"
            f"<mlo:url>https://mill.example/{self.key}</mlo:url>\n{runs}</course>\n"
        )


def file(*courses: Course, name: str = "Mill Street", ukprn: str = "10012345") -> bytes:
    """An XCRI file of one provider with these courses."""
    number = f'<dc:identifier xsi:type="ukrlp:ukprn">{ukprn}</dc:identifier>'
    provider = (
        f"<provider>{number}<dc:title>{name}</dc:title>\n{''.join(course.xml() for course in courses)}</provider>"
    )
    return f"{HEAD}{provider}\n</catalog>".encode()


def read(data: bytes) -> Feed:
    """The file as read, without a database."""
    return xcri.read(data, LANGUAGES)


def planned(data: bytes, **options: object) -> Plan:
    """The plan for a file of the usual provider."""
    return service.plan_file(data, Order(str(options.pop("slug", SLUG)), **options))  # type: ignore[arg-type]  # by name


def applied(data: bytes, **options: object) -> Report:
    """The file taken in by the operator."""
    return service.apply(OPERATOR, planned(data, **options))


def published(data: bytes, **options: object) -> Report:
    """The file taken in and listed."""
    return applied(data, publish=True, basis="register of the region", **options)


def rows() -> dict[str, int]:
    """How many rows there are of everything an import could touch."""
    tables = (Provider, Place, Offer, Version, Run, Change, Import, ImportRow, Entry)
    db.session.rollback()
    return {table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def states() -> dict[str, list[str]]:
    """source key → states of the offer's versions, in order."""
    db.session.rollback()
    found: dict[str, list[str]] = {}
    query = select(Offer.source_key, Version.state).join(Version, Version.offer_id == Offer.id)
    for key, state in db.session.execute(query.order_by(Offer.source_key, Version.number)):
        found.setdefault(key or "", []).append(state)
    return found


def runs(key: str) -> dict[str, tuple[str, str]]:
    """source key of each run of an offer → (state, start date)."""
    db.session.rollback()
    query = select(Run).join(Offer, Run.offer_id == Offer.id).where(Offer.source_key == key).order_by(Run.source_key)
    return {run.source_key or "": (run.state, run.data["start"]["date"]) for run in db.session.scalars(query)}
