"""Who the portal says it is, and what stands on every page around the page: name, language links, current
destination."""

from dataclasses import dataclass

from flask import request

from registry import config
from registry.kernel.i18n import ENVIRON_KEY, NEGOTIATED, language
from registry.web import charts, desk, display
from registry.web.desk import Desk
from registry.web.values import Beside


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language."""

    tag: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Layout:
    """All a layout may know. `feet` is the path shared by every small fingerprint; `located` is False on error
    pages; `canonical` is the page's whole address without a query; `desk` stands around pages for those who have
    signed in."""

    name: tuple[str, str]
    authority: str
    contact: str
    demonstration: bool
    language: str
    languages: tuple[LanguageLink, ...]
    base_url: str
    canonical: str
    section: str
    located: bool
    feet: str
    beside: Beside
    desk: Desk | None
    ledger: str


def layout(section: str, located: bool, beside: Beside, door: str = "") -> Layout:
    """The layout of this request, at the desk behind this door if it is one. Where the page has no place of its own
    (an error), language links lead home."""
    settings = config.current()
    here = _here() if located else "/"
    tags = settings.languages
    links = tuple(
        LanguageLink(tag, display.own_language_name(tag), _in(tag, tags[0], here), tag == language()) for tag in tags
    )
    return Layout(
        name=in_two_lines(settings.name),
        authority=settings.authority,
        contact=settings.contact,
        demonstration=settings.code == "DEMO",
        language=language(),
        languages=links,
        base_url=settings.base_url,
        canonical=settings.base_url + _in(language(), tags[0], request.path),
        section=section,
        located=located,
        feet=charts.FEET,
        beside=beside,
        desk=desk.of(door) if door else None,
        ledger=ledger(),
    )


def in_two_lines(name: str) -> tuple[str, str]:
    """Break a long name before a small word, else nearest its middle: "Public Index / of digital skills"."""
    parts = name.split()
    if len(name) <= 16 or len(parts) < 2:
        return name, ""
    breaks = range(1, len(parts))
    small = [at for at in breaks if len(parts[at]) <= 3]
    at = min(small or breaks, key=lambda n: abs(len(" ".join(parts[:n])) - len(name) / 2))
    return " ".join(parts[:at]), " ".join(parts[at:])


def _here() -> str:
    """Path and query of this page as in the default language."""
    query = request.query_string.decode("ascii", "replace")
    return request.path + ("?" + query if query else "")


def root() -> str:
    """Where the app is mounted, without any language prefix."""
    now = request.environ.get(ENVIRON_KEY)
    here = request.script_root
    return here[: -len(now) - 1] if now and here.endswith(f"/{now}") else here


def ledger() -> str:
    """Where the ledger is explained, in the reader's language: the one page whose language is a parameter."""
    return _in(language(), "", "/ledger")


def _in(tag: str, default: str, here: str) -> str:
    """The page at this path (and query) in a language."""
    path = here.partition("?")[0]
    return f"{root()}{path}?lang={tag}" if path in NEGOTIATED else _prefix(tag, default) + here


def _prefix(tag: str, default: str) -> str:
    return root() if tag == default else f"{root()}/{tag}"
