"""What can be done with providers: register one, keep its entry and its places right, give it the standing a
decision says."""

from collections.abc import Mapping
from typing import Any

from registry.kernel import codes, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers import entering, letters, policy, queries
from registry.providers.lifecycle import TOPIC
from registry.providers.model import Place
from registry.providers.schema import PLACE, PROVIDER

# what every provider has, and no change takes away
NEEDED = ("name", "slug")


def register(actor: Actor, values: Mapping[str, Any]) -> str:
    """Enter a provider, unverified; returns its code.

    The slug is made from the name unless `values` names one. Raises Forbidden, Invalid, and Conflict, naming the
    other's slug, when the slug given or a legal identifier is already another's.
    """
    with transaction():
        if not policy.may_register(actor):
            raise Forbidden(_("Only the registry enters providers."))
        return entering.entered(values).code


def update(actor: Actor, code: str, values: Mapping[str, Any], seen: int) -> int:
    """Change what `values` names (an explicit None empties it, but neither name nor slug), as seen; returns the new
    counter.

    A new `slug` keeps the old one as a redirection. Raises NotFound, Forbidden, Invalid, Conflict.
    """
    with transaction():
        provider = queries.for_update(code)
        policy.require(actor, "update", provider)
        provider.unchanged_since(seen)
        letter = letters.load(PROVIDER, values, partial=True)
        if gone := [key for key in NEEDED if key in values and key not in letter]:
            raise Invalid({key: [_("This is needed.")] for key in gone})
        entering.names_in_one_region({"country": provider.country, "region": provider.region, **dict(values), **letter})
        emptied = {key: None for key, value in values.items() if value in (None, "")}
        changes = {**letter, **emptied}
        if "slug" in changes:
            entering.move(provider, changes.pop("slug"))
        if "identifiers" in changes:
            entering.identify(provider, changes.pop("identifiers") or [])
        entering.fill(provider, changes)
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
        entering.names_in_one_region(letter)
        key = letter.get("source_key")
        if key and queries.place_codes(provider.code, [key]):
            raise Conflict(_("The provider already has a place with this key."), theirs=key)
        place = Place(code=codes.new(), provider_id=provider.id, access=[], counter=1)
        entering.fill(place, letter)
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
        entering.names_in_one_region(letter)
        if letter != place.letter():
            entering.fill(place, {**dict.fromkeys(PLACE.fields), "access": [], **letter})
            place.counter += 1
            outbox.emit(TOPIC, place.provider.code)
        return place.counter
