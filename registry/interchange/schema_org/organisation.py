"""Providers, awarding bodies and places: Organization in the narrowest type that fits, with its numbers as
PropertyValues, and Place with address and what makes it accessible."""

from collections.abc import Collection
from typing import Any

from registry.interchange.schema_org.terms import Node, document, label, node, one_or_many, said
from registry.interchange.site import Site, provider_path
from registry.providers.model import Provider
from registry.providers.queries import PlaceView, ProviderView

MILLIONTHS = 1_000_000
# kind of provider → the narrowest kind of Organization; what stands in neither is an Organization
TYPES = {
    "university": "CollegeOrUniversity",
    "vocational-school": "EducationalOrganization",
    "adult-education-centre": "EducationalOrganization",
    "library": "Library",
    "ngo": "NGO",
    "trade-union": "WorkersUnion",
    "employment-service": "EmploymentAgency",
    "public-authority": "GovernmentOrganization",
}
NUMBERS = {"vat": "vatID", "tax": "taxID", "lei": "leiCode"}


def provider(stored: Provider, places: Collection[PlaceView], site: Site) -> Node:
    """A provider of the register in full."""
    view = ProviderView.of(stored)
    numbers = {NUMBERS[one.scheme]: one.value for one in stored.identifiers if one.scheme in NUMBERS}
    others = [
        node("PropertyValue", propertyID=label("identifier-scheme", one.scheme, site), value=one.value)
        for one in stored.identifiers
        if one.scheme not in NUMBERS
    ]
    code = node("PropertyValue", propertyID=site.settings.name, value=view.code)
    return document(
        named(view, site)
        | node(
            type_of(view.kinds),
            description=said(view.description, None, site, markdown=True),
            email=view.email,
            telephone=view.phone,
            address=node("PostalAddress", addressCountry=view.country, addressRegion=_region(view.region, site))
            if view.country
            else None,
            identifier=one_or_many([code, *others]),
            knowsLanguage=one_or_many(list(view.languages)),
            location=one_or_many([place(one, site) for one in places]),
            **numbers,
        )
    )


def named(view: ProviderView, site: Site) -> Node:
    """A provider where something else is told of: who it is and where to read more."""
    return node(
        type_of(view.kinds),
        id_=site.uri(provider_path(view.slug)),
        name=view.name,
        url=site.page(provider_path(view.slug)),
        sameAs=view.url,
    )


def authority(site: Site) -> Node:
    """Who keeps the registry."""
    contact = node("ContactPoint", contactType="registry", email=site.settings.contact)
    return node("Organization", name=site.settings.authority, contactPoint=contact)


def type_of(kinds: Collection[str]) -> str:
    """The type of the first kind that has one."""
    return next((TYPES[kind] for kind in kinds if kind in TYPES), "Organization")


def place(view: PlaceView, site: Site) -> Node:
    """A place with its address; what makes it accessible as amenities."""
    geo: Any = None
    if view.lat_e6 is not None and view.lon_e6 is not None:
        geo = node("GeoCoordinates", latitude=view.lat_e6 / MILLIONTHS, longitude=view.lon_e6 / MILLIONTHS)
    address = node(
        "PostalAddress",
        streetAddress=view.street,
        postalCode=view.postcode,
        addressLocality=view.locality,
        addressRegion=_region(view.region, site),
        addressCountry=view.country,
    )
    amenities = [
        node("LocationFeatureSpecification", name=label("access", code, site), value=True) for code in view.access
    ]
    return node(
        "Place",
        name=view.name,
        address=address if len(address) > 1 else None,
        geo=geo,
        telephone=view.phone,
        url=view.url,
        amenityFeature=amenities,
    )


def _region(code: str | None, site: Site) -> str | None:
    return label("nuts", code, site) if code else None
