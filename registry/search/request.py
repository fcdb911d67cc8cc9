"""The search parameters of the contract: read strictly, written canonically. A request is a value: pages make their
links by asking it for the request with or without a filter, and two requests for the same thing have the same
address."""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from registry import config
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import LAST_PAGE, MOST_PER_PAGE, PER_PAGE
from registry.search import facets
from registry.search.analysis import Analyser
from registry.search.engine import SORTS
from registry.search.typed import LONGEST, MOST_WORDS, is_short, joined
from registry.vocabularies import queries as vocabularies

RADIUS = 25
RADII = (5, 10, 25, 50, 100)  # offered to choose from
FARTHEST = 500
MOST_VALUES = 50  # of one parameter; a person chooses a few

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class ClosedList:
    """The codes of a closed list as this registry has it."""

    scheme: str

    def __contains__(self, code: object) -> bool:
        """Is this a code of the list today?"""
        row = vocabularies.concept(self.scheme, str(code))
        return row is not None and not row.deprecated


# from the name of a closed list to its codes; tests bring their own
Known = Callable[[str], Container[str]]


@dataclass(frozen=True)
class SearchRequest:
    """Every parameter of the contract, in its order. Empty means not asked; `radius` counts only with `near`, in
    kilometres."""

    q: str = ""
    kind: tuple[str, ...] = ()
    competence: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    eqf: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    credential: tuple[str, ...] = ()
    provider: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    near: str = ""
    radius: int = RADIUS
    starts: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    sort: str = "best"
    page: int = 1
    per_page: int = PER_PAGE
    lang: str = ""

    @classmethod
    def from_args(cls, pairs: Iterable[tuple[str, str]], known: Known = ClosedList) -> Self:
        """Read (name, value) pairs; InvalidParameter names the first that is unknown, ill-typed or not in its closed
        list.

        Empty values are what an untouched form field sends, and count as not asked.
        """
        given: dict[str, list[str]] = {}
        refused: list[InvalidParameter] = []
        for name, value in pairs:
            if name not in PARAMETERS:
                refused.append(InvalidParameter(name, value, _("There is no such parameter.")))
            elif value.strip() and value.strip() not in given.setdefault(name, []):
                given[name].append(value.strip())
        read: dict[str, Any] = {}
        for name, values in given.items():
            try:
                read[name] = _READERS[name](name, values, known)
            except InvalidParameter as error:
                unreadable = [(name, value) for value in _unreadable(name, values, known)]
                refused.append(InvalidParameter(name, error.value, error.message, unreadable))
        if refused:
            first, every = refused[0], [pair for error in refused for pair in error.unreadable]
            raise InvalidParameter(first.parameter, first.value, first.message, every)
        return cls(**read)

    @classmethod
    def from_address(cls, text: str, known: Known = ClosedList) -> Self:
        """Read a query string, such as one kept with an event."""
        return cls.from_args(parse_qsl(text.removeprefix("?"), keep_blank_values=True), known)

    def canonical(self) -> list[tuple[str, str]]:
        """(name, value) pairs in the order of the contract, values sorted, without what is default or has no effect."""
        pairs: list[tuple[str, str]] = []
        for name in PARAMETERS:
            value = getattr(self, name)
            if isinstance(value, tuple):
                pairs += [(name, item) for item in sorted(value)]
            elif value != _DEFAULTS[name] and (self.near or not _is_of_place(name, value)):
                pairs.append((name, str(value)))
        return pairs

    def address(self) -> str:
        """The canonical query string, without a question mark; empty when nothing is asked."""
        return _query_string(self)

    def with_(self, name: str, value: Any) -> Self:
        """The request with this value added (or set, where there is only one), from its first page on."""
        if name == "page":
            return replace(self, page=value)
        before = getattr(self, name)
        added = (*(item for item in before if item != value), value) if isinstance(before, tuple) else value
        changes: dict[str, Any] = {"page": 1, name: added}
        return replace(self, **changes)

    def without(self, name: str, value: Any = None) -> Self:
        """The request without this value, or without the whole parameter when no value is given."""
        before = getattr(self, name)
        changes: dict[str, Any] = {"page": 1, name: _DEFAULTS[name]}
        if isinstance(before, tuple) and value is not None:
            changes[name] = tuple(item for item in before if item != value)
        if name == "near":
            changes |= {"radius": RADIUS, "sort": "best" if self.sort == "nearest" else self.sort}
        return replace(self, **changes)

    @property
    def words(self) -> str:
        """The words asked for as typed; "" when there is nothing in them to search for (only signs, only stop
        words)."""
        return self.q if Analyser(()).asked(self.q).words else ""

    def active(self) -> list[tuple[str, str]]:
        """The filters in force as (name, value), for showing them one by one: the words, the place and every facet's
        values."""
        names = ("q", "near", *facets.NAMES)
        return [pair for pair in self.canonical() if pair[0] in names]

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Facet name to chosen values, for those that are chosen."""
        return {name: getattr(self, name) for name in facets.NAMES if getattr(self, name)}


PARAMETERS = tuple(item.name for item in fields(SearchRequest))
_DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(SearchRequest)}


def _is_of_place(name: str, value: Any) -> bool:
    """Has it no effect without a place?"""
    return name == "radius" or (name, value) == ("sort", "nearest")


def _unreadable(name: str, values: list[str], known: Known) -> Iterator[str]:
    """The values of a parameter without which it could be read."""
    kept, most = 0, MOST_VALUES if name in facets.NAMES else 1
    for value in values:
        try:
            _READERS[name](name, [value], known)
        except InvalidParameter:
            yield value
        else:
            kept += 1
            if kept > most:
                yield value


def _single(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise InvalidParameter(name, values[1], _("This parameter can be given only once."))
    return values[0]


def _text(name: str, values: list[str], _known: Known) -> str:
    text = joined(_single(name, values))
    if len(text) > LONGEST:
        raise InvalidParameter(name, text[:LONGEST], _("At most %(count)s characters are searched.", count=LONGEST))
    if not text or not text.isprintable():
        raise InvalidParameter(name, "", _("These are not readable characters."))
    if name == "q" and not is_short(text):
        raise InvalidParameter(name, text, _("At most %(count)s words are searched.", count=MOST_WORDS))
    return text


def _number(name: str, values: list[str], _known: Known) -> int:
    text = _single(name, values)
    low, high = {"page": (1, LAST_PAGE), "per_page": (1, MOST_PER_PAGE), "radius": (1, FARTHEST)}[name]
    if not _NUMBER.fullmatch(text) or not low <= int(text) <= high:
        if name == "page" and _NUMBER.fullmatch(text) and int(text) > high:
            message = _("Pages end at %(last)s; beyond, use the cursor or take the complete dump.", last=high)
        else:
            message = _("Expected a whole number from %(low)s to %(high)s.", low=low, high=high)
        raise InvalidParameter(name, text, message)
    return int(text)


def _several(name: str, values: list[str], known: Known) -> tuple[str, ...]:
    if len(values) > MOST_VALUES:
        raise InvalidParameter(name, values[-1], _("At most %(count)s values can be given.", count=MOST_VALUES))
    return tuple(dict.fromkeys(_value(name, value, known) for value in values))


def _value(name: str, value: str, known: Known) -> str:
    scheme = facets.BY_NAME[name].scheme
    if scheme is not None:
        value = value.upper() if name == "region" else value
        if value not in known(scheme):
            raise InvalidParameter(name, value, _("This value is not in the list of this parameter."))
        return value
    readers: dict[str, tuple[Callable[[str], str | None], str]] = {
        "provider": (_slug, _("Expected the short name of a provider, as in its address.")),
        "funding": (_slug, _("Expected the short name of a funding scheme.")),
        "starts": (_month, _("Expected a month such as 2026-12.")),
        "open": (_open, _("Expected “now”.")),
        "price": (_price, _("Expected “free” or a band such as 0-100.")),
        "hours": (_band, _("Expected a band such as 0-10.")),
    }
    read, message = readers[name]
    found = read(value)
    if found is None:
        raise InvalidParameter(name, value, message)
    return found


def _slug(value: str) -> str | None:
    return value.lower() if _SLUG.fullmatch(value.lower()) else None


def _month(value: str) -> str | None:
    return value if facets.month(value) is not None else None


def _open(value: str) -> str | None:
    return value if value in facets.OPEN_VALUES else None


def _band(value: str) -> str | None:
    found = facets.band(value)
    return f"{found[0]}-{found[1]}" if found else None


def _price(value: str) -> str | None:
    return value if value == facets.FREE else _band(value)


def _sort(name: str, values: list[str], _known: Known) -> str:
    value = _single(name, values)
    if value not in SORTS:
        raise InvalidParameter(name, value, _("Expected one of: %(names)s.", names=", ".join(SORTS)))
    return value


def _lang(name: str, values: list[str], _known: Known) -> str:
    value, spoken = _single(name, values), config.current().languages
    if value not in spoken:
        raise InvalidParameter(name, value, _("Expected one of: %(names)s.", names=", ".join(spoken)))
    return value


_READERS: dict[str, Callable[[str, list[str], Known], Any]] = {
    **dict.fromkeys(facets.NAMES, _several),
    **dict.fromkeys(("q", "near"), _text),
    **dict.fromkeys(("page", "per_page", "radius"), _number),
    "sort": _sort,
    "lang": _lang,
}


@lru_cache(maxsize=4096)  # a page of results links some two hundred searches, most of them the same on the next
def _query_string(request: SearchRequest) -> str:
    return urlencode(request.canonical(), safe=",")
