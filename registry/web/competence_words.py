"""A competence in words: its names, how many offers it has, and how far they take one."""

from collections.abc import Mapping

from flask import url_for

from registry.catalogue import coverage
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.search import service
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.vocabularies.queries import ConceptRow
from registry.web import charts, competence_map, display, filters
from registry.web.pages.competences import CompetenceRow, LevelRow, Neighbour, Way
from registry.web.values import Fact

SCHEME = "digcomp"
HIGHEST = 8  # levels
MOST, LONGEST = 12, 40  # other words shown, and letters of one: longer ones are names of another framework


def totals(found: Results) -> dict[str, int]:
    """Competence → number of offers; while there is no index the register's own facts tell it, as they do behind the
    links."""
    if found.degraded:
        return coverage.totals()
    return {value.value: value.count for value in found.facets.get("competence", ())}


def row(concept: ConceptRow, counts: Mapping[str, int]) -> CompetenceRow:
    """A competence in the index."""
    count = counts.get(concept.code, 0)
    return CompetenceRow(
        code=concept.code,
        area=int(concept.code[0]),
        name=display.named(SCHEME, concept.code),
        official=display.official(SCHEME, concept.code),
        href=url_for("portal.competence", code=concept.code),
        count=display.number(count),
        count_words=ngettext("offer", "offers", count),
    )


def offers(total: int) -> str:
    """3 offers."""
    return ngettext("%(count)s offer", "%(count)s offers", total, count=display.number(total))


def facts(concept: ConceptRow) -> tuple[Fact, ...]:
    """Its official name, what it was called before, and where it is defined."""
    ours = language() in concept.ours
    name = display.official(SCHEME, concept.code)
    facts = [Fact(_("Official name"), name, _("translated by this registry") if ours else "")]
    before = concept.data.get("name_2_2")
    if before and before != concept.label.get("en"):
        facts.append(Fact(_("In DigComp 2.2"), before, lang="" if language() == "en" else "en"))
    if concept.uri:
        facts.append(Fact(_("Identifier"), concept.uri))
    if concept.data.get("esco"):
        facts.append(Fact("ESCO", concept.data["esco"]))
    return tuple(facts)


def also(concept: ConceptRow) -> tuple[str, ...]:
    """Other words for it in the reader's language, a few of them."""
    known = {concept.data.get("name_2_2"), *concept.label.values()}
    return tuple(word for word in concept.alt.get(language(), ()) if word not in known and len(word) <= LONGEST)[:MOST]


def position(concept: ConceptRow, below: list[str]) -> charts.Fingerprint:
    """The fingerprint with nothing but this competence, or the competences of this area, filled to the top."""
    return charts.fingerprint(dict.fromkeys(below or [concept.code], HIGHEST), {})


def ways(code: str, found: Results) -> tuple[Way, ...]:
    """Advice and skills recognition first, then training; only those there are. Where no advice names this competence,
    all advice there is, which says so."""
    counts = {value.value: value.count for value in found.facets.get("kind", ())}
    rows = []
    for kind, (name, words) in _ways().items():
        request = SearchRequest(kind=(kind,), competence=(code,))
        count = service.count(request) if found.degraded else counts.get(kind, 0)
        if count:
            rows.append(Way(display.number(count), name, words, filters.address(request)))
        elif kind == "guidance" and (every := _every_advice(name)):
            rows.append(every)
    return tuple(rows)


def _every_advice(name: str) -> Way | None:
    request = SearchRequest(kind=("guidance",))
    words = _("Career guidance on any competence. It helps you find your level and your next step.")
    count = service.count(request)
    return Way(display.number(count), name, words, filters.address(request)) if count else None


def _ways() -> dict[str, tuple[str, str]]:
    return {
        "guidance": (
            _("Not sure? Talk to someone"),
            _("Career guidance helps you find your level and your next step."),
        ),
        "validation": (_("Can do it already? Prove it"), _("Skills recognition puts on paper what you have learned.")),
        "training": (_("Want to learn it?"), _("Training that names this competence.")),
    }


def neighbours(concept: ConceptRow) -> tuple[Neighbour, ...]:
    """The competence (or area) before and the one after, in the order of the framework."""
    codes = charts.CODES if concept.broader else tuple(str(area) for area in charts.GROUPS)
    at = codes.index(concept.code)
    sides = ((at - 1, _("Before")), (at + 1, _("After")))
    return tuple(
        Neighbour(side, f"{codes[n]} {display.named(SCHEME, codes[n])}", url_for("portal.competence", code=codes[n]))
        for n, side in sides
        if 0 <= n < len(codes)
    )


def levels(concept: ConceptRow) -> tuple[LevelRow, ...]:
    """The four bands: what one can do there, with their numbers."""
    counts = competence_map.live().counts
    steps = concept.data.get("steps") or [{}] * len(charts.BANDS)
    rows = []
    for band, named, meaning in zip(charts.BANDS, competence_map.bands(), steps, strict=True):
        count = counts.get((concept.code, band), 0)
        asked = SearchRequest(competence=(concept.code,), level=tuple(competence_map.levels_of(band)))
        href = filters.address(asked) if count else ""
        said = ngettext("offer", "offers", count)
        rows.append(LevelRow(named.name, named.levels, display.words(meaning, "en"), display.number(count), said, href))
    return tuple(rows)
