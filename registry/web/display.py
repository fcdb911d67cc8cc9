"""How values are said in the reader's language: texts with the language they are in, numbers, dates, times, money,
hours. Every page value passes through here before a template sees it, so templates hold no formatting and no decisions.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, numbers

from registry import config
from registry.catalogue.run_schema import DAYS
from registry.kernel import clock, text
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.lengths import length
from registry.vocabularies import queries as vocabularies


@dataclass(frozen=True)
class Words:
    """A text and the language to mark it with; `lang` is "" when it is the page's own."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Html:
    """Rendered Markdown and the language to mark it with."""

    html: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)


# French sets a space before these signs, and no line may begin with them.
_SPACED = re.compile(" ([:;?!»])")


def words(local: Mapping[str, str] | None, original: str | None = None) -> Words:
    """The text in the reader's language, else the original marked as what it is."""
    picked = text.pick(local, language(), original)
    said = _SPACED.sub("\u00a0\\1", picked.text) if picked.lang == "fr" else picked.text
    return Words(said, "" if picked.lang == language() else picked.lang)


def prose(local: Mapping[str, str] | None, original: str | None = None) -> Html:
    """The same for Markdown, rendered."""
    said = words(local, original)
    return Html(text.markdown_html(said.text), said.lang) if said else Html("")


# English here is Europe's: 12 March 2026, not March 12.
_MEANT = {"en": "en_GB"}


@lru_cache(maxsize=32)
def _locale(tag: str) -> Locale:
    return Locale.parse(_MEANT.get(tag, tag.replace("-", "_")))


def reader() -> Locale:
    """The locale of the reader of this page."""
    return _locale(language())


@lru_cache(maxsize=4096)
def _decimal(value: int | Decimal, pattern: str | None, locale: Locale) -> str:
    return numbers.format_decimal(value, format=pattern, locale=locale)


def number(value: int) -> str:
    """1,842 as the reader writes it."""
    return _decimal(value, None, reader())


def money(amount: int, currency: str) -> str:
    """An amount in minor units as the reader writes money; whole amounts without decimals; 0 in the words for free."""
    return _amount(amount, currency, reader()) if amount else _("Free")


@lru_cache(maxsize=4096)
def _amount(amount: int, currency: str, locale: Locale) -> str:
    digits = numbers.get_currency_precision(currency)
    pattern = locale.currency_formats["standard"].pattern
    whole = amount % 10**digits == 0
    value = Decimal(amount).scaleb(-digits)
    return numbers.format_currency(
        value,
        currency,
        format=pattern.replace("0.00", "0") if whole else None,
        locale=locale,
        currency_digits=not whole,
    )


def sum_of(amount: int, currency: str) -> str:
    """The same with 0 as a number, where a price is compared."""
    return (
        money(amount, currency)
        if amount
        else numbers.format_currency(
            0,
            currency,
            format=reader().currency_formats["standard"].pattern.replace("0.00", "0"),
            locale=reader(),
            currency_digits=False,
        )
    )


def hours(minutes: int) -> str:
    """Whole hours as a bare numeral for a column of hours; what is none with its units, each beside its number also
    where the column is narrow: 24, 9 h 10 min, 45 min."""
    return number(minutes // 60) if minutes % 60 == 0 else re.sub(r"(?<=[0-9]) ", "\N{NO-BREAK SPACE}", length(minutes))


def duration(minutes: int) -> str:
    """A length in words: "24 hours", "9 h 10 min", "45 minutes"."""
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes % 60:
        return length(minutes)
    return ngettext("%(hours)s hour", "%(hours)s hours", minutes // 60, hours=hours(minutes))


def distance(metres: int) -> str:
    """14 km; what is nearer than one is not told more exactly than the middle of a town is known."""
    if metres < 1000:
        return _("under 1 km")
    return _("%(number)s km", number=number(metres // 1000))


def hundredths(value: int) -> str:
    """Hundredths as a number: 1.5 for 150."""
    return _decimal(Decimal(value) / 100, "#,##0.##", reader())


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


def numeral(value: dt.date) -> str:
    """The day of the month."""
    return str(value.day)


def month(value: dt.date) -> str:
    """Nov – with the year unless it is this month or one of the next eleven."""
    name = _formatted(value, "LLL", reader())
    return name if _is_within_a_year(value) else f"{name} {value.year}"


def departure(value: dt.date) -> str:
    """3 Nov as a line of text has it, with the year by the same rule."""
    return _first(_skeleton(value, "MMMd" if _is_within_a_year(value) else "yMMMd", reader()))


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


def named(scheme: str, code: str) -> str:
    """A concept by its everyday name, else its label."""
    return vocabularies.short(scheme, code, language())


def official(scheme: str, code: str) -> str:
    """A concept by its official label."""
    return vocabularies.label(scheme, code, language())


def language_name(tag: str) -> str:
    """French for fr, in the reader's language: as Unicode names it, else (sign languages) as the list of languages; the
    tag itself when nobody named it."""
    names = reader().languages
    return names.get(tag) or names.get(tag.split("-")[0]) or named("language", tag)


def country_name(code: str) -> str:
    """Belgium for BE."""
    return reader().territories.get(code, code)


def own_language_name(tag: str) -> str:
    """Français for fr."""
    return (_locale(tag).get_language_name(_locale(tag)) or tag).capitalize()


def address(whole: str) -> str:
    """An address as one writes it on paper: browsers add the rest."""
    return whole.removeprefix("https://").removeprefix("http://")


def listed(items: list[str]) -> str:
    """a, b – for short lists of facts."""
    return ", ".join(item for item in items if item)
