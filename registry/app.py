"""The composition root: builds the application from its rooms, in the order a request meets them. Nothing else wires
anything."""

import logging
from typing import Any

import orjson
from babel.support import LazyProxy
from flask import Flask
from flask.json.provider import JSONProvider
from flask_compress import Compress

from registry import api, cli, web, worker
from registry.config import ROOT, Settings
from registry.kernel import conditional, csrf, i18n, limits, routes
from registry.kernel import db as database
from registry.kernel.headers import SecurityHeaders
from registry.web import assets
from registry.web.static_files import StaticFiles


class OrjsonProvider(JSONProvider):
    """JSON by orjson: ten times faster, UTC instants as Z, integer keys allowed (marshmallow's list errors have
    them), words of the catalogues (the sign-in library answers programs with some) in the reader's language."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """Text of a value."""
        return orjson.dumps(obj, _said, orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Value of a text."""
        return orjson.loads(s)


def _said(value: object) -> str:
    if isinstance(value, LazyProxy):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app; without settings they come from the environment (ConfigError when they cannot be right)."""
    settings = settings or Settings.from_env()
    app = Flask("registry", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.json = OrjsonProvider(app)
    app.config.update(REGISTRY=settings, SECRET_KEY=settings.key)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    logging.getLogger("registry").setLevel(logging.INFO)

    database.init_app(app, settings)
    worker.install(app)
    api.init_app(app)
    i18n.init_app(app, settings)
    limits.init_app(app, settings)
    csrf.init_app(app)
    app.before_request(routes.guard)
    web.init_app(app)
    cli.init_app(app)
    _compress(app)
    conditional.init_app(app)  # asked before compression: what is not sent need not be compressed
    _wrap(app, settings)
    return app


# what is text and therefore worth compressing; pictures are either small or compressed already
COMPRESSED = [
    "text/html", "text/plain", "text/calendar", "text/csv", "application/json", "application/ld+json",
    "application/problem+json", "application/atom+xml", "application/xml", "application/opensearchdescription+xml",
]  # fmt: skip


def _compress(app: Flask) -> None:
    app.config.update(COMPRESS_BR_LEVEL=5, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_MIN_SIZE=500)
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED
    Compress(app)


def _wrap(app: Flask, settings: Settings) -> None:
    """Around the app, from the inside: static files, language prefix, trusted hosts, security headers, proxies."""
    inner: Any = app.wsgi_app
    static = StaticFiles(
        inner,
        max_age=60,
        allow_all_origins=False,
        immutable_file_test=lambda _, url: url.startswith(f"/{assets.prefix()}"),
    )
    static.add_files(str(assets.FOLDER), prefix=assets.prefix())
    static.add_files(str(assets.FOLDER), prefix="static/")
    prefixed = i18n.LanguagePrefix(static, settings.languages)
    guarded = SecurityHeaders(limits.TrustedHosts(prefixed, settings), settings)
    app.wsgi_app = limits.behind_proxies(guarded, settings)  # type: ignore[method-assign]  # Flask's way to wrap
