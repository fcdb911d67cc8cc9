"""Offers, providers and events as schema.org JSON-LD, each in a file of its own beside its page. The plain JSON of an
offer is the API's: the address leads there, because the two doors do not know each other and one letter is enough."""

from typing import Any

import orjson
from flask import Response, redirect

from registry.catalogue.views import OfferView
from registry.events import queries as events
from registry.interchange import schema_org
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.routes import Route
from registry.providers import queries as providers
from registry.web import identity
from registry.web.reuse import addresses, answers


def offer_data(code: str) -> Response | Any:
    """A listed offer."""
    found = answers.public_offer(code)
    return _written(schema_org.offer(found, answers.site()), found.code) if isinstance(found, OfferView) else found


def offer_json(code: str) -> Response | Any:
    """303 to the API's letter of a listed offer."""
    found = answers.public_offer(code)
    return redirect(f"{identity.root()}/api/v1/offers/{found.code}", 303) if isinstance(found, OfferView) else found


def provider_data(slug: str) -> Response | Any:
    """A public provider; 301 from a slug it had once."""
    answers.plainly()
    provider = providers.public_by_slug(slug)
    if provider is None:
        now = providers.moved(slug)
        if now and providers.public_by_slug(now):
            return redirect(addresses.provider_data(now), 301)
        raise NotFound(_("There is no such provider."))
    return _written(schema_org.provider(provider, providers.places(provider.code), answers.site()), slug)


def event_data(slug: str) -> Response:
    """An event."""
    answers.plainly()
    event = events.by_slug(slug)
    if event is None:
        raise NotFound(_("There is no such event."))
    return _written(schema_org.event(event, answers.site()), slug)


def _written(document: dict[str, Any], name: str) -> Response:
    return answers.sent(orjson.dumps(document, option=orjson.OPT_INDENT_2), answers.JSON_LD, name)


ROUTES = (
    Route("/offers/<code>.jsonld", "offer_data", offer_data),
    Route("/offers/<code>.json", "offer_json", offer_json),
    Route("/providers/<slug>.jsonld", "provider_data", provider_data),
    Route("/events/<slug>.jsonld", "event_data", event_data),
)
