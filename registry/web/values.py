"""The smallest values pages are made of: a link, a tag, a fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """Words and where they lead; `href` is "" for plain words."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Tag:
    """A state in words; `look` is "go" (act here), "full" (closed), "off" (over) or "" (outlined)."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Fact:
    """A label with its value and, under it, something in smaller words; each with its language when that is not the
    page's."""

    label: str
    value: str
    more: str = ""
    href: str = ""
    lang: str = ""
    more_lang: str = ""


@dataclass(frozen=True)
class Shape:
    """Another shape of what a page shows: its media type, its name in words, where it is."""

    kind: str
    title: str
    href: str


@dataclass(frozen=True)
class Beside:
    """What stands in a page's head for programs: the page as JSON-LD, and its other shapes."""

    data: Mapping[str, Any] | None = None
    shapes: tuple[Shape, ...] = ()


NOTHING = Beside()
