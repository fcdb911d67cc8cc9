"""Transactions: nothing is lost, nothing is half done, reading never waits for writing."""

import datetime as dt
import json
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from registry.kernel import db as database
from registry.kernel.db import db, has_wal_defect
from registry.kernel.errors import Unavailable
from registry.kernel.lease import Lease
from registry.kernel.transaction import transaction

LATER = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def put(name: str, holder: str = "a") -> None:
    """Any small row will do; the lease table is the kernel's own."""
    db.session.add(Lease(name=name, holder=holder, until=LATER))


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Lease.name).order_by(Lease.name)))


def test_a_block_commits_at_its_end_and_not_before(ctx: Flask) -> None:
    with transaction():
        put("one")
    assert names() == ["one"]


def test_an_exception_undoes_everything(ctx: Flask) -> None:
    with pytest.raises(KeyError), transaction():
        put("one")
        with transaction():
            put("two")
        raise KeyError
    assert names() == []


def test_an_inner_block_is_a_savepoint(ctx: Flask) -> None:
    with transaction():
        put("one")
        with pytest.raises(KeyError), transaction():
            put("two")
            db.session.flush()
            raise KeyError
        put("three")
    assert names() == ["one", "three"]


def test_a_stray_change_outside_is_refused(ctx: Flask) -> None:
    put("one")
    with pytest.raises(RuntimeError, match="outside"):
        db.session.commit()
    db.session.rollback()
    put("two")
    with pytest.raises(RuntimeError, match="pending"), transaction():
        pass
    db.session.rollback()


def test_the_read_engine_cannot_write(ctx: Flask) -> None:
    if database.is_postgresql():
        assert db.engines[None] is not None  # one engine there; the flush guard above is the fence
        return
    with pytest.raises(Exception, match="readonly"):
        db.session.execute(text("DELETE FROM lease"))
    db.session.rollback()


@pytest.mark.promise("P03")
def test_no_update_is_lost_when_eight_write_at_once(app: Flask) -> None:
    with app.app_context(), transaction():
        put("counter", "0")

    def add() -> None:
        with app.app_context():
            db.session.get(Lease, "counter")  # a stale read before, as a careless caller would do
            for _ in range(10):
                with transaction():
                    row = db.session.scalars(select(Lease).where(Lease.name == "counter").with_for_update()).one()
                    row.holder = str(int(row.holder) + 1)

    threads = [threading.Thread(target=add) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    with app.app_context():
        assert db.session.get_one(Lease, "counter").holder == "80"


def test_what_was_written_is_read_at_once(app: Flask) -> None:
    with app.app_context():
        assert names() == []
        with transaction():
            put("mine")
        assert db.session.get(Lease, "mine") is not None
        with transaction():
            db.session.execute(update(Lease).values(holder="new"))
        assert db.session.get_one(Lease, "mine").holder == "new"


def test_what_was_loaded_before_is_read_anew_inside(app: Flask) -> None:
    def meanwhile() -> None:
        with app.app_context(), transaction():
            db.session.execute(update(Lease).values(holder="new"))

    with app.app_context():
        with transaction():
            put("mine")
        loaded = db.session.get_one(Lease, "mine")
        assert loaded.holder == "a"
        beside = threading.Thread(target=meanwhile)
        beside.start()
        beside.join()
        assert loaded.holder == "a", "outside, a request sees one state"
        with transaction():
            assert db.session.get_one(Lease, "mine").holder == "new"


def test_no_get_takes_the_write_lock(app: Flask) -> None:
    with app.app_context():
        if database.is_postgresql():
            return_addresses = [
                "/",
                "/offers",
                "/providers",
                "/events",
                "/decisions",
                "/healthz",
                "/readyz",
                "/api/v1/offers",
            ]
            assert all(app.test_client().get(address).status_code == 200 for address in return_addresses)
            return
        url = db.engines[None].url.database
    other = sqlite3.connect(url, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        for address in ("/", "/offers", "/providers", "/events", "/decisions", "/healthz", "/readyz", "/api/v1/offers"):
            assert app.test_client().get(address).status_code == 200, address
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_database_that_stays_locked_is_unavailable_and_nothing_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        if database.is_postgresql():
            return
        monkeypatch.setattr("registry.kernel.write_lock.PATIENCE", 0.2)
        with db.engines[None].connect() as holder:
            holder.exec_driver_sql("SELECT 1")  # begins IMMEDIATE and holds the lock
            error: list[BaseException] = []

            def write() -> None:
                with app.app_context():
                    db.session.execute(text("SELECT 1"))
                    try:
                        with transaction():
                            db.session.execute(text("PRAGMA busy_timeout=100"))
                            put("never")
                    except BaseException as seen:
                        error.append(seen)

            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
        if has_wal_defect():  # the flock is what waits; elsewhere SQLite's own ten seconds would
            assert isinstance(error[0], Unavailable)
            assert names() == []


def test_a_damaged_file_is_told_as_a_database_that_is_away(app: Flask) -> None:
    with app.app_context():
        if database.is_postgresql():
            return
        path = Path(db.engines[None].url.database or "")
        for engine in db.engines.values():
            engine.dispose()
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    path.write_bytes(b"no database " * 1000)
    visitor = app.test_client()
    answers = {address: visitor.get(address).status_code for address in ("/", "/providers", "/api/v1/offers")}
    assert answers == {"/": 503, "/providers": 503, "/api/v1/offers": 503}
    assert (visitor.get("/healthz").status_code, visitor.get("/readyz").status_code) == (200, 503)
    told = app.test_cli_runner().invoke(args=["ledger", "verify", "--json"])
    assert (told.exit_code, json.loads(told.stdout)["error"]["code"]) == (1, "unavailable")


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_the_versions_with_the_wal_defect_are_known(version: tuple[int, int, int], affected: bool) -> None:
    assert has_wal_defect(version) is affected


def test_sqlite_runs_as_agreed(ctx: Flask) -> None:
    if database.is_postgresql():
        return
    with db.engines[None].connect() as write:
        seen = {
            name: write.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "wal_autocheckpoint")
        }
    assert seen["journal_mode"] == "wal"
    assert (seen["synchronous"], seen["foreign_keys"], seen["recursive_triggers"]) == (2, 1, 1)
    assert (seen["wal_autocheckpoint"] == 0) is has_wal_defect()
