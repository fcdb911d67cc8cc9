"""Narrowing the public decisions: by kind, outcome, provider, criterion not met and month. The address is read strictly
and has one canonical form; every count says how many decisions its link leads to."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.quality import browsing, criteria
from registry.quality.browsing import FILTERS, Choice
from registry.web import display, moments
from registry.web.numbers import given_once, page_number
from registry.web.pages.offers import Chip, Filter, FilterGroup

LONGEST = 80  # characters of a provider's slug, or of whatever else is asked for


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a choice and a page."""

    choice: Choice
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) pairs of the canonical address."""
        chosen = [(name, getattr(self.choice, name)) for name in FILTERS if getattr(self.choice, name)]
        return [*chosen, ("page", str(self.page))] if self.page > 1 else chosen

    def address(self, endpoint: str = "portal.decisions") -> str:
        """The canonical address, of the page or of another shape of the same."""
        values: dict[str, Any] = dict(self.pairs())
        return url_for(endpoint, **values)

    def with_(self, name: str, value: str) -> "Asked":
        """The same with another value, from its first page on."""
        return Asked(replace(self.choice, **{name: value}))

    def at(self, page: int) -> "Asked":
        """Another page of the same."""
        return replace(self, page=page)


def asked(*, turns: bool = True) -> Asked:
    """Read the address; InvalidParameter names what cannot be read. Shapes that are whole turn no pages."""
    given: dict[str, str] = {}
    page = page_number(beside=FILTERS)
    if not turns and "page" in request.args:
        raise InvalidParameter("page", request.args["page"], _("There is no such parameter."))
    for name, value in given_once():
        meant = value.strip().lower() if name == "provider" else value.strip()
        if len(value) > LONGEST or not browsing.knows(name, meant):
            raise InvalidParameter(name, value, _("This value is not in the list of this parameter."))
        given[name] = meant
    return Asked(Choice(**given), page)


def groups(wish: Asked) -> tuple[FilterGroup, ...]:
    """Every filter with its values; one with a single value that is not chosen is not worth asking."""
    called = {
        "kind": _("About"),
        "outcome": _("Outcome"),
        "provider": _("Provider"),
        "criterion": _("Criterion not met"),
        "month": _("Month"),
    }
    counts = browsing.counts(wish.choice)
    names = _words(counts)
    found = (FilterGroup(called[name], tuple(_filters(name, counts[name], names, wish))) for name in FILTERS)
    return tuple(group for group in found if len(group.filters) > 1 or any(one.chosen for one in group.filters))


def chips(wish: Asked) -> tuple[Chip, ...]:
    """What is set, each with the address without it."""
    chosen = {name: {value: 0} for name in FILTERS if (value := getattr(wish.choice, name))}
    names = _words(chosen)
    return tuple(
        Chip(names[name, value], wish.with_(name, "").address()) for name, values in chosen.items() for value in values
    )


def criterion_words(code: str) -> str:
    """A criterion by its newest title."""
    editions = [one for one in criteria.editions() if any(point.code == code for point in one.criteria)]
    return editions[-1].title_of(code, language()) if editions else code


Names = Mapping[tuple[str, str], str]


def _filters(name: str, counts: Mapping[str, int], names: Names, wish: Asked) -> Iterator[Filter]:
    chosen = getattr(wish.choice, name)
    unseen = {chosen: 0} if chosen and chosen not in counts else {}
    for value, count in {**counts, **unseen}.items():
        yield Filter(
            words=names.get((name, value)) or _words({name: unseen})[name, value],
            count=display.number(count),
            count_words=ngettext("decision", "decisions", count),
            href=wish.with_(name, value).address() if count else "",
            chosen=value == chosen,
        )


def _words(counts: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], str]:
    """(filter, value) → its words."""
    providers = browsing.provider_names(counts.get("provider", {}))
    said: dict[str, Callable[[str], str]] = {
        "kind": browsing.kind_words,
        "outcome": browsing.outcome_words,
        "provider": lambda slug: providers.get(slug) or slug,
        "criterion": criterion_words,
        "month": lambda month: moments.month_and_year(dt.date.fromisoformat(month + "-01")),
    }
    return {(name, value): said[name](value) for name, values in counts.items() for value in values}
