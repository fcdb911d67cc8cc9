"""The box "Where?": what may be typed there and what it means. A town, a postcode or a point is looked for around it,
a region or country in it, and "online" everywhere; each has its own parameter, so that an address says what it is."""

from collections.abc import Sequence

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.text import fold
from registry.search import nearby
from registry.search.request import SearchRequest
from registry.search.service import FacetValue
from registry.vocabularies import queries as vocabularies
from registry.web import display

ONLINE = "online"
COUNTRY = 2  # letters of the code of a country; each further one is a smaller region
TOWNS = 40  # suggested; every other town may be typed as well


def meant(request: SearchRequest) -> SearchRequest:
    """The request with what was typed as a place put where it belongs. A region typed takes the place of one chosen
    before."""
    if not request.near:
        return request
    if fold(request.near) in _names_of_online():
        return request.without("near").without("mode").with_("mode", ONLINE)
    region = nearby.region(request.near)
    return request.without("near").without("region").with_("region", region) if region else request


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


def _names_of_online() -> set[str]:
    row = vocabularies.concept("mode", ONLINE)
    names = row.names() if row else ()
    return {fold(name) for name in (ONLINE, *names, _("Online, live"), _("Online, any time"))}
