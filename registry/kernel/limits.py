"""What one request may ask of the machine, and which host names it may use. Flask limits none of this by itself:
bodies, form parts, the Host header that would be reflected into links, cookies without flags."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from registry.config import Settings
from registry.kernel import problem
from registry.kernel.errors import InvalidParameter, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.routes import HEALTH, is_for_machines

BODY = 2 * 1024 * 1024
# control signs, halves of letters and no letters at all: no database and no feed holds them
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def init_app(app: Flask, settings: Settings) -> None:
    """Set the limits and cookie flags of the app; refuse what no database can hold."""
    is_https = settings.base_url.startswith("https")
    app.config.update(
        MAX_CONTENT_LENGTH=BODY,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-session" if is_https else "session",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )

    @app.before_request
    def refuse_what_nothing_can_hold() -> None:
        if "\x00" in request.path:
            raise NotFound("There is nothing here.")
        for name, value in request.args.items(multi=True):
            if _UNREADABLE.search(value):
                raise InvalidParameter(name, "", _("These are not readable characters."))


class TrustedHosts:
    """WSGI middleware: a request under a name that is not ours ends here, before any link could be built from it."""

    def __init__(self, app: Callable[..., Iterable[bytes]], settings: Settings) -> None:
        self._app = app
        own = (urlsplit(settings.base_url).hostname or "").lower()
        self._hosts = {own, *LOOPBACK} if own in LOOPBACK else {own}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve one request."""
        given = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
        name = re.sub(r":[0-9]*$", "", given).strip("[]").lower()
        # a health check asks by address, not by name
        if name in self._hosts or (environ.get("PATH_INFO") in HEALTH and re.fullmatch(r"[a-z0-9.:-]{1,60}", name)):
            return self._app(environ, start_response)
        told = "This registry does not answer under that name; the operator sets it as REGISTRY_BASE_URL."
        body, kind = told.encode() + b"\n", "text/plain; charset=utf-8"
        if is_for_machines(environ.get("PATH_INFO", "")):
            body, kind = problem.bare(400, told), problem.TYPE
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response("400 Bad Request", headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def behind_proxies(app: Any, settings: Settings) -> Any:
    """Believe the forwarding headers of as many proxies as stand in front; of none by default."""
    hops = settings.proxies
    return ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops) if hops else app
