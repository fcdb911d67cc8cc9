"""How a process of the server ends when its master says so, whatever it was doing at that moment."""

import os
import signal
import threading
import time
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from registry.cli import demo
from registry.cli.server import hasty
from tests.faults.kit import until


def test_the_end_does_not_wait_for_a_pool_that_is_adding_a_thread() -> None:
    """Gunicorn's own handler would take the pool's lock, which the interrupted line holds: it would wait for ever."""
    pool_lock = threading.Lock()
    told = os.pipe()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGQUIT, lambda *_: pool_lock.acquire())
        hasty(SimpleNamespace(cfg=Config()))
        with pool_lock:
            os.write(told[1], b"!")
            while True:
                time.sleep(0.1)
    os.read(told[0], 1)
    os.kill(child, signal.SIGQUIT)
    try:
        assert until(lambda: os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT), 10)
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_a_host_that_cannot_be_served_on_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        demo._refuse_taken("999.1.1.1", 8000)
    told = capsys.readouterr().err
    assert (ended.value.code, told.startswith("Cannot serve on 999.1.1.1:8000: ")) == (1, True)
    assert "Unknown error" not in told
