"""The smallest pieces of the JSON-LD: a node without empty properties, a text marked with its language where it is not
the page's, concepts as DefinedTerms with the official URI where the list has one, amounts and durations."""

from collections.abc import Mapping
from typing import Any

from registry.interchange.site import Site
from registry.kernel.text import plain
from registry.vocabularies import queries as vocabularies

CONTEXT = "https://schema.org"
HERE = "https://schema.org/"  # before the members of schema.org's own lists
Node = dict[str, Any]
COMPETENCES, LEVELS, EQF = "digcomp", "digcomp-level", "eqf"


def node(kind: str, **properties: Any) -> Node:
    """A node of this type with the properties that say something; `id_` becomes @id. False and 0 say something."""
    kept = {
        ("@id" if name == "id_" else name): value
        for name, value in properties.items()
        if value is not None and value != "" and value != [] and value != ()
    }
    return {"@type": kind, **kept}


def document(of: Node) -> Node:
    """The node as a document of its own."""
    return {"@context": CONTEXT, **of}


def one_or_many(values: list[Any]) -> Any:
    """None, the only one, or the list."""
    return values if len(values) > 1 else (values[0] if values else None)


def said(local: Mapping[str, str] | None, original: str | None, site: Site, *, markdown: bool = False) -> Any:
    """A text in the reader's language, else with the language it is in; None when there is none."""
    picked = site.text(local, original)
    words = plain(picked.text) if markdown else picked.text
    if not words:
        return None
    return words if picked.asked else {"@language": picked.lang, "@value": words}


def term(scheme: str, code: str, site: Site) -> Node:
    """A concept of a list; its @id is the official URI where it has one."""
    row, listed = vocabularies.concept(scheme, code), vocabularies.scheme(scheme)
    same = [uri for uri in ((row.data or {}).get("esco"),) if uri] if row else []
    return node(
        "DefinedTerm",
        id_=row.uri if row else None,
        name=vocabularies.label(scheme, code, site.language),
        termCode=code,
        inDefinedTermSet=_term_set(listed, site) if listed else None,
        url=site.page(f"/competences/{code}") if scheme == COMPETENCES else None,
        sameAs=one_or_many(same),
    )


def label(scheme: str, code: str, site: Site) -> str:
    """The concept's name alone."""
    return vocabularies.label(scheme, code, site.language)


def duration(minutes: int | None) -> str | None:
    """Minutes as an ISO 8601 duration: PT16H, PT1H30M."""
    if not minutes:
        return None
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _term_set(row: vocabularies.SchemeRow, site: Site) -> str | Node:
    """The list's address where it has one, else its name."""
    name = row.title.get(site.language) or row.title.get("en") or row.code
    return row.uri or node("DefinedTermSet", name=name)
