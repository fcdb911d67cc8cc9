"""The page behind the link in a letter, where a provider confirms its offers without signing in."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Words
from registry.web.fields import Problem
from registry.web.pages.base import Page


@dataclass(frozen=True)
class OfferToConfirm:
    """One offer: its name, how it stands, and its page ("" when it has none now)."""

    code: str
    title: Words
    words: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(Page):
    """`waiting` can be confirmed, `settled` has been or no longer can; `every` is the button for all of them."""

    template: ClassVar[str] = "portal/confirm.html"

    heading: str
    lead: str
    waiting: tuple[OfferToConfirm, ...]
    settled: tuple[OfferToConfirm, ...]
    every: str
    last_day: str
    problems: tuple[Problem, ...] = ()

    @property
    def status(self) -> int:
        """422 where something must be put right."""
        return 422 if self.problems else 200
