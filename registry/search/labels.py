"""The words beside a filter: the official or everyday name of a value in the reader's language, and the order in
which the values of a filter stand."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency
from sqlalchemy import bindparam, select

from registry import config
from registry.kernel.db import db
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import speaking
from registry.providers.model import HIDDEN, Provider
from registry.search import facets
from registry.vocabularies import queries as vocabularies

_NAMES = select(Provider.slug, Provider.name).where(
    Provider.slug.in_(bindparam("slugs", expanding=True)), Provider.standing.not_in(HIDDEN)
)
_CENTS = re.compile(r"\.0+")


def labels(name: str, values: Collection[str], language: str) -> dict[str, str]:
    """value → label of the values of one facet, in the order in which they are shown."""
    scheme = facets.BY_NAME[name].scheme
    if scheme is not None:
        known, named = vocabularies.positions(scheme), vocabularies.labels(scheme, language)
        ordered = sorted(values, key=lambda value: (known.get(value, len(known)), value))
        return {value: named.get(value, value) for value in ordered}
    if name == "provider":
        return _providers(values)
    tell: Callable[[str, str], str] = _TELLERS.get(name, _as_is)
    with speaking(language):
        return {value: tell(value, language) for value in sorted(values, key=_order)}


def label(name: str, value: str, language: str) -> str:
    """The label of one value."""
    return labels(name, [value], language).get(value, value)


def _providers(values: Collection[str]) -> dict[str, str]:
    names = dict(db.session.execute(_NAMES, {"slugs": list(values)}).all()) if values else {}
    return {value: names.get(value, value) for value in values}


def _order(value: str) -> tuple[int, ...]:
    """Free first, then bands by their ends, months by their date."""
    band = facets.band(value)
    return (band[1], band[0]) if band else (facets.month(value) or 0,)


def _as_is(value: str, _language: str) -> str:
    return value


def _month(value: str, language: str) -> str:
    return _named_month(facets.month(value) or 0, language.replace("-", "_"))


@lru_cache(maxsize=1024)
def _named_month(count: int, locale: str) -> str:
    return format_date(dt.date(count // 12, count % 12 + 1, 1), "LLLL y", locale=locale)


def _open(_value: str, _language: str) -> str:
    return _("Enrolment open now")


def _price(value: str, language: str) -> str:
    """A band never holds what is free, and its words say so: who is ready to pay 50 must not miss those by it."""
    band = facets.band(value)
    if band is None:
        return _("Free")
    low, high = (_amount(amount, language, config.current().currency) for amount in band)
    return _("%(low)s to %(high)s", low=low, high=high) if band[0] else _("Paid, up to %(high)s", high=high)


def _hours(value: str, _language: str) -> str:
    low, high = facets.band(value) or (0, 0)
    if low:
        return _("%(low)s to %(high)s hours", low=low, high=high)
    return _("Up to %(high)s hours", high=high)


@lru_cache(maxsize=1024)
def _amount(amount: int, language: str, currency: str) -> str:
    """A whole amount, without the cents nobody compares by."""
    locale = Locale.parse(language, sep="-")
    pattern = locale.currency_formats["standard"].pattern
    return format_currency(amount, currency, _CENTS.sub("", pattern), locale, currency_digits=False)


_TELLERS = {"starts": _month, "open": _open, "price": _price, "hours": _hours}
