"""A registry of any size, the same for the same number: providers, places, listed offers of all kinds with their runs
and one decision each. Rows go into the tables directly, because the real verbs would take an hour for what is only
weighed; therefore no hash tree stands above these ledger entries, and such a database proves nothing."""

import datetime as dt
import random
from typing import Any

from sqlalchemy import insert

from bench.words import FORMS, READERS, SUBJECTS, TOWNS
from registry import config
from registry.catalogue import facts, intake
from registry.catalogue.model import Fact, Offer, Run, Version
from registry.catalogue.specification import FORMAT, sealed
from registry.kernel import clock, codes
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger.model import Entry
from registry.providers.model import Place, Provider
from registry.quality.model import Decision

SEED = 20261123
CHUNK = 1000
OFFERS_EACH = 75  # of one provider
COMPETENCES = tuple(f"{area}.{at}" for area, size in enumerate((3, 6, 4, 4, 4), 1) for at in range(1, size + 1))


class Generator:
    """Fills an empty, migrated and seeded database."""

    def __init__(self) -> None:
        self._chance = random.Random(SEED)
        self._now = clock.now()
        self._given = 0

    def fill(self, offers: int) -> None:
        """Write so many offers and their providers."""
        providers = max(1, offers // OFFERS_EACH)
        with transaction():
            _write(Provider, [self._provider(at) for at in range(1, providers + 1)])
            _write(Place, [self._place(at) for at in range(1, providers + 1)])
        for first in range(1, offers + 1, CHUNK):
            with transaction():
                self._write_offers(range(first, min(first + CHUNK, offers + 1)), providers)

    def _code(self) -> str:
        """A code as `codes.new` makes them, but the same ones every time and none twice: an odd factor scatters the
        numbers from 1 over all 2^35 codes."""
        self._given += 1
        number = self._given * 0x5BD1E9955 % 2**35
        symbols = "".join(codes.ALPHABET[number >> 5 * place & 31] for place in range(7))
        return f"{config.current().code}-{symbols[:4]}-{symbols[4:]}{codes.check_symbol(symbols)}"

    def _write_offers(self, numbers: range, providers: int) -> None:
        rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in (Offer, Version, Fact, Run, Entry, Decision)}
        for number in numbers:
            for model, row in self._offer(number, number % providers + 1):
                rows[model].append(row)
        for model, made in rows.items():
            _write(model, made)

    def _provider(self, at: int) -> dict[str, Any]:
        town, region, country, _lat, _lon = TOWNS[at % len(TOWNS)]
        return {
            "id": at, "code": self._code(), "slug": f"bench-{at}", "name": f"Learning House {town} {at}",
            "kinds": ["adult-education-centre"], "setting": "non-formal", "country": country, "region": region,
            "languages": ["en"], "standing": "verified", "public_since": self._now, "counter": 1,
            "created_at": self._now,
        }  # fmt: skip

    def _place(self, at: int) -> dict[str, Any]:
        town, region, country, lat, lon = TOWNS[at % len(TOWNS)]
        return {
            "id": at, "code": self._code(), "provider_id": at, "name": f"House {at}", "locality": town,
            "region": region, "country": country, "lat_e6": lat + self._chance.randrange(-90000, 90000),
            "lon_e6": lon + self._chance.randrange(-90000, 90000), "access": ["step-free"], "counter": 1,
        }  # fmt: skip

    def _offer(self, number: int, provider: int) -> list[tuple[Any, dict[str, Any]]]:
        spec = intake.check(self._content())
        content, digest = sealed(spec)
        listed = self._now - dt.timedelta(days=self._chance.randrange(1, 400), minutes=number % 1440)
        examined = self._chance.random() < 0.7
        offer = {
            "id": number, "code": self._code(), "provider_id": provider, "kind": spec.kind, "access": [],
            "first_listed_at": listed, "confirmed_at": listed, "confirm_by": listed + dt.timedelta(days=500),
            "counter": 1, "created_at": listed,
        }  # fmt: skip
        version = {
            "id": number, "offer_id": number, "number": 1, "state": "listed", "content": content,
            "content_sha256": digest, "format": FORMAT, "title": spec.title["en"], "language": "en",
            "created_at": listed, "created_by": "member", "listed_at": listed, "examined": examined, "counter": 1,
        }  # fmt: skip
        entry = {"seq": number, "entry": b"{}", "leaf": number.to_bytes(32, "big")}
        decision = {
            "number": number, "kind": "offer", "subject_code": offer["code"], "provider_code": "BENCH",
            "version_number": 1, "action": "list" if examined else "admit", "from_state": "in-review",
            "to_state": "listed", "basis": "bench", "criteria": {}, "rule_version": "2026-1", "role": "reviewer",
            "content_sha256": digest, "examined": examined, "listed_at": listed, "at": listed, "text_sha256": digest,
        }  # fmt: skip
        made = [(Offer, offer), (Version, version), (Entry, entry), (Decision, decision)]
        made += [(Fact, {"offer_id": number, "version_id": number, **row}) for row in facts.rows(spec)]
        runs = self._chance.choice((0, 1, 1, 2, 2, 3, 4, 6)) if spec.kind == "training" else 1
        return [*made, *((Run, self._run(number, provider)) for _run in range(runs))]

    def _run(self, offer: int, place: int) -> dict[str, Any]:
        chance, online = self._chance, self._chance.random() < 0.35
        start = (self._now + dt.timedelta(days=chance.randrange(-120, 300))).date()
        total = chance.randrange(6, 30)
        letter: dict[str, Any] = {
            "start": {
                "date": start.isoformat(),
                "time": chance.choice(("09:00", "14:00", "18:30")),
                "zone": "Europe/Brussels",
            },
            "end": {"date": (start + dt.timedelta(days=chance.randrange(0, 90))).isoformat()},
            "mode": "online" if online else chance.choice(("onsite", "onsite", "blended")),
            "language": [chance.choice(("en", "fr", "de", "nl"))],
            "prices": [
                {"amount": chance.choice((0, 0, 2500, 6000, 12000, 45000)), "currency": "EUR", "basis": "total"}
            ],
            "places": {"total": total, "left": chance.randrange(0, total + 1)},
            "schedule": {"times": [chance.choice(("day", "evening", "weekend"))]},
        }
        return {
            "code": self._code(), "offer_id": offer, "place_id": None if online else place, "data": letter,
            "state": "planned", "counter": 1, "created_at": self._now, "updated_at": self._now,
        }  # fmt: skip

    def _content(self) -> dict[str, Any]:
        chance = self._chance
        subject, other = (SUBJECTS[min(int(chance.paretovariate(0.8)) - 1, len(SUBJECTS) - 1)] for _two in "ab")
        reader = chance.choice(READERS)
        values: dict[str, Any] = {
            "language": "en",
            "title": {"en": f"{chance.choice(FORMS)} {subject} for {reader}"},
            "summary": {"en": f"You practise {subject} and {other} on examples of your own."},
            "description": {"en": f"We begin with {subject}. " + f"Later {other} joins in, step by step. " * 6},
            "languages": ["en"], "modes": ["onsite"], "setting": chance.choice(("non-formal", "formal", "informal")),
            "target_groups": ["everyone"], "enrol": {"url": "https://bench.example/enrol"},
        }  # fmt: skip
        drawn = chance.random()
        if drawn < 0.06:
            service = {
                "helps_with": {"en": f"Choosing a course on {subject}."},
                "channels": ["phone"],
                "appointment": "possible",
            }
            return {**values, "kind": "guidance", "guidance": service}
        titles = [
            f"Use {subject} without help",
            f"Explain {other} to {reader}",
            f"Choose between {subject} and {other}",
        ]
        outcomes = [
            {
                "title": {"en": title},
                "competence": chance.choice(COMPETENCES),
                "level": chance.randrange(1, 9),
                "minutes": 60 * chance.randrange(1, 12),
            }
            for title in titles[: chance.randrange(1, 4)]
        ]
        credential = {"type": chance.choice(("micro", "certificate", "attendance", "none"))}
        return {
            **values,
            "kind": "training",
            "outcomes": outcomes,
            "eqf": chance.randrange(2, 7),
            "credential": credential,
            "assessment": {"types": ["practical"]},
        }


def _write(model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), rows)
