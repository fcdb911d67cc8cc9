"""The application with a stopwatch around it: each answer says in `Server-Timing` how long this process took, waiting
for its other threads included. Only the benchmark serves it."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from registry.app import create_app

_app = create_app()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI: as the application, and how long it took in milliseconds."""
    began = time.perf_counter()
    held: list[Any] = []
    body = b"".join(_app(environ, lambda *answer: held.append(answer)))
    status, headers, *rest = held[0]
    took = (time.perf_counter() - began) * 1000
    start_response(status, [*headers, ("Server-Timing", f"app;dur={took:.2f}")], *rest)
    return [body]
