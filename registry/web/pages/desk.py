"""What pages of the desks have in common: they belong to a door, and those with a form answer 422 when it was
refused."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.fields import Problem
from registry.web.pages.base import Page


@dataclass(frozen=True, kw_only=True)
class DeskPage(Page):
    """A page for somebody who has signed in; its template extends `layout/desk.html`."""

    door: ClassVar[str] = "account"


@dataclass(frozen=True, kw_only=True)
class FormPage(DeskPage):
    """A page with a form; `problems` are the lines of its error summary, none when it is shown for the first time."""

    problems: tuple[Problem, ...] = ()

    @property
    def status(self) -> int:
        """422 where something must be put right, 409 where something has changed meanwhile."""
        if any(problem.is_news for problem in self.problems):
            return 409
        return 422 if self.problems else 200
