"""Refusals as pages: one table from the six errors of the house and from HTTP's own to a status, a heading and a way
on. The words never repeat what a visitor may not know; addresses of machines answer in their own door."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request, url_for
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from registry.kernel import errors
from registry.kernel.db import db
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import is_passing
from registry.web import resending, reuse
from registry.web.pages import ErrorPage
from registry.web.portal import strays
from registry.web.values import Link

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """How an error is said; `words` are used when the error brings no sentence of its own."""

    heading: str
    words: tuple[str, ...]


# The six refusals of the house; a house test demands a line for each class.
STATUS: dict[type[errors.RegistryError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.InvalidParameter: 400,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.WrongState: 409,
    errors.Unavailable: 503,
}


def answers() -> dict[int, Answer]:
    """Words by status, in the reader's language."""
    again = _("Try again in a minute. If it stays so, write to us.")
    return {
        400: Answer(_("We cannot read this address"), (_("Something in it is misspelt or does not exist."),)),
        403: Answer(_("This is not open to you"), (_("What you asked for needs rights this visit does not have."),)),
        404: Answer(
            _("There is nothing here"),
            (_("The address may be mistyped, or what it named was never public."),),
        ),
        405: Answer(_("This cannot be done here"), (_("The page exists, but it does not take this kind of request."),)),
        409: Answer(_("Someone was faster"), (_("What you saw has changed since. Load it again and look."),)),
        413: Answer(_("This is too much at once"), (_("What you sent is larger than this page takes."),)),
        422: Answer(_("Not saved"), (_("Something in the form is missing or wrong."),)),
        429: Answer(_("Too many requests"), (_("Please wait a minute and go on more slowly."),)),
        500: Answer(_("Something broke on our side"), (_("It has been noted."), again)),
        503: Answer(_("Not available for the moment"), (again,)),
    }


def page(status: int, sentence: str = "") -> Response:
    """The error page of a status, with a sentence of the error's own where it has one to tell."""
    known = answers()
    answer = known.get(status) or known[500 if status >= 500 else 400]
    words = (sentence,) if sentence else answer.words
    ways = (
        Link(_("Find an offer"), url_for("portal.offers")),
        Link(_("All 21 digital competences"), url_for("portal.competences")),
        Link(_("Home"), url_for("portal.home")),
    )
    return ErrorPage(code=status, heading=answer.heading, words=words, ways=ways).response()


def refused(error: errors.RegistryError) -> Response | Any:
    """One of the six. A query parameter that cannot be read on a search page leads to the address without it; whoever
    asked for a file is told instead."""
    if isinstance(error, errors.InvalidParameter) and request.method in ("GET", "HEAD") and _can_drop(error.parameter):
        if request.blueprint == reuse.blueprint.name:
            return reuse.refused(error)
        return redirect(_without(error.unreadable), 302)
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    told = [text for _path, text in errors.flat(error.errors)] if isinstance(error, errors.Invalid) else [error.message]
    sentence = " ".join(dict.fromkeys(told)) if status not in (404, 500) else ""
    return _kept(status, sentence, str(error.detail.get("way") or "")) or page(status, sentence)


def _kept(status: int, sentence: str = "", way: str = "") -> Response | None:
    """The same with all that was typed, where somebody had written into a form of a desk; None elsewhere."""
    typed = resending.typed()
    if not typed:
        return None
    first = Link(_("Do this in another tab, then come back here"), way) if way else None
    return resending.page(status, (sentence,) if sentence else answers()[status].words, first).response()


def _can_drop(parameter: str) -> bool:
    return request.endpoint is not None and parameter in request.args


def _without(unreadable: Sequence[tuple[str, str]]) -> str:
    """This address without every value that cannot be read, so that one redirect is enough; without the whole parameter
    when a value is not found as given."""
    given = [(name, value, (name, value.strip())) for name, value in request.args.items(multi=True)]
    dropped = {(name, value.strip()) for name, value in unreadable}
    whole = {name for name, _value in dropped - {pair for *_given, pair in given}}
    kept = [(name, value) for name, value, pair in given if pair not in dropped and name not in whole]
    # made from the endpoint, never from the path as sent, so that it cannot lead anywhere else
    return url_for(request.endpoint or "portal.home", **(request.view_args or {})) + (
        "?" + urlencode(kept) if kept else ""
    )


def of_http(error: HTTPException) -> Any:
    """Flask's and Werkzeug's own: not found, wrong method, too large. Redirects pass."""
    status = error.code or 500
    if status < 400:
        return error
    if status == 404 and error is request.routing_exception and (way := strays.without_slash()):
        return way
    response = page(status)
    for name in ("Allow", "Retry-After"):
        value = dict(error.get_headers()).get(name)
        if value:
            response.headers[name] = value
    return response


def broken(_error: Exception) -> Response:
    """A fault of ours; the details are in the log, never on the page."""
    return page(500)


def of_database(error: DBAPIError) -> Response:
    """A database that is busy or away is 503; any other fault of it is ours."""
    db.session.rollback()
    if is_passing(error):
        return _kept(503) or page(503)
    log.error("unforeseen fault of the database", exc_info=error)
    return page(500)


def init_app(app: Flask) -> None:
    """Answer every refusal of the app with a page."""
    handlers: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
        (errors.RegistryError, refused),
        (HTTPException, of_http),
        (DBAPIError, of_database),
    )
    for kind, handler in handlers:
        app.register_error_handler(kind, handler)
    app.register_error_handler(500, broken)
