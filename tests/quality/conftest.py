"""What the tests of decisions share: a small registry with a decision of every kind, made once per run and database;
each test works on a fresh copy of it."""

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.app import create_app
from registry.config import Settings
from registry.kernel.actor import OPERATOR
from registry.quality import service
from tests import builders, postgres
from tests.conftest import filled_postgres, filled_sqlite, let_go
from tests.ledger.insider import Insider


def decided_offers() -> dict[str, str]:
    """Enter offers in every state that a decision can leave; their codes by a name for what happened to them."""
    school, office = builders.vetted_provider(), builders.provider("unverified", name="Office")
    service.admit_provider(OPERATOR, office, "The register of 2025")
    offers = {
        "listed": builders.decided(provider_code=school),
        "conditional": builders.decided(
            builders.guidance(), school, conditions="State the waiting time.", review_by="2027-03-01"
        ),
        "refused": builders.decided(
            builders.validation(), school, action="refuse", reasons=["No evidence."], criteria={"price": "not-met"}
        ),
        "returned": builders.decided(provider_code=school, action="return", reasons=["Say more."], criteria={}),
        "withdrawn": builders.decided(provider_code=school),
        "suspended": builders.decided(provider_code=school),
        "admitted": builders.draft(provider_code=office),
        "amended": builders.decided(provider_code=school),
        "draft": builders.draft(provider_code=office),
    }
    service.withdraw(builders.member(school), offers["withdrawn"], builders.seen(offers["withdrawn"]), "Not taught.")
    ruling = {"action": "suspend", "reasons": ["A complaint is open."]}
    builders.ruled(offers["suspended"], ruling)
    service.admit_offer(OPERATOR, offers["admitted"], "The register of 2025")
    builders.amended(offers["amended"])
    return {**offers, "school": school, "office": office}


def _make(settings: Settings) -> None:
    """Enter them, and keep the codes beside."""
    app = create_app(settings)
    with app.app_context():
        (settings.data_dir / "offers.json").write_text(json.dumps(decided_offers()))
        let_go()


@pytest.fixture(scope="session")
def _sqlite_history(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_sqlite(tmp_path_factory, "history", _sqlite_template, _make)


@pytest.fixture(scope="session")
def _postgres_history(_postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_postgres(tmp_path_factory, "template_history", _postgres_server, _make)


@pytest.fixture
def settings(settings: Settings, engine: str, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Where a test asks for the history, its installation begins with it."""
    if "history" not in request.fixturenames:
        yield settings
    elif engine == "sqlite":
        shutil.copy(request.getfixturevalue("_sqlite_history") / "registry.db", settings.data_dir / "registry.db")
        yield settings
    else:
        server: postgres.Server = request.getfixturevalue("_postgres_server")
        url = server.copy(request.getfixturevalue("_postgres_history").name)
        yield dataclasses.replace(settings, database_url=url)
        server.drop(url)


@pytest.fixture
def history(ctx: Flask, engine: str, request: pytest.FixtureRequest) -> dict[str, str]:
    """The codes of that registry's offers and providers, by a name for what happened to them."""
    kind = "sqlite" if engine == "sqlite" else "postgres"
    offers: dict[str, str] = json.loads((request.getfixturevalue(f"_{kind}_history") / "offers.json").read_text())
    return offers


@pytest.fixture
def insider(history: dict[str, str], settings: Settings) -> Insider:
    """Someone who changes that registry past the application."""
    return Insider(settings)
