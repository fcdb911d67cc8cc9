"""The server and its background worker at a terminal: Ctrl-C ends both soon and silently, whoever is still connected,
and a worker that dies is started again."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.config import Settings
from tests.faults.kit import Process, answers, free_port, until

SOON = 10.0  # seconds; on a quiet machine it takes two, but not beside other tests


class Portal(Process):
    """`./portal demo` in a process group of its own, as a terminal has it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/registry.db", secret_key="k" * 40)
        super().__init__(settings, "-m", "registry.cli.demo", "--port", str(self.port))

    def background(self) -> int | None:
        """The background worker's process number."""
        assert self.process is not None
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for number in found:
            if b"--parent" in Path(f"/proc/{number}/cmdline").read_bytes():
                return int(number)
        return None

    def interrupt(self) -> float:
        """Ctrl-C to everybody at the terminal; the seconds until the end."""
        assert self.process is not None
        begun = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(20)
        return time.monotonic() - begun


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    served = Portal(tmp_path)
    served.start()
    try:
        assert until(lambda: answers(served.port), 120), served.log.read_text()
        yield served
    finally:
        served.kill()


def test_ctrl_c_ends_it_soon_and_silently_and_a_dead_worker_comes_back(portal: Portal) -> None:
    before = portal.log.read_text()
    assert until(portal.background, 10)
    first = portal.background()
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert until(lambda: portal.background() not in (None, first), 10)
    second = portal.background()
    assert second is not None
    with (
        socket.create_connection(("127.0.0.1", portal.port)) as half,
        socket.create_connection(("127.0.0.1", portal.port)) as idle,
    ):
        half.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(10)
        assert portal.interrupt() < SOON
    assert not Path(f"/proc/{second}").exists()
    said = portal.log.read_text().removeprefix(before).strip().splitlines()
    assert len(said) == 1, said
    assert said[0].endswith("the background worker ended; it is started again in 1 s")
