"""Addresses nobody links to and many ask for: the picture browsers look for unasked, pages with a slash too many."""

from flask import current_app, redirect, request, url_for
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from registry.kernel.routes import is_for_machines
from registry.web import identity


def favicon() -> Response:
    """Where the mark is, by the address that stays when its content changes."""
    return redirect(f"{identity.root()}/static/mark.svg", 301)


def without_slash() -> Response | None:
    """The way to the address without its last slash, where there is one; what leads there is made from the endpoint,
    never from the path as sent."""
    path = request.path.rstrip("/")
    if request.method not in ("GET", "HEAD") or path in ("", request.path) or is_for_machines(path):
        return None
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, values = adapter.match(path, method="GET") if adapter else ("", {})
    except HTTPException:
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(url_for(endpoint, **values) + (f"?{query}" if query else ""), 301) if endpoint else None
