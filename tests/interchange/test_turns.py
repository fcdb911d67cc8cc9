"""One import of a provider at a time: the second is refused at once with nothing changed, what died is taken over, and
whoever lost its turn writes nothing more."""

import datetime as dt
import os
import re
import socket
import subprocess
import sys
import threading

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from registry.interchange import service, turns
from registry.interchange.model import Import
from registry.interchange.record import FileRefused
from registry.interchange.report import Report
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.lease import Holder, Lease, holder
from registry.kernel.transaction import transaction
from tests.interchange.feeds import SLUG, Course, applied, file, planned, published, rows, states

MANY = [Course(f"c{number:02}") for number in range(10)]
NAME = turns.name_of(SLUG)
LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def held_by(who: str, until: dt.datetime = LATER) -> None:
    """Somebody else has the turn."""
    since = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
    with transaction():
        db.session.execute(delete(Lease))
        db.session.add(Lease(name=NAME, holder=who, since=since, until=until))


def dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_of_two_imports_at_once_one_is_refused_with_nothing_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CHUNK", 2)
    real, reached, go_on = service.apply_step, threading.Event(), threading.Event()

    def slow(*args: object) -> str:
        code = real(*args)  # type: ignore[arg-type]  # passed on
        reached.set()
        return code

    reports: list[Report] = []

    def first() -> None:
        with app.app_context():
            wait = lambda done, _all: go_on.wait(30) if done else None  # noqa: E731 - holds still between two chunks
            reports.append(service.apply(OPERATOR, planned(file(*MANY), publish=True, basis="b"), wait))
            db.session.remove()

    monkeypatch.setattr(service, "apply_step", slow)
    thread = threading.Thread(target=first)
    thread.start()
    with app.app_context():
        assert reached.wait(30)
        db.session.rollback()
        while not states():
            db.session.rollback()
        before = rows()
        with pytest.raises(FileRefused) as refused:
            published(file(*MANY, Course("c99")))
        problem = refused.value.problems[0]
        assert re.search(
            r"another import .*“mill-street”.* since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", problem.message, re.I
        )
        assert "send the same command again" in problem.hint
        assert str(os.getpid()) in problem.value
        assert rows() == before
        go_on.set()
        thread.join()
        assert [(one.counts["new"], one.problems) for one in reports] == [(10, [])]
        assert len(states()) == 10
        assert applied(file(*MANY, Course("c99"))).counts["new"] == 1, "afterwards it is the next one's turn"


def test_another_provider_is_imported_meanwhile(ctx: Flask) -> None:
    held_by(f"{socket.gethostname()[:40]}:{os.getpid()}:x")
    with pytest.raises(FileRefused):
        applied(file(Course("c1")))
    report = applied(file(Course("c1"), name="Quay House", ukprn="10054321"), slug="quay-house")
    assert report.counts["new"] == 1


def test_the_turn_of_a_process_that_died_is_taken_over_at_once(ctx: Flask) -> None:
    held_by(f"{socket.gethostname()[:40]}:{dead()}:x")
    assert applied(file(Course("c1"))).counts["new"] == 1
    assert holder(NAME) is None, "the turn is given back"


def test_a_process_nobody_has_asked_after_is_dead_as_well(ctx: Flask) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    who = Holder(f"{socket.gethostname()[:40]}:{process.pid}:x", None, LATER)
    try:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and stays a zombie
        assert who.has_died
    finally:
        process.wait()
    assert who.has_died
    assert not Holder(f"{socket.gethostname()[:40]}:{os.getpid()}:x", None, LATER).has_died
    assert not Holder(f"elsewhere:{process.pid}:x", None, LATER).has_died, "of another machine nobody knows"


def test_the_turn_of_another_machine_falls_free_when_it_runs_out(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LOOK_AGAIN", 0.01)
    held_by("elsewhere:1:x", dt.datetime.now(dt.UTC) + dt.timedelta(seconds=0.7))
    assert applied(file(Course("c1"))).counts["new"] == 1


def test_another_machine_that_renews_its_turn_is_at_work(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    held_by("elsewhere:1:x")
    looks: list[int] = []

    def renewed(_seconds: float) -> None:
        looks.append(1)
        if len(looks) == 3:
            held_by("elsewhere:1:x", LATER + dt.timedelta(seconds=1))
        assert len(looks) < 9, "it waits for ever"

    monkeypatch.setattr(turns.time, "sleep", renewed)
    with pytest.raises(FileRefused) as refused:
        applied(file(Course("c1")))
    assert "since 2026-11-23 09:30:00 UTC" in refused.value.problems[0].message
    assert len(looks) == 3
    assert rows()["provider"] == 0


def test_a_plan_made_before_another_import_is_made_anew(ctx: Flask) -> None:
    """What looked new then is there now; a stale plan would have each record refused."""
    plan = planned(file(*MANY))
    applied(file(*MANY[:4]))
    report = service.apply(OPERATOR, plan)
    assert (report.counts["unchanged"], report.counts["new"], report.problems) == (4, 6, [])
    stale = planned(file(*[Course(one.key, title="New") for one in MANY]))
    applied(file(*[Course(one.key, title="Newer") for one in MANY]))
    assert service.apply(OPERATOR, stale).counts["changed"] == 10


def test_who_lost_its_turn_writes_nothing_more(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 4)

    def taken_over(done: int, _all: int) -> None:
        if done == 4:
            with transaction():
                db.session.execute(update(Lease).values(holder="elsewhere:1:x", until=LATER))

    report = service.apply(OPERATOR, planned(file(*MANY)), taken_over)
    assert (report.counts["new"], report.counts["refused"]) == (4, 6)
    assert "took over" in report.problems[-1]["message"]
    assert len(states()) == 4
    db.session.rollback()
    assert db.session.scalar(select(Lease.holder)) == "elsewhere:1:x", "it is not ours to give back"
    assert db.session.scalars(select(Import.state)).all() == ["applying"]


def test_inside_a_transaction_there_is_no_turn(ctx: Flask) -> None:
    plan = planned(file(Course("c1")))
    with pytest.raises(RuntimeError, match="inside transaction"), transaction():
        service.apply(OPERATOR, plan)
