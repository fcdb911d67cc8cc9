"""Numbers as people type them. A point or comma before three digits may stand for thousands or begin a fraction: who
types that is asked which."""

import re
from decimal import Decimal

from registry.kernel.i18n import gettext as _

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_TWO_WAYS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_SPACED = re.compile(r"(?<=\d)\s(?=\d{3}(?:[\s.,]|\Z))")
MOST = 10**9


def thousands(number: str) -> int | None:
    """The larger of two readings of a number: 1500 for 1,500; None where there is but one."""
    found = _TWO_WAYS.fullmatch(number)
    return int(found[1] + found[2]) if found else None


def two_ways(given: str, many: int, few: str) -> str:
    """What to write instead."""
    return _("“%(given)s” can be read in two ways. Write %(many)s or %(few)s.", given=given, many=many, few=few)


def read(text: str, times: int) -> int | None:
    """So many times the number, which has to be whole; None where it is none, or can be read in two ways."""
    number = _SPACED.sub("", text.strip())
    if thousands(number) or not _NUMBER.fullmatch(number):
        return None
    exact = Decimal(number.replace(",", ".")) * times
    return int(exact) if abs(exact) <= MOST and exact == exact.to_integral_value() else None


def refusal(text: str, times: int) -> str:
    """What to write instead of a text that `read` does not take."""
    many = thousands(text.strip())
    if many and many * times <= MOST and many * times % 1000 == 0:
        return two_ways(text.strip(), many, f"{Decimal(many) / 1000:f}".rstrip("0").rstrip("."))
    return _("Give a number, such as 30 or 1.5.")
