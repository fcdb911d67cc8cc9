"""What went wrong, said so that a person can go on; and what is no longer offered, with what to look at instead."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.pages.base import Page
from registry.web.rows import Timetable
from registry.web.values import Link


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """One answer other than success. `ways` are links that help to go on."""

    template: ClassVar[str] = "errors/error.html"
    located: ClassVar[bool] = False

    code: int
    heading: str
    words: tuple[str, ...]
    ways: tuple[Link, ...]

    @property
    def status(self) -> int:
        """The error's own status."""
        return self.code


@dataclass(frozen=True, kw_only=True)
class KeptPage(Page):
    """A form that could not be taken, with all that was typed: to read, to copy, and to send again as it was (`action`
    "": that would be in vain). `first` leads to what was missing, such as signing in, or to how it is now."""

    template: ClassVar[str] = "errors/kept.html"
    located: ClassVar[bool] = False

    code: int
    heading: str
    words: tuple[str, ...]
    first: Link | None
    action: str
    kept: tuple[tuple[str, str], ...]
    typed: tuple[str, ...]

    @property
    def status(self) -> int:
        """The status of the refusal."""
        return self.code


@dataclass(frozen=True, kw_only=True)
class GonePage(Page):
    """An offer that was listed and is not now: since when, why in one word, and alternatives."""

    template: ClassVar[str] = "errors/gone.html"
    section: ClassVar[str] = "offers"

    title: str
    lang: str
    code: str
    heading: str
    words: tuple[str, ...]
    ways: tuple[Link, ...]
    alternatives: Timetable
    more: Link

    @property
    def status(self) -> int:
        """410: it was here."""
        return 410
