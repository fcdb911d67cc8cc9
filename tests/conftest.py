"""Fixtures for every test: a real migrated database per test (SQLite copied from a template file, PostgreSQL created
from a template database), a standing clock, closed sockets, and the promise table at the end of the run."""

import contextlib
import dataclasses
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry import worker
from registry.app import create_app
from registry.cli import seed
from registry.cli.schema import upgrade
from registry.config import ROOT, Settings
from registry.kernel.db import db
from registry.vocabularies.service import load as load_lists
from tests import compiled, postgres, promises
from tests.anew import pytest_handlecrashitem  # noqa: F401 - pytest finds its hooks here
from tests.conditions import _closed_sockets, _nothing_is_drawn, _push_request_context  # noqa: F401 - and its fixtures
from tests.once import once, shared

NOW = "2026-11-23T10:00:00Z"
SAID = "said.txt"  # in the data of the demonstration: what was new when it was loaded
SHARED = Path(os.environ.get("REGISTRY_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
# what a mark needs, how to see whether it is there, and the variable that makes its absence a failure
NEEDS = {
    "browser": (lambda: chromium() is not None, "REQUIRE_BROWSER"),
    "postgres": (postgres.is_installed, "REQUIRE_POSTGRES"),
    "shared": (SHARED.is_dir, "REQUIRE_SHARED"),
}


def chromium() -> str | None:
    """The distribution's Chromium: its shell without a window, which takes half the processor, else the whole browser;
    CHROMIUM names another."""
    given = os.environ.get("CHROMIUM")
    found = map(shutil.which, [given] if given else ["chromium-headless-shell", "chromium"])
    return next(filter(None, found), None)


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory where there is a place for it: thousands of flushed commits to a disk take
    minutes; compile once what every application has alike."""
    memory = Path("/dev/shm")
    is_worker = hasattr(config, "workerinput")
    if (
        not config.option.basetemp
        and not is_worker
        and os.access(memory, os.W_OK)
        and shutil.disk_usage(memory).free > 2**30
    ):
        config.option.basetemp = tempfile.mkdtemp(prefix="registry-tests-", dir=memory)
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))
    patch = pytest.MonkeyPatch()
    compiled.compile_routes_once(patch)
    compiled.hash_lightly(patch)
    config.add_cleanup(patch.undo)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever reads or writes data runs on both databases; ids say which."""
    if "engine" in metafunc.fixturenames:
        values = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
        if any(metafunc.definition.get_closest_marker(name) for name in ("browser", "one_database")):
            values = ["sqlite"]
        metafunc.parametrize("engine", values, scope="session")


@pytest.hookimpl(trylast=True)  # after pytest has put together what shares a database
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what needs something this machine has not; where it is required, absence fails the run."""
    for item in items:
        promises.remember(item)
    items[:] = _slow_ones_first(items)
    for mark, (is_there, variable) in NEEDS.items():
        if is_there():
            continue
        marked = [item for item in items if item.get_closest_marker(mark)]
        if marked and os.environ.get(variable) == "1":
            raise pytest.UsageError(f"{variable}=1, but what the mark “{mark}” needs is not on this machine")
        if marked:
            config.hook.pytest_deselected(items=marked)
            items[:] = [item for item in items if item not in set(marked)]
            promises.note(config, f"{len(marked)} tests marked “{mark}” not run: what they need is not on this machine")


def _slow_ones_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those of a minute where two processes begin, at the first and in the middle, so that neither is left with one
    when the other has nothing more to do. The first has all that need a browser, which is then opened once, with its
    site; the other those that start and kill programs, and mostly wait or use every processor."""
    slow = {item for item in items if item.get_closest_marker("slow")}
    seen = {item for item in items if item.get_closest_marker("browser")}
    first = [*(item for item in items if item in seen & slow), *(item for item in items if item in seen - slow)]
    others = [item for item in items if item in slow - seen]
    rest = [item for item in items if item not in slow | seen]
    middle = max(0, len(items) // 2 - len(first))
    return [*first, *rest[:middle], *others, *rest[middle:]]


def pytest_collection_finish() -> None:
    """Everything is imported; what comes now are tests."""
    compiled.collect_seldom()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One SQLite file with every migration applied and every closed list loaded."""

    def make(folder: Path) -> None:
        _set_up(Settings(data_dir=folder, secret_key="k" * 40))
        settle(folder / "registry.db")

    return once(tmp_path_factory, "template", make) / "registry.db"


@pytest.fixture(scope="session")
def _postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    """One PostgreSQL with a template database that has every migration applied and every closed list loaded."""
    with postgres.running(shared(tmp_path_factory) / "postgresql") as server:

        def make(folder: Path) -> None:
            _set_up(Settings(server.create("template_registry"), data_dir=folder, secret_key="k" * 40))

        once(tmp_path_factory, "template_registry", make)
        yield server


@pytest.fixture(scope="session")
def _sqlite_demonstration(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the demonstration in database and index."""
    return filled_sqlite(tmp_path_factory, "demonstration", _sqlite_template, _demonstrate)


@pytest.fixture(scope="session")
def _postgres_demonstration(_postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with the database as a template beside."""
    return filled_postgres(tmp_path_factory, "template_demonstration", _postgres_server, _demonstrate)


Fill = Callable[[Settings], None]


def filled_sqlite(factory: pytest.TempPathFactory, name: str, template: Path, fill: Fill) -> Path:
    """A data directory whose database began as the template and was filled once for the run."""

    def make(folder: Path) -> None:
        shutil.copy(template, folder / "registry.db")
        fill(Settings(data_dir=folder, secret_key="k" * 40, now=NOW, base_url="http://localhost"))
        settle(folder / "registry.db")

    return once(factory, name, make)


def filled_postgres(factory: pytest.TempPathFactory, name: str, server: postgres.Server, fill: Fill) -> Path:
    """The same with a database of this name, which is a template for others."""

    def make(folder: Path) -> None:
        url = server.create(name, "template_registry")
        fill(Settings(url, data_dir=folder, secret_key="k" * 40, now=NOW, base_url="http://localhost"))

    return once(factory, name, make)


def settle(database: Path) -> None:
    """Bring all of a SQLite database into its one file, so that it can be copied."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _set_up(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        upgrade()
        load_lists(ROOT / "seeds" / "vocabularies")
        let_go()


def _demonstrate(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        said = seed.everything(demonstration=True)
        (settings.data_dir / SAID).write_text("\n".join(said))
        worker.once()
        let_go()


def let_go() -> None:
    """Close what is open of the application's databases, so that they can be copied."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def _testing(settings: Settings) -> Flask:
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled.Templates()
    with app.app_context():
        compiled.share_statements(db.engines.values())
        compiled.share_lists()
    return app


@pytest.fixture
def settings(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings of an installation of its own, on a fresh copy of the migrated template; the clock stands at NOW."""
    base = Settings(data_dir=tmp_path / "data", secret_key="k" * 40, now=NOW, base_url="http://localhost")
    base.data_dir.mkdir()
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("_sqlite_template"), base.data_dir / "registry.db")
        yield base
        return
    server = request.getfixturevalue("_postgres_server")
    url = server.copy("template_registry")
    yield dataclasses.replace(base, database_url=url)
    server.drop(url)


@contextlib.contextmanager
def _copy(engine: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a fresh copy of the demonstration, indexed, in a folder that is not there yet."""
    base, server = Settings(data_dir=folder, secret_key="k" * 40, now=NOW, base_url="http://localhost"), None
    kind = "sqlite" if engine == "sqlite" else "postgres"
    shutil.copytree(request.getfixturevalue(f"_{kind}_demonstration"), folder)
    if engine != "sqlite":
        server = request.getfixturevalue("_postgres_server")
        base = dataclasses.replace(base, database_url=server.copy("template_demonstration"))
    app = _testing(base)
    yield app
    with app.app_context():
        let_go()
    if server:
        server.drop(base.database_url)


@pytest.fixture
def demonstration(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The demonstration for a test that writes, or looks at how much is asked: its own copy."""
    with _copy(engine, tmp_path / "demonstration", request) as app:
        yield app


@pytest.fixture(scope="session")
def shown(engine: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The demonstration for all tests that only look: one copy, through which nobody writes."""
    with _copy(engine, tmp_path_factory.mktemp("shown") / "data", request) as app:
        yield app


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application on its own database."""
    app = _testing(settings)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """The app with its context pushed, for tests that call verbs and queries."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without cookies; not a `with` client, which would keep the last context."""
    return app.test_client()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print promise → tests → result, and what was not run."""
    promises.summarise(terminalreporter, config)
