"""Moving the clock within a test: what time does to an offer is tried by letting it pass."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator

from flask import Flask

from registry.kernel import clock


@contextlib.contextmanager
def after(app: Flask, days: float) -> Iterator[dt.datetime]:
    """Let so many days pass; the clock stands at the instant given, and goes back at the end."""
    real = app.config["REGISTRY"]
    with app.app_context():
        later = clock.now() + dt.timedelta(days=days)
    app.config["REGISTRY"] = dataclasses.replace(real, now=later.isoformat())
    try:
        yield later
    finally:
        app.config["REGISTRY"] = real
