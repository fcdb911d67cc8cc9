"""The worker goes on whatever one listener or chore does, and stops at once when its lease is another's."""

import datetime as dt
import os
import re
import threading
import time
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select, update

from registry import worker
from registry.config import ROOT
from registry.kernel import outbox
from registry.kernel.db import db
from registry.kernel.lease import Lease
from registry.kernel.outbox import Delivery, Known, Listener
from registry.kernel.transaction import transaction
from registry.search import indexer, service
from registry.worker import Chore
from tests import builders


def test_a_failing_chore_does_not_starve_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail() -> None:
        raise OSError("no")

    chores = (Chore("sick", 1, fail), Chore("well", 1, lambda: done.append("well")))
    monkeypatch.setattr(worker, "CHORES", chores)
    with app.app_context():
        worker.once()
        worker.once()
    assert done == ["well", "well"]


def test_what_is_due_goes_by_a_clock_nobody_sets(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    over, shown, done = threading.Event(), [0.0], []

    def turn() -> None:
        shown[0] += 4
        if shown[0] > 20:
            over.set()

    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: shown[0]))
    monkeypatch.setattr(worker, "turn", turn)
    monkeypatch.setattr(worker, "PAUSE", 0)
    monkeypatch.setattr(worker, "CHORES", (Chore("chore", 10, lambda: done.append(shown[0])),))
    worker._work(True, over, os.getppid(), {"chore": 0.0})  # type: ignore[arg-type]  # a hold that is never lost
    assert done == [4, 16]


def another_worker_takes_over() -> None:
    """The lease ran out while this worker stood still, and another took it."""
    later = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    with transaction():
        db.session.execute(update(Lease).values(holder="other", until=later))


def holder() -> str | None:
    db.session.rollback()
    return db.session.scalar(select(Lease.holder))


def notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker's lease be looked after so often that what happens to it is known at once, and be long enough not
    to run out by itself on a machine that does other things as well."""
    monkeypatch.setattr(worker, "LEASE", 1.5)


@pytest.mark.promise("P10")
def test_a_worker_that_lost_its_lease_hands_over_nothing_more(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def stall(keys: list[str]) -> None:
        heard.extend(keys)
        another_worker_takes_over()
        time.sleep(1.2)

    notices(monkeypatch)
    first = Listener("first", frozenset({"x"}), stall, list)
    second = Listener("second", frozenset({"x"}), heard.extend, list)
    outbox.install(ctx, [first, second])
    monkeypatch.setattr(worker, "CHORES", (Chore("chore", 1, lambda: heard.append("chore")),))
    monkeypatch.setattr(outbox, "BATCH", 2)
    with transaction():
        db.session.add_all(Known(name=name, since=dt.datetime.now(dt.UTC)) for name in ("first", "second"))
        [outbox.emit("x", key) for key in ("1", "2", "3")]
    assert worker.once() is None
    assert heard == ["1", "2"], "the rest is for the other worker"
    assert holder() == "other"
    failed = select(Delivery.id).where(Delivery.error.is_not(None) | (Delivery.attempts > 0))
    assert db.session.scalars(failed).all() == [], "a lost lease is no fault of what was to be handed over"


@pytest.mark.promise("P10")
def test_a_worker_that_loses_its_lease_while_it_reads_leaves_the_index_as_it_was(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.once()
    first, second = builders.listed(), builders.listed()
    described = indexer.document

    def stalled(*arguments: object) -> object:
        another_worker_takes_over()
        time.sleep(1.2)
        return described(*arguments)

    notices(monkeypatch)
    with monkeypatch.context() as patched:
        patched.setattr(indexer, "document", stalled)
        assert worker.once() is None
    assert service.engine().stamps() == {}
    assert outbox.pending(indexer.NAME) > 0
    with transaction():
        db.session.execute(update(Lease).values(until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))
    worker.once()
    assert set(service.engine().stamps()) == {first, second}


def test_a_rebuild_under_a_lost_lease_is_not_switched_to(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.listed()
    worker.once()
    before = service.engine().place.current()

    def stalled() -> None:
        another_worker_takes_over()
        time.sleep(1.2)
        indexer.rebuild()

    notices(monkeypatch)
    monkeypatch.setattr(worker, "CHORES", (Chore("rebuild", 1, stalled),))
    assert worker.once() is None
    assert service.engine().place.current() == before


def test_the_documentation_tells_of_every_listener() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = re.findall("`([^`]+)`", "".join(re.findall(r"^\| (`[^|]+) \|", text.partition("# What time does")[2], re.M)))
    assert sorted(told) == sorted(listener.name for listener in worker.LISTENERS)


def test_the_documentation_names_only_files_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [ROOT / name for name in ("registry", "templates", "migrations", "seeds", "tests", "docs")]
    there = [path.as_posix() for room in rooms for path in (room, *room.rglob("*"))]
    named = set(re.findall(r"`([a-z_0-9/]+(?:\.py|\.html|/))(?::\w+)?`", text))
    assert len(named) > 60
    assert [name for name in named if not any(f"{path}/".endswith(f"/{name.rstrip('/')}/") for path in there)] == []
