"""`/api/v1/providers`: every public provider."""

from typing import Any

from flask import Response

from registry.api.respond import absolute, listed, paging
from registry.providers import queries
from registry.providers.queries import ProviderView


def index() -> Response:
    """One page of the providers, by name."""
    page = queries.public(*paging())
    return listed(map(letter, page.items), page)


def letter(provider: ProviderView) -> dict[str, Any]:
    """A provider as open data."""
    return {
        "code": provider.code,
        "slug": provider.slug,
        "name": provider.name,
        "kinds": list(provider.kinds),
        "setting": provider.setting,
        "description": provider.description,
        "country": provider.country,
        "region": provider.region,
        "languages": list(provider.languages),
        "standing": provider.standing,
        "homepage": provider.url,
        "url": absolute(f"/providers/{provider.slug}"),
    }
