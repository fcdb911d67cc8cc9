"""The register of providers, and one provider; a former slug leads to the present one."""

from typing import Any

from flask import redirect, url_for

from registry.catalogue import queries as catalogue
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.providers import queries
from registry.web import display, provider_parts, rows
from registry.web.numbers import page_number
from registry.web.pages import ProviderPage, ProvidersPage
from registry.web.paging import page_words, paging, range_words

SHOWN = 20


def listing() -> ProvidersPage:
    """One page of the register, by name."""
    page = queries.public(page_number(), per_page=50)
    counts = catalogue.counts_by_provider()
    total = page.total
    heading = ngettext("%(count)s provider", "%(count)s providers", total, count=display.number(total))
    return ProvidersPage(
        heading=heading,
        rows=tuple(provider_parts.row(provider, counts.get(provider.code, 0)) for provider in page.items),
        pages=paging(page, lambda number: url_for("portal.providers", page=number)),
        page_words=page_words(page.page),
        here=url_for("portal.providers", page=page.page if page.page > 1 else None),
        range_words=range_words(page),
    )


def show(slug: str) -> ProviderPage | Any:
    """One provider; 301 from a slug it had once."""
    provider = queries.public_by_slug(slug)
    if provider is None:
        now = queries.moved(slug)
        if now and queries.public_by_slug(now):
            return redirect(url_for("portal.provider", slug=now), 301)
        raise NotFound(_("There is no such provider."))
    codes = catalogue.of_provider(provider.code)
    table = rows.faces(catalogue.faces(codes[:SHOWN]).values())
    return provider_parts.page(provider, table, len(codes))
