"""The figures about the registry's own work."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.month_bars import Bars
from registry.web.pages.base import Page
from registry.web.values import Fact


@dataclass(frozen=True, kw_only=True)
class StatisticsPage(Page):
    """How long things take, how often it is overturned, and how much is decided; each group with its facts."""

    template: ClassVar[str] = "portal/statistics.html"
    section: ClassVar[str] = "decisions"

    since: str
    times: tuple[Fact, ...]
    appeals: tuple[Fact, ...]
    reports: tuple[Fact, ...]
    months: Bars
