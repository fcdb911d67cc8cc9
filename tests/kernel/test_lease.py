"""The lease: one holder at a time, who learns of it when the lease is another's, and then writes nothing more."""

import datetime as dt
import threading
import time
import types

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from registry.kernel import db as database
from registry.kernel.db import db
from registry.kernel.errors import Unavailable
from registry.kernel.lease import Hold, Lease, Lost, assure, lease
from registry.kernel.transaction import transaction
from tests.faults.kit import until

LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
SHORT = 0.6  # seconds


def taken_by_another(name: str = "work") -> None:
    """What another process does when it finds the lease run out."""
    with transaction():
        db.session.execute(update(Lease).where(Lease.name == name).values(holder="thief", until=LATER))


def holder(name: str = "work") -> str | None:
    db.session.rollback()
    return db.session.scalar(select(Lease.holder).where(Lease.name == name))


def test_only_one_holds_a_lease_and_it_falls_free(app: Flask) -> None:
    with app.app_context():
        with lease("work") as mine:
            assert mine
            assure()
            with app.app_context(), lease("work") as theirs:
                assert not theirs
                with pytest.raises(Lost):
                    theirs.check()
            mine.check()
        assert holder() is None
        with lease("work") as again:
            assert again


def test_a_lease_outlives_its_seconds_while_it_is_kept(ctx: Flask) -> None:
    with lease("work", SHORT) as mine:
        time.sleep(SHORT * 2.5)
        assert mine
        with ctx.app_context(), lease("work", SHORT) as theirs:
            assert not theirs


def test_a_lease_that_ran_out_can_be_taken(ctx: Flask) -> None:
    with transaction():
        db.session.add(Lease(name="work", holder="dead", until=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)))
    with lease("work") as mine:
        assert mine
        assert holder() != "dead"


@pytest.mark.promise("P10")
def test_who_lost_the_lease_learns_of_it_and_leaves_it_to_the_other(ctx: Flask) -> None:
    with lease("work", SHORT) as mine:
        taken_by_another()
        assert until(lambda: not mine, SHORT * 2), "the holder never learnt that its lease is another's"
        with pytest.raises(Lost, match="work"):
            mine.check()
        with pytest.raises(Lost):
            assure()
    assert holder() == "thief"
    assure()  # what is done afterwards is done under no lease


def test_a_lease_whose_row_is_gone_is_lost(ctx: Flask) -> None:
    with lease("work", SHORT) as mine:
        with transaction():
            db.session.execute(delete(Lease))
        assert until(lambda: not mine, SHORT * 2)


def test_a_lease_that_cannot_be_renewed_is_not_believed_longer_than_it_lasts(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_hold: Hold) -> None:
        raise Unavailable("The database is away.")

    with lease("work", SHORT) as mine:
        monkeypatch.setattr(Hold, "renew", away)
        assert mine
        assert until(lambda: not mine, SHORT * 2), "nobody could renew it, and yet it is believed"
        monkeypatch.undo()
        assert until(lambda: bool(mine), SHORT), "nobody took it meanwhile: it can be held on to"


def test_a_renewal_binds_what_is_written_with_it(ctx: Flask) -> None:
    with lease("work") as mine:
        with transaction():
            mine.renew()
            db.session.add(Lease(name="written", holder="x", until=LATER))
        assert holder("written") == "x"
        taken_by_another()
        with pytest.raises(Lost), transaction():
            db.session.add(Lease(name="too late", holder="x", until=LATER))
            mine.renew()
        assert holder("too late") is None
        assert not mine


def test_nobody_takes_a_lease_between_a_renewal_and_its_commit(app: Flask) -> None:
    """The row stays locked until then, however long the transaction takes."""
    seen: list[bool] = []

    def take() -> None:
        with app.app_context(), lease("work", SHORT) as theirs:
            seen.append(bool(theirs))

    with app.app_context(), lease("work", 30) as mine:
        with transaction():
            db.session.execute(update(Lease).values(until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))  # long run out
            mine.renew()
            thread = threading.Thread(target=take)
            thread.start()
            time.sleep(SHORT)
            assert seen == []
        thread.join()
        assert seen == [False]
        assert mine


def test_a_renewal_that_is_rolled_back_prolongs_nothing(ctx: Flask) -> None:
    mine = Hold("work", SHORT)
    mine.take()
    time.sleep(SHORT / 2)
    with pytest.raises(KeyError), transaction():
        mine.renew()
        raise KeyError
    time.sleep(SHORT / 2)
    assert not mine


def test_inside_a_transaction_no_lease_is_given(ctx: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside transaction"), transaction(), lease("work"):
        pass
    assert db.session.scalar(select(func.count()).select_from(Lease)) == 0


def test_the_clock_is_the_databases_where_machines_share_it(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose clock is an hour fast would else take every lease at once."""

    class Fast(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime.now(tz) + dt.timedelta(hours=1)

    fast = types.SimpleNamespace(datetime=Fast, timedelta=dt.timedelta, UTC=dt.UTC)
    with lease("work", 30):
        monkeypatch.setattr("registry.kernel.lease.dt", fast)
        with ctx.app_context(), lease("work", 30) as theirs:
            # one SQLite file has one machine, whose clock is as good as any
            assert bool(theirs) is not database.is_postgresql()
