"""The page number of a plain list, and that an address has no other parameters than a page knows, read as strictly as a
search's."""

import re
from collections.abc import Collection

from flask import request

from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _

_NUMBER = re.compile("[0-9]{1,5}")


def only(*known: str) -> None:
    """InvalidParameter names every parameter of this address that is not among the known ones."""
    unknown = [(name, value) for name, value in request.args.items(multi=True) if name not in known]
    if unknown:
        raise InvalidParameter(*unknown[0], _("There is no such parameter."), unknown)


def page_number(most: int = 10_000, beside: Collection[str] = ()) -> int:
    """`?page=3`, 1 when it is not given; InvalidParameter for anything else and for any other parameter but those
    `beside` it."""
    only("page", *beside)
    text = request.args.get("page", "1")
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        raise InvalidParameter("page", text, _("This is no page number."))
    return int(text)
