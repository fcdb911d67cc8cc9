"""The outbox: a change leaves a row in the same transaction that made it, and one delivery for each listener. A change
says *what* changed, never how; the listener asks the database for the present truth, so repeats and disorder do no
harm. Deliveries are found by `handled_at is null`, never by a high-water mark: a slow transaction with a lower id
would otherwise never be seen."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel import clock
from registry.kernel.db import Model, UtcDateTime, db
from registry.kernel.lease import Lost, assure
from registry.kernel.transaction import inside, transaction

log = logging.getLogger(__name__)
BATCH = 500
MOST_FORGOTTEN = 20_000  # changes forgotten in one go: the worker has other things to do; the rest has its next turn
PAUSE = 0.01  # seconds between two batches, so that others who wait to write come in between
_BACK_OFF = (1, 5, 30, 120, 600)  # seconds to wait after the first, second … failure


class Change(Model):
    """This thing changed."""

    __tablename__ = "outbox_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Delivery(Model):
    """One listener's copy of a change; unhandled while `handled_at` is null."""

    __tablename__ = "outbox_delivery"
    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("outbox_change.id", ondelete="CASCADE"), index=True)
    listener: Mapped[str] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    next_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    handled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        Index(
            "ix_outbox_delivery_unhandled",
            "listener",
            "id",
            sqlite_where=handled_at.is_(None),
            postgresql_where=handled_at.is_(None),
        ),
    )


class Known(Model):
    """A listener that has had its backfill."""

    __tablename__ = "outbox_listener"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Listener:
    """Who listens: `handle` gets distinct keys, oldest first, and may be called again with the same ones; `backfill`
    yields every key there is, for a listener that joins later. Does the backfill itself bring the present truth
    (`is_whole`), so that nothing which waited before it need be handed over?"""

    name: str
    topics: frozenset[str]
    handle: Callable[[list[str]], None]
    backfill: Callable[[], Iterable[str]]
    is_whole: bool = False


def install(app: Flask, listeners: Sequence[Listener]) -> None:
    """Tell every process of this app who listens to what."""
    app.extensions["registry.listeners"] = tuple(listeners)


def listeners() -> tuple[Listener, ...]:
    """The app's listeners; RuntimeError when none were ever installed (changes would be lost in silence)."""
    table: tuple[Listener, ...] | None = current_app.extensions.get("registry.listeners")
    if table is None:
        raise RuntimeError("the table of outbox listeners was never set")
    return table


def emit(topic: str, key: str) -> None:
    """Note, in the running transaction, that `key` changed; once per transaction is enough."""
    interested = [listener.name for listener in listeners() if topic in listener.topics]
    if not inside():
        raise RuntimeError(f"{topic} {key} emitted outside transaction()")
    emitted: set[tuple[str, str]] = db.session().info["emitted"]
    if (topic, key) in emitted:
        return
    row = insert(Change).values(topic=topic, key=key, made_at=clock.now()).returning(Change.id)
    change = db.session.execute(row).scalar_one()
    if interested:
        db.session.execute(
            insert(Delivery), [{"change_id": change, "listener": name, "attempts": 0} for name in interested]
        )
    emitted.add((topic, key))


def is_quiet() -> bool:
    """Has every listener had its backfill, and is nothing due to be handed over? Two questions for all of them, so that
    a worker with nothing to do costs next to nothing."""
    db.session.rollback()  # a fresh snapshot
    names = {listener.name for listener in listeners()}
    if not names.issubset(db.session.scalars(select(Known.name))):
        return False
    is_theirs = Delivery.listener.in_(names)
    due = db.session.scalar(select(Delivery.id).where(is_theirs, Delivery.handled_at.is_(None), _is_due()).limit(1))
    db.session.rollback()
    return due is None


def join(listener: Listener) -> bool:
    """Give a new listener its backfill once; True when it was new."""
    if db.session.get(Known, listener.name):
        return False
    before = _before(listener.name) if listener.is_whole else []
    keys = list(listener.backfill())
    for start in range(0, len(keys), BATCH):
        assure()
        listener.handle(keys[start : start + BATCH])
    with transaction():
        if not db.session.get(Known, listener.name):
            db.session.add(Known(name=listener.name, since=clock.now()))
    for start in range(0, len(before), BATCH):
        _settle(before[start : start + BATCH])
    return True


def drain(listener: Listener) -> int:
    """Hand the listener one batch of what waits for it; the number of deliveries settled. Failures are kept and tried
    again. Lost when it is done under a lease that was lost."""
    assure()
    waiting = _waiting(listener.name)
    if not waiting:
        return 0
    try:
        listener.handle(list(dict.fromkeys(key for _, key in waiting)))
    except Lost:  # no fault of the change: whoever works now hands it over
        raise
    except Exception as error:
        if len(waiting) == 1:
            _failed(waiting[0][0], error)
            return 0
        # one sick change must not hold up the others: hand them over one by one
        log.warning("listener %s failed on a batch of %d: %s", listener.name, len(waiting), error)
        return sum(_deliver_one(listener, number, key) for number, key in waiting)
    _settle([number for number, _ in waiting])
    return len(waiting)


def pending(name: str | None = None) -> int:
    """How many deliveries wait (of one listener, or of all)."""
    query = select(func.count()).select_from(Delivery).where(Delivery.handled_at.is_(None))
    return int(db.session.scalar(query if name is None else query.where(Delivery.listener == name)) or 0)


def forget_handled(before: dt.datetime) -> int:
    """Delete changes made before `before` of which every delivery is handled, the oldest first and at most
    MOST_FORGOTTEN; the number deleted. Each batch is a transaction of its own, and others write in between."""
    forgotten = 0
    while forgotten < MOST_FORGOTTEN and (numbers := _handled(before)):
        assure()
        with transaction():
            db.session.execute(delete(Delivery).where(Delivery.change_id.in_(numbers)))
            db.session.execute(delete(Change).where(Change.id.in_(numbers)))
        forgotten += len(numbers)
        time.sleep(PAUSE)
    return forgotten


def _handled(before: dt.datetime) -> list[int]:
    """One batch of such changes; read outside any transaction, since what is handled stays so."""
    db.session.rollback()
    is_open = select(Delivery.id).where(Delivery.change_id == Change.id, Delivery.handled_at.is_(None)).exists()
    old = select(Change.id).where(Change.made_at < before, ~is_open).order_by(Change.id).limit(BATCH)
    numbers = list(db.session.scalars(old))
    db.session.rollback()
    return numbers


def _waiting(name: str) -> list[tuple[int, str]]:
    db.session.rollback()  # a fresh snapshot
    query = (
        select(Delivery.id, Change.key)
        .join(Change, Change.id == Delivery.change_id)
        .where(Delivery.listener == name, Delivery.handled_at.is_(None))
        .where(_is_due())
        .order_by(Delivery.id)
        .limit(BATCH)
    )
    rows = [(row.id, row.key) for row in db.session.execute(query)]
    db.session.rollback()
    return rows


def _before(name: str) -> list[int]:
    """What waits for a listener now."""
    db.session.rollback()  # a fresh snapshot
    query = select(Delivery.id).where(Delivery.listener == name, Delivery.handled_at.is_(None)).order_by(Delivery.id)
    numbers = list(db.session.scalars(query))
    db.session.rollback()  # what the backfill reads is later than this
    return numbers


def _is_due() -> ColumnElement[bool]:
    """Failed deliveries wait for their next time."""
    return Delivery.next_at.is_(None) | (Delivery.next_at <= _real_now())


def _deliver_one(listener: Listener, number: int, key: str) -> int:
    assure()
    try:
        listener.handle([key])
    except Lost:
        raise
    except Exception as error:
        _failed(number, error)
        return 0
    _settle([number])
    return 1


def _settle(numbers: list[int]) -> None:
    with transaction():
        db.session.execute(update(Delivery).where(Delivery.id.in_(numbers)).values(handled_at=clock.now(), error=None))


def _failed(number: int, error: Exception) -> None:
    log.error("delivery %d failed: %s", number, error, exc_info=error)
    with transaction():
        delivery = db.session.get_one(Delivery, number)
        delivery.attempts += 1
        delivery.error = f"{type(error).__name__}: {error}"[:2000]
        wait = _BACK_OFF[min(delivery.attempts, len(_BACK_OFF)) - 1]
        delivery.next_at = _real_now() + dt.timedelta(seconds=wait)


def _real_now() -> dt.datetime:
    # waiting is real time even when the registry's clock stands still for a trial
    return dt.datetime.now(dt.UTC)
