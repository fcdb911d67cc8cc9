"""The words by which people look for an offer although no text of it says them: what it teaches, what kind it is, what
one receives, for whom it is, where and by whom, each in every language the lists know. Everyday words beside the
official ones ("VAE", "advice", "Kurs") stand as `alt` in the lists of kinds and credentials."""

from collections.abc import Iterator

from registry.catalogue.views import OfferData
from registry.providers.queries import PlaceView
from registry.search.document import FieldText, prefixes
from registry.vocabularies import queries as vocabularies

FIELD = "about"
NO_CREDENTIAL = "none"  # its name has the very word that somebody who wants one types
# where NUTS names a country otherwise than ISO 3166 does
NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}


def texts(offer: OfferData) -> Iterator[FieldText]:
    """Kind, credential, target groups, towns, regions and countries of the runs that are not cancelled, provider."""
    yield from named("kind", offer.kind)
    if offer.credential and offer.credential != NO_CREDENTIAL:
        yield from named("credential", offer.credential)
    for group in offer.spec.target_groups:
        yield from named("target-group", group)
    places = [run.place for run in offer.runs if run.place and not run.cancelled]
    for town in dict.fromkeys(place.locality for place in places if place.locality):
        yield FieldText(FIELD, "", town)
    for region in dict.fromkeys(region for place in places for region in regions(place)):
        yield from named("nuts", region)
    yield FieldText(FIELD, "", offer.provider_name)


def named(scheme: str, code: str) -> Iterator[FieldText]:
    """Every name of a concept, each once."""
    row = vocabularies.concept(scheme, code)
    if row is None:
        return
    for language, text in dict.fromkeys(row.named()):
        yield FieldText(FIELD, language, text)


def competence(code: str) -> Iterator[tuple[str, str, str]]:
    """(code, language, name): every name of a competence in every language, so that a word of one language finds what
    is taught in another; of its area only the official name, which is what people look for when they look for more than
    one competence."""
    row = vocabularies.concept(vocabularies.COMPETENCES, code)
    if row is None:
        return
    yield from ((code, language, name) for language, name in row.named())
    if row.data.get("name_2_2"):
        yield code, "en", row.data["name_2_2"]
    area = vocabularies.concept(vocabularies.COMPETENCES, row.broader) if row.broader else None
    if area is not None:
        yield from ((area.code, language, name) for language, name in area.label.items())


def regions(place: PlaceView) -> tuple[str, ...]:
    """NUTS codes a place lies in, the country first; only the country where no region is known."""
    if place.region:
        return prefixes(place.region)
    return (NUTS_COUNTRY.get(place.country, place.country),) if place.country else ()


def code_word(code: str) -> str:
    """A public code as one word."""
    return code.replace("-", "").casefold()
