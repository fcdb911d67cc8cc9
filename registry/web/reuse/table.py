"""Any search as a table for spreadsheets, one row per offer with the run that matched. The columns have plain names in
the reader's language; dates and amounts are written so that a spreadsheet can sort them."""

from collections.abc import Callable
from typing import Any

from flask import Response

from registry import config
from registry.catalogue.runs import RunView
from registry.catalogue.views import Face
from registry.interchange import table
from registry.interchange.site import offer_path
from registry.kernel.i18n import gettext as _
from registry.kernel.money import decimal
from registry.kernel.routes import Route
from registry.search.request import SearchRequest
from registry.search.service import Item
from registry.web import display, moments, rows, runs
from registry.web.reuse import answers

MOST = 1000


def found_table() -> Response | Any:
    """The first offers of a search; the answer's head says how many there are in all."""
    asked = answers.asked(sorts=True)
    if not isinstance(asked, SearchRequest):
        return asked
    results = answers.found(asked, most=MOST)
    columns = _columns()
    body = table.written(list(columns), ([write(item) for write in columns.values()] for item in results.items))
    return answers.bounded(answers.sent(body, answers.TABLE, "offers"), len(results.items), results)


def _columns() -> dict[str, Callable[[Item], str]]:
    """Name of each column → what stands in it."""
    names = rows.competence_names()
    return {
        _("Public code"): lambda item: item.face.code,
        _("Title"): lambda item: display.words(item.face.title, item.face.language).text,
        _("Kind of offer"): lambda item: display.named("kind", item.face.kind),
        _("Provider"): lambda item: item.face.provider_name,
        _("Competences"): lambda item: "; ".join(f"{code} {names.get(code, '')}" for code in item.face.competences),
        _("Lowest level"): lambda item: _number(item.face.level_from),
        _("Highest level"): lambda item: _number(item.face.level_to),
        _("Hours"): lambda item: _hours(item.face),
        _("What you receive"): lambda item: _named("credential", item.face.credential),
        _("Starts"): lambda item: _date(item.run, "start", "date"),
        _("Ends"): lambda item: _date(item.run, "end", "date"),
        _("Last day to enrol"): lambda item: _date(item.run, "enrol", "until"),
        _("Enrolment"): lambda item: _named("run-state", item.run.state if item.run else None),
        _("How you learn"): lambda item: _named("mode", item.run.letter.get("mode") if item.run else None),
        _("Place"): lambda item: _place(item.face, item.run),
        _("Language of teaching"): lambda item: _languages(item.run),
        _("Price you pay"): lambda item: _price(item.run),
        _("Currency"): lambda item: config.current().currency if _price(item.run) else "",
        _("Listed since"): lambda item: moments.local(item.face.listed_at).date().isoformat(),
        _("Web address"): lambda item: answers.site().page(offer_path(item.face.code)),
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _hours(face: Face) -> str:
    return "" if face.minutes is None else f"{face.minutes / 60:.2f}".rstrip("0").rstrip(".")


def _place(face: Face, run: RunView | None) -> str:
    where, more = runs.where(run, face.language)
    return " ".join(filter(None, (where.text, more))) if run else ""


def _named(scheme: str, code: str | None) -> str:
    return display.named(scheme, code) if code else ""


def _date(run: RunView | None, part: str, name: str) -> str:
    return str((run.letter.get(part) or {}).get(name) or "") if run else ""


def _languages(run: RunView | None) -> str:
    return display.listed([display.language_name(tag) for tag in run.letter.get("language") or ()]) if run else ""


def _price(run: RunView | None) -> str:
    """What one person pays in all; empty when that is not known."""
    currency = config.current().currency
    total = run.payable(currency) if run else None
    return "" if total is None else decimal(total, currency)


ROUTES = (Route("/offers.csv", "found_table", found_table),)
