"""The server and its background worker at a terminal: what it refuses itself carries our headers, a worker that dies is
started again, and Ctrl-C ends both soon and silently, whoever is still connected."""

import http.client
import os
import re
import signal
import socket
import sqlite3
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


def asked(port: int, request: bytes) -> http.client.HTTPResponse:
    """The answer to what is sent as it is."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response


def hashes(folder: Path) -> list[str]:
    """Every password as it is kept."""
    connection = sqlite3.connect(f"file:{folder}/registry.db?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT password FROM user_account WHERE password IS NOT NULL")]
    finally:
        connection.close()


def test_its_refusals_are_ours_a_dead_worker_comes_back_and_ctrl_c_ends_it_soon_and_silently(portal: Portal) -> None:
    kept = [re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", one) for one in hashes(portal.log.parent)]
    assert kept
    assert all(one and int(one[1]) >= 19456 and int(one[2]) >= 2 for one in kept), (
        "weaker than OWASP's least (KiB, passes)"
    )
    before = portal.log.read_text()
    refused = asked(portal.port, b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert refused.status == 414
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in refused.headers["Content-Security-Policy"]
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
    assert len(said) == 2, said
    assert "Request Line is too large" in said[0]
    assert said[1].endswith("the background worker ended; it is started again in 1 s")
