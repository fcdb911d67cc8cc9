"""P01: `kill -9` of server, worker or import at 40 random moments while eight clients write: no acknowledged write is
lost, no record is half there, the ledger is whole, and the index agrees with the database after the worker's next
turn."""

import dataclasses
import json
import random
import threading
import time
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry import worker
from registry.app import create_app
from registry.catalogue.model import Offer, Run, Version
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.ledger import verify
from registry.providers import service as providers
from registry.quality import audit
from registry.quality import service as quality
from registry.search import indexer
from tests import builders
from tests.faults import feed as feed_of
from tests.faults.kit import Client, Process, answers, free_port, until

FEED = "feed.xml"
KILLS, CLIENTS = 40, 8
COURSES = 150  # three chunks: one that goes on beside the kills can die in a later one as well
WRITES = 3  # at least, acknowledged between two kills


@pytest.mark.slow
@pytest.mark.promise("P01")
def test_killing_anything_loses_nothing_that_was_acknowledged(app: Flask) -> None:
    settings = app.config["REGISTRY"]
    with app.app_context():
        code = providers.register(OPERATOR, builders.provider_values(slug="kill-test-school"))
        quality.admit_provider(OPERATOR, code, "kill test")
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    port = free_port()
    gunicorn = ["-m", "gunicorn", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}"]
    server = Process(settings, *gunicorn, "tests.faults.writing:app")
    work = Process(settings, "-m", "flask", "--app", "wsgi", "worker")
    feed_file = feed_of.write(settings.data_dir / FEED, COURSES)
    options = ["--provider", "fed", "--apply", "--publish", "--basis", "test"]
    feed = Process(settings, "-m", "flask", "--app", "wsgi", "import", str(feed_file), *options)
    over = threading.Event()
    clients = [Client(port, f"client{number}", over) for number in range(CLIENTS)]
    try:
        for process in (server, work, feed):
            process.start()
        assert until(lambda: answers(port), 30), server.log.read_text()
        [client.start() for client in clients]
        _kill_at_random(server, work, feed, clients)
        assert until(lambda: answers(port), 30)
        time.sleep(0.5)
    finally:
        over.set()
        [client.join(20) for client in clients]
        for process in (server, work, feed):
            process.kill()
    acknowledged = {title: code for client in clients for title, code in client.acknowledged.items()}
    assert [refusal for client in clients for refusal in client.refused] == []
    assert len(acknowledged) >= KILLS * WRITES
    _sent_again(app, str(feed_file))
    with app.app_context():
        _everything_is_there(acknowledged)


def _kill_at_random(server: Process, work: Process, feed: Process, clients: list[Client]) -> None:
    chance = random.Random(20261123)  # noqa: S311 - moments to kill at, not secrets
    killed_midway = 0
    for number in range(KILLS):
        # on a slow machine a fixed pause would kill every server before it has answered anybody
        assert until(partial(_have_written, clients, (number + 1) * WRITES), 60), "nothing is written any more"
        time.sleep(chance.uniform(0.02, 0.4))
        if number % 10 == 9:
            server.kill()
            server.start()
        elif number % 8 == 2:
            killed_midway += _kill_midway(feed, f", edition {number}", chance)
        elif number % 2:
            server.kill_child(chance)
        else:
            work.kill()
            work.start()
    assert killed_midway > 1, "no import was killed in the middle; the test would prove nothing of imports"


def _have_written(clients: list[Client], enough: int) -> bool:
    return sum(len(client.acknowledged) for client in clients) >= enough


def _kill_midway(feed: Process, edition: str, chance: random.Random) -> bool:
    """Kill the import of a new edition at a random moment after its first progress; was it still at it? An old one may
    have been done long ago."""
    feed.kill()
    feed_of.write(feed.log.parent / FEED, COURSES, edition)
    started = len(feed.log.read_text())
    feed.start()
    until(lambda: " of " in feed.log.read_text()[started:] or not feed.is_alive(), 15)
    time.sleep(chance.uniform(0, 0.5))
    alive = feed.is_alive()
    feed.kill()
    feed.start()
    return alive


def _sent_again(app: Flask, feed_file: str) -> None:
    """The feed, sent once more, completes what was left and doubles nothing."""
    ticking = create_app(dataclasses.replace(app.config["REGISTRY"], now=""))  # as for the processes: nothing goes back
    runner = ticking.test_cli_runner()
    arguments = ["import", feed_file, "--provider", "fed", "--apply", "--publish", "--basis", "test", "--json"]
    assert runner.invoke(args=arguments).exit_code == 0
    again = json.loads(runner.invoke(args=arguments).stdout)
    assert (again["unchanged"], again["new"], again["refused"]) == (COURSES, 0, 0)
    with ticking.app_context():
        for engine in db.engines.values():
            engine.dispose()


def _everything_is_there(acknowledged: dict[str, str]) -> None:
    joined = select(Version.title, Offer.code).join(Offer, Offer.id == Version.offer_id)
    rows = dict(db.session.execute(joined).all())
    lost = {title for title, code in acknowledged.items() if rows.get(title) != code}
    assert lost == set()
    without_version = select(func.count()).select_from(Offer).where(~Offer.versions.any())
    assert db.session.scalar(without_version) == 0
    written = select(Offer.id).join(Version, Version.offer_id == Offer.id).where(Version.title.like("client%"))
    half = select(func.count()).select_from(Offer).where(Offer.id.in_(written), Offer.id.not_in(select(Run.offer_id)))
    assert db.session.scalar(half) == 0
    assert verify.verify() == []
    assert audit.audit() == []
    assert until(lambda: worker.once() is not None, 30), "the dead worker's lease never fell free"
    assert indexer.verify().is_clean
