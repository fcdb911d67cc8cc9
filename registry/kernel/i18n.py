"""Languages of the interface. English has no prefix, the others live under `/<lang>/`: a WSGI middleware moves the
prefix into SCRIPT_NAME, so there is one rule per page and every url_for is right by itself. Machine addresses have no
prefix."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_app_context, request
from flask_babel import Babel
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from registry import config
from registry.config import Settings

__all__ = [
    "LanguagePrefix",
    "compile_catalogues",
    "gettext",
    "init_app",
    "language",
    "lazy_gettext",
    "locale_of",
    "ngettext",
    "speaking",
]

ENVIRON_KEY = "registry.language"
CATALOGUES = Path(__file__).resolve().parent.parent / "web" / "locale"
# first path segments that speak to machines; with a language before them they do not exist
UNPREFIXED = frozenset({"api", "static", "ledger", "healthz", "readyz", "metrics", "robots.txt", "favicon.ico"})
# the page among them: it stands where machines are told of, so its language is a parameter, or the browser's first
NEGOTIATED = frozenset({"/ledger"})
SITEMAPS = "sitemap"  # so begin the sitemaps, which speak of all languages at once
# the language while a request is served, "" otherwise; asked for some hundred times a page, so not through the request
# English here is Europe's: 12 March 2026, not March 12
_MEANT = {"en": "en_GB"}
_asked: ContextVar[str] = ContextVar("asked", default="")


class LanguagePrefix:
    """WSGI middleware: `/fr/offers` becomes SCRIPT_NAME `/fr`, PATH_INFO `/offers`; `/en/…` is sent to the address
    without, `/FR/…` to the one as it is spelt."""

    def __init__(self, app: Callable[..., Iterable[bytes]], languages: tuple[str, ...]) -> None:
        self._app = app
        self._default, *others = languages
        self._others = frozenset(others)
        self._spelt = {tag.lower(): tag for tag in languages}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve one request."""
        path = given = environ.get("PATH_INFO", "")
        if path in NEGOTIATED:
            path = self._with_language(environ)
        first, slash, rest = path.lstrip("/").partition("/")
        tag = self._spelt.get(first.lower(), first)
        if tag == self._default:
            return _redirect(environ, start_response, "/" + rest.lstrip("/"))
        if tag != first:
            return _redirect(environ, start_response, f"/{tag}/" + rest.lstrip("/"))
        if first in self._others:
            if not slash:
                return _redirect(environ, start_response, f"/{first}/")
            environ["PATH_INFO"] = "/" + rest
            is_negotiated = path != given and "/" + rest in NEGOTIATED
            if not is_negotiated and (rest.partition("/")[0] in UNPREFIXED or rest.startswith(SITEMAPS)):
                environ["PATH_INFO"] = path  # no route has it: an ordinary 404, in the language asked for
            else:
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + first
            environ[ENVIRON_KEY] = first
        asked = _asked.set(environ.get(ENVIRON_KEY, self._default))
        try:
            return self._app(environ, start_response)
        finally:
            _asked.reset(asked)

    def _with_language(self, environ: dict[str, Any]) -> str:
        """The path of a page that has no prefix, as if it had that of the language it is asked for in."""
        path: str = environ["PATH_INFO"]
        asked = parse_qs(environ.get("QUERY_STRING", "")).get("lang", [])
        accepted = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE"), LanguageAccept)
        wanted = [*asked, *(tag.lower().split("-")[0] for tag in accepted.values())]
        tag = next((tag for tag in wanted if tag == self._default or tag in self._others), self._default)
        return path if tag == self._default else f"/{tag}{path}"


def _redirect(environ: dict[str, Any], start_response: Callable[..., Any], path: str) -> list[bytes]:
    """301 to another path of ours. Every byte that does not belong in a path is quoted: browsers leave out tabs and
    line ends and take a backslash for a slash, so that with those left in two slashes would name another host."""
    address = "/" + (environ.get("SCRIPT_NAME", "") + path).lstrip("/")
    location = quote(address.encode("latin-1", "replace"), safe="/:@!$&'()*+,;=~")
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1", "replace"), safe="%/?:@!$&'()*+,;=~[]")
    target = location + ("?" + query if query else "")
    start_response("301 Moved Permanently", [("Location", target), ("Content-Length", "0")])
    return []


def init_app(app: Flask, settings: Settings) -> None:
    """Set up translations and the choice of language from the address."""
    compile_catalogues(CATALOGUES)
    app.config["BABEL_DEFAULT_LOCALE"] = settings.languages[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = settings.zone
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, locale_selector=language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of Jinja's i18n extension
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )


def language() -> str:
    """The interface language of this request; outside a request the registry's first."""
    if asked := _asked.get():
        return asked
    try:
        return str(request.environ[ENVIRON_KEY])
    except (RuntimeError, KeyError):  # no request, or one without a prefix
        return config.current().languages[0]


@lru_cache(maxsize=32)
def locale_of(tag: str) -> Locale:
    """How a language writes dates and numbers."""
    return Locale.parse(_MEANT.get(tag, tag.replace("-", "_")))


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Words in this language for a while, whatever the address says: programs name theirs in a header or a
    parameter."""
    before = _asked.set(tag)
    try:
        yield
    finally:
        _asked.reset(before)


def gettext(text: str, **values: Any) -> str:
    """The text in the interface language, with values put into its `%(name)s`. (Flask-Babel's own asks for the
    language, its locale and the catalogue anew for every text: a tenth of a page's time.)"""
    said = _catalogue().ugettext(text)
    return said % values if values else said


def lazy_gettext(text: str) -> LazyString:
    """The text in the language of the moment it becomes a string. (Flask-Babel's own asks once for each request or
    turn of the worker, which writes to people of several languages.)"""
    return LazyString(gettext, text)


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The text for this number, which is also the value `num`."""
    return _catalogue().ungettext(one, many, num) % {"num": num, **values}


def _catalogue() -> NullTranslations:
    """The catalogue of the interface language; without an application the texts as they stand in the program."""
    if asked := _asked.get():
        return _loaded(asked)
    return _loaded(language()) if has_app_context() else NullTranslations()


@lru_cache(maxsize=64)
def _loaded(tag: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [tag.replace("-", "_")])


def compile_catalogues(directory: Path) -> None:
    """Make each catalogue's machine form where it is missing or older than its text."""
    for source in directory.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        beside = target.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as machine:
            write_mo(machine, catalogue)
        beside.replace(target)
