"""What is asked about a run, and about several at once; one price for everybody in the registry's currency, other
prices of a run are left as they are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from registry import config
from registry.catalogue.desk import Draft
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import lazy_gettext as _l
from registry.web.publish import numerals, questions
from registry.web.publish.questions import Question

_PRICE = Question("prices.0.amount", _l("Price"), "number", _l("0 when it is free."), unit="money")
_PLACES = (
    Question("places.total", _l("Places in all"), "number"),
    Question("places.left", _l("Places left"), "number"),
)
RUN: tuple[Question, ...] = (
    Question("start.date", _l("First day"), "date"),
    Question("start.time", _l("Begins at"), "time"),
    Question("end.date", _l("Last day"), "date"),
    Question("end.time", _l("Ends at"), "time"),
    Question("schedule.text.{lang}", _l("When in the week, in words")),
    Question("mode", _l("How one takes part"), "pick", scheme="mode"),
    Question("language", _l("Language"), "checks", scheme="language"),
    Question("place", _l("Place"), "pick"),
    Question("location_text", _l("Where, in words")),
    _PRICE,
    Question("prices.0.text", _l("Price in words")),
    *_PLACES,
    Question("enrol.from", _l("Enrolment from"), "date"),
    Question("enrol.until", _l("Enrolment until"), "date"),
    Question("enrol.url", _l("Address to enrol"), "url"),
)
BULK: tuple[Question, ...] = (
    Question("days", _l("Move all dates by so many days"), "text", _l("Whole days, such as 7, or -7 for earlier.")),
    replace(_PRICE, hint=_l("Empty leaves prices as they are.")),
    *_PLACES,
)


def with_places(question: Question, places: tuple[tuple[str, str], ...]) -> Question:
    """The question with the provider's places where it asks for one."""
    return replace(question, given=places) if question.path == "place" else question


def first(draft: Draft) -> dict[str, Any]:
    """What a new run begins with: language and mode of the offer where it has one."""
    spec = draft.spec
    made: dict[str, Any] = {"language": list(spec.languages[:1])}
    return {**made, "mode": spec.modes[0]} if len(spec.modes) == 1 else made


def letter(before: Mapping[str, Any], form: dict[str, Any], lang: str) -> dict[str, Any]:
    """The run's letter with what the form says; Invalid for what cannot be read."""
    kept = {key: value for key, value in before.items() if key != "prices"}
    prices = list(before.get("prices") or [])
    made = questions.merged({**kept, "prices": prices or [{}]}, form, RUN, lang)
    for when in ("start", "end"):
        if (made.get(when) or {}).get("time"):
            made[when].setdefault("zone", config.current().zone)
    return _priced(made)


def changes(form: dict[str, Any]) -> dict[str, Any]:
    """What is changed of all chosen runs."""
    made = questions.merged({"prices": [{}]}, form, BULK, "en")
    days = numerals.days(str(made.pop("days", "0")))
    if days is None:
        raise Invalid({"days": [_("Give a whole number of days, such as 7 or -7.")]})
    return {**_priced(made), "days": days}


def _priced(made: dict[str, Any]) -> dict[str, Any]:
    """An amount in the registry's currency; a price without amount and words is none."""
    prices = [price for price in made.get("prices") or [] if "amount" in price or "text" in price]
    for price in prices:
        if "amount" in price:
            price.setdefault("currency", config.current().currency)
    return {**{key: value for key, value in made.items() if key != "prices"}, **({"prices": prices} if prices else {})}
