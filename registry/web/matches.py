"""Results of a search as rows: the run that matched, and where the words were found when the title does not show it."""

from registry.kernel.i18n import gettext as _
from registry.search.service import Item, Match, Results
from registry.web import display, filters, rows


def table(found: Results) -> rows.Timetable:
    """The rows of a result in its order."""
    names = rows.competence_names()
    return rows.timetable(rows.row(item.face, item.run, names, reason(item)) for item in found.items)


def reason(item: Item) -> rows.Reason | None:
    """Why it is here; None when the title says so itself or nothing was asked."""
    match = item.match
    if match is None or match.field == "title":
        return None
    if match.outcome:
        return rows.Reason(_("Matches an outcome:"), display.words(match.outcome, item.face.language))
    return rows.Reason(_where(match), display.Words(""))


def _where(match: Match) -> str:
    return {
        "outcomes": _("Matches an outcome"),
        "summary": _("Matches the summary"),
        "competence": _("Matches a competence"),
        "about": _("Matches kind, place or provider"),
    }.get(match.field, _("Matches the description"))


def corrected(found: Results) -> str:
    """Which mistyped words were read as which, and which words no offer has."""
    read = [
        _("“%(typed)s” is not in any offer; you see “%(used)s”.", typed=typed, used=used)
        for typed, used in found.corrections.items()
    ]
    return " ".join([*read, *(_("“%(word)s” is in no offer and was left out.", word=word) for word in found.left_out)])


def degraded(found: Results) -> str:
    """What is missing while the index is away, "" when it is not."""
    if not found.degraded:
        return ""
    said = " ".join(
        (
            _("The search is being rebuilt."),
            _("Meanwhile words are looked for in titles only, and filters have no numbers."),
        )
    )
    if not found.ignored:
        return said
    called = {**filters.names(), "near": _("Where")}
    names = display.listed([called.get(name, name) for name in found.ignored])
    return said + " " + _("Not applied at present: %(filters)s.", filters=names)
