"""How a letter becomes a row: a provider's values, its slug that is never shared, its numbers that belong to nobody
else. Verbs call this after they have asked who may."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from registry.kernel import clock, codes, outbox
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.text import fold
from registry.providers import letters, queries
from registry.providers.lifecycle import TOPIC
from registry.providers.model import Place, Provider, ProviderIdentifier, ProviderSlug
from registry.providers.schema import PROVIDER

SLUG_LENGTH = 60


def entered(values: Mapping[str, Any]) -> Provider:
    """A new provider of these values, unverified, in the transaction of the verb that asked who may. Raises Invalid,
    and Conflict when its slug or a number is another's."""
    letter = letters.load(PROVIDER, values)
    names_in_one_region(letter)
    provider = Provider(code=codes.new(), standing="unverified", counter=1, identifiers=[])
    provider.created_at = clock.now()
    wanted = letter.pop("slug", None)
    provider.slug = _free(wanted) if wanted else _slug_from(letter["name"], provider.code)
    identifiers = letter.pop("identifiers", [])
    fill(provider, letter)
    db.session.add(provider)
    identify(provider, identifiers)
    outbox.emit(TOPIC, provider.code)
    return provider


def fill(target: Provider | Place, letter: Mapping[str, Any]) -> None:
    """Give the row the values of a loaded letter."""
    for name, value in letter.items():
        setattr(target, name, [] if value is None and name in ("kinds", "languages", "access") else value)


def names_in_one_region(letter: Mapping[str, Any]) -> None:
    """A region lies in its country (NUTS writes Greece as EL)."""
    country, region = letter.get("country"), letter.get("region")
    if country and region and region[:2] != {"GR": "EL", "GB": "UK"}.get(country, country):
        raise Invalid({"region": [_("This region does not lie in that country.")]})


def identify(provider: Provider, identifiers: list[Mapping[str, str]]) -> None:
    """Make the provider's identifiers these; a number that is another's raises Conflict naming that one's slug."""
    wanted = {(item["scheme"], item.get("country") or "", item["value"]) for item in identifiers}
    kept = [item for item in provider.identifiers if (item.scheme, item.country, item.value) in wanted]
    have = {(item.scheme, item.country, item.value) for item in kept}
    for scheme, country, value in sorted(wanted - have):
        other = queries.by_identifier(scheme, country, value)
        if other is not None and other is not provider:
            message = _(
                "The number %(value)s already belongs to the provider “%(slug)s”.", value=value, slug=other.slug
            )
            raise Conflict(message, theirs=other.slug)
        kept.append(ProviderIdentifier(scheme=scheme, country=country, value=value))
    provider.identifiers = kept
    try:
        db.session.flush()
    except IntegrityError as error:  # someone else was quicker by a moment
        raise Conflict(_("This provider is being registered at this very moment; please look again.")) from error


def _slug_from(name: str, code: str) -> str:
    """A free slug made of the name's letters and digits; of the code when the name has none in a Latin script."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    base = "-".join(words)[:SLUG_LENGTH].strip("-") or code.lower()
    slug, number = base, 1
    while queries.taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _free(slug: str) -> str:
    if queries.taken(slug):
        raise Conflict(_("The address “%(slug)s” already belongs to a provider.", slug=slug), theirs=slug)
    return slug


def move(provider: Provider, slug: str) -> None:
    """Give the provider another slug and keep the old one leading here; its own former slug may come back."""
    if slug == provider.slug:
        return
    own = next((item for item in provider.former if item.slug == slug), None)
    if own is None:
        _free(slug)
    else:
        provider.former.remove(own)
    provider.former.append(ProviderSlug(slug=provider.slug))
    provider.slug = slug
