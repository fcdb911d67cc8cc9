"""The box "Where?" in words: what stands in it, what it proposes, and which other regions are called like the one
chosen. What is typed there means what `near` means at every door."""

from collections.abc import Sequence

from registry.kernel.i18n import language
from registry.search import nearby
from registry.search.gazetteer import COUNTRY
from registry.search.request import SearchRequest
from registry.search.service import FacetValue
from registry.search.where import ONLINE
from registry.web import display

TOWNS = 40  # suggested; every other town may be typed as well


def typed(request: SearchRequest) -> str:
    """What stands in the box: the place, or the one region."""
    if request.near:
        return request.near
    return _named(request.region)[0] if len(request.region) == 1 else ""


def is_online_within_reach(request: SearchRequest) -> bool:
    """Does what is online count as within reach of the chosen region? It is left out where only ways of learning on
    site are chosen."""
    return not request.mode or ONLINE in request.mode


def suggestions(values: Sequence[FacetValue]) -> tuple[str, ...]:
    """What the box proposes: online, the towns with most places, the regions that have something."""
    codes = [value.value for value in values if value.count and len(value.value) <= nearby.LARGE]
    return tuple(dict.fromkeys([_online(), *nearby.towns(TOWNS), *_named(_apart(codes))]))


def namesakes(request: SearchRequest) -> list[tuple[str, str]]:
    """(code, name with its country) of the regions elsewhere that are called like the one chosen."""
    codes = nearby.namesakes(request.region[0]) if len(request.region) == 1 and not request.near else []
    return [(code, _with_country(code)) for code in codes]


def _with_country(code: str) -> str:
    name = display.named("nuts", code)
    return name if len(code) == COUNTRY or "(" in name else f"{name} ({display.named('nuts', code[:COUNTRY])})"


def _apart(codes: Sequence[str]) -> list[str]:
    """Of regions that lie in one another and have one name the largest."""
    names = {code: display.named("nuts", code) for code in codes}
    return [code for code in codes if names[code] not in (names.get(code[:end]) for end in range(COUNTRY, len(code)))]


def _named(codes: Sequence[str]) -> list[str]:
    """Regions as the box says them, so that they are understood again: with the code where the name means a town."""
    names = [display.named("nuts", code) for code in codes]
    told = zip(codes, names, nearby.regions(names), strict=True)
    return [name if meant == code else f"{name} ({code})" for code, name, meant in told]


def unknown(text: str) -> list[str]:
    """Names spelt like one that is not known."""
    return nearby.alike(text, language())


def _online() -> str:
    return display.named("mode", ONLINE)
