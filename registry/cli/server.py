"""The server: gunicorn in this process, with the worker as its child. Both end together: the child is stopped when the
server exits, and stops by itself when the server was killed."""

import os
import subprocess
import sys
from typing import Any

from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from registry.config import ROOT
from registry.kernel import problem

APPLICATION = "wsgi:app"


class Server(BaseApplication):
    """Two processes of four threads each on one address; `port` 0 is not useful here."""

    def __init__(self, host: str, port: int, quiet: bool = True) -> None:
        self._bind = f"{host}:{port}"
        self._quiet = quiet
        self._child: subprocess.Popen[bytes] | None = None
        util.write_error = refuse  # gunicorn has no setting for it
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings."""
        values: dict[str, Any] = {
            "bind": self._bind,
            "workers": 2,
            "threads": 4,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 5,
            "limit_request_line": 8190,
            "limit_request_fields": 60,
            "loglevel": "warning" if self._quiet else "info",
            "when_ready": self._start_worker,
            "on_exit": self._stop_worker,
            "control_socket_disable": True,
        }
        for name, value in values.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, by name."""
        return import_app(APPLICATION)

    def _start_worker(self, _server: Any) -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        # nicer than the server: on two cores the first visitor does not wait for the worker's start
        self._child = subprocess.Popen(command, cwd=ROOT, preexec_fn=lambda: os.nice(5))  # noqa: S603, PLW1509 - ours

    def _stop_worker(self, _server: Any) -> None:
        if self._child and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()


def refuse(sock: Any, status: int, reason: str, words: str) -> None:
    """Answer what is no request that could be handed to the app (a line or header too long, nonsense) as a problem,
    where gunicorn would write HTML: whoever sent it was hardly a person, and may have meant the open data."""
    body = problem.bare(status, words or reason)
    head = (f"HTTP/1.1 {status} {reason}", "Connection: close", f"Content-Type: {problem.TYPE}")
    rest = ("Cache-Control: no-store", "X-Content-Type-Options: nosniff", f"Content-Length: {len(body)}")
    util.write_nonblock(sock, "\r\n".join((*head, *rest, "", "")).encode("latin-1") + body)
