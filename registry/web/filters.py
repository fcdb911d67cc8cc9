"""The filters of a search in words: groups with counts, chips for what is set, the form's hidden rest, and ways to
order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.search import facets
from registry.search.labels import label, labels
from registry.search.nearby import LARGE
from registry.search.request import RADII, SearchRequest
from registry.search.service import FacetValue, Results
from registry.vocabularies import queries as vocabularies
from registry.web import display, places
from registry.web.pages.offers import Chip, Group, Hidden, Option, Order, Question
from registry.web.values import Link

# in the order shown; the place stands before them and `funding` has no schemes yet
GROUPS = (
    "kind", "competence", "level", "mode", "price", "starts", "time", "open", "hours", "language",
    "credential", "eqf", "setting", "target", "access", "provider",
)  # fmt: skip
OPEN_GROUPS = frozenset({"kind", "competence", "level", "mode", "price"})
# long lists show only what is there
ONLY_PRESENT = frozenset({"language", "target", "provider", "starts"})
AT_ONCE = 9
IN_FORM = frozenset({"q", "near"})
COMPETENCE = "competence"
BANDS = {"open": facets.OPEN_VALUES, "price": facets.PRICE_BANDS, "hours": facets.HOUR_BANDS}


def names() -> dict[str, str]:
    """What each group is called."""
    return {
        "kind": _("Kind of offer"),
        "competence": _("Competence"),
        "level": _("Level"),
        "mode": _("How you learn"),
        "price": _("Price you pay"),
        "starts": _("Starts"),
        "time": _("Time of day"),
        "open": _("Enrolment"),
        "hours": _("Hours"),
        "language": _("Language of teaching"),
        "credential": _("What you receive"),
        "eqf": _("Qualification level (EQF)"),
        "setting": _("Setting"),
        "target": _("Made for"),
        "access": _("Accessibility"),
        "provider": _("Provider"),
        "region": _("Where"),
    }


def groups(found: Results) -> tuple[Group, ...]:
    """Every facet that has something to choose, as the page shows it; the distance or the region first."""
    called = names()
    facets_shown = (_group(name, called[name], found) for name in GROUPS if _choices(name, found))
    where = _distances(found) if found.request.near else _regions(found)
    return (*([where] if where else []), *facets_shown)


def _choices(name: str, found: Results) -> bool:
    return any(value.count or value.selected for value in found.facets.get(name, ()))


def _group(name: str, called: str, found: Results) -> Group:
    values = _complete(name, found.facets[name])
    shown = [value for value in values if value.count or value.selected or name not in ONLY_PRESENT]
    first, further = _split(name, shown)
    chosen, everyday = sum(value.selected for value in values), _everyday(name)
    return Group(
        parameter=name,
        name=called,
        options=tuple(_option(name, value, everyday) for value in first),
        further=tuple(_option(name, value, everyday) for value in further),
        further_words=_("All 21 competences") if name == COMPETENCE else _further(further),
        chosen=ngettext("%(num)s selected", "%(num)s selected", chosen) if chosen else "",
        open=name in OPEN_GROUPS or chosen > 0,
    )


def _further(further: Sequence[object]) -> str:
    return ngettext("%(num)s more", "%(num)s more", len(further))


def _complete(name: str, values: Sequence[FacetValue]) -> list[FacetValue]:
    """A short list whole, with what has nothing at present: one sees what there is to choose from."""
    if name in ONLY_PRESENT:
        return list(values)
    given, scheme = {value.value: value for value in values}, facets.BY_NAME[name].scheme
    if scheme is None:
        said = labels(name, {*BANDS[name], *given}, language())
        return [given.get(value) or FacetValue(value, words, 0, False) for value, words in said.items()]
    known, called = vocabularies.positions(scheme), vocabularies.labels(scheme, language())
    whole = [given.get(code) or FacetValue(code, called[code], 0, False) for code in known]
    return whole + [value for value in values if value.value not in known]


def _distances(found: Results) -> Group | None:
    """How far from the place; None where nobody knows where a town lies."""
    if found.spot is None or found.spot.point is None:
        return None
    radius = found.request.radius
    options = tuple(
        Option(str(way), _("Within %(number)s km", number=display.number(way)), "", way == radius, empty=False)
        for way in sorted({*RADII, radius})
    )
    return Group("radius", _("Distance"), options, (), "", "", open=True, single=True)


def regions(found: Results) -> list[FacetValue]:
    """The larger regions that have something, and those chosen; one whose only part says the same is left out. What is
    as small as a town is better looked for by its distance."""
    values = [v for v in found.facets.get("region", ()) if v.selected or len(v.value) <= LARGE]
    counts = {value.value: value.count for value in values}
    return [v for v in values if v.selected or (v.count and not _says_the_same(v, counts))]


def _regions(found: Results) -> Group | None:
    """Regions as links, for only one can be chosen here."""
    shown = regions(found)
    if not shown:
        return None
    everyday = _everyday("region")
    options = [
        _option("region", value, everyday, address(replace(found.request, region=(value.value,), page=1)))
        for value in shown
    ]
    first, further = tuple(options[:AT_ONCE]), tuple(options[AT_ONCE:])
    return Group("region", _("Region"), first, further, _further(further), "", open=any(v.selected for v in shown))


def _split(name: str, values: Sequence[FacetValue]) -> tuple[list[FacetValue], list[FacetValue]]:
    """What is shown at once and what behind "more"; of competences the five areas stand in front."""
    if name == COMPETENCE:
        return [v for v in values if "." not in v.value], [v for v in values if "." in v.value]
    if len(values) <= AT_ONCE + 2:
        return list(values), []
    return list(values[:AT_ONCE]), list(values[AT_ONCE:])


def _option(name: str, value: FacetValue, everyday: Mapping[str, str], href: str = "") -> Option:
    return Option(
        value=value.value,
        words=everyday.get(value.value, value.label),
        number=display.number(value.count),
        chosen=value.selected,
        empty=not value.count and not value.selected,
        area=int(value.value[0]) if name == COMPETENCE else 0,
        href=href,
    )


def _everyday(name: str) -> Mapping[str, str]:
    """What the values of a group are called where that is not their label."""
    scheme = facets.BY_NAME[name].scheme
    if scheme is None or name == "level":  # two levels share each everyday name, so that a level keeps its full one
        return {}
    shorts = vocabularies.shorts(scheme, language())
    if name == COMPETENCE:
        return {code: f"{code} {short}" if "." in code else short for code, short in shorts.items()}
    return shorts


def chips(found: Results) -> tuple[Chip, ...]:
    """What is set, each with the address without it; the words asked for stay in the box and have no chip."""
    return tuple(
        Chip(said(name, value, found), address(found.request.without(name, value)))
        for name, value in found.request.active()
        if name != "q"
    )


def said(name: str, value: str, found: Results) -> str:
    """One filter in words."""
    if name == "q":
        return _("“%(words)s”", words=value)
    if name == "near":
        place = found.spot.name if found.spot else value
        return _("%(place)s, %(distance)s km", place=place, distance=found.request.radius)
    if name == "region" and places.is_online_within_reach(found.request):
        return _("%(place)s or online", place=display.named("nuts", value))
    shown = next((item for item in found.facets.get(name, ()) if item.value == value), None)
    return _everyday(name).get(value, shown.label if shown else label(name, value, language()))


def address(request: SearchRequest) -> str:
    """The page of this search."""
    query = request.address()
    return url_for("portal.offers") + ("?" + query if query else "")


def question(found: Results, boxes: bool = True) -> Question:
    """The form at the top. Filters shown as boxes are not repeated; all others travel along unseen – all of them where
    the page has no boxes. One region stands in the box for the place, and leads to others of its name."""
    request = found.request
    shown = {name for name in GROUPS if boxes and _choices(name, found)} | IN_FORM | {"page"}
    if boxes and _distances(found):
        shown.add("radius")
    if len(request.region) == 1 and not request.near:
        shown.add("region")
    rest = tuple(Hidden(name, value) for name, value in request.canonical() if name not in shown)
    others = tuple(
        Link(name, address(request.without("region").with_("region", code))) for code, name in places.namesakes(request)
    )
    proposed = places.suggestions(found.facets.get("region", ()))
    return Question(request.q, places.typed(request), proposed, rest, guesses=others)


def _says_the_same(value: FacetValue, counts: dict[str, int]) -> bool:
    size = len(value.value) + 1
    return any(code[:-1] == value.value and len(code) == size and counts[code] == value.count for code in counts)


def orders(found: Results) -> tuple[Order, ...]:
    """Ways to sort that make sense for this search."""
    request = found.request
    ways = [
        ("best", _("Best match")),
        ("soonest", _("Soonest")),
        ("cheapest", _("Cheapest")),
        ("shortest", _("Shortest")),
        ("newest", _("Newest")),
    ]
    if found.spot and found.spot.point:
        ways.insert(1, ("nearest", _("Nearest")))
    return tuple(Order(words, address(request.with_("sort", way)), way == request.sort) for way, words in ways)
