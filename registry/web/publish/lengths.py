"""Hours as people type them and as a form shows them again: 24, 1.5, 9:10, 9 h 10 min or 45 min, all of them whole
minutes. What a form or a page shows it also reads, so that saving a page unchanged changes nothing."""

import re
from decimal import Decimal

from registry.kernel.i18n import gettext as _
from registry.web import display

MOST = 10**7  # minutes
LONGEST = 40  # signs
_HOUR, _MINUTE = r"(?:h|hours?|heures?|std\.?|stunden?)", r"(?:m|min\.?|minutes?|minuten)"
_HOURS = re.compile(rf"(\d[\d.,\s]*?)\s*(?:(:|{_HOUR})\s*(?:(\d{{1,2}})\s*{_MINUTE}?)?)?", re.I)
_MINUTES = re.compile(rf"(\d{{1,6}})\s*{_MINUTE}", re.I)
_GROUPED = re.compile(r"(\d{1,3})([.,\s])\d{3}(?:\2\d{3})*")
_PLAIN = re.compile(r"\d{1,6}(?:[.,](?!\d{3}\Z)\d{1,6})?")


def read(text: str) -> int | None:
    """The minutes this text says; None when it says no length in whole minutes, or can be read in two ways. A fraction
    of hours is rounded to the minute it means when it has two digits or more, as 9.17 for nine hours ten."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if alone := _MINUTES.fullmatch(said):
        return _bounded(Decimal(alone[1]))
    found = _HOURS.fullmatch(said)
    hours = _number(*found.groups()) if found else None
    if found is None or hours is None or int(found[3] or 0) >= 60:
        return None
    return _bounded(hours * 60 + int(found[3] or 0))


def refusal(text: str) -> str:
    """What to write instead of a text that `read` does not take."""
    found = _HOURS.fullmatch(text.strip()[:LONGEST])
    number = found[1] if found else ""
    if (grouped := _GROUPED.fullmatch(number)) and len(number) == len(grouped[1]) + 4:
        few = round(Decimal(number.replace(",", ".")) * 60)
        plain = int(number.replace(grouped[2], ""))
        return _("“%(given)s” can be read in two ways. Write %(many)s or %(few)s.",
                 given=text.strip(), many=plain, few=written(few))  # fmt: skip
    return _("Give hours, such as 30, 1.5 or 9:10.")


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
    return whole if whole <= MOST and abs(exact - whole) < Decimal("0.5") else None
