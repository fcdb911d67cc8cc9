"""The filters of a search in words: groups with counts, chips for what is set, the form's hidden rest, and ways to
order."""

from collections.abc import Sequence

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.search import facets
from registry.search.labels import label
from registry.search.request import SearchRequest
from registry.search.service import FacetValue, Results
from registry.web import display
from registry.web.pages.offers import Chip, Choice, Group, Hidden, Option, Order, Question

# in the order shown; `region` is asked beside the words and `funding` has no schemes yet
GROUPS = (
    "kind", "competence", "level", "mode", "price", "starts", "time", "open", "hours", "language",
    "credential", "eqf", "setting", "target", "access", "provider",
)  # fmt: skip
OPEN_GROUPS = frozenset({"kind", "competence", "level", "mode", "price"})
# long lists show only what is there
ONLY_PRESENT = frozenset({"language", "target", "provider", "starts"})
AT_ONCE = 9
IN_FORM = frozenset({"q", "region"})
COUNTRY = 2  # letters of a region that name its country


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
    """Every facet that has something to choose, as the page shows it."""
    called = names()
    return tuple(_group(name, called[name], found.facets[name]) for name in GROUPS if _choices(name, found))


def _choices(name: str, found: Results) -> bool:
    return any(value.count or value.selected for value in found.facets.get(name, ()))


def _group(name: str, called: str, values: Sequence[FacetValue]) -> Group:
    shown = [value for value in values if value.count or value.selected or name not in ONLY_PRESENT]
    first, further = _split(name, shown)
    chosen = sum(value.selected for value in values)
    if name == "competence":
        further_words = _("All 21 competences")
    else:
        further_words = ngettext("%(num)s more", "%(num)s more", len(further))
    return Group(
        parameter=name,
        name=called,
        options=tuple(_option(name, value) for value in first),
        further=tuple(_option(name, value) for value in further),
        further_words=further_words,
        chosen=ngettext("%(num)s selected", "%(num)s selected", chosen) if chosen else "",
        open=name in OPEN_GROUPS or chosen > 0,
    )


def _split(name: str, values: Sequence[FacetValue]) -> tuple[list[FacetValue], list[FacetValue]]:
    """What is shown at once and what behind "more"; of competences the five areas stand in front."""
    if name == "competence":
        return [v for v in values if "." not in v.value], [v for v in values if "." in v.value]
    if len(values) <= AT_ONCE + 2:
        return list(values), []
    return list(values[:AT_ONCE]), list(values[AT_ONCE:])


def _option(name: str, value: FacetValue) -> Option:
    area = int(value.value[0]) if name == "competence" else 0
    return Option(
        value=value.value,
        words=_words(name, value),
        count=display.number(value.count),
        chosen=value.selected,
        empty=not value.count and not value.selected,
        area=area,
    )


def _words(name: str, value: FacetValue) -> str:
    if name == "competence":
        short = display.named("digcomp", value.value)
        return f"{value.value} {short}" if "." in value.value else short
    scheme = facets.BY_NAME[name].scheme
    # two levels share each everyday name, so that a level keeps its full one
    return display.named(scheme, value.value) if scheme and name != "level" else value.label


def chips(request: SearchRequest, found: Results) -> tuple[Chip, ...]:
    """What is set, each with the address without it; the words asked for stay in the box and have no chip."""
    return tuple(
        Chip(said(name, value, request, found), address(request.without(name, value)))
        for name, value in request.active()
        if name != "q"
    )


def said(name: str, value: str, request: SearchRequest, found: Results) -> str:
    """One filter in words."""
    if name == "q":
        return _("“%(words)s”", words=value)
    if name == "near":
        return _("%(place)s, %(distance)s km", place=value, distance=request.radius)
    shown = next((item for item in found.facets.get(name, ()) if item.value == value), None)
    return _words(name, shown or FacetValue(value, label(name, value, language()), 0, True))


def address(request: SearchRequest) -> str:
    """The page of this search."""
    query = request.address()
    return url_for("portal.offers") + ("?" + query if query else "")


def question(request: SearchRequest, found: Results, boxes: bool = True) -> Question:
    """The form at the top. Filters shown as boxes are not repeated; all others travel along unseen – all of them where
    the page has no boxes."""
    shown = {name for name in GROUPS if boxes and _choices(name, found)}
    chosen, *others = [*request.region, ""]
    rest = [Hidden("region", code) for code in others if code]
    for name, value in request.canonical():
        if name not in shown | IN_FORM | {"page"}:
            rest.append(Hidden(name, value))
    return Question(request.q, regions(found.facets.get("region", ()), chosen), tuple(rest))


def regions(values: Sequence[FacetValue], chosen: str = "") -> tuple[Choice, ...]:
    """Where: anywhere, else every region that has something; a region whose only part says the same is left out."""
    counts = {value.value: value.count for value in values}
    shown = [v for v in values if v.value == chosen or (v.count and not _says_the_same(v, counts))]
    several = len({v.value[:COUNTRY] for v in shown}) > 1
    choices = (
        Choice(
            v.value,
            f"{_words('region', v)} ({display.number(v.count)})",
            v.value == chosen,
            display.named("nuts", v.value[:COUNTRY]) if several else "",
        )
        for v in shown
    )
    return (Choice("", _("Anywhere or online"), not chosen), *choices)


def _says_the_same(value: FacetValue, counts: dict[str, int]) -> bool:
    size = len(value.value) + 1
    return any(code[:-1] == value.value and len(code) == size and counts[code] == value.count for code in counts)


def orders(request: SearchRequest) -> tuple[Order, ...]:
    """Ways to sort that make sense for this search."""
    ways = [
        ("best", _("Best match")),
        ("soonest", _("Soonest")),
        ("cheapest", _("Cheapest")),
        ("shortest", _("Shortest")),
        ("newest", _("Newest")),
    ]
    if request.near:
        ways.insert(1, ("nearest", _("Nearest")))
    return tuple(Order(words, address(request.with_("sort", way)), way == request.sort) for way, words in ways)
