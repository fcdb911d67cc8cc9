"""Dates, durations and prices as people print them. Each reader takes a whole text or nothing: "12 September 2016" is a
date, "from September" is not, "£120" is a price, "£120, concessions £60" is not one price. What is not read stays text;
nothing is guessed."""

import datetime as dt
import re
from typing import Any

from registry.catalogue.run_schema import duration_parts
from registry.kernel.text import fold

FIRST_YEAR, LAST_YEAR = 1950, 2200  # outside, a date is somebody's placeholder
_MONTHS = (
    ("january", "jan", "janvier", "janv", "januar", "janner"),
    ("february", "feb", "fevrier", "fevr", "februar"),
    ("march", "mar", "mars", "marz", "maerz"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin", "juni"),
    ("july", "jul", "juillet", "juil", "juli"),
    ("august", "aug", "aout"),
    ("september", "sep", "sept", "septembre"),
    ("october", "oct", "octobre", "oktober", "okt"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre", "dezember", "dez"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_MONTH_YEAR = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:of )?([a-z]+)\.?,? (\d{4})")
_MONTH_DAY_YEAR = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")

_UNITS = {
    "minute": "TM", "min": "TM", "minuten": "TM",
    "hour": "TH", "hr": "TH", "heure": "TH", "stunde": "TH", "stunden": "TH",
    "day": "D", "jour": "D", "tag": "D", "tagen": "D", "tage": "D",
    "week": "W", "wk": "W", "semaine": "W", "woche": "W", "wochen": "W",
    "month": "M", "moi": "M", "monat": "M", "monate": "M",
    "year": "Y", "yr": "Y", "an": "Y", "annee": "Y", "jahr": "Y", "jahre": "Y",
}  # fmt: skip
_DURATION = re.compile(
    r"(?:(?:approx(?:imately)?\.?|about|environ|ca\.?) )?(\d{1,4})[ -]?([a-z]+?)s?\.?(?: ?\(?approx\.?\)?)?"
)
_HOURS = re.compile(r"(\d{1,4})(?:[.,](25|5|50|75))? ?(?:hours?|hrs?|heures?|stunden)\.?")

_FREE = {
    "free",
    "free of charge",
    "no cost",
    "no charge",
    "no fee",
    "nil",
    "gratuit",
    "kostenlos",
    "kostenfrei",
    "gratis",
}
_SIGNS = {"£": "GBP", "€": "EUR", "GBP": "GBP", "EUR": "EUR", "CHF": "CHF", "USD": "USD"}
_NUMBER = r"\d{1,3}(?:[ ,.'’]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
# in groups of three with one separator, the other one before the fraction; or without groups
_AMOUNT = re.compile(
    r"(?P<grouped>\d{1,3}(?:(?P<mark>[,.])\d{3})(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[,.](?P<part>\d{1,2})0*)?"
    r"|(?P<whole>\d+)(?:[,.](?P<fraction>\d{1,2})0*)?",
    re.ASCII,
)
_LONGEST_NUMBER, MOST_HUNDREDTHS = 30, 1_000_000_000
_BASES = {"month": "month", "mois": "month", "monat": "month", "hour": "hour", "heure": "hour", "stunde": "hour"}
_PRICE = re.compile(
    r"(?:(?:cost|price|fee|fees|total|prix|preis)s?:? )?"
    rf"(?:(?P<before>£|€|[A-Z]{{3}}) ?)?(?P<number>{_NUMBER})(?: ?(?P<after>£|€|[A-Z]{{3}}))?"
    r"(?: ?(?:per person|each|in total|total|pp))?"
    r"(?: ?(?:per|a|par|pro|/) ?(?P<basis>month|hour|mois|heure|monat|stunde))?\.?",
    re.IGNORECASE,
)


def read_date(text: str) -> dt.date | None:
    """The date a whole text names, else None. 05/09/2016 is two dates and so none; 25/09/2016 is one."""
    words = fold(text).replace("'", "")
    if found := _ISO.fullmatch(words):
        return _date(found[1], found[2], found[3])
    if found := _DAY_MONTH_YEAR.fullmatch(words):
        return _date(found[3], _MONTH.get(found[2]), found[1])
    if found := _MONTH_DAY_YEAR.fullmatch(words):
        return _date(found[3], _MONTH.get(found[1]), found[2])
    if found := _NUMERIC.fullmatch(words):
        first, second, dotted = int(found[1]), int(found[3]), found[2] == "."
        if dotted or first > 12 or first == second:
            return _date(found[4], second, first)
        return _date(found[4], first, second) if second > 12 else None
    return None


def is_plausible(date: dt.date) -> bool:
    """Could something to learn take place then?"""
    return FIRST_YEAR <= date.year <= LAST_YEAR


def read_duration(text: str) -> str | None:
    """The ISO 8601 duration a whole text names ("12 weeks" → P12W), else None."""
    words = fold(text)
    if duration_parts(text.strip()):
        return text.strip()
    found = _DURATION.fullmatch(words)
    if not found:
        return None
    unit = _UNITS.get(found[2]) or _UNITS.get(found[2] + "s")
    if not unit or not int(found[1]):
        return None
    iso = f"P{'T' if unit[0] == 'T' else ''}{int(found[1])}{unit[-1]}"
    return iso if duration_parts(iso) else None


def span(iso: str) -> tuple[int, int, int] | None:
    """An ISO duration as (months, days, seconds), for comparing: P1Y and P12M are one span. None when it is none, or
    longer than anything one learns."""
    parts = duration_parts(iso)
    if parts is None:
        return None
    years, months, weeks, days, hours, minutes, seconds = parts
    return years * 12 + months, weeks * 7 + days, hours * 3600 + minutes * 60 + seconds


def read_hours(text: str) -> int | None:
    """The minutes of work a whole text names in hours ("30 hours" → 1800), else None."""
    found = _HOURS.fullmatch(fold(text))
    if not found:
        return None
    return int(found[1]) * 60 + {None: 0, "25": 15, "5": 30, "50": 30, "75": 45}[found[2]]


def read_price(text: str, currency: str | None = None) -> dict[str, Any] | None:
    """The price letter a whole text means, with the text in it: "free" → amount 0, "£120" → 12000 GBP; else None.

    A number without a currency is no price unless `currency` says in which one the source counts.
    """
    words = " ".join(text.split())
    if fold(words).rstrip(".!") in _FREE:
        return {"amount": 0, "text": words}
    found = _PRICE.fullmatch(words)
    if not found or (found["before"] and found["after"]):
        return None
    sign = (found["before"] or found["after"] or "").upper()
    known = _SIGNS.get(sign) if sign else currency
    amount = read_amount(found["number"])
    if known is None or amount is None:
        return None
    basis = _BASES[found["basis"].lower()] if found["basis"] else "total"
    return {"amount": amount, "currency": known, "basis": basis, "text": words}


def read_amount(number: str) -> int | None:
    """Hundredths of a written number: 1,250.00 and 1.250,00 and 1250 are 125000; None when it is not one number, or
    larger than any price."""
    digits = re.sub(r"[ '’]", "", number)
    if len(digits) > _LONGEST_NUMBER or not (found := _AMOUNT.fullmatch(digits)):
        return None
    whole = re.sub(r"[,.]", "", found["grouped"] or found["whole"])
    amount = int(whole) * 100 + int((found["part"] or found["fraction"] or "0").ljust(2, "0"))
    return amount if amount <= MOST_HUNDREDTHS else None


def _date(year: str, month: str | int | None, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month or 0), int(day))
    except ValueError:
        return None
