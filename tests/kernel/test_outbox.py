"""The outbox: every change reaches every listener, a sick one holds up nobody, a late one catches up."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from registry.kernel import clock, outbox
from registry.kernel.db import db
from registry.kernel.lease import Lost
from registry.kernel.outbox import Change, Delivery, Listener, drain, emit, join, pending
from registry.kernel.transaction import transaction


class Ear:
    """A listener that remembers what it heard and can be made to fail on some keys."""

    def __init__(self, name: str, *topics: str, sick: frozenset[str] = frozenset()) -> None:
        self.heard: list[list[str]] = []
        self.sick = sick
        self.listener = Listener(name, frozenset(topics), self.handle, self.backfill)

    def handle(self, keys: list[str]) -> None:
        if self.sick & set(keys):
            raise OSError("cannot hear")
        self.heard.append(keys)

    def backfill(self) -> Iterator[str]:
        yield from ("old-1", "old-2")


@pytest.fixture
def ears(ctx: Flask) -> tuple[Ear, Ear]:
    pair = Ear("a", "x", "y"), Ear("b", "x")
    outbox.install(ctx, [ear.listener for ear in pair])
    return pair


def test_a_change_is_delivered_to_those_who_listen_and_once_per_key(ears: tuple[Ear, Ear]) -> None:
    with transaction():
        emit("x", "1")
        emit("x", "1")
        emit("y", "2")
    assert drain(ears[0].listener) == 2
    assert drain(ears[1].listener) == 1
    assert (ears[0].heard, ears[1].heard) == ([["1", "2"]], [["1"]])
    assert pending() == 0


def test_a_change_rolled_back_is_never_heard(ears: tuple[Ear, Ear]) -> None:
    with pytest.raises(KeyError), transaction():
        emit("x", "1")
        raise KeyError
    assert pending() == 0


def test_a_change_undone_with_its_savepoint_can_be_emitted_again(ears: tuple[Ear, Ear]) -> None:
    with transaction():
        with pytest.raises(KeyError), transaction():
            emit("y", "1")
            raise KeyError
        emit("y", "1")
    assert drain(ears[0].listener) == 1
    assert ears[0].heard == [["1"]]


def test_emitting_outside_a_transaction_or_without_a_table_is_refused(ctx: Flask) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        emit("catalogue.offer", "1")
    del ctx.extensions["registry.listeners"]
    with pytest.raises(RuntimeError, match="never set"), transaction():
        emit("catalogue.offer", "1")


def test_one_sick_change_does_not_hold_up_the_others(ears: tuple[Ear, Ear]) -> None:
    ears[0].sick = frozenset({"bad"})
    with transaction():
        [emit("x", key) for key in ("1", "bad", "2")]
    assert drain(ears[0].listener) == 2
    assert ears[0].heard == [["1"], ["2"]]
    row = db.session.scalars(select(Delivery).where(Delivery.attempts > 0)).one()
    assert row.error == "OSError: cannot hear"
    assert drain(ears[0].listener) == 0  # it waits before the next attempt
    ears[0].sick = frozenset()
    with transaction():
        db.session.execute(update(Delivery).values(next_at=None))
    assert drain(ears[0].listener) == 1
    assert pending("a") == 0


def test_a_slow_transaction_with_a_lower_number_is_still_heard(ears: tuple[Ear, Ear], app: Flask) -> None:
    """Numbers are given before commits: whoever remembers the highest number seen misses the slow one."""
    with transaction():
        emit("x", "slow")
        emit("x", "fast")
    first = db.session.scalars(select(Delivery.id).where(Delivery.listener == "a").order_by(Delivery.id)).first()
    with transaction():
        db.session.execute(update(Delivery).where(Delivery.id == first).values(handled_at=None))
    drain(ears[0].listener)
    assert pending("a") == 0
    assert ears[0].heard == [["slow", "fast"]]


def test_a_new_listener_starts_with_what_was_there_before(ears: tuple[Ear, Ear]) -> None:
    assert join(ears[0].listener)
    assert not join(ears[0].listener)
    assert ears[0].heard == [["old-1", "old-2"]]


@pytest.mark.parametrize("is_whole", [False, True])
def test_what_waited_before_a_listener_joined_is_handed_over_unless_its_start_is_whole(
    ears: tuple[Ear, Ear], is_whole: bool
) -> None:
    with transaction():
        emit("y", "before")
    first = replace(ears[0].listener, is_whole=is_whole)
    assert join(first)
    drain(first)
    assert ears[0].heard == [["old-1", "old-2"], *([] if is_whole else [["before"]])]
    assert pending("a") == 0


def test_a_start_that_fails_leaves_everything_to_be_handed_over(ears: tuple[Ear, Ear]) -> None:
    with transaction():
        emit("y", "before")
    ears[0].sick = frozenset({"old-2"})
    with pytest.raises(OSError, match="cannot hear"):
        join(replace(ears[0].listener, is_whole=True))
    assert pending("a") == 1
    assert not outbox.is_quiet()


def test_it_is_quiet_once_all_have_joined_and_nothing_is_due(ears: tuple[Ear, Ear]) -> None:
    assert not outbox.is_quiet()
    join(ears[0].listener)
    assert not outbox.is_quiet(), "one has not had its backfill"
    join(ears[1].listener)
    assert outbox.is_quiet()
    with transaction():
        emit("x", "1")
    drain(ears[0].listener)
    assert not outbox.is_quiet(), "the other has not heard it"
    ears[1].sick = frozenset({"1"})
    drain(ears[1].listener)
    assert outbox.is_quiet(), "what failed waits for its next attempt"
    with transaction():
        db.session.execute(update(Delivery).values(next_at=clock.now().replace(year=2020)))
    assert not outbox.is_quiet()


def test_handled_changes_are_forgotten_and_waiting_ones_kept(ears: tuple[Ear, Ear]) -> None:
    with transaction():
        emit("y", "done")
        emit("x", "half")
    drain(ears[0].listener)
    later = clock.now().replace(year=2030)
    assert outbox.forget_handled(later) == 1
    assert pending("b") == 1


def much_handled(ear: Ear, number: int) -> None:
    with transaction():
        [emit("y", str(key)) for key in range(number)]
    while drain(ear.listener):
        pass


def test_forgetting_goes_in_short_transactions(ears: tuple[Ear, Ear], monkeypatch: pytest.MonkeyPatch) -> None:
    """One long transaction would keep every other writer of SQLite waiting until all of it is done."""
    much_handled(ears[0], 25)
    monkeypatch.setattr(outbox, "BATCH", 10)
    per_transaction = [0]
    engine = db.engines[None]

    def count(_connection: object, cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("DELETE FROM outbox_change"):
            per_transaction[-1] += cursor.rowcount  # type: ignore[attr-defined]  # the driver's

    event.listen(engine, "after_cursor_execute", count)
    event.listen(engine, "commit", lambda _connection: per_transaction.append(0))
    assert outbox.forget_handled(clock.now().replace(year=2030)) == 25
    assert [number for number in per_transaction if number] == [10, 10, 5]


def test_forgetting_keeps_what_it_did_and_stops_with_the_lease(
    ears: tuple[Ear, Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    much_handled(ears[0], 25)
    monkeypatch.setattr(outbox, "BATCH", 10)
    asked: list[int] = []

    def lost() -> None:
        asked.append(1)
        if len(asked) > 1:
            raise Lost

    monkeypatch.setattr(outbox, "assure", lost)
    with pytest.raises(Lost):
        outbox.forget_handled(clock.now().replace(year=2030))
    assert len(db.session.scalars(select(Change.id)).all()) == 15


def test_forgetting_does_not_keep_the_worker_for_long(ears: tuple[Ear, Ear], monkeypatch: pytest.MonkeyPatch) -> None:
    much_handled(ears[0], 25)
    monkeypatch.setattr(outbox, "BATCH", 10)
    monkeypatch.setattr(outbox, "MOST_FORGOTTEN", 20)
    later = clock.now().replace(year=2030)
    assert [outbox.forget_handled(later) for _ in range(3)] == [20, 5, 0]
    assert db.session.scalars(select(Delivery.id)).all() == []
