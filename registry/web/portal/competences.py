"""The competences: all on one map, one area, one competence."""

from flask import url_for

from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.search.request import SearchRequest
from registry.vocabularies import queries as vocabularies
from registry.vocabularies.queries import ConceptRow
from registry.web import charts, competence_map, competence_words, display, filters, matches
from registry.web.pages import CompetencePage, CompetencesPage
from registry.web.searches import everything, of_competence
from registry.web.values import Link

SCHEME = "digcomp"


def listing() -> CompetencesPage:
    """The map, and every name with its number of offers."""
    counts = competence_words.totals(everything())
    groups = tuple(
        tuple(competence_words.row(concept, counts) for concept in vocabularies.narrower(SCHEME, str(area)))
        for area in charts.GROUPS
    )
    return CompetencesPage(
        areas=competence_map.areas(competence_map.live().counts), bands=competence_map.bands(), groups=groups
    )


def show(code: str) -> CompetencePage:
    """One competence by its code, or one area by its number."""
    concept = vocabularies.concept(SCHEME, code)
    if concept is None:
        raise NotFound(_("There is no such competence."))
    found = of_competence(code)
    below = vocabularies.narrower(SCHEME, code) if concept.broader is None else []
    counts = competence_words.totals(everything()) if below else {}
    return CompetencePage(
        code=code,
        area=int(code[0]),
        name=display.named(SCHEME, code),
        official=display.official(SCHEME, code),
        above=_above(concept),
        figure=competence_words.position(concept, [item.code for item in below]),
        figure_words=_("Where it stands among the 21 competences"),
        ways=competence_words.ways(code, found),
        facts=competence_words.facts(concept),
        also=competence_words.also(concept),
        competences=tuple(competence_words.row(item, counts) for item in below),
        levels=() if below else competence_words.levels(concept),
        offers_heading=competence_words.offers(found.total),
        table=matches.table(found),
        more=_more(concept, found.total, len(found.faces)),
        neighbours=competence_words.neighbours(concept),
    )


def _above(concept: ConceptRow) -> tuple[Link, ...]:
    links = [Link(_("Competences"), url_for("portal.competences"))]
    if concept.broader:
        words = f"{concept.broader} {display.named(SCHEME, concept.broader)}"
        links.append(Link(words, url_for("portal.competence", code=concept.broader)))
    return tuple(links)


def _more(concept: ConceptRow, total: int, shown: int) -> Link | None:
    if total <= shown:
        return None
    href = filters.address(SearchRequest(competence=(concept.code,)))
    return Link(_("See all %(count)s", count=display.number(total)), href)
