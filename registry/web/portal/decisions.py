"""The public decisions, newest first, and one decision."""

from flask import url_for

from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import queries
from registry.web import decision_words, display
from registry.web.numbers import page_number
from registry.web.pages import DecisionPage, DecisionsPage
from registry.web.paging import page_words, paging, range_words

PER_PAGE = 50


def listing() -> DecisionsPage:
    """One page of all decisions."""
    page = queries.page(page_number(), PER_PAGE)
    total = display.number(page.total)
    return DecisionsPage(
        heading=ngettext("%(count)s decision", "%(count)s decisions", page.total, count=total),
        rows=tuple(decision_words.row(decision) for decision in page.items),
        pages=paging(page, lambda number: url_for("portal.decisions", page=number)),
        page_words=page_words(page.page),
        here=url_for("portal.decisions", page=page.page if page.page > 1 else None),
        range_words=range_words(page) if page.total else "",
    )


def show(number: int) -> DecisionPage:
    """One decision by its number, as far as it is public."""
    decision = queries.one(number)
    if decision is None:
        raise NotFound(_("There is no such decision."))
    return decision_words.page(decision)
