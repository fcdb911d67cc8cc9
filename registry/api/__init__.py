"""The door for machines: read-only open data under /api/v1 and the health of the process. Same queries as the pages,
so the same answers; problems are problem+json. It reads no cookie."""

from flask import Blueprint, Flask, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from registry.api import health, problems
from registry.api.v1 import events, offers, providers, suggest, vocabularies
from registry.kernel.routes import Route, register


def unknown(rest: str = "") -> None:
    """Any other address under /api: 404, or 405 for a method nothing here takes."""
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(["GET", "HEAD", "OPTIONS"])
    raise NotFound(f"There is nothing at /api/{rest}.")


ROUTES = (
    Route("/api/v1/offers", "offers", offers.index),
    Route("/api/v1/offers/<code>", "offer", offers.show),
    Route("/api/v1/offers/<code>/runs", "runs", offers.runs),
    Route("/api/v1/offers/<code>/versions", "versions", offers.versions),
    Route("/api/v1/offers/<code>/decisions", "decisions", offers.decisions),
    Route("/api/v1/suggest", "suggest", suggest.index),
    Route("/api/v1/providers", "providers", providers.index),
    Route("/api/v1/events", "events", events.index),
    Route("/api/v1/vocabularies", "vocabularies", vocabularies.index),
    Route("/api/v1/vocabularies/<scheme>", "vocabulary", vocabularies.show),
    Route("/api/<path:rest>", "unknown", unknown, methods=("GET", "POST", "PUT", "PATCH", "DELETE")),
    Route("/api/", "root", unknown, methods=("GET", "POST", "PUT", "PATCH", "DELETE")),
    Route("/healthz", "healthz", health.healthz, "operations"),
    Route("/readyz", "readyz", health.readyz, "operations"),
)


def init_app(app: Flask) -> None:
    """Give the app the addresses for machines."""
    blueprint = register(Blueprint("api", __name__), ROUTES)
    problems.init(blueprint)
    app.register_blueprint(blueprint)
