"""Hours as people type them and as a form shows them again: 24, 1.5, 9:10, 9 h 10 min or 45 min, all of them whole
minutes. What a form or a page shows it also reads, so that saving a page unchanged changes nothing."""

import re
from decimal import Decimal

from registry.kernel.fields import MOST_MINUTES as MOST
from registry.kernel.i18n import gettext as _
from registry.web import display
from registry.web.publish import numerals

LONGEST = 40  # signs
_HOUR, _MINUTE = r"(?:h|hrs?|hours?|heures?|std\.?|stunden?)", r"(?:m|min\.?|minutes?|minuten)"
_AND = r"(?:(?:and|et|und)\s+)?"
_HOURS = re.compile(rf"(\d[\d.,\s]*?)\s*(?::(\d\d)|({_HOUR})\s*{_AND}(?:(\d{{1,2}})\s*{_MINUTE}?)?)?", re.I)
_MINUTES = re.compile(rf"(\d{{1,6}})\s*{_MINUTE}", re.I)
_GROUPED = re.compile(r"([1-9]\d{0,2})([.,\s])\d{3}(?:\2\d{3})*")
_PLAIN = re.compile(r"0[.,]\d{1,6}|\d{1,6}(?:[.,](?!\d{3}\Z)\d{1,6})?")


def read(text: str) -> int | None:
    """The minutes this text says; None when it says no length in whole minutes, or can be read in two ways. A fraction
    of hours is rounded to the minute it means when it has two digits or more, as 9.17 for nine hours ten."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if alone := _MINUTES.fullmatch(said):
        return _bounded(Decimal(alone[1]))
    if (found := _HOURS.fullmatch(said)) is None:
        return None
    number, clock, unit, more = found.groups()
    minutes = int(clock or more or 0)
    hours = _number(number, unit, clock or more)
    return None if hours is None or minutes >= 60 else _bounded(hours * 60 + minutes)


def refusal(text: str) -> str:
    """What to write instead of a text that `read` does not take."""
    said = text.strip()[:LONGEST]
    found = _HOURS.fullmatch(said)
    many = numerals.thousands(found[1]) if found and not (found[2] or found[4]) else None
    if many and many * 60 <= MOST:
        return numerals.two_ways(said, many, written(round(Decimal(many) * 60 / 1000)))
    return _("Give hours, such as 30, 1.5 or 9:10, at most %(most)s.", most=MOST // 60)


def written(minutes: int) -> str:
    """So many minutes as a form shows them: 24, 1.5 where it is halves and quarters, else 9:10."""
    if minutes % 15 == 0:
        return f"{Decimal(minutes) / 60:.2f}".rstrip("0").rstrip(".")
    return f"{minutes // 60}:{minutes % 60:02}"


def _number(number: str, unit: str | None, minutes: str | None) -> Decimal | None:
    """The hours a number says. Three digits behind a point or comma are thousands only where minutes follow, or where
    our own pages write it so for this reader."""
    if grouped := _GROUPED.fullmatch(number):
        whole = int(number.replace(grouped[2], ""))
        is_sure = minutes or grouped[2].isspace() or (unit and number == display.number(whole))
        return Decimal(whole) if is_sure else None
    if _PLAIN.fullmatch(number) and (number.isdigit() or not minutes):
        return Decimal(number.replace(",", "."))
    return None


def _bounded(exact: Decimal) -> int | None:
    whole = int(exact.to_integral_value())
    is_meant = abs(exact - whole) < Decimal("0.5") and (whole or not exact)
    return whole if whole <= MOST and is_meant else None
