"""A run in words: when it starts, when one goes there, where, what it costs, and its state as a tag. One place, so that
a row of the timetable, the table of dates and the calendar say the same."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry import config
from registry.catalogue.run_schema import duration_parts
from registry.catalogue.runs import RunView
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.money import Price
from registry.web import display, moments
from registry.web.values import Tag

LONGEST_NUMERAL = 4  # characters that fit the column at the size of a numeral
SHORT = 32  # characters of a price in words that still fit its column


@dataclass(frozen=True)
class Start:
    """The departure: a numeral with its month, or a word without one; then weekday and time, or what else is known.
    `ordinal` is what follows the numeral in small letters, `day` numeral and month as a line of text has them, `lang`
    the language of `more` when it is not the page's."""

    numeral: str
    month: str = ""
    more: str = ""
    day: str = ""
    lang: str = ""
    ordinal: str = ""

    @property
    def is_word(self) -> bool:
        """Is it too long to be set like a numeral?"""
        return len(self.numeral) > LONGEST_NUMERAL


@dataclass(frozen=True)
class Cost:
    """A price in its column: the amount or word, and what belongs to it in smaller words, with its language when it is
    not the page's; `elsewhere` when it is too long to be said here."""

    amount: str
    more: str = ""
    elsewhere: bool = False
    lang: str = ""


def start(run: RunView | None, original: str) -> Start:
    """When it starts; a date that contradicts itself says so. Words as given are in the `original` language."""
    if run is None:
        return Start("–", more=_("no date set"))
    if run.letter.get("rolling") and run.state in ("open", "closing"):
        # beside days of the week "any day" would contradict them
        return Start(_("Now"), more=_("no fixed start") if any(schedule(run.letter, "")) else _("any day"))
    given = run.letter.get("start") or {}
    if not given.get("date"):
        if run.state == "on-request":
            return Start(_("On request"))
        said = _given(given.get("text"), original)
        return Start("–", more=said.text or _("see offer"), lang=said.lang)
    day = dt.date.fromisoformat(given["date"])
    if run.to_be_confirmed:
        more = _("to be confirmed")
    else:
        time = given.get("time") or ""
        more = " ".join(part for part in (moments.weekday(day), time) if part)
        more = display.listed([more, *(_clock(run.letter) if time else [])])
    return Start(moments.numeral(day), moments.month(day), more, moments.departure(day), ordinal=moments.ordinal(day))


def tag(run: RunView | None) -> Tag | None:
    """The state in words; what one can act on is marked. A run on request says so where others have their date."""
    if run is None:
        return None
    if run.few_left:
        return Tag(ngettext("%(num)s place left", "%(num)s places left", run.left or 0), "go")
    times, state = run.times, run.state
    if state == "closing" and times.closes:
        return Tag(_("Enrol by %(date)s", date=moments.last_day(times.closes)), "go")
    if state == "future" and times.opens:
        return Tag(_("Opens %(date)s", date=moments.day_short(times.opens)))
    tags = {
        "open": Tag(_("Open"), "go"),
        "full": Tag(_("Full"), "full"),
        "closed": Tag(_("Enrolment closed"), "off"),
        "running": Tag(_("Running"), "off"),
        "finished": Tag(_("Finished"), "off"),
        "cancelled": Tag(_("Cancelled"), "full"),
    }
    return tags.get(state)


def enrolment(run: RunView | None) -> str:
    """Whether one can enrol in it, as words of their own: "open until 8 Jan"."""
    if run is None:
        return ""
    times, state = run.times, run.state
    if state in ("open", "closing") and times.closes:
        return _("open until %(date)s", date=moments.last_day(times.closes))
    if state == "future" and times.opens:
        return _("opens %(date)s", date=moments.day_short(times.opens))
    return {
        "open": _("open"),
        "on-request": _("on request"),
        "full": _("full at present"),
        "closed": _("closed"),
        "running": _("closed, already running"),
    }.get(state, "")


def looked_at(run: RunView | None) -> str:
    """That the desk looks at a new address to enrol, and which one leads on meanwhile; "" when it does not."""
    if run is None or not run.proposed:
        return ""
    if (run.letter.get("enrol") or {}).get("url"):
        return _("The provider gave a new address to enrol. Until it is checked, this is the former one.")
    return _("The provider gave an address of its own for this date. It is being checked.")


def _given(text: str | None, original: str) -> display.Words:
    """What the provider wrote in the one language of its offer."""
    return display.words({original: text} if text else None, original)


def where(run: RunView | None, original: str) -> tuple[display.Words, str]:
    """The place, or how it reaches you; and a second line when both are true."""
    if run is None:
        return display.Words("–"), ""
    letter = run.letter
    mode = letter.get("mode")
    place = _place(run, original)
    if mode == "online" or (mode is None and not place and letter.get("online_kind")):
        kinds = {"live": _("Online, live"), "self-paced": _("Online, any time")}
        return display.Words(kinds.get(letter.get("online_kind") or "", _("Online"))), ""
    if mode == "blended":
        return (place, _("and online")) if place else (display.Words(_("Partly online")), "")
    if mode == "work":
        return (place, _("at work")) if place else (display.Words(_("At work")), "")
    return place or display.Words("–"), ""


def _place(run: RunView, original: str) -> display.Words:
    if run.place:
        return display.Words(run.place.locality or run.place.name)
    return _given(run.letter.get("location_text"), original)


def cost(run: RunView | None, original: str) -> Cost:
    """What one person pays; where that is not one sum, the amount with its basis, or the price as given when it is
    short."""
    if run is None:
        return Cost("", _("not stated"))
    currency = config.current().currency
    total = run.payable(currency)
    if total is not None:
        return Cost(display.money(total, currency))
    general = [price for price in run.prices if price.for_ is None]
    if len(general) == 1 and general[0].amount is not None:
        only = general[0]
        return Cost(display.money(only.amount or 0, only.currency or currency), basis(only))
    said = _given(next((price.text for price in general if price.text), None), original)
    if not said:
        return Cost("", _("not stated"))
    return Cost("", said.text, lang=said.lang) if len(said.text) <= SHORT else Cost("", _("see offer"), elsewhere=True)


def basis(price: Price) -> str:
    """per month, per hour – "" for a total."""
    if price.basis == "total":
        return ""
    return {"month": _("per month"), "hour": _("per hour"), "unit": _("per unit")}[price.basis]


def schedule(letter: Mapping[str, Any], original: str) -> list[str]:
    """The pattern as lines ("Mon, Wed 18:00–20:30"), else the words as given, else the times of day."""
    given = letter.get("schedule") or {}
    lines = []
    for item in given.get("pattern") or ():
        begin = dt.time.fromisoformat(item["from"]) if item.get("from") else None
        end = dt.time.fromisoformat(item["until"]) if item.get("until") else None
        lines.append(
            " ".join(
                filter(None, (moments.weekdays(item.get("days") or []), moments.times(begin, end) if begin else ""))
            )
        )
    if lines:
        return lines if (letter.get("start") or {}).get("time") else [*lines, *_clock(letter)]
    if given.get("text"):
        return [display.words(given["text"], original).text]
    return [display.listed([display.named("time", code) for code in given.get("times") or ()])]


def _clock(letter: Mapping[str, Any]) -> list[str]:
    """Whose clock the times of what is taught online are told by, where it is not the registry's."""
    given = letter.get("start") or {}
    zone = given.get("zone")
    if not zone or letter.get("mode") not in ("online", "blended"):
        return []
    day = dt.date.fromisoformat(given.get("date") or clock.today().isoformat())
    noon = dt.datetime.combine(day, dt.time(12), zoneinfo.ZoneInfo(zone))
    return [moments.zone_words(zone, noon)] if moments.local(noon).utcoffset() != noon.utcoffset() else []


def schedule_language(letter: Mapping[str, Any], original: str) -> str:
    """The language of the schedule's words, "" when they are ours or the reader's."""
    given = letter.get("schedule") or {}
    return "" if given.get("pattern") or not given.get("text") else display.words(given["text"], original).lang


def lasts(run: RunView, original: str) -> display.Words:
    """How long: "until 10 Feb", "5 weeks", or the words as given."""
    ends = _until(run)
    given = (run.letter.get("duration") or {}).get("text")
    return _given(given, original) if given and not ends else display.Words(ends or _for(run))


def _until(run: RunView) -> str:
    end = (run.letter.get("end") or {}).get("date")
    if not end:
        return ""
    if (run.letter.get("start") or {}).get("date") == end:
        return _("one day")
    return _("until %(date)s", date=moments.day_short(dt.date.fromisoformat(end)))


def _for(run: RunView) -> str:
    duration = run.letter.get("duration") or {}
    if duration.get("minutes"):
        return display.duration(duration["minutes"])
    return _span(duration.get("iso") or "")


def _span(iso: str) -> str:
    """5 weeks for P5W; nothing for anything longer written."""
    years, months, weeks, days, *shorter = duration_parts(iso) or (0,) * 7
    said = (
        ngettext("%(num)s year", "%(num)s years", years) if years else "",
        ngettext("%(num)s month", "%(num)s months", months) if months else "",
        ngettext("%(num)s week", "%(num)s weeks", weeks) if weeks else "",
        ngettext("%(num)s day", "%(num)s days", days) if days else "",
    )
    only = [words for words in said if words]
    return only[0] if len(only) == 1 and not any(shorter) else ""
