"""Rows of the timetable: an offer and the run that matters, turned into the words and numerals of its columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from registry.catalogue.runs import RunView
from registry.catalogue.views import Face
from registry.kernel.i18n import gettext as _
from registry.search.marks import Piece
from registry.vocabularies import queries as vocabularies
from registry.web import charts, confirming, display, moments, runs
from registry.web.values import Tag


@dataclass(frozen=True)
class Reason:
    """Why a result is here: where the words were found, the text in pieces with the words marked (and its language
    when it is not the page's) between quotation marks, and what belongs after it."""

    where: str
    quotes: tuple[str, str] = ("", "")
    pieces: tuple[Piece, ...] = ()
    lang: str = ""
    after: str = ""


@dataclass(frozen=True)
class Row:
    """One offer. `hours` is the numeral of the column, `length` the same in words; `figure` None when no competence is
    named."""

    href: str
    title: display.Words
    start: runs.Start
    tag: Tag | None
    provider: str
    receives: str
    reason: Reason | None
    examined: bool
    checked: str
    where: display.Words
    where_more: str
    hours: str
    length: str
    price: str
    price_more: display.Words
    figure: charts.Fingerprint | None


@dataclass(frozen=True)
class Timetable:
    """Rows under their column heads; all words come along, so that the template part reads nothing from around it."""

    starts: str
    offer: str
    where: str
    hours: str
    price: str
    level: str
    figure: str
    rows: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


def timetable(rows: Iterable[Row]) -> Timetable:
    """The rows with the heads in the reader's language."""
    return Timetable(
        starts=_("Starts"),
        offer=_("Offer"),
        where=_("Where"),
        hours=_("Hours"),
        price=_("Price"),
        level=_("Level"),
        figure=_("Competence fingerprint"),
        rows=tuple(rows),
    )


def faces(found: Iterable[Face]) -> Timetable:
    """Offers with their next run each."""
    names = competence_names()
    return timetable(row(face, face.next_run, names) for face in found)


def competence_names() -> dict[str, str]:
    """Everyday names of areas and competences by code."""
    return {item.code: display.named("digcomp", item.code) for item in vocabularies.concepts("digcomp")}


def row(
    face: Face, run: RunView | None, names: Mapping[str, str], reason: Reason | None = None, distance: str = ""
) -> Row:
    """One row; `run` is the one that matched the search or comes next, None when there is none."""
    where, where_more = runs.where(run, face.language)
    cost = runs.cost(run, face.language)
    return Row(
        href=url_for("portal.offer", code=face.code),
        title=display.words(face.title, face.language),
        start=runs.start(run, face.language),
        tag=runs.tag(run),
        provider=face.provider_name,
        receives=receives(face),
        reason=reason,
        examined=face.examined,
        checked=checked(face),
        where=where,
        where_more=display.listed([distance, where_more]),
        hours=display.hours(face.minutes) if face.minutes else "",
        length=display.duration(face.minutes) if face.minutes else "",
        price=cost.amount,
        price_more=display.Words(cost.more, cost.lang),
        figure=charts.fingerprint(face.competences, names) if face.competences else None,
    )


def receives(face: Face) -> str:
    """What one gets: "Micro-credential", after the kind where that is not a training."""
    parts = [] if face.kind == "training" else [display.named("kind", face.kind)]
    if face.credential and face.credential != "none":
        parts.append(display.named("credential", face.credential))
    return display.listed(parts)


def checked(face: Face) -> str:
    """Who looked at it and when it was last confirmed, in two short sentences."""
    date = moments.day(face.decided_at)
    if face.examined:
        said = _("Checked %(date)s.", date=date)
    else:
        said = _("Admitted %(date)s from an existing register, not yet examined.", date=date)
    if confirming.is_overdue(face.confirm_by):
        return said + " " + _("The provider has not confirmed it since.")
    if face.confirmed_at and face.confirmed_at > face.decided_at:
        return said + " " + _("The provider confirmed it %(ago)s.", ago=moments.ago(face.confirmed_at))
    return said
