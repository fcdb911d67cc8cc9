"""One run: make the registry (or take the one made before), build the index, serve, ask, weigh, and tell."""

import json
import socket
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.generator import Generator
from bench.pages import Serving, Times, Visitors
from bench.weights import LIMIT, Weight, weigh
from registry.app import create_app
from registry.catalogue.model import Offer
from registry.cli import seed
from registry.cli.prepare import prepare
from registry.kernel.db import db
from registry.search import indexer

EVENT = "/events/policy-event-ila-micro-credentials-2022"


def all_of_it(directory: Path, offers: int | None, load: tuple[int, int], say: Callable[[str], None]) -> dict[str, Any]:
    """Fill the directory (unless `offers` is None: it is filled), then measure with (requests, clients)."""
    app = create_app()
    with app.app_context():
        if offers is not None:
            prepare()
            seed.everything(demonstration=False)
            fill(offers, say)
        return pages(directory, *load)


def fill(offers: int, say: Callable[[str], None]) -> None:
    """Write the invented registry into the present, empty database and index it."""
    began = time.monotonic()
    Generator().fill(offers)
    say(f"{offers} offers written in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    held = indexer.rebuild()
    say(f"{held} offers indexed in {time.monotonic() - began:.1f} s")


def pages(directory: Path, requests: int, clients: int) -> dict[str, Any]:
    """Serve the registry in `directory`, ask, weigh; {"times": […], "weights": […]}."""
    codes = list(db.session.scalars(select(Offer.code).order_by(Offer.id).limit(5000)))
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    port = _free_port()
    views = {"home": "/", "results": "/offers", "offer": f"/offers/{codes[0]}", "event": EVENT}
    with Serving(port, {"REGISTRY_DATA_DIR": str(directory)}):
        times = Visitors(port, codes, clients).go(requests)
        weights = weigh(port, views)
    return {"times": [asdict(one) for one in times], "weights": [asdict(one) for one in weights]}


def as_json(found: dict[str, Any]) -> str:
    """The result as one JSON object."""
    return json.dumps(found, indent=2)


def table(found: dict[str, Any]) -> str:
    """The result in two tables."""
    times = [Times(**one) for one in found["times"]]
    weights = [Weight(**one) for one in found["weights"]]
    lines = ["| Page | requests | median ms | p95 ms | slowest ms | client median | client p95 |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for one in times:
        numbers = (one.median, one.p95, one.largest, one.waited, one.waited_p95)
        lines += [f"| {one.name} | {one.count} | " + " | ".join(f"{number:.1f}" for number in numbers) + " |"]
    lines += ["", f"| First view (limit {LIMIT} bytes) | page | with style and script |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.page} | {one.whole} |" for one in weights]
    return "\n".join(lines)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
