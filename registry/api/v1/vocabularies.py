"""`/api/v1/vocabularies`: the controlled lists with their codes, official URIs and labels."""

from typing import Any

from flask import Response, jsonify

from registry.api.respond import absolute, listed, paging
from registry.kernel.errors import NotFound
from registry.kernel.paging import PageOf
from registry.vocabularies import queries
from registry.vocabularies.queries import ConceptRow, SchemeRow


def index() -> Response:
    """Every list, without its concepts."""
    number, size = paging()
    rows = queries.schemes()
    page = PageOf(rows[(number - 1) * size : number * size], len(rows), number, size)
    return listed(map(heading, page.items), page)


def show(scheme: str) -> Response:
    """One list with all its concepts, in the order shown."""
    row = queries.scheme(scheme)
    if row is None:
        raise NotFound(f"There is no list {scheme!r}.")
    paging()
    return jsonify({**heading(row), "concepts": [letter(concept) for concept in queries.concepts(scheme)]})


def heading(row: SchemeRow) -> dict[str, Any]:
    """What a list is called and where it comes from."""
    return {
        "code": row.code,
        "uri": row.uri,
        "title": dict(row.title),
        "source": row.source,
        "licence": row.licence,
        "version": row.version,
        "url": absolute(f"/api/v1/vocabularies/{row.code}"),
    }


def letter(concept: ConceptRow) -> dict[str, Any]:
    """One concept; `ours` names the languages whose label is ours and not official."""
    whole = {
        "code": concept.code,
        "uri": concept.uri,
        "label": dict(concept.label),
        "ours": list(concept.ours),
        "short": dict(concept.short),
        "alt": dict(concept.alt),
        "broader": concept.broader,
        "exact": list(concept.exact),
        "data": dict(concept.data),
    }
    return {key: value for key, value in whole.items() if value or key in ("code", "uri", "label")}
