"""Narrowing the register of providers: by name, first letter, kind, setting and country. The register is a list of
hundreds, so it is read whole and counted here; every count is "as if this filter were not chosen", which is what its
link shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.text import fold
from registry.providers.queries import Listed
from registry.vocabularies import queries as vocabularies
from registry.web import display
from registry.web.numbers import given_once, page_number
from registry.web.pages.offers import Chip, Filter, FilterGroup

OTHER = "other"  # names that begin with no letter of the alphabet
LONGEST = 100
SCHEMES = {"kind": "provider-kind", "setting": "provider-setting", "country": "country"}


@dataclass(frozen=True)
class Asked:
    """What the address asks of the register; empty means not asked."""

    q: str = ""
    letter: str = ""
    kind: str = ""
    setting: str = ""
    country: str = ""
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) pairs of the canonical address."""
        pairs = [(name, getattr(self, name)) for name in ("q", *FILTERS) if getattr(self, name)]
        return [*pairs, ("page", str(self.page))] if self.page > 1 else pairs

    def address(self) -> str:
        """The canonical address."""
        values: dict[str, Any] = dict(self.pairs())
        return url_for("portal.providers", **values)

    def with_(self, name: str, value: str) -> "Asked":
        """The same with another value, from its first page on."""
        changes = {name: value, "page": 1}
        return replace(self, **changes)  # type: ignore[arg-type]  # names of text fields

    def at(self, page: int) -> "Asked":
        """Another page of the same."""
        return replace(self, page=page)


FILTERS = ("letter", *SCHEMES)


def asked() -> Asked:
    """Read the address; InvalidParameter names what cannot be read."""
    given: dict[str, str] = {}
    page = page_number(beside=("q", *FILTERS))
    for name, value in given_once():
        given[name] = _read(name, value.strip())
    return Asked(**given, page=page)


def _read(name: str, value: str) -> str:
    if name == "q":
        if len(value) > LONGEST:
            raise InvalidParameter(name, value, _("At most %(count)s characters are searched.", count=LONGEST))
        return " ".join(value.split())
    known = value == OTHER or (len(value) == 1 and "A" <= value <= "Z")
    if name in SCHEMES:
        known = vocabularies.concept(SCHEMES[name], value) is not None
    if not known:
        raise InvalidParameter(name, value, _("This value is not in the list of this parameter."))
    return value


_VALUES: dict[str, Callable[[Listed], tuple[str, ...]]] = {
    "letter": lambda one: (letter(one.name),),
    "kind": lambda one: one.kinds,
    "setting": lambda one: (one.setting,) if one.setting else (),
    "country": lambda one: (one.country,) if one.country else (),
}


def letter(name: str) -> str:
    """The letter a name stands under, accents not counted."""
    first = fold(name)[:1].upper()
    return first if "A" <= first <= "Z" else OTHER


def matching(rows: Iterable[Listed], wish: Asked, without: str = "") -> list[Listed]:
    """The providers that meet every filter, one of them left out if so asked."""
    words = fold(wish.q).split()
    chosen = [(name, getattr(wish, name)) for name in FILTERS if name != without and getattr(wish, name)]
    return [
        one
        for one in rows
        if all(word in fold(one.name) for word in words) and all(value in _VALUES[name](one) for name, value in chosen)
    ]


def groups(rows: Sequence[Listed], wish: Asked) -> tuple[FilterGroup, ...]:
    """Kind, setting and country with their numbers; a filter with one value only is not worth asking."""
    called = {"kind": _("What it is"), "setting": _("Setting"), "country": _("Country")}
    found = (FilterGroup(called[name], _filters(name, rows, wish)) for name in SCHEMES)
    return tuple(group for group in found if len(group.filters) > 1 or any(one.chosen for one in group.filters))


def letters(rows: Sequence[Listed], wish: Asked) -> tuple[Filter, ...]:
    """The first letters there are."""
    return _filters("letter", rows, wish)


def chips(wish: Asked) -> tuple[Chip, ...]:
    """What is set, each with the address without it; the words stay in the box."""
    return tuple(
        Chip(_words(name, getattr(wish, name)), wish.with_(name, "").address())
        for name in FILTERS
        if getattr(wish, name)
    )


def _filters(name: str, rows: Sequence[Listed], wish: Asked) -> tuple[Filter, ...]:
    counts = Counter(value for one in matching(rows, wish, without=name) for value in _VALUES[name](one))
    chosen = getattr(wish, name)
    if chosen:
        counts.setdefault(chosen, 0)
    found = [
        Filter(
            words=_words(name, value),
            count=display.number(count),
            count_words=ngettext("provider", "providers", count),
            href=wish.with_(name, value).address() if count else "",
            chosen=value == chosen,
        )
        for value, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.words == _words(name, OTHER), fold(one.words))))


def _words(name: str, value: str) -> str:
    if name == "letter":
        return _("0–9 and others") if value == OTHER else value
    return display.country_name(value) if name == "country" else display.named(SCHEMES[name], value)
