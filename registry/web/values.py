"""The smallest values pages are made of: a link, a tag, a fact."""

from dataclasses import dataclass


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
    """A label with its value and, under it, something in smaller words."""

    label: str
    value: str
    more: str = ""
    href: str = ""
    lang: str = ""
