"""What can be done with providers: register one, keep its entry and its places right, give it the standing a
decision says."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from registry.kernel import clock, codes, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.text import fold
from registry.kernel.transaction import transaction
from registry.providers import letters, policy, queries
from registry.providers.lifecycle import TOPIC
from registry.providers.model import Place, Provider, ProviderIdentifier, ProviderSlug
from registry.providers.schema import PLACE, PROVIDER

SLUG_LENGTH = 60


def register(actor: Actor, values: Mapping[str, Any]) -> str:
    """Enter a provider, unverified; returns its code.

    The slug is made from the name unless `values` names one. Raises Forbidden, Invalid, and Conflict, naming the
    other's slug, when the slug given or a legal identifier is already another's.
    """
    with transaction():
        if not policy.may_register(actor):
            raise Forbidden(_("Only the registry enters providers."))
        return entered(values).code


def entered(values: Mapping[str, Any]) -> Provider:
    """A new provider of these values, unverified, in the transaction of the verb that asked who may. Raises as
    `register` does."""
    letter = letters.load(PROVIDER, values)
    _names_in_one_region(letter)
    provider = Provider(code=codes.new(), standing="unverified", counter=1, identifiers=[])
    provider.created_at = clock.now()
    wanted = letter.pop("slug", None)
    provider.slug = _free(wanted) if wanted else _slug_from(letter["name"], provider.code)
    identifiers = letter.pop("identifiers", [])
    _fill(provider, letter)
    db.session.add(provider)
    _identify(provider, identifiers)
    outbox.emit(TOPIC, provider.code)
    return provider


def update(actor: Actor, code: str, values: Mapping[str, Any], seen: int) -> int:
    """Change what `values` names (an explicit None empties it), as seen; returns the new counter.

    A new `slug` keeps the old one as a redirection. Raises NotFound, Forbidden, Invalid, Conflict.
    """
    with transaction():
        provider = queries.for_update(code)
        policy.require(actor, "update", provider)
        provider.unchanged_since(seen)
        letter = letters.load(PROVIDER, values, partial=True)
        _names_in_one_region({"country": provider.country, "region": provider.region, **dict(values), **letter})
        emptied = {key: None for key, value in values.items() if value in (None, "") and key not in ("name", "slug")}
        changes = {**letter, **emptied}
        if "slug" in changes:
            _move(provider, changes.pop("slug"))
        if "identifiers" in changes:
            _identify(provider, changes.pop("identifiers") or [])
        _fill(provider, changes)
        provider.counter += 1
        outbox.emit(TOPIC, provider.code)
        return provider.counter


def add_place(actor: Actor, provider_code: str, values: Mapping[str, Any]) -> str:
    """Enter a place of the provider; returns its code. Raises NotFound, Forbidden, Invalid, Conflict (same source
    key)."""
    with transaction():
        provider = queries.owner_for_update(provider_code)
        policy.require(actor, "add-place", provider)
        letter = letters.load(PLACE, values)
        _names_in_one_region(letter)
        key = letter.get("source_key")
        if key and queries.place_codes(provider.code, [key]):
            raise Conflict(_("The provider already has a place with this key."), theirs=key)
        place = Place(code=codes.new(), provider_id=provider.id, access=[], counter=1)
        _fill(place, letter)
        db.session.add(place)
        db.session.flush()
        outbox.emit(TOPIC, provider.code)
        return place.code


def update_place(actor: Actor, code: str, values: Mapping[str, Any], seen: int | None = None) -> int:
    """Replace the place's letter; with `seen` only if its counter is still that. Returns the counter, which moves
    only on a change."""
    with transaction():
        place = queries.place_for_update(code)
        policy.require(actor, "add-place", place.provider)
        if seen is not None and seen != place.counter:
            raise Conflict(_("This place has changed since you looked at it."), theirs=place.counter)
        letter = letters.load(PLACE, values)
        _names_in_one_region(letter)
        if letter != place.letter():
            _fill(place, {**dict.fromkeys(PLACE.fields), "access": [], **letter})
            place.counter += 1
            outbox.emit(TOPIC, place.provider.code)
        return place.counter


def _fill(target: Provider | Place, letter: Mapping[str, Any]) -> None:
    for name, value in letter.items():
        setattr(target, name, [] if value is None and name in ("kinds", "languages", "access") else value)


def _names_in_one_region(letter: Mapping[str, Any]) -> None:
    """A region lies in its country (NUTS writes Greece as EL)."""
    country, region = letter.get("country"), letter.get("region")
    if country and region and region[:2] != {"GR": "EL", "GB": "UK"}.get(country, country):
        raise Invalid({"region": [_("This region does not lie in that country.")]})


def _identify(provider: Provider, identifiers: list[Mapping[str, str]]) -> None:
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


def _move(provider: Provider, slug: str) -> None:
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
