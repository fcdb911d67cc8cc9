"""The plain lists of the desk: what waits, and, by another address, what has ended there, a page at a time. Both
numbers are those of the lists their links lead to, without what the reader has to keep away from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import redirect, request, url_for

from registry.kernel.actor import Actor
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import PageOf
from registry.quality.docket import Asked
from registry.web import acting, display
from registry.web.numbers import PER_PAGE, page_number
from registry.web.pages.providers import Filter
from registry.web.paging import paging, range_words
from registry.web.review import keeping

ENDED = "ended"
BESIDE = ("state", "done")
One = TypeVar("One")


@dataclass(frozen=True)
class Shelf:
    """One of the lists: its endpoint, how a page of it and its length are asked for."""

    endpoint: str
    page: Callable[[Asked], PageOf[Any]]
    count: Callable[[Asked], int]


def asked(actor: Actor) -> Asked:
    """What the address asks for. InvalidParameter names what cannot be read."""
    number, states = page_number(beside=BESIDE), request.args.getlist("state")
    for state in states:
        if state != ENDED or len(states) > 1:
            raise InvalidParameter("state", state, _("This value is not in the list of this parameter."))
    return Asked(bool(states), number, PER_PAGE, keeping.away(actor))


def shown(shelf: Shelf, fill: Callable[[PageOf[Any], bool], Any]) -> Any:
    """The list as asked, made by `fill` of the page and whether it is of what has ended; a page beyond the last leads
    to the last."""
    wish = asked(acting.at_desk())
    page = shelf.page(wish)
    if wish.number > max(page.pages, 1):
        return redirect(_address(shelf, wish.ended, page.pages), 302)
    return fill(page, wish.ended)


def around(shelf: Shelf, page: PageOf[Any], ended: bool, what: str) -> dict[str, Any]:
    """What stands around the rows of every one of these lists; `what` heads their second column."""
    away = keeping.away(acting.at_desk())
    names = ((False, _("Waiting")), (True, _("Ended")))
    counts = {state: page.total if state == ended else shelf.count(Asked(state, away=away)) for state, _name in names}
    return {
        "state": dict(names)[ended],
        "views": tuple(
            Filter(name, display.number(counts[state]), "", _address(shelf, state), state == ended)
            for state, name in names
        ),
        "heads": (_("About"), what, _("Ended") if ended else _("Since"), _("State")),
        "pages": paging(page, lambda number: _address(shelf, ended, number)),
        "range_words": range_words(page),
        "notice": _notice(),
    }


def _notice() -> str:
    return {
        "closed": _("The report is closed."),
        "rejected": _("The proposal is not confirmed: nothing changes."),
        "released": _("The address is released. People are led there from now on."),
        "allowed": _(
            "Addresses at this host are allowed from now on. People are led there once the provider or its feed gives "
            "one again."
        ),
        "refused": _("The address is refused. The provider is told."),
    }.get(request.args.get("done", ""), "")


def _address(shelf: Shelf, ended: bool, number: int = 1) -> str:
    return url_for(shelf.endpoint, state=ENDED if ended else None, page=number if number > 1 else None)
