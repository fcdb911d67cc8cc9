"""The door for machines: read-only open data under /api/v1, the ledger under /ledger/ and the health of the process.
Same queries as the pages, so the same answers; problems are problem+json. It reads no cookie."""

from flask import Blueprint, Flask

from registry.api import health, ledger, problems, respond
from registry.api.v1 import decisions, events, offers, providers, suggest, vocabularies
from registry.kernel.routes import Route, register

ROUTES = (
    Route("/api/v1/offers", "offers", offers.index),
    Route("/api/v1/offers/<code>", "offer", offers.show),
    Route("/api/v1/offers/<code>/runs", "runs", offers.runs),
    Route("/api/v1/offers/<code>/versions", "versions", offers.versions),
    Route("/api/v1/offers/<code>/decisions", "decisions", offers.decisions),
    Route("/api/v1/decisions", "all_decisions", decisions.index),
    Route("/api/v1/decisions/<int:number>", "decision", decisions.show),
    Route("/api/v1/suggest", "suggest", suggest.index),
    Route("/api/v1/providers", "providers", providers.index),
    Route("/api/v1/events", "events", events.index),
    Route("/api/v1/vocabularies", "vocabularies", vocabularies.index),
    Route("/api/v1/vocabularies/<scheme>", "vocabulary", vocabularies.show),
    Route("/ledger/checkpoint", "checkpoint", ledger.checkpoint),
    Route("/ledger/checkpoints", "checkpoints", ledger.checkpoints),
    Route("/ledger/entries", "entries", ledger.entries),
    Route("/ledger/proof/inclusion", "inclusion", ledger.inclusion),
    Route("/ledger/proof/consistency", "consistency", ledger.consistency),
    Route("/ledger/key", "ledger_key", ledger.key),
    Route("/ledger/check.py", "ledger_check", ledger.program),
    Route("/healthz", "healthz", health.healthz, "operations"),
    Route("/readyz", "readyz", health.readyz, "operations"),
)


def init_app(app: Flask) -> None:
    """Give the app the addresses for machines. Comes before whatever else looks at a request: an address or method
    that no route takes belongs to no door yet, and would be refused with a page."""
    app.before_request(problems.unrouted)
    blueprint = register(Blueprint("api", __name__), ROUTES)
    problems.init(blueprint)
    blueprint.after_request(respond.without_body)
    app.register_blueprint(blueprint)
