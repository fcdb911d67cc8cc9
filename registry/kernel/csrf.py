"""Unsafe requests must come from our own pages. A person whose session holds a token proves it by the token in the
form; everybody else by what the browser says of itself (`Sec-Fetch-Site`, else `Origin`); a request that says neither
is refused. Pages open to everybody write no cookie, so a token made there for a form is not kept and cannot be asked
for."""

import hmac
import secrets

from flask import Flask, request, session

from registry import config
from registry.kernel.errors import Forbidden
from registry.kernel.i18n import gettext as _
from registry.kernel.routes import is_data

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def token() -> str:
    """The token for forms of this session, made on first use."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(32)
    return str(session[FIELD])


def check() -> None:
    """Refuse (Forbidden) an unsafe request that is not shown to come from our own pages. The open data reads no cookie,
    so no other site can borrow one."""
    if request.method in SAFE_METHODS or request.routing_exception is not None or is_data(request.path):
        return
    if session.get(FIELD):
        if _has_token():
            return
        raise Forbidden(_("This form has expired. Go back, reload the page and send it again."))
    if not _from_own_page():
        raise Forbidden(_("This request did not come from a page of this site."))


def is_ours() -> bool:
    """Is this request shown to come from a page of ours, be it by a token or by what the browser says? Weaker than the
    check: a page that was open for long may say so too."""
    return _has_token() or _from_own_page()


def _has_token() -> bool:
    known, sent = session.get(FIELD), request.form.get(FIELD) or request.headers.get(HEADER) or ""
    return bool(known) and hmac.compare_digest(sent.encode(), str(known).encode())


def _from_own_page() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    return origin in {config.current().base_url, request.host_url.rstrip("/")}


def init_app(app: Flask) -> None:
    """Check every unsafe request of the app."""
    app.before_request(check)
