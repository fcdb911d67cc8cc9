"""The server: gunicorn in this process, with the background worker as its child. Both end together, and soon: the child
is stopped when the server exits, and stops by itself when the server was killed."""

import os
import signal
import sys
from typing import Any

from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.util import import_app

from registry.cli.companion import Companion
from registry.config import Settings
from registry.kernel import headers, problem

APPLICATION = "wsgi:app"
GRACE = 1  # seconds a request has to end in when the server ends; its process is gone within one more


class Server(BaseApplication):
    """Two processes of four threads each on one address; `port` 0 is not useful here."""

    def __init__(self, host: str, port: int, quiet: bool = True) -> None:
        self._bind = f"{host}:{port}"
        self._quiet = quiet
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
            "graceful_timeout": GRACE + 2,  # the master's patience is longer than that of its processes
            "limit_request_line": 8190,
            "limit_request_fields": 60,
            "loglevel": "warning" if self._quiet else "info",
            "post_worker_init": hasty,
            "worker_exit": lambda _master, worker: gone(worker),
            "control_socket_disable": True,
        }
        for name, value in values.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, by name."""
        return import_app(APPLICATION)

    def run(self) -> None:
        """Serve until told to stop."""
        Master(self).run()


class Master(Arbiter):
    """Gunicorn's master, which looks after the background worker as it does after its own."""

    def __init__(self, app: Server) -> None:
        self._companion = Companion()
        app.cfg.set("on_exit", lambda _master: self._companion.stop())
        super().__init__(app)

    def manage_workers(self) -> None:
        """Called every second, and not any more once the end has begun."""
        super().manage_workers()
        if told := self._companion.look():
            self.log.warning(told)


def hasty(worker: Any) -> None:
    """Make a process of the server leave Ctrl-C to its master and mind the master's word at once. Gunicorn's own
    handler closes the pool of threads first, and would wait for ever if the word came while one was being added."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, lambda *_: os._exit(0))
    worker.cfg.set("graceful_timeout", GRACE)


def gone(worker: Any) -> None:
    """End without waiting for threads that listen to half a request, or to a browser that says no more; what was being
    written is whole or not there at all, as after any other end."""
    if worker.booted:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def refuse(sock: Any, status: int, reason: str, words: str) -> None:
    """Answer what is no request that could be handed to the app (a line or header too long, nonsense) as a problem,
    where gunicorn would write HTML: whoever sent it was hardly a person, and may have meant the open data."""
    body = problem.bare(status, words or reason)
    head = (f"HTTP/1.1 {status} {reason}", "Connection: close", f"Content-Type: {problem.TYPE}")
    always = (f"{name}: {value}" for name, value in headers.policy(Settings.from_env()).items())
    rest = (*always, "Cache-Control: no-store", f"Content-Length: {len(body)}")
    util.write_nonblock(sock, "\r\n".join((*head, *rest, "", "")).encode("latin-1") + body)
