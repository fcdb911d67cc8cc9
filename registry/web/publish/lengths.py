"""Hours as people type them and as a form shows them again: 24, 1.5, 9:10 or 9 h 10 min, all of them whole minutes.
What a form shows it also reads, so that saving a page unchanged changes nothing."""

import re
from decimal import Decimal

MOST = 10**7  # minutes
_CLOCK = re.compile(
    r"(\d{1,6})(?::|\s*(?:h|hours?|heures?|std\.?|stunden?)\s*)(\d{1,2})?\s*(?:m|min\.?|minutes?|minuten)?", re.I
)
_PLAIN = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?")


def read(text: str) -> int | None:
    """The minutes this text says; None when it says no length in whole minutes. A fraction of hours is rounded to the
    minute it means when it has two digits or more, as 9.17 for nine hours ten."""
    said = text.strip()
    if _PLAIN.fullmatch(said):
        exact = Decimal(said.replace(",", ".")) * 60
        whole = int(exact.to_integral_value())
        return whole if whole <= MOST and abs(exact - whole) < Decimal("0.5") else None
    if found := _CLOCK.fullmatch(said):
        hours, minutes = int(found[1]), int(found[2] or 0)
        total = hours * 60 + minutes
        return total if minutes < 60 and total <= MOST else None
    return None


def written(minutes: int) -> str:
    """So many minutes as a form shows them: 24, 1.5 where it is halves and quarters, else 9:10."""
    if minutes % 15 == 0:
        return f"{Decimal(minutes) / 60:.2f}".rstrip("0").rstrip(".")
    return f"{minutes // 60}:{minutes % 60:02}"
