"""The first start: whoever comes first sets the database up, everybody else waits and finds it ready, on whichever
machine (here: data directory) they are."""

import dataclasses
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.app import create_app
from registry.cli import prepare
from registry.config import Settings
from registry.events.model import Event
from registry.kernel.db import db
from registry.vocabularies.model import Concept, Scheme
from tests.faults.kit import Process, until

TOGETHER = 3


@pytest.fixture
def empty(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Settings]]:
    """Settings of several machines with a data directory each, and one database in which there is nothing yet."""
    folders = [tmp_path / f"machine{number}" for number in range(TOGETHER)]
    [folder.mkdir() for folder in folders]
    base = Settings(f"sqlite:///{tmp_path}/shared.db", secret_key="k" * 40, base_url="http://localhost")
    if engine == "postgresql":
        server = request.getfixturevalue("_postgres_server")
        base = dataclasses.replace(base, database_url=server.copy("template0"))
    yield [dataclasses.replace(base, data_dir=folder) for folder in folders]
    if engine == "postgresql":
        server.drop(base.database_url)


@pytest.fixture
def machines(empty: list[Settings]) -> Iterator[list[Flask]]:
    """An application of each."""
    apps = [create_app(settings) for settings in empty]
    yield apps
    for app in apps:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


def test_first_starts_at_once_set_up_one_registry(empty: list[Settings], machines: list[Flask]) -> None:
    starts = [Process(settings, "-m", "flask", "--app", "wsgi", "seed") for settings in empty]
    [start.start() for start in starts]
    try:
        assert until(lambda: not any(start.is_alive() for start in starts), 90)
    finally:
        [start.kill() for start in starts]
    assert [start.log.read_text() for start in starts if start.process and start.process.returncode] == []
    with machines[0].app_context():
        assert prepare.present_revision() == prepare.newest_revision()
        generations = set(db.session.scalars(select(Scheme.generation)))
        assert generations == {1}, "a list was loaded twice"
        assert db.session.scalar(select(func.count()).select_from(Concept))
        assert set(db.session.scalars(select(Event.counter))) == {1}, "an event was saved twice"


def test_who_comes_second_waits_whatever_its_data_directory(machines: list[Flask]) -> None:
    first, second = machines[:2]
    done: list[str] = []

    def start() -> None:
        with second.app_context(), prepare.alone():
            done.append("second")

    with first.app_context(), prepare.alone():
        thread = threading.Thread(target=start)
        thread.start()
        time.sleep(0.7)
        done.append("first")
    thread.join(20)
    assert done == ["first", "second"]


def test_migrating_by_hand_waits_as_well(machines: list[Flask]) -> None:
    first, second = machines[:2]
    codes: list[int] = []

    def migrate() -> None:
        with second.app_context():
            codes.append(second.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code)

    with first.app_context():
        prepare.prepare()
        with prepare.alone():
            thread = threading.Thread(target=migrate)
            thread.start()
            time.sleep(1.5)
            assert codes == []
    thread.join(30)
    assert codes == [0]


def test_a_database_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    app = create_app(Settings(f"sqlite:///{tmp_path}/none/here.db", data_dir=tmp_path / "data", secret_key="k" * 40))
    result = app.test_cli_runner().invoke(args=["search", "status"])
    assert result.exit_code == 1
    assert "The database cannot be used" in result.stderr
