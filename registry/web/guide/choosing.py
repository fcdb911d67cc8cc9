"""Asking, narrowing down and turning pages: the search box, filters with all they can be, chips, orders, page numbers,
and the arithmetic shown when nothing is found."""

from dataclasses import replace

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.paging import PageOf
from registry.web import charts, display, paging
from registry.web.guide.example import TOWN
from registry.web.pages.home import Door
from registry.web.pages.offers import Chip, Filter, FilterGroup, Group, Option, Order, Question, Subtraction
from registry.web.pages.styleguide import Choosing
from registry.web.paging import Paging
from registry.web.values import Link

HERE, ASK, NONE = "#narrow", "#ask", "#nothing"
LARGEST, CUT = 7, 5  # pages; where a list too long ends


def choosing() -> Choosing:
    """All of it."""
    problem = _("We do not know the place “%(place)s”", place="Fairwatre")
    return Choosing(
        question=Question("", "", (TOWN,)),
        asked=Question(_("Photos on your phone"), "Fairwatre", (), problem=problem, guesses=(Link(TOWN, ASK),)),
        doors=_doors(),
        groups=_groups(),
        chips=(Chip(_kind("guidance"), HERE), Chip(_("Within %(number)s km", number=25), HERE)),
        links=(FilterGroup(_("Outcome"), _links()),),
        clear=HERE,
        orders=(
            Order(_("Best match"), HERE, True),
            Order(_("Soonest"), HERE, False),
            Order(_("Cheapest"), HERE, False),
        ),
        pages=_pages(),
        ways=_ways(),
    )


def _kind(code: str) -> str:
    return display.named("kind", code)


def _links() -> tuple[Filter, ...]:
    """Values as links: one chosen, one to choose, one that leads nowhere."""
    said = ((_("Listed"), 12, True), (_("Returned for changes"), 3, False), (_("Refused"), 0, False))
    return tuple(
        Filter(words, display.number(count), ngettext("decision", "decisions", count), HERE if count else "", chosen)
        for words, count, chosen in said
    )


def _doors() -> tuple[Door, ...]:
    counted = (
        (84, _("Learn it"), _("Training that names this competence.")),
        (7, _("Not sure? Ask about it"), _("Career guidance helps you find your level and your next step.")),
        (12, _("Already able to do it? Prove it"), _("Skills recognition puts on paper what you have learned.")),
    )
    return tuple(Door(display.number(count), name, words, ASK) for count, name, words in counted)


def _groups() -> tuple[Group, ...]:
    """A group with a chosen and an empty value, one with glyphs and more behind, one of which only one can be chosen,
    one of links, one that is closed."""
    kinds = tuple(
        Option(code, _kind(code), str(count), code == "guidance", not count)
        for code, count in (("training", 84), ("guidance", 7), ("validation", 0))
    )
    areas = tuple(
        Option(str(area), display.named("digcomp", str(area)), str(9 * area), False, False, area)
        for area in charts.GROUPS
    )
    further = tuple(Option(code, f"{code} {display.named('digcomp', code)}", "3", False, False, 1) for code in ("1.1",))
    ways = tuple(Option(str(far), _("Within %(number)s km", number=far), "", far == 25, False) for far in (10, 25, 50))
    regions = tuple(Option("", name, "3", name == TOWN, False, href=HERE) for name in (TOWN, "Northmere"))
    chosen = ngettext("%(num)s selected", "%(num)s selected", 1)
    return (
        Group("kind", _("Kind of offer"), kinds, (), "", chosen, open=True),
        Group("competence", _("Competence"), areas, further, _("All 21 competences"), "", open=True),
        Group("radius", _("Distance"), ways, (), "", "", open=True, single=True),
        Group("region", _("Region"), regions, (), "", "", open=True),
        Group(
            "time",
            _("Time of day"),
            (Option("day", display.named("time", "day"), "6", False, False),),
            (),
            "",
            "",
            False,
        ),
    )


def _pages() -> tuple[Paging, ...]:
    names = {1: _("First page"), 4: _("A page in the middle"), LARGEST: _("Last page")}
    shown = [paging.paging(PageOf((), 20 * LARGEST, number), lambda _number: HERE) for number in names]
    cut = paging.paging(PageOf((), 20 * LARGEST, CUT, last_page=CUT), lambda _number: HERE)
    every = zip((*shown, cut), (*names.values(), _("Last page of a list that goes on")), strict=True)
    return tuple(replace(one, name=name) for one, name in every)


def _ways() -> tuple[Subtraction, ...]:
    struck = (
        (56, _("Time of day"), ""),
        (14, _kind("guidance"), _("Only the description has the word.")),
        (1, TOWN, ""),
    )
    return tuple(
        Subtraction(display.number(count), _("Without"), words, more, NONE, charts.squares(count))
        for count, words, more in struck
    )
