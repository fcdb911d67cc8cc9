"""Runs in every state: as rows of the timetable, whole and slim, and as the table of dates."""

from dataclasses import replace

from registry.catalogue.views import OfferView
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.search.marks import Piece
from registry.web import charts, rows
from registry.web.display import Words
from registry.web.guide import example
from registry.web.offer import dates
from registry.web.pages.offer import RunRow
from registry.web.pages.styleguide import Bar, Times
from registry.web.rows import Reason, Row
from registry.web.values import Link, Tag

ROWS, TABLE = "#rows", "#dates"
LEVELS = (("1.1", 3), ("2.1", 5), ("4.2", 2))
SLIM = ("open", "few", "full", "on-request")


def times(offer: OfferView) -> Times:
    """All of it; `offer` has the runs."""
    shown = {name: _row(name, words) for name, words in example.state_names().items()}
    return Times(
        rows=rows.timetable([*shown.values(), _foreign()]),
        slim=rows.timetable(shown[name] for name in SLIM),
        runs=tuple(_quiet(row) for row in (*dates.coming_rows(offer), *_more(offer))),
        past=tuple(_quiet(row) for row in dates.past_rows(offer)),
        tags=_tags(),
        bars=_bars(),
    )


def _more(offer: OfferView) -> list[RunRow]:
    return [row for group in dates.more_groups(offer) for row in group.rows]


def _row(name: str, words: str) -> Row:
    run = None if name == "none" else example.run(name)
    levels = LEVELS if name in ("open", "rolling", "closing") else (("3.1", None),) if name == "on-request" else ()
    face = example.face(words, levels, examined=name != "future")
    return replace(rows.row(face, run, rows.competence_names(), _reasons().get(name)), href=ROWS)


def _foreign() -> Row:
    """A title in another language than the page's."""
    title = Words("Photos sur le téléphone", "fr") if language() != "fr" else Words("Fotos auf dem Telefon", "de")
    return replace(_row("open", ""), title=title, figure=None)


def _reasons() -> dict[str, Reason]:
    """Why a result is here: with marked words, or only where they were found."""
    opening, _words, closing = _("“%(words)s”", words="|").partition("|")
    first, space, rest = _("Photos on your phone").partition(" ")
    pieces = (Piece(first, marked=True), Piece(space + rest))
    return {
        "open": Reason(_("Matches an outcome:"), (opening, closing), pieces),
        "few": Reason(_("Matches the description")),
    }


def _quiet(row: RunRow) -> RunRow:
    """The row with links that stay here, for there is nothing to enrol in."""
    enrol = Link(row.enrol.text, TABLE) if row.enrol else None
    return replace(row, enrol=enrol, calendar=TABLE if row.calendar else "")


def _tags() -> tuple[Tag, ...]:
    """Every tag of a run once, and those of people and providers."""
    shown = [row.tag for name, words in example.state_names().items() if (row := _row(name, words)).tag]
    return (*dict.fromkeys(tag for tag in shown if tag), Tag(_("to be confirmed")))


def _bars() -> tuple[Bar, ...]:
    """Seats: some left, none left, all left."""
    found = []
    for total, left in ((12, 7), (12, 0), (30, 30)):
        words = ngettext("%(left)s of %(total)s left", "%(left)s of %(total)s left", left, left=left, total=total)
        seats = charts.seats(total, left)
        if seats:
            found.append(Bar(seats, words))
    return tuple(found)
