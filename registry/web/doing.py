"""An act of a form, done once however often the form is sent. A nonce belongs to the words it was sent with: a double
click is one act; the same page sent with other words (back in the browser, something put right) is another, so that
what it says is not dropped without a word."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import request

from registry.kernel.nonce import once as once_by_nonce
from registry.web import forms


def once(who: str | None, act: Callable[[], Any]) -> Any:
    """What the act of this form led to when this person (None: a visitor) sent it with these words to this address.
    Raises Invalid without a nonce, and what `act` raises."""
    words = repr(sorted((name, text) for name, text in request.form.items(multi=True) if name != forms.CSRF))
    where = f"{request.path}?{request.query_string.decode('ascii', 'replace')}"
    digest = sha256(f"{where}\n{words}".encode("utf-8", "replace")).hexdigest()[:16]
    return once_by_nonce(forms.nonce(), f"{request.endpoint}:{who or 'visitor'}:{digest}", act)
