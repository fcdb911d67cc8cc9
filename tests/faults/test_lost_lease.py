"""A worker that was stopped for longer than its lease and then goes on is not the worker any more: it writes nothing
into the index while another one does."""

import os
import signal
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from registry import worker
from registry.kernel import outbox
from registry.kernel.db import db
from registry.kernel.lease import Lease, lease
from registry.kernel.transaction import transaction
from registry.search import indexer, service
from tests import builders
from tests.faults.kit import Process, until


@pytest.mark.slow
@pytest.mark.promise("P10")
def test_a_worker_that_stood_still_does_not_go_on_beside_the_next(app: Flask) -> None:
    with app.app_context():
        builders.listed()
        stopped = Process(app.config["REGISTRY"], "-m", "flask", "--app", "wsgi", "worker")
        stopped.start()
        try:
            assert until(lambda: _waiting() == 0, 60), stopped.log.read_text()
            _stop_between_writes(stopped)
            _while_another_works(stopped)
            assert until(lambda: _waiting() == 0, 30), "it works again as soon as the lease is free"
        finally:
            stopped.kill()
        assert indexer.verify().is_clean


def _stop_between_writes(process: Process) -> None:
    """Stop it while this test holds what every write needs: whoever stands still with SQLite's one write lock lets
    nobody write."""
    with transaction():
        db.session.execute(select(Lease).with_for_update())
        os.killpg(process.process.pid, signal.SIGSTOP)
        assert until(lambda: _state(process.process.pid) == "T", 10), "it does not stand still"


def _state(number: int) -> str:
    """The letter behind a process's name in brackets."""
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]


def _while_another_works(stopped: Process) -> None:
    held = False
    end = time.monotonic() + 40
    while not held and time.monotonic() < end:  # as the next worker would: ask again and again
        with lease("worker", worker.LEASE) as hold:
            held = bool(hold)
            if held:
                before = service.engine().stamps()
                os.killpg(stopped.process.pid, signal.SIGCONT)
                builders.listed()
                time.sleep(4)  # ten of its looks at the outbox
                assert hold
                assert _waiting() > 0, "it handed over what is another's to hand over"
                assert service.engine().stamps() == before
        time.sleep(0.2)
    assert held, "the stopped worker's lease never fell free"


def _waiting() -> int:
    db.session.rollback()
    return outbox.pending()
