"""The filters of the contract as a table: name, whether the offer or one of its runs must meet it, and where its
values come from. Request, engine, oracle and page all read this one table, so a filter cannot mean two things."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

OPEN_VALUES = ("now",)
FREE = "free"
PRICE_BANDS = (FREE, "0-50", "0-100", "0-250", "0-1000")
HOUR_BANDS = ("0-4", "0-10", "0-30", "0-100")
MONTHS_SHOWN = 12
PROVIDERS_SHOWN = 20

_BAND = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
_MONTH = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Facet:
    """One filter. `of`: "offer" or "run". `scheme`: the closed list its values come from; None with a form of its own
    or open."""

    name: str
    of: str
    scheme: str | None = None


# In the order of the contract, which is also the order of a canonical address.
FACETS = (
    Facet("kind", "offer", "kind"),
    Facet("competence", "offer", "digcomp"),
    Facet("level", "offer", "digcomp-level"),
    Facet("eqf", "offer", "eqf"),
    Facet("setting", "offer", "setting"),
    Facet("target", "offer", "target-group"),
    Facet("credential", "offer", "credential"),
    Facet("provider", "offer"),
    # Step-free is a property of a place, so the same run must have it; an offer without runs may state it for itself.
    Facet("access", "run", "access"),
    Facet("mode", "run", "mode"),
    Facet("language", "run", "language"),
    Facet("region", "run", "nuts"),
    Facet("starts", "run"),
    Facet("time", "run", "time"),
    Facet("open", "run"),
    Facet("price", "run"),
    Facet("funding", "run"),
    Facet("hours", "offer"),
)
BY_NAME = {facet.name: facet for facet in FACETS}
NAMES = tuple(facet.name for facet in FACETS)

# Filters that compare plain values; the others (starts, open, price, hours) compare amounts or times.
OFFER_VALUES = ("kind", "competence", "level", "eqf", "setting", "target", "credential", "provider")
# (A town is no filter of its own: it stands in for `near` where nobody knows the coordinates.)
TOWN = "town"
RUN_VALUES = ("access", "mode", "language", "region", "time", "funding", TOWN)
# What a specification may state when there is no run to ask.
STATED_WITHOUT_RUN = ("access", "mode", "language")


def band(text: str) -> tuple[int, int] | None:
    """(from, to), both included, of "0-100"; None when it is no band."""
    found = _BAND.fullmatch(text)
    if found is None:
        return None
    low, high = int(found[1]), int(found[2])
    return (low, high) if low <= high else None


def month(text: str) -> int | None:
    """The month of "2026-12" counted from year 0 (year * 12 + month - 1); None when it is no month."""
    found = _MONTH.fullmatch(text)
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def month_text(count: int) -> str:
    """The text of a counted month."""
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def shown(bands: Iterable[str], chosen: Iterable[str]) -> list[str]:
    """The bands always offered and the chosen ones beside them, each once."""
    return list(dict.fromkeys((*bands, *chosen)))
