"""The register of providers, and one provider; a former slug leads to the present one."""

from typing import Any

from flask import redirect, request, url_for

from registry.catalogue import queries as catalogue
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.paging import WHOLE, PageOf
from registry.providers import queries
from registry.web import display, provider_parts, register
from registry.web.numbers import PER_PAGE
from registry.web.pages import ProviderPage, ProvidersPage
from registry.web.pages.offers import Hidden
from registry.web.paging import page_words, paging, range_words


def listing() -> ProvidersPage | Any:
    """One page of the register, by name, narrowed as asked; an address written otherwise leads to the canonical one,
    a page beyond the last to the last."""
    wish, everyone = register.asked(), queries.everyone()
    found = register.matching(everyone, wish)
    first = (wish.page - 1) * PER_PAGE
    page = PageOf(found[first : first + PER_PAGE], len(found), wish.page, PER_PAGE, WHOLE)
    if list(request.args.items(multi=True)) != wish.pairs() or page.page > page.pages:
        return redirect(wish.at(min(page.page, page.pages)).address(), 302)
    counts = catalogue.counts_by_provider()
    total = display.number(page.total)
    chips = register.chips(wish)
    return ProvidersPage(
        heading=ngettext("%(count)s provider", "%(count)s providers", page.total, count=total),
        rows=tuple(provider_parts.row(provider, counts.get(provider.code, 0)) for provider in page.items),
        pages=paging(page, lambda number: wish.at(number).address()),
        page_words=page_words(page.page),
        here=wish.address(),
        range_words=range_words(page),
        query=wish.q,
        hidden=tuple(Hidden(name, getattr(wish, name)) for name in register.FILTERS if getattr(wish, name)),
        letters=register.letters(everyone, wish),
        groups=register.groups(everyone, wish),
        chips=chips,
        clear=register.Asked().address() if chips or wish.q else "",
    )


def show(slug: str) -> ProviderPage | Any:
    """One provider; 301 from a slug it had once."""
    provider = queries.public_by_slug(slug)
    if provider is None:
        now = queries.moved(slug)
        if now and queries.public_by_slug(now):
            return redirect(url_for("portal.provider", slug=now), 301)
        raise NotFound(_("There is no such provider."))
    return provider_parts.page(provider)
