"""P01: `kill -9` of server, worker or import at 40 random moments while eight clients write: no acknowledged write is
lost, no record is half there, the ledger is whole, and the index agrees with the database after the worker's next
turn."""

import random
import threading
import time

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry import worker
from registry.catalogue.model import Offer, Run, Version
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.ledger import verify
from registry.providers import service as providers
from registry.quality import audit
from registry.quality import service as quality
from registry.search import indexer
from tests import builders
from tests.faults.kit import ROOT, Client, Process, answers, free_port, until

KILLS, CLIENTS = 40, 8
SAMPLE = ROOT / "seeds" / "samples" / "xcri-1.2.xml"


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
    options = ["--provider", "fed", "--apply", "--publish", "--basis", "test"]
    feed = Process(settings, "-m", "flask", "--app", "wsgi", "import", str(SAMPLE), *options)
    over = threading.Event()
    clients = [Client(port, f"client{number}", over) for number in range(CLIENTS)]
    try:
        for process in (server, work, feed):
            process.start()
        assert until(lambda: answers(port), 30), server.log.read_text()
        [client.start() for client in clients]
        _kill_at_random(server, work, feed, port)
        assert until(lambda: answers(port), 30)
        time.sleep(0.5)
    finally:
        over.set()
        [client.join(20) for client in clients]
        for process in (server, work, feed):
            process.kill()
    acknowledged = {title: code for client in clients for title, code in client.acknowledged.items()}
    assert [refusal for client in clients for refusal in client.refused] == []
    assert len(acknowledged) > 50, "the clients hardly wrote; the test would prove nothing"
    with app.app_context():
        _everything_is_there(acknowledged)


def _kill_at_random(server: Process, work: Process, feed: Process, port: int) -> None:
    chance = random.Random(20261123)  # noqa: S311 - moments to kill at, not secrets
    for number in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.6))
        if number % 10 == 9:
            server.kill()
            server.start()
            assert until(lambda: answers(port), 30), "the server does not come back"
        elif number % 2:
            server.kill_child(chance)
        else:
            victim = (work, feed)[number // 2 % 2]
            victim.kill()
            victim.start()


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
