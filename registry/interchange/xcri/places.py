"""Providers and venues of an XCRI file. A provider is told once, although 1.2 repeats a provider element in every
venue: those are places, one per title and postcode, each filled from whichever mention says more."""

import re
from typing import Any

from registry.interchange import richtext
from registry.interchange.record import Letter
from registry.interchange.source_key import Identifier, identifiers, key_of
from registry.interchange.xcri.elements import Scope, children, first, name, names, refinement, words
from registry.kernel.text import fold

_UK_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_EMAIL = re.compile(r"[^@\s<>(),;]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_UKPRN = re.compile(r"1\d{7}")
NAME_LENGTH = 300
PROVIDER_ELEMENTS = names(
    "course location title identifier description url address street town postcode phone fax email image type subject "
    "contributor date hasPart relation abstract"
)


def provider_values(element: Any, scope: Scope) -> Letter:
    """The provider's column values: name, description, addresses, identifiers; only what the file says."""
    scope.strangers(element, PROVIDER_ELEMENTS)
    where = _location(element)
    described = [child for child in children(element, "description") if refinement(child) in (None, "structure")]
    ukprn = [
        item.value for item in given(element) if (item.type or "").lower() == "ukprn" and _UKPRN.fullmatch(item.value)
    ]
    values: Letter = {
        "name": provider_name(element),
        "description": scope.text(described, richtext.markdown),
        "url": scope.address(first(element, "url"), "provider.url"),
        "identifiers": [{"scheme": "ukprn", "country": "GB", "value": value} for value in dict.fromkeys(ukprn)],
        "country": "GB" if ukprn or _UK_POSTCODE.fullmatch(words(first(where, "postcode")).upper()) else None,
        **_contact(where, scope),
    }
    return {key: value for key, value in values.items() if value}


def provider_name(element: Any) -> str:
    """What the provider is called; empty when the file does not say."""
    titles = children(element, "title")
    return richtext.plain(titles[0])[:NAME_LENGTH] if titles else ""


def place(venue: Any, scope: Scope) -> tuple[str, Letter] | None:
    """(key, values) of a venue; None when it says nothing. The key is title and postcode, folded."""
    whose = first(venue, "provider")
    whose = venue if whose is None else whose
    where = _location(whose)
    titles = children(whose, "title")
    title = richtext.plain(titles[0]) if titles else ""
    postcode = words(first(where, "postcode")).upper()
    lines = _address(where)
    called = (title or (lines[0] if lines else "") or postcode)[:NAME_LENGTH]
    if not called:
        return None
    values: Letter = {
        "name": called,
        "street": ", ".join(lines)[:NAME_LENGTH],
        "postcode": postcode[:20],
        "locality": words(first(where, "town"))[:120],
        "country": "GB" if _UK_POSTCODE.fullmatch(postcode) else None,
        "url": scope.address(first(whose, "url"), "place.url"),
        **_contact(where, scope),
    }
    key = f"{fold(called)}|{postcode.replace(' ', '').lower()}"
    return key_of(key), {name_: value for name_, value in values.items() if value}


def merge(places: dict[str, Letter], key: str, values: Letter) -> None:
    """Add a place, or fill what an earlier mention of it left open; the first mention wins where two differ."""
    places[key] = {**values, **places.get(key, {"source_key": key})}


def given(element: Any) -> list[Identifier]:
    """The identifiers of an element, with the type each states."""
    return identifiers((words(child), refinement(child)) for child in children(element, "identifier"))


def _location(element: Any) -> Any:
    """Where the address stands: in 1.2 a location element, in 1.1 the organisation itself."""
    found = first(element, "location")
    return element if found is None else found


def _address(where: Any) -> list[str]:
    """The address as lines: street, then address elements, which may hold several lines each; the town stands by
    itself."""
    texts = ["".join(child.itertext()) for child in where if name(child) in ("street", "address")]
    lines = [" ".join(line.split()).strip(" ,") for text in texts for line in text.splitlines()]
    town = words(first(where, "town"))
    return [line for line in dict.fromkeys(lines) if line and line != town]


def _contact(where: Any, scope: Scope) -> Letter:
    phone, email = words(first(where, "phone")), words(first(where, "email"))
    values = {"phone": phone[:60]}
    if email and _EMAIL.fullmatch(email) and len(email) <= 254:
        values["email"] = email
    elif email:
        scope.remarks.once(scope.where(first(where, "email"), "email"), "no-email", email, "This is no e-mail address.")
    return values
