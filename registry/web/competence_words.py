"""A competence in words: its names, how many offers it has, and how far they take one."""

from collections.abc import Mapping

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.vocabularies.queries import ConceptRow
from registry.web import charts, competence_map, display, filters
from registry.web.pages.competences import CompetenceRow, LevelRow
from registry.web.values import Fact


def totals(found: Results) -> dict[str, int]:
    """Competence or area → number of offers."""
    return {value.value: value.count for value in found.facets.get("competence", ())}


def row(concept: ConceptRow, counts: Mapping[str, int]) -> CompetenceRow:
    """A competence in the index."""
    count = counts.get(concept.code, 0)
    return CompetenceRow(
        code=concept.code,
        area=int(concept.code[0]),
        name=display.named("digcomp", concept.code),
        official=display.official("digcomp", concept.code),
        href=url_for("portal.competence", code=concept.code),
        count=display.number(count),
        count_words=ngettext("offer", "offers", count),
    )


def offers(total: int) -> str:
    """3 offers."""
    return ngettext("%(count)s offer", "%(count)s offers", total, count=display.number(total))


def facts(concept: ConceptRow) -> tuple[Fact, ...]:
    """Its official name, what it was called before, its area, and where it is defined."""
    ours = language() in concept.ours
    name = display.official("digcomp", concept.code)
    facts = [Fact(_("Official name"), name, _("translated by this registry") if ours else "")]
    before = concept.data.get("name_2_2")
    if before and before != concept.label.get("en"):
        facts.append(Fact(_("In DigComp 2.2"), before, lang="" if language() == "en" else "en"))
    if concept.broader:
        area = f"{concept.broader} {display.named('digcomp', concept.broader)}"
        facts.append(Fact(_("Area"), area, href=url_for("portal.competence", code=concept.broader)))
    if concept.uri:
        facts.append(Fact(_("Identifier"), concept.uri))
    return tuple(facts)


def levels(code: str) -> tuple[LevelRow, ...]:
    """The four bands with their numbers."""
    counts = competence_map.live().counts
    rows = []
    for band, named in zip(charts.BANDS, competence_map.bands(), strict=True):
        count = counts.get((code, band), 0)
        asked = SearchRequest(competence=(code,), level=tuple(competence_map.levels_of(band)))
        rows.append(LevelRow(named.name, named.levels, display.number(count), filters.address(asked) if count else ""))
    return tuple(rows)
