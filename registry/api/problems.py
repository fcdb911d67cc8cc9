"""How the door for machines says no: RFC 9457 problem+json, one table from the registry's errors to statuses."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from registry.kernel import errors, routes
from registry.kernel.db import db
from registry.kernel.problem import TYPE, document
from registry.kernel.transaction import is_passing

log = logging.getLogger(__name__)
STATUS: dict[type[errors.RegistryError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Invalid: 422,
    errors.InvalidParameter: 400,
    errors.Conflict: 409,
    errors.WrongState: 409,
    errors.Unavailable: 503,
}


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """The answer with one problem: its document, and whatever else helps to mend it."""
    body = document(status, detail, code, instance=quote(request.path, errors="replace"), **more)
    answer = Response(current_app.json.dumps(body), status, content_type=TYPE)
    answer.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "5"
    return answer


def of_registry(error: errors.RegistryError) -> Response:
    """One of the six."""
    more: dict[str, Any] = {}
    if isinstance(error, errors.Invalid):
        more["errors"] = error.errors
    if isinstance(error, errors.InvalidParameter):
        more |= {"parameter": error.parameter, "value": error.value}
    if isinstance(error, errors.Conflict) and error.theirs is not None:
        more["theirs"] = error.theirs
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return problem(status, error.code, error.message or HTTPStatus(status).phrase, **more)


def of_http(error: HTTPException) -> Response:
    """What Flask itself refused: an unknown address, a method (with those there are), a body too large."""
    status = error.code or 500
    answer = problem(status, "", error.description or HTTPStatus(status).phrase)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def unrouted() -> Response | None:
    """The answer to a request for machines that no route takes: a method the address does not know is 405 and names
    those it does, everything else 404, also an address with a slash too many (redirecting there would answer HTML)."""
    error = request.routing_exception
    if error is None or not routes.is_for_machines(request.path):
        return None
    if not isinstance(error, MethodNotAllowed):
        error = NotFound(f"There is nothing at {request.path}.")
    return of_http(error)


def of_anything(error: Exception) -> Response:
    """What nobody foresaw, without its insides; a database that is busy or away is 503."""
    db.session.rollback()
    if isinstance(error, DBAPIError) and is_passing(error):
        return problem(503, "unavailable", "The registry's database is busy or away. Please try again in a moment.")
    log.error("unforeseen in the API", exc_info=error)
    return problem(500, "internal-error", "Something went wrong on our side. It has been noted.")


def init(blueprint: Blueprint) -> None:
    """Let the blueprint answer in problems only."""
    blueprint.register_error_handler(errors.RegistryError, of_registry)
    blueprint.register_error_handler(HTTPException, of_http)
    blueprint.register_error_handler(Exception, of_anything)
