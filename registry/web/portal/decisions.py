"""The public decisions, newest first, and one decision."""

from typing import Any

from flask import redirect, url_for

from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import queries
from registry.web import decision_words, display
from registry.web.numbers import PER_PAGE, page_number
from registry.web.pages import DecisionPage, DecisionsPage
from registry.web.paging import page_words, paging, range_words


def listing() -> DecisionsPage | Any:
    """One page of all decisions; a page beyond the last leads to the last."""
    page = queries.page(page_number(), PER_PAGE)
    if page.page > page.pages:
        return redirect(_address(page.pages), 302)
    total = display.number(page.total)
    return DecisionsPage(
        heading=ngettext("%(count)s decision", "%(count)s decisions", page.total, count=total),
        rows=tuple(decision_words.row(decision) for decision in page.items),
        pages=paging(page, _address),
        page_words=page_words(page.page),
        here=_address(page.page),
        range_words=range_words(page),
    )


def _address(number: int) -> str:
    return url_for("portal.decisions", page=number if number > 1 else None)


def show(number: int) -> DecisionPage:
    """One decision by its number, as far as it is public."""
    decision = queries.one(number)
    if decision is None:
        raise NotFound(_("There is no such decision."))
    return decision_words.page(decision)
