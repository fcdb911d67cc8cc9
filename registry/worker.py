"""The worker: who listens to what (LISTENERS) and what is due when (CHORES). Both tables are data; one process at a
time works, held by a lease, and a turn (`worker --once`) can be run under any scheduler or in a test."""

import contextlib
import datetime as dt
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from registry.accounts import sessions, throttle
from registry.kernel import clock, nonce, outbox
from registry.kernel.db import checkpoint, db
from registry.kernel.lease import SECONDS, Hold, Lost, assure, lease
from registry.ledger import signing
from registry.notices import accounts, desk, freshness, outgoing, subscriber, validity
from registry.providers import members
from registry.quality import reporting, watch
from registry.search import indexer, neighbours

log = logging.getLogger(__name__)
PAUSE = 0.4  # seconds between looks at the outbox
LEASE: float = SECONDS  # after these another worker takes over from one that died or stands still
KEEP_HANDLED = dt.timedelta(days=30)

LISTENERS: tuple[outbox.Listener, ...] = (
    indexer.LISTENER,
    *subscriber.LISTENERS,
    *desk.LISTENERS,
    *accounts.LISTENERS,
    outgoing.LISTENER,
    neighbours.LISTENER,
)


@dataclass(frozen=True)
class Chore:
    """Something due again and again: its name, seconds between two times, and what to do."""

    name: str
    every: float
    run: Callable[[], object]


CHORES: tuple[Chore, ...] = (
    Chore("heal the index", 5, indexer.heal),
    Chore("checkpoint the database", 30, checkpoint),
    Chore("sign the ledger", 10, signing.sign),
    Chore("check the whole ledger", 3600, watch.check_whole),
    Chore("forget old deliveries", 3600, lambda: outbox.forget_handled(clock.now() - KEEP_HANDLED)),
    Chore("verify the index", 24 * 3600, indexer.verify_and_repair),
    Chore("remind providers to confirm", 3600, freshness.remind),
    Chore("let lapse what nobody confirmed", 3600, freshness.lapse),
    Chore("tell providers that approvals end", 3600, validity.announce),
    Chore("let expire what nobody examined again", 3600, validity.expire),
    Chore("forget what forms were sent", 3600, nonce.forget),
    Chore("forget how often something was tried", 600, throttle.forget),
    Chore("forget sessions that have ended", 3600, sessions.forget_ended),
    Chore("forget invitations that are over", 24 * 3600, members.forget_over),
    Chore("forget whom letters went to", 24 * 3600, outgoing.forget),
    Chore("forget the details of old reports", 24 * 3600, reporting.forget_details),
)


def turn() -> int:
    """One whole turn: welcome new listeners, then hand over everything that waits; the number of deliveries settled.
    Lost, at the next safe point, when it is done under a lease that was lost."""
    if outbox.is_quiet():
        return 0
    settled = 0
    for listener in outbox.listeners():
        try:
            outbox.join(listener)
            while done := outbox.drain(listener):
                settled += done
        except Lost:
            raise
        except Exception:  # a listener that cannot even begin must not silence the others, nor the chores
            _stumbled(listener.name)
    return settled


def once() -> int | None:
    """A turn under the lease, with every chore; None when another worker is at it, or took over in the middle."""
    with contextlib.suppress(Lost), lease("worker", LEASE) as held:
        if not held:
            return None
        settled = turn()
        for chore in CHORES:
            _do(chore)
        return settled
    return None


def run(app: Flask, parent: int | None = None) -> None:
    """Work until told to stop (SIGTERM, SIGINT unless whoever started us had it ignored) or until the process that
    started us is gone."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: over.set())
    parent = parent or os.getppid()
    due = {chore.name: 0.0 for chore in CHORES}
    with app.app_context():
        while not over.is_set() and os.getppid() == parent:
            try:
                with lease("worker", LEASE) as held:
                    if held:
                        _work(held, over, parent, due)
            except Lost:
                db.session.rollback()  # whoever has the lease now goes on
            except Exception:
                log.exception("the worker stumbled and goes on")
                db.session.rollback()
            over.wait(PAUSE * 5)


def _work(held: Hold, over: threading.Event, parent: int, due: dict[str, float]) -> None:
    while held and not over.is_set() and os.getppid() == parent:
        turn()
        for chore in CHORES:
            # by a clock nobody sets: one put back by an hour would leave everything undone for that hour
            if due[chore.name] <= time.monotonic():
                due[chore.name] = time.monotonic() + chore.every
                _do(chore)
        db.session.remove()
        over.wait(PAUSE)


def _do(chore: Chore) -> None:
    """Do it; if it fails the others still get their turn, and it gets its own again when it is due."""
    assure()
    try:
        chore.run()
    except Lost:
        raise
    except Exception:
        _stumbled(chore.name)


def _stumbled(name: str) -> None:
    log.exception("the worker stumbled over “%s” and goes on", name)
    db.session.rollback()


def install(app: Flask) -> None:
    """Tell the app's outbox who listens."""
    outbox.install(app, LISTENERS)
