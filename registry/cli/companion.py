"""The background worker beside the server: started with it, started again when it dies, ended with it. The server looks
after it once a second; the pause before the next start grows, so that what cannot live does not eat the machine."""

import os
import signal
import subprocess
import sys
import time

from registry.config import ROOT

LONGEST = 30.0  # seconds between two starts
WELL = 60.0  # seconds after which a life counts as a good one, and the next pause is short again
GRACE = 2.0  # seconds it has to end in


class Companion:
    """One child process; `look` after it from one thread only."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._started = self._due = 0.0
        self._pause = 1.0

    def look(self) -> str | None:
        """Start it where it should run and does not; when it has died, the words to tell it in."""
        now = time.monotonic()
        if self._child is not None and self._child.poll() is not None:
            self._child = None
            self._pause = 1.0 if now - self._started > WELL else self._pause
            self._due = now + self._pause
            told = f"the background worker ended; it is started again in {self._pause:.0f} s"
            self._pause = min(self._pause * 2, LONGEST)
            return told
        if self._child is None and now >= self._due:
            self._start(now)
        return None

    def stop(self) -> None:
        """End it."""
        child, self._child = self._child, None
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _start(self, now: float) -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--parent", str(os.getpid())]
        self._started = now
        self._child = subprocess.Popen(command, cwd=ROOT, preexec_fn=_modestly)  # noqa: S603, PLW1509 - ours


def _modestly() -> None:
    # nicer than the server: on two cores the first visitor does not wait for the worker's start
    os.nice(5)
    # Ctrl-C goes to everybody at the terminal; the worker ends when the server, which minds it, says so
    signal.signal(signal.SIGINT, signal.SIG_IGN)
