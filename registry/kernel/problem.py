"""Problem documents (RFC 9457): how machines are told what went wrong, whoever notices it: a view, the layers around
the app, or the server before there is any request."""

import json
from http import HTTPStatus
from typing import Any

TYPE = "application/problem+json"


def document(status: int, detail: str, code: str = "", **more: Any) -> dict[str, Any]:
    """The members of one problem; without a stable `code` of ours it is named after its status."""
    phrase = HTTPStatus(status).phrase
    code = code or phrase.lower().replace(" ", "-")
    body = {"type": f"urn:registry:problem:{code}", "title": phrase, "status": status, "detail": detail, "code": code}
    return {**body, **more}


def bare(status: int, detail: str) -> bytes:
    """A problem as it goes over the wire, for where there is no app to tell it."""
    return json.dumps(document(status, detail), ensure_ascii=False).encode()
