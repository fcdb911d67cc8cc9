"""What one request may ask of the machine, and which host names it may use. Flask limits none of this by itself:
bodies, form parts, the Host header that would be reflected into links, cookies without flags."""

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from registry.config import Settings
from registry.kernel.errors import InvalidParameter

BODY = 2 * 1024 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# a health check asks by address, not by name
ANY_HOST = frozenset({"/healthz", "/readyz"})


def init_app(app: Flask, settings: Settings) -> None:
    """Set the limits, cookie flags, trusted hosts and trusted proxies of the app."""
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
    own = urlsplit(settings.base_url).hostname or ""
    hosts = {own, *LOOPBACK} if own in LOOPBACK else {own}

    @app.before_request
    def _() -> None:
        if request.path in ANY_HOST:
            return
        host = request.host.rpartition(":")[0] if request.host.rsplit("]")[-1].count(":") else request.host
        if host.lower() not in hosts:
            raise InvalidParameter("Host", host, f"This registry does not answer to {host!r}; see REGISTRY_BASE_URL.")

    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
