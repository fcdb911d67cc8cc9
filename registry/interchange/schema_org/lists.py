"""What the pages of results and the home page say of themselves: a list of offers by name and address only, because it
travels with every first view, and the site with its search."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.catalogue.views import Face
from registry.interchange.schema_org.offer import type_of
from registry.interchange.schema_org.organisation import authority
from registry.interchange.schema_org.terms import Node, document, node, said
from registry.interchange.site import Site, offer_path


@dataclass(frozen=True)
class Part:
    """The part of a list a page shows: its faces, the position of the first from 1, and how many the whole has."""

    faces: Iterable[Face]
    first: int
    total: int


def found(part: Part, name: str, site: Site) -> Node:
    """The offers on a page of results."""
    items = [
        node("ListItem", position=position, item=_named(face, site))
        for position, face in enumerate(part.faces, part.first)
    ]
    return document(node("ItemList", name=name, numberOfItems=part.total, itemListElement=items))


def website(site: Site) -> Node:
    """The portal, who keeps it, and how it is searched."""
    target = node("EntryPoint", urlTemplate=site.page("/offers?q={query}"))
    search = node("SearchAction", target=target) | {"query-input": "required name=query"}
    return document(
        node(
            "WebSite",
            id_=site.uri("/"),
            name=site.settings.name,
            url=site.page("/"),
            inLanguage=site.language,
            publisher=authority(site),
            potentialAction=search,
        )
    )


def _named(face: Face, site: Site) -> Node:
    path = offer_path(face.code)
    name = said(face.title, face.language, site)
    return node(type_of(face.kind), id_=site.uri(path), name=name, url=site.page(path))
