"""A letter as a value: what is said, in which order, in one language. Text and HTML are made of the same parts, so that
neither says less; the HTML holds words and links and nothing that is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from registry.config import ROOT
from registry.kernel.text import cleaned

WIDTH = 76  # columns of the text, unless a word or address is longer


@dataclass(frozen=True)
class Say:
    """A paragraph."""

    text: str
    kind: str = "say"


@dataclass(frozen=True)
class Quote:
    """Words of somebody else, as they were written; paragraphs stay apart. `lang` is their language."""

    text: str
    lang: str = ""
    kind: str = "quote"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs, each in one line."""
        return tuple(" ".join(part.split()) for part in cleaned(self.text).split("\n\n") if part.strip())


@dataclass(frozen=True)
class Item:
    """One of several things: its name, what is said of it, and where it stands."""

    name: str
    more: str = ""
    href: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Items:
    """Several things."""

    items: tuple[Item, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Way:
    """Where to go next; in text its address stands on a line of its own."""

    text: str
    href: str
    kind: str = "way"


Part = Say | Quote | Items | Way


@dataclass(frozen=True)
class Written:
    """A letter in `language`: its subject, its parts, and below them why one gets it and from whom."""

    language: str
    subject: str
    parts: tuple[Part, ...]
    foot: tuple[str, ...] = field(default=())

    def text(self) -> str:
        """The letter as plain text."""
        lines = [self.subject, "", *self._lines(), "-- ", *(line for told in self.foot for line in _wrapped(told))]
        return "\n".join(lines) + "\n"

    def html(self) -> str:
        """The letter as a page."""
        return _environment().get_template("letter.html").render(letter=self)

    def _lines(self) -> Iterator[str]:
        for part in self.parts:
            yield from _told(part)
            yield ""


def _told(part: Part) -> Iterator[str]:
    if isinstance(part, Way):
        yield from _wrapped(part.text + ":")
        yield part.href
    elif isinstance(part, Items):
        for item in part.items:
            yield from _wrapped(item.name, "- ", "  ")
            yield from _wrapped(item.more, "  ", "  ")
            if item.href:
                yield "  " + item.href
    elif isinstance(part, Quote):
        for number, paragraph in enumerate(part.paragraphs):
            yield from ([">"] if number else [])
            yield from _wrapped(paragraph, "> ", "> ")
    else:
        yield from _wrapped(part.text)


def _wrapped(text: str, first: str = "", then: str = "") -> Iterator[str]:
    """Lines no wider than WIDTH, each word whole."""
    line, empty = first, True
    for word in text.split():
        if not empty and len(line) + 1 + len(word) > WIDTH:
            yield line
            line, empty = then, True
        line, empty = (line + word if empty else f"{line} {word}"), False
    if not empty:
        yield line


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(ROOT / "templates" / "letters")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
