"""Processes to be killed, clients that remember what was acknowledged, and the questions asked afterwards."""

import atexit
import contextlib
import functools
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import cast

from registry.config import Settings

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process of its own would be given them; the clock ticks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    return {
        **kept,
        "REGISTRY_DATA_DIR": str(settings.data_dir),
        "REGISTRY_DATABASE_URL": settings.database_url,
        "REGISTRY_SECRET_KEY": settings.secret_key,
        "REGISTRY_BASE_URL": settings.base_url,
        "PYTHONPATH": str(ROOT),
    }


class Launched:
    """A program the launcher has started; the same few words as subprocess.Popen."""

    def __init__(self, command: dict[str, object]) -> None:
        self.pid = int(_ask(command))  # type: ignore[arg-type]  # a number answers a start
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its return code, none while it runs."""
        if self.returncode is None:
            self.returncode = _ask({"poll": self.pid})
        return self.returncode

    def wait(self, seconds: float = 60) -> int:
        """Its return code, once it has ended."""
        if not until(lambda: self.poll() is not None, seconds):
            raise TimeoutError(f"process {self.pid} did not end within {seconds} seconds")
        return int(self.returncode or 0)


_turn = threading.Lock()


@functools.cache
def _launcher() -> subprocess.Popen[str]:
    """One for each process of the test runner; it ends with it."""
    command = [sys.executable, "-m", "tests.faults.launcher"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
    atexit.register(process.communicate)
    return process


def _ask(question: dict[str, object]) -> int | None:
    with _turn:
        process = _launcher()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        return cast("int | None", json.loads(process.stdout.readline()))


class Process:
    """A program of ours in a process group of its own, so that all of it can be killed at once and nothing else."""

    def __init__(self, settings: Settings, *command: str) -> None:
        self._settings, self._command = settings, command
        self.log = settings.data_dir / f"{abs(hash(command))}.log"
        self.process: Launched | None = None

    def start(self) -> None:
        """Start it, with its output in a file."""
        given = {"command": self._command, "environment": environment(self._settings), "log": str(self.log)}
        self.process = Launched(given)

    def kill(self) -> None:
        """`kill -9` to the whole group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_child(self, chance: random.Random) -> None:
        """`kill -9` to one of its children, as the kernel does when memory runs out; its master starts another."""
        if self.process is not None:
            found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            if found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(chance.choice(found)), signal.SIGKILL)

    def is_alive(self) -> bool:
        """Is it still running?"""
        return self.process is not None and self.process.poll() is None


PAUSE = 0.2  # seconds between two writes of a client: with eight of them one is nearly always under way


class Client(threading.Thread):
    """Writes again and again and remembers every acknowledged title with its code."""

    def __init__(self, port: int, name: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._port, self._name, self._over = port, name, over
        self.acknowledged: dict[str, str] = {}
        self.refused: list[str] = []

    def run(self) -> None:
        """Write until told to stop."""
        number = 0
        while not self._over.is_set():
            number += 1
            try:
                self._write(f"{self._name}-{number}")
                time.sleep(PAUSE)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # the server is dead for the moment

    def _write(self, title: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=15)
        try:
            own = {"Sec-Fetch-Site": "same-origin", "Host": "localhost"}
            connection.request("POST", f"/faults/offers?title={title}", headers=own)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 201:
                self.acknowledged[title] = body.decode().split('"')[3]
            elif answer.status != 503:
                self.refused.append(f"{answer.status} {body[:300]!r}")
        finally:
            connection.close()


def until(condition: object, seconds: float) -> bool:
    """Wait for a condition (a callable), at most so long; did it come?"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]  # a callable, typed loosely for lambdas
            return True
        time.sleep(0.05)
    return False


def answers(port: int) -> bool:
    """Does a server answer here?"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
