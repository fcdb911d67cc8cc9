"""Results of a search as rows: the run that matched, and where the words were found when the title does not show it."""

from registry.catalogue.views import Face
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.text import LocalText, pick
from registry.search.marks import Marks
from registry.search.reasons import COMPETENCES, Match
from registry.search.service import Item, Results
from registry.search.typed import LONGEST, MOST_WORDS, is_short, joined, readable
from registry.web import display, filters, rows


def table(found: Results) -> rows.Timetable:
    """The rows of a result in its order."""
    names = rows.competence_names()
    return rows.timetable(
        rows.row(item.face, item.run, names, reason(item, found.marks), _distance(item)) for item in found.items
    )


def _distance(item: Item) -> str:
    return "" if item.metres is None else display.distance(item.metres)


def reason(item: Item, marks: Marks | None) -> rows.Reason | None:
    """Why it is here; None when the title says so itself or nothing was asked."""
    match = item.match
    if match is None or marks is None:
        return None
    if match.outcome:
        return _quoted(_("Matches an outcome:"), _best(match.outcome, item.face, marks), marks)
    if not match.text:
        return rows.Reason(_plain(match.field))
    said = display.Words(match.text, match.language or language())
    if match.of == COMPETENCES:
        return _competence(match, said, marks)
    if match.field in ("about", "title") or match.of == "subject":
        return _quoted(_about(match.of), said, marks)
    return _quoted({"summary": _("Matches the summary:")}.get(match.field, _("Matches the description:")), said, marks)


def _best(local: LocalText, face: Face, marks: Marks) -> display.Words:
    """The outcome in the reader's language, else in the one in which the words stand."""
    having = [tag for tag in local if marks.has(local[tag], tag)]
    tag = language() if language() in having or not having else having[0]
    picked = pick(local, tag, face.language)
    return display.Words(picked.text, picked.lang)


def _competence(match: Match, said: display.Words, marks: Marks) -> rows.Reason:
    """The competence by a name the reader sees elsewhere, or the other name with the competence it stands for."""
    names = (display.named(COMPETENCES, match.code), display.official(COMPETENCES, match.code))
    if match.text in names:
        return _quoted(_("Matches the competence"), said, marks)
    after = _(", another word for %(competence)s", competence=f"{match.code} {names[0]}")
    return _quoted(_("Matches"), said, marks, after)


def _quoted(where: str, said: display.Words, marks: Marks, after: str = "") -> rows.Reason:
    pieces = marks.pieces(said.text, said.lang)
    opening, _words, closing = _("“%(words)s”", words="|").partition("|")
    return rows.Reason(where, (opening, closing), pieces, "" if said.lang == language() else said.lang, after)


def _about(of: str) -> str:
    return {
        "kind": _("Matches the kind of offer:"),
        "credential": _("Matches what you receive:"),
        "target-group": _("Made for:"),
        "provider": _("Matches the provider:"),
        "subject": _("Matches the subject:"),
    }.get(of, _("Matches the place:"))


def _plain(field: str) -> str:
    return {
        "outcomes": _("Matches an outcome"),
        "summary": _("Matches the summary"),
        "competence": _("Matches a competence"),
        "about": _("Matches kind, place or provider"),
    }.get(field, _("Matches the description"))


def cut(typed: str) -> str:
    """How much of what was typed is searched, "" where all of it is, or nothing was typed."""
    read = readable(typed)
    if typed.strip() and not read:
        return _("Nothing of what you typed can be read, so nothing was searched for.")
    if not is_short(read):
        return _("At most %(count)s words are searched.", count=MOST_WORDS)
    if len(joined(typed)) > LONGEST:
        return _("At most %(count)s characters are searched.", count=LONGEST)
    return ""


def corrected(found: Results, cut_words: str) -> str:
    """Which mistyped words were read as which, which words no offer has, that there was nothing to search for; and that
    not all was searched (`cut_words`)."""
    if found.request.q != found.request.words:
        return _("“%(words)s” has no word that can be searched for and was left out.", words=found.request.q)
    read = [
        _("“%(typed)s” is not in any offer; you see “%(used)s”.", typed=typed, used=used)
        for typed, used in found.corrections.items()
    ]
    read += [_("“%(word)s” is in no offer and was left out.", word=word) for word in found.left_out]
    return " ".join(filter(None, [*read, cut_words]))


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
