"""Numbers as people type them. A point or comma before three digits may stand for thousands or begin a fraction: who
types that is asked which."""

import re
from dataclasses import dataclass
from decimal import Decimal

from registry.kernel.i18n import gettext as _

LONGEST = 1000  # signs
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_DAYS = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_TWO_WAYS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_SPACED = re.compile(r"(?<=\d)\s(?=\d{3}(?:[\s.,]|\Z))")
_MINUS = "\u2212"  # the sign itself, as text programs put it


@dataclass(frozen=True)
class Unit:
    """What people give a number in: `times` as many are kept, of those from none to `most`."""

    times: int
    most: int


def thousands(number: str) -> int | None:
    """The larger of two readings of a number: 1500 for 1,500; None where there is but one."""
    found = _TWO_WAYS.fullmatch(number)
    return int(found[1] + found[2]) if found else None


def two_ways(given: str, many: int, few: str) -> str:
    """What to write instead."""
    return _("“%(given)s” can be read in two ways. Write %(many)s or %(few)s.", given=given, many=many, few=few)


def read(text: str, unit: Unit) -> int | None:
    """How many are kept of what is given in this unit, which has to be whole; None where it is no number, one beyond
    the unit's bounds, or one that can be read in two ways."""
    exact = None if thousands(_joined(text)) else _exact(text, unit)
    return int(exact) if exact is not None and 0 <= exact <= unit.most and exact == exact.to_integral_value() else None


def refusal(text: str, unit: Unit) -> str:
    """What to write instead of a text that `read` does not take."""
    many, exact = thousands(_joined(text)), _exact(text, unit)
    if many and many * unit.times <= unit.most and many * unit.times % 1000 == 0:
        return two_ways(text.strip(), many, f"{Decimal(many) / 1000:f}".rstrip("0").rstrip("."))
    if exact is None:
        return _("Give a number, such as 30 or 1.5.")
    if not 0 <= exact <= unit.most:
        return _("Give a number from %(low)s to %(high)s.", low=0, high=unit.most // unit.times)
    return _("Give at most two decimals, such as 1.50, and write thousands without a sign between.")


def days(text: str) -> int | None:
    """A whole number of days, some before or after; None where it is none."""
    found = _DAYS.fullmatch(text.strip().replace(_MINUS, "-"))
    return int(found[0]) if found else None


def _exact(text: str, unit: Unit) -> Decimal | None:
    number = _joined(text)
    if len(number) > LONGEST or not _NUMBER.fullmatch(number):
        return None
    return Decimal(number.replace(",", ".")) * unit.times


def _joined(text: str) -> str:
    return _SPACED.sub("", text.strip().replace(_MINUS, "-"))
