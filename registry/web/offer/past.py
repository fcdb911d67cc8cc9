"""An offer on an earlier day: which day is asked for, what answers when there was nothing to show, and the list of
versions with their times. The day is the registry's, and the offer is shown as it stood at that day's end."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import request, url_for

from registry import config
from registry.catalogue import history
from registry.catalogue.history import Period
from registry.catalogue.views import OfferView
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.providers.model import HIDDEN
from registry.quality import queries as quality
from registry.web import moments
from registry.web.pages import ErrorPage
from registry.web.pages.offer import VersionRow
from registry.web.values import Link

PARAMETER = "as_of"
EARLIEST = 1900  # before it the zones of the world cannot be told


@dataclass(frozen=True)
class Then:
    """An offer as it stood at the end of a day; `moment` is that end."""

    day: dt.date
    moment: dt.datetime
    offer: OfferView

    @property
    def words(self) -> str:
        """The notice that this is not the present page."""
        return _("This is how the offer stood on %(date)s.", date=moments.day(self.day))


def asked() -> dt.date | ErrorPage | None:
    """The day asked for, None when the present page is; a page that says so when it cannot be read."""
    given = request.args.getlist(PARAMETER)
    if not given:
        return None
    day = _day(given[0]) if len(given) == 1 else None
    today = clock.today()
    if day is None:
        return _refused(400, _("We cannot read this date"), _("Write a day like %(day)s.", day=today.isoformat()), [])
    if day > today:
        return _refused(400, _("This day is still to come"), _("Choose today or an earlier day."), [])
    return None if day == today else day


def find(code: str, day: dt.date) -> Then | ErrorPage | None:
    """The offer on that day; a page that says when else it stood in the list; None when it never did."""
    periods = history.periods(code)
    if not periods:
        return None
    moment = end_of(day)
    period = next((one for one in periods if one.holds(moment)), None)
    offer = history.as_of(code, period, moment) if period else None
    if offer is None or _was_hidden(offer.provider.code, moment):
        heading = _("Not in the list on %(date)s", date=moments.day(day))
        return _refused(404, heading, _("On that day this offer was not listed."), rows(code, periods))
    return Then(day, moment, offer)


def rows(code: str, periods: list[Period] | None = None) -> list[VersionRow]:
    """Every time a version stood in the list, the latest first, each linked to its last day unless that is today."""
    known = history.periods(code) if periods is None else periods
    return [
        VersionRow(
            name=_("Version %(number)s", number=one.version),
            words=_times(one),
            href=_address(code, one),
            digest=one.content_sha256,
        )
        for one in known
    ]


def end_of(day: dt.date) -> dt.datetime:
    """The midnight that ends the day in the registry's zone."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(config.current().zone))
    return midnight.astimezone(dt.UTC)


def last_day(period: Period) -> dt.date | None:
    """The last day at whose end the version stood in the list; None when it still does, or did at no day's end."""
    if period.until is None:
        return None
    day = moments.local(period.until).date() - dt.timedelta(days=1)
    return day if period.holds(end_of(day)) else None


def address(code: str, day: dt.date) -> str:
    """The page of that day."""
    return url_for("portal.offer", code=code, as_of=day.isoformat())


def _day(text: str) -> dt.date | None:
    """The day written as 2026-11-23 and in no other way."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and day.year >= EARLIEST else None


def _times(period: Period) -> str:
    since = moments.day(period.since)
    if period.until is None:
        return _("since %(date)s", date=since)
    return _("%(first)s to %(last)s", first=since, last=moments.day(period.until))


def _address(code: str, period: Period) -> str:
    day = last_day(period)
    return address(code, day) if day else ""


def _was_hidden(provider_code: str, moment: dt.datetime) -> bool:
    """Did the newest decision about the provider at that time hide all it offers?"""
    before = [one for one in quality.about(provider_code) if one.kind == "provider" and one.at < moment]
    return bool(before) and before[0].to_state in HIDDEN


def _refused(status: int, heading: str, sentence: str, versions: list[VersionRow]) -> ErrorPage:
    code = (request.view_args or {})["code"]
    ways = [Link(f"{row.name}, {row.words}", row.href) for row in versions if row.href]
    today = Link(_("This offer as it is today"), url_for("portal.offer", code=code))
    return ErrorPage(code=status, heading=heading, words=(sentence,), ways=(today, *ways))
