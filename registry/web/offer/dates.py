"""The dates: the next ones in a table, many more folded away by month or place, those that are over apart."""

import datetime as dt
from collections.abc import Callable

from registry.catalogue.runs import RunView
from registry.catalogue.views import OfferView
from registry.interchange.calendars import is_dated
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import charts, display, moments, runs
from registry.web.pages.offer import RunGroup, RunRow
from registry.web.reuse import addresses
from registry.web.values import Link, Tag

MOST, MOST_PAST = 8, 10


def coming_rows(offer: OfferView, then: bool = False) -> tuple[RunRow, ...]:
    """The first of those that are not over, the next one first; `then`: nothing can be done about them any more."""
    return tuple(_row(run, offer, then) for run in _coming(offer)[:MOST])


def more_groups(offer: OfferView, then: bool = False) -> tuple[RunGroup, ...]:
    """The others, by month when they start in several, else by place."""
    rest = _coming(offer)[MOST:]
    months = [_month(run) for run in rest]
    by: Callable[[RunView], display.Words] = (
        _month if len(set(months)) > 1 else lambda run: runs.where(run, offer.language)[0]
    )
    found: dict[display.Words, list[RunView]] = {}
    for run in sorted(rest, key=lambda run: (run.letter.get("start") or {}).get("date") or "9999"):
        found.setdefault(by(run), []).append(run)
    return tuple(RunGroup(name, tuple(_row(run, offer, then) for run in group)) for name, group in found.items())


def more_words(offer: OfferView) -> str:
    """How many others there are; "" when none."""
    rest = len(_coming(offer)) - MOST
    return ngettext("%(num)s more date", "%(num)s more dates", rest) if rest > 0 else ""


def past_rows(offer: OfferView, then: bool = False) -> tuple[RunRow, ...]:
    """Finished and cancelled ones, latest first."""
    return tuple(_row(run, offer, then) for run in [run for run in offer.runs if run.is_over][:MOST_PAST])


def _coming(offer: OfferView) -> list[RunView]:
    return [run for run in offer.runs if not run.is_over]


def _month(run: RunView) -> display.Words:
    date = (run.letter.get("start") or {}).get("date")
    said = moments.month_and_year(dt.date.fromisoformat(date)) if date else _("Without a fixed date")
    return display.Words(said)


def _row(run: RunView, offer: OfferView, then: bool) -> RunRow:
    where, where_more = runs.where(run, offer.language)
    tongue = runs.schedule_language(run.letter, offer.language)
    pattern = (display.Words(line, tongue) for line in runs.schedule(run.letter, offer.language))
    access = [display.named("access", code) for code in run.place.access] if run.place else []
    return RunRow(
        start=runs.start(run, offer.language),
        when=tuple(line for line in (*pattern, runs.lasts(run, offer.language)) if line),
        where=where,
        where_more=display.listed([where_more, *access]),
        cost=runs.cost(run, offer.language),
        seats=None if run.is_over else charts.seats((run.letter.get("places") or {}).get("total"), run.left),
        places="" if run.is_over else _places(run),
        tag=_tag(run, then),
        more=_more(run),
        enrol=None if then else _enrol(run),
        calendar="" if then or not _can_come(run) else addresses.run_calendar(offer.code, run.code),
    )


def calendar(offer: OfferView) -> str:
    """The address of all coming dates as calendar; "" when there is no day to put into one."""
    return addresses.offer_calendar(offer.code) if any(map(_can_come, offer.runs)) else ""


def _can_come(run: RunView) -> bool:
    return is_dated(run) and not run.is_over


def _tag(run: RunView, then: bool) -> Tag | None:
    """The state; on an earlier day's page nothing is marked as something to act on."""
    tag = runs.tag(run)
    return Tag(tag.text) if tag and then and tag.look == "go" else tag


def _places(run: RunView) -> str:
    given = run.letter.get("places") or {}
    total, left = given.get("total"), given.get("left")
    if left is None:
        return "" if total is None else ngettext("%(num)s place", "%(num)s places", total)
    if total is None:
        return ngettext("%(num)s left", "%(num)s left", left)
    return ngettext("%(left)s of %(total)s left", "%(left)s of %(total)s left", left, left=left, total=total)


def _more(run: RunView) -> str:
    """Until when one can enrol; or that the source contradicts itself, or that an address is looked at."""
    if run.to_be_confirmed:
        printed = [item.get("printed") for item in run.letter.get("conflicts") or () if item.get("printed")]
        return _("Dates to be confirmed; the provider also writes: %(words)s", words=display.listed(printed))
    if run.proposed:
        return runs.looked_at(run)
    until = (run.letter.get("enrol") or {}).get("until")
    if until and run.state == "open" and run.times.closes:
        return _("until %(date)s", date=moments.last_day(run.times.closes))
    return ""


def _enrol(run: RunView) -> Link | None:
    url = (run.letter.get("enrol") or {}).get("url")
    return Link(_("Enrol"), url) if url and run.state in ("open", "closing", "on-request") else None
