"""The page number of a plain list, and that an address has no other parameters than a page knows, read as strictly as a
search's."""

import re
from collections.abc import Collection, Iterator

from flask import request

from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import WHOLE

PER_PAGE = 50  # rows of a plain list
_NUMBER = re.compile("[1-9][0-9]{0,4}")


def only(*known: str) -> None:
    """InvalidParameter names every parameter of this address that is not among the known ones."""
    _refuse(_unknown(known))


def page_number(beside: Collection[str] = ()) -> int:
    """`?page=3`, 1 when it is not given: the first page has no number. InvalidParameter names anything else, and every
    other parameter but those `beside` it."""
    numbers = request.args.getlist("page")
    readable = [text for text in numbers[:1] if _NUMBER.fullmatch(text) and 1 < int(text) <= WHOLE]
    _refuse([*_unknown(("page", *beside)), *(("page", text) for text in numbers[len(readable) :])])
    return int(readable[0]) if readable else 1


def given_once() -> Iterator[tuple[str, str]]:
    """The parameters of this address that say something, but for its page number, as they were given. InvalidParameter
    names one that is given twice with different values."""
    given: dict[str, str] = {}
    for name, value in request.args.items(multi=True):
        if name == "page" or not value.strip():
            continue
        if name in given:
            more = [(name, other) for other in request.args.getlist(name) if other.strip() != given[name]]
            raise InvalidParameter(name, value, _("This parameter can be given only once."), more)
        given[name] = value.strip()
        yield name, value


def _unknown(known: Collection[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name not in known]


def _refuse(pairs: list[tuple[str, str]]) -> None:
    if pairs:
        raise InvalidParameter(*pairs[0], _("There is no such parameter."), pairs)
