"""Places as people write them on letters: a postcode before or behind its town, the letters of the country before the
postcode ("D-54290 Trier"), the country or region behind a comma ("Trier, Germany")."""

import itertools
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.kernel.text import words
from registry.search.about import NUTS_COUNTRY
from registry.search.gazetteer import COUNTRY, Gazetteer, Town

# letters that stand for a country before a postcode where they are not its code
BEFORE = {
    "a": "AT", "b": "BE", "d": "DE", "e": "ES", "f": "FR", "fin": "FI", "h": "HU", "i": "IT", "l": "LU", "n": "NO",
    "p": "PT", "s": "SE",
}  # fmt: skip
SHARED = 2  # figures that postcodes begin with together when they are near each other; in a known country one less
_RUN_IN = re.compile(r"([a-z]{1,3})(\d{3,})")


@dataclass(frozen=True)
class Written:
    """What was read: the postcode without spaces, the name beside it, and the code of the country or region told;
    each may be ""."""

    postcode: str
    name: str
    within: str

    @property
    def is_more(self) -> bool:
        """Is it more than a name?"""
        return bool(self.postcode or self.within)


def read(text: str, known: Gazetteer) -> Written:
    """The parts of what was typed, in the words of the gazetteer."""
    head, _comma, tail = text.rpartition(",")
    within = _region(words(tail), known) if words(head) else ""
    parts = words(head if within else text).split()
    if parts and (run_in := _RUN_IN.fullmatch(parts[0])):
        parts[:1] = run_in.groups()
    if len(parts) > 1 and parts[1][0].isdigit() and (country := _country(parts[0], known)):
        within, parts = within or country, parts[1:]
    postcode, name = _parted(parts, known)
    return Written(postcode, name, within)


def found(written: Written, known: Gazetteer) -> Iterator[Town]:
    """The places of this postcode there, the one meant first."""
    return (one for one in known.postcodes.get(written.postcode, ()) if one.within.startswith(written.within))


def near(written: Written, known: Gazetteer, most: int) -> list[str]:
    """Where something is taught under a postcode that begins like this one, those most alike first: the nearer two
    postcodes of a country are, the more figures they share."""
    wanted, least = written.postcode, SHARED - bool(written.within)
    alike = [
        (-shared, postcode, town.name)
        for postcode, towns in known.postcodes.items()
        if (shared := _shared(wanted, postcode)) >= least and len(postcode) == len(wanted)
        for town in towns
        if town.within.startswith(written.within)
    ]
    return [name for _shared, _postcode, name in sorted(alike)][:most]


def _shared(one: str, other: str) -> int:
    """How many signs both begin with."""
    return sum(1 for _same in itertools.takewhile(bool, map(operator.eq, one, other)))


def _parted(parts: list[str], known: Gazetteer) -> tuple[str, str]:
    """(postcode, name): a postcode that is known, as many words as it has, else the words with figures."""
    for size in range(len(parts), 0, -1):
        for part, rest in ((parts[:size], parts[size:]), (parts[-size:], parts[:-size])):
            if "".join(part) in known.postcodes:
                return "".join(part), " ".join(rest)
    figures = [part for part in parts if any(map(str.isdigit, part))]
    return "".join(figures), " ".join(part for part in parts if part not in figures)


def _country(letters: str, known: Gazetteer) -> str:
    return BEFORE.get(letters) or (_region(letters, known) if len(letters) == COUNTRY else "")


def _region(name: str, known: Gazetteer) -> str:
    return known.regions.get(name) or known.regions.get(NUTS_COUNTRY.get(name.upper(), "").casefold(), "")
