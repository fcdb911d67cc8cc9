"""Public answers carry a mark of their content (a weak ETag), and whoever shows the same mark again is told "not
modified" instead of being sent the page once more. Pages are asked for anew every time, because a decision must be seen
at once; what may be kept for a while says so itself. Nothing that is no success is kept."""

import hashlib

from flask import Flask, Response, current_app, request

from registry.kernel.routes import GATED, policies

PUBLIC = "public"
ASK_AGAIN = "public, no-cache"
NEVER = "no-store"
MARK = 12  # bytes; two contents of one address do not meet


def init_app(app: Flask) -> None:
    """Mark every public answer."""
    app.after_request(marked)


def marked(answer: Response) -> Response:
    """The answer with its mark, or 304 where the asker has it already."""
    if request.method not in ("GET", "HEAD"):
        answer.headers.setdefault("Cache-Control", NEVER)
        return answer
    if answer.status_code >= 400 or policies(current_app).get(request.endpoint or PUBLIC, PUBLIC) in GATED:
        answer.headers.setdefault("Cache-Control", NEVER)
        return answer
    if answer.status_code != 200 or answer.is_streamed or policies(current_app).get(request.endpoint or "") != PUBLIC:
        return answer
    answer.headers.setdefault("Cache-Control", ASK_AGAIN)
    answer.set_etag(hashlib.blake2b(answer.get_data(), digest_size=MARK).hexdigest(), weak=True)
    # a condition that only guards writing is no reason to refuse a reader
    answer.make_conditional({name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"})
    return answer
