"""Reporting a problem with an offer, without an account, and seeing what came of it."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.display import Words
from registry.web.fields import Field, Problem
from registry.web.pages.base import Page
from registry.web.values import Fact, Link


@dataclass(frozen=True, kw_only=True)
class ReportFormPage(Page):
    """The form; `token` is there for whoever has a session, `trap` the field that people do not see; `code_of` an
    answer that was refused."""

    template: ClassVar[str] = "portal/report.html"

    offer: Link
    offer_lang: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    token: str
    trap: str

    @property
    def status(self) -> int:
        """422 where something must be put right."""
        return 422 if self.problems else 200


@dataclass(frozen=True, kw_only=True)
class ReportStatusPage(Page):
    """What came of one report; `words` is the registry's answer."""

    template: ClassVar[str] = "portal/report_status.html"

    reference: str
    state: str
    explained: str
    facts: tuple[Fact, ...]
    words: Words


@dataclass(frozen=True, kw_only=True)
class ReportFindPage(Page):
    """Where one asks for a report by its reference; `unknown` is the reference nobody knows, "" before one asked."""

    template: ClassVar[str] = "portal/report_find.html"

    unknown: str

    @property
    def status(self) -> int:
        """404 where nothing was found."""
        return 404 if self.unknown else 200
