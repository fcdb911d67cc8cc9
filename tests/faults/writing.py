"""The registry with one writing door, for the kill tests: later desks will write over HTTP, and what they rest on must
hold now. Each request starts an offer, schedules a run and answers 201 only after the commit; every fourth also lists
it by decision."""

import itertools

from flask import Flask, jsonify, request

from registry.app import create_app
from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.kernel.routes import policies
from registry.kernel.transaction import transaction
from registry.providers import queries as providers
from registry.quality import service as quality
from tests import builders

_numbers = itertools.count()


def write() -> tuple[object, int]:
    """One acknowledged write: offer and run together, or nothing."""
    title = request.args["title"]
    provider = providers.by_slug("kill-test-school")
    if provider is None:
        return jsonify(error="no provider"), 500
    code = provider.code
    with transaction():
        offer = catalogue.start(OPERATOR, code, builders.training(title={"en": title}))
        catalogue.schedule_run(OPERATOR, offer, builders.run_letter())
        if next(_numbers) % 4 == 0:
            quality.admit_offer(OPERATOR, offer, "kill test")
    return jsonify(code=offer), 201


def make() -> Flask:
    """The app with the writing door."""
    app = create_app()
    app.add_url_rule("/faults/offers", "write", write, methods=["POST"])
    policies(app)["write"] = "operations"
    return app


app = make()
