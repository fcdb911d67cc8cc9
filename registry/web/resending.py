"""What was typed into a form of a desk outlives its refusal: when nobody is signed in any more, a page was open too
long, the thing moved on or the database was busy, the refusal holds every value, visibly and ready to be sent again;
where that would be in vain, it is there to copy, with the way to how things are now. Only what a page of ours sent is
shown again, so that no other site can have its own words stand here with a button."""

import re
from typing import Any

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from registry.kernel import csrf, nonce
from registry.kernel.i18n import gettext as _
from registry.web import forms
from registry.web.pages.errors import KeptPage
from registry.web.values import Link

DESKS = ("publish", "review", "admin")
# what the page that is shown makes anew
ANEW = (csrf.FIELD, nonce.FIELD)
# where what has moved on, such as something a colleague answered, does not come back to be answered again, nor what one
# has to keep away from; and their first pages
ANSWERING = {"review": "review.queue", "admin": "admin.providers"}
IN_VAIN = (403, 404, 409)
WRONG = 422  # sent again as it is, it would be refused again
PART = "review"  # by which an address or a form names one of several things its page may show
# what no person typed: the end of a path (`address`: the one the desk looked at), and the way two values were chosen
# between
UNSEEN, CHOSEN = ("seen", "then", "was", "address", forms.MARKS), "choose."
MOST = 400  # values of one form
_CODE = re.compile(r"[a-z0-9.-]{1,20}")  # what was chosen and not written: carried along, not shown


def typed() -> tuple[str, ...]:
    """The words somebody wrote or chose in the form of a desk that this request sent; none when it is no such form."""
    if request.method != "POST" or request.blueprint not in DESKS or not csrf.is_ours():
        return ()
    given = [text.strip() for name, text in _pairs() if not _is_unseen(name) and not _CODE.fullmatch(text)]
    return tuple(dict.fromkeys(text for text in given if text))


def _is_unseen(name: str) -> bool:
    return name.rpartition(".")[2] in UNSEEN or name.startswith(CHOSEN)


def page(status: int, words: tuple[str, ...], first: Link | None) -> KeptPage:
    """The refusal with the whole form; `first` leads to what has to be done before it can be sent again."""
    if first is None and (status == WRONG or (status in IN_VAIN and request.blueprint in ANSWERING)):
        is_there = status in (409, WRONG)
        now = _now() if is_there else Link(_("Go to the desk"), url_for(ANSWERING[str(request.blueprint)]))
        return KeptPage(code=status, heading=_("Not saved"), words=words, first=now, action="", kept=(), typed=typed())
    place: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {})}
    return KeptPage(
        code=status,
        heading=_("Not saved yet"),
        words=words,
        first=first,
        action=url_for(str(request.endpoint), **place),
        kept=tuple(_pairs()),
        typed=typed(),
    )


def _now() -> Link | None:
    """The page of what the form was about: the one above this address that is about a single thing, else this one."""
    ways = current_app.create_url_adapter(request)
    for path in (request.path.rpartition("/")[0], request.path):
        try:
            endpoint, place = ways.match(path, method="GET") if ways else ("", {})
        except HTTPException:
            continue
        if place:
            if number := forms.whole(request.values.get(PART, "")):
                place = {**place, PART: number}
            return Link(_("See it as it is now"), url_for(endpoint, **place))
    return None


def _pairs() -> list[tuple[str, str]]:
    return [(name, text) for name, text in request.form.items(multi=True) if name not in ANEW][:MOST]
