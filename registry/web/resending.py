"""What was typed into a form of a desk outlives its refusal: when nobody is signed in any more, a page was open too
long, the thing moved on or the database was busy, the refusal holds every value, visibly and ready to be sent again.
Only what a page of ours sent is shown again, so that no other site can have its own words stand here with a button."""

from typing import Any

from flask import request, url_for

from registry.kernel import csrf, nonce
from registry.web.pages.errors import KeptPage
from registry.web.values import Link

DESKS = ("publish", "review", "admin")
# what the page that is shown makes anew
ANEW = (csrf.FIELD, nonce.FIELD)
# what no person typed: the end of a path, and the way two values were chosen between
UNSEEN, CHOSEN = ("seen", "then", "was"), "choose."
MOST = 400  # values of one form


def typed() -> tuple[str, ...]:
    """The words somebody wrote or chose in the form of a desk that this request sent; none when it is no such form."""
    if request.method != "POST" or request.blueprint not in DESKS or not csrf.is_ours():
        return ()
    given = [text.strip() for name, text in _pairs() if not _is_unseen(name)]
    return tuple(dict.fromkeys(text for text in given if text))


def _is_unseen(name: str) -> bool:
    return name.rpartition(".")[2] in UNSEEN or name.startswith(CHOSEN)


def page(status: int, heading: str, words: tuple[str, ...], sign_in: Link | None) -> KeptPage:
    """The refusal with the whole form."""
    place: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {})}
    return KeptPage(
        code=status,
        heading=heading,
        words=words,
        sign_in=sign_in,
        action=url_for(str(request.endpoint), **place),
        kept=tuple(_pairs()),
        typed=typed(),
    )


def _pairs() -> list[tuple[str, str]]:
    return [(name, text) for name, text in request.form.items(multi=True) if name not in ANEW][:MOST]
