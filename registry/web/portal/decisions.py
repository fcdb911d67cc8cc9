"""The public decisions, newest first and narrowed as asked, and one decision."""

from typing import Any

from flask import redirect, request

from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import browsing, queries
from registry.web import decision_filters, decision_words, display, identity
from registry.web.decision_filters import Asked
from registry.web.numbers import PER_PAGE
from registry.web.pages import DecisionPage, DecisionsPage
from registry.web.paging import page_words, paging, range_words
from registry.web.reuse import beside
from registry.web.values import Link


def listing() -> DecisionsPage | Any:
    """One page of the decisions asked for; an address written otherwise leads to the canonical one, a page beyond the
    last to the last."""
    wish = decision_filters.asked()
    page = browsing.page(wish.choice, wish.page, PER_PAGE)
    if list(request.args.items(multi=True)) != wish.pairs() or page.page > page.pages:
        return redirect(wish.at(min(page.page, page.pages)).address(), 302)
    total, chips = display.number(page.total), decision_filters.chips(wish)
    heading = ngettext("%(count)s decision", "%(count)s decisions", page.total, count=total)
    return DecisionsPage(
        for_programs=beside.decisions(wish.at(1), heading),
        heading=heading,
        rows=tuple(decision_words.row(decision) for decision in page.items),
        pages=paging(page, lambda number: wish.at(number).address()),
        page_words=page_words(page.page),
        here=wish.address(),
        range_words=range_words(page),
        groups=decision_filters.groups(wish),
        chips=chips,
        clear=Asked(browsing.Choice()).address() if chips else "",
        shapes=_shapes(wish.at(1)),
    )


def _shapes(wish: Asked) -> tuple[Link, ...]:
    query = wish.address().partition("?")[2]
    api = f"{identity.root()}/api/v1/decisions" + (f"?{query}" if query else "")
    return Link(_("feed"), wish.address("reuse.decisions_feed")), Link(_("call for machines (API)"), api)


def show(number: int) -> DecisionPage:
    """One decision by its number, as far as it is public."""
    decision = queries.one(number)
    if decision is None:
        raise NotFound(_("There is no such decision."))
    return decision_words.page(decision)
