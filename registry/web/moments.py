"""Days and times as people write them, in the reader's language and the registry's zone."""

import datetime as dt
import zoneinfo
from functools import lru_cache

from babel import Locale, dates

from registry import config
from registry.catalogue.run_schema import DAYS
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web.display import reader


def local(instant: dt.datetime) -> dt.datetime:
    """An instant as wall time of the registry's zone."""
    return instant.astimezone(zoneinfo.ZoneInfo(config.current().zone))


def _day(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return (local(value) if value.tzinfo else value).date()
    return value


@lru_cache(maxsize=4096)  # rows of all pages share their days
def _formatted(value: dt.date, pattern: str, locale: Locale) -> str:
    return dates.format_date(value, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _skeleton(value: dt.date, skeleton: str, locale: Locale) -> str:
    return dates.format_skeleton(skeleton, value, locale=locale)


def day(value: dt.date | dt.datetime) -> str:
    """12 March 2026."""
    return _first(_formatted(_day(value), "long", reader()))


def today_for_machines() -> str:
    """2026-11-23, for the fields of forms."""
    return clock.today().isoformat()


def day_short(value: dt.date | dt.datetime) -> str:
    """12 Mar, with the year when it is not this one."""
    given = _day(value)
    skeleton = "MMMd" if given.year == clock.today().year else "yMMMd"
    return _first(_skeleton(given, skeleton, reader()))


def _first(said: str) -> str:
    """French counts the first of a month: 1er mars."""
    return "1er" + said[1:] if reader().language == "fr" and said.startswith("1 ") else said


def last_day(closes: dt.datetime) -> str:
    """The last day before an instant: what ends at midnight ends on the day before."""
    return day_short(closes - dt.timedelta(seconds=1))


def day_and_time(instant: dt.datetime) -> str:
    """12 March 2026, 11:40 – an instant in the registry's zone."""
    return f"{day(instant)}, {time(local(instant).time())}"


def time(value: dt.time) -> str:
    """18:00 – the same 24 hours in every language, as in a timetable."""
    return f"{value.hour:02}:{value.minute:02}"


def times(begin: dt.time, end: dt.time | None) -> str:
    """18:00–20:30 with joiners, so that it never breaks."""
    return f"{time(begin)}\u2060–\u2060{time(end)}" if end else time(begin)


def zone_words(zone: str, instant: dt.datetime) -> str:
    """Brussels time, UTC+1: whose clock a time is told by, as it goes at that instant."""
    city = dates.get_timezone_location(zone, locale=reader(), return_city=True)
    ahead = instant.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or dt.timedelta()
    hours, minutes = divmod(int(abs(ahead).total_seconds() // 60), 60)
    offset = f"UTC{'-' if ahead < dt.timedelta() else '+'}{hours}" + (f":{minutes:02}" if minutes else "")
    return _("%(city)s time, %(offset)s", city=city, offset=offset)


def numeral(value: dt.date) -> str:
    """The day of the month."""
    return str(value.day)


def ordinal(value: dt.date) -> str:
    """What the language puts behind the day of the month: "er" in French for the first, else nothing."""
    return _first(f"{value.day} ")[1:].rstrip() if value.day == 1 else ""


def month(value: dt.date) -> str:
    """Nov – with the year unless it is this month or one of the next eleven."""
    name = _formatted(value, "LLL", reader())
    return name if _is_within_a_year(value) else f"{name} {value.year}"


def departure(value: dt.date) -> str:
    """3 Nov as a line of text has it, with the year by the same rule; no line ends between numeral and month."""
    said = _first(_skeleton(value, "MMMd" if _is_within_a_year(value) else "yMMMd", reader()))
    return said.replace(" ", "\N{NO-BREAK SPACE}", 1)


def _is_within_a_year(value: dt.date) -> bool:
    today = clock.today()
    return 0 <= (value.year - today.year) * 12 + value.month - today.month < 12


def month_name(value: dt.date) -> str:
    """Nov, whatever the year."""
    return _formatted(value, "LLL", reader())


def month_and_year(value: dt.date) -> str:
    """January 2027."""
    return _skeleton(value, "yMMMM", reader())


def weekday(value: dt.date) -> str:
    """Mon."""
    return _formatted(value, "EEE", reader())


def weekdays(codes: list[str]) -> str:
    """Mon, Wed for mo, we."""
    names = dates.get_day_names("abbreviated", locale=reader())
    return ", ".join(names[DAYS.index(code)] for code in DAYS if code in codes)


def ago(value: dt.date | dt.datetime) -> str:
    """today, yesterday, 9 days ago; from two months on the date."""
    return lately(value) or _("on %(date)s", date=day(value))


def lately(value: dt.date | dt.datetime) -> str:
    """today, yesterday, 9 days ago; "" from two months on."""
    days = (clock.today() - _day(value)).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(num)s day ago", "%(num)s days ago", days) if days <= 60 else ""
