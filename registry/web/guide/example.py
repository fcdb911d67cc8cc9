"""The one invented offer the guide is made of, with a run in every state there is. Its states are not written down but
worked out by the function the pages use."""

import datetime as dt
from typing import Any

from registry import config
from registry.catalogue import runs
from registry.catalogue.runs import RunView
from registry.catalogue.specification import Specification
from registry.catalogue.views import Face, OfferView
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.providers.queries import ProviderView

TOWN = "Fairwater"  # invented, the same in every language
WEDNESDAYS = {"pattern": [{"days": ["we"], "from": "18:00", "until": "20:30"}]}
# name → start, first and last day to enrol, in days from today, and what else makes the state
STATES: dict[str, dict[str, Any]] = {
    "rolling": {"rolling": True, "mode": "online", "online_kind": "self-paced"},
    "open": {"start": 40, "until": 30, "places": {"total": 12, "left": 7}},
    "few": {"start": 42, "until": 30, "places": {"total": 12, "left": 2}},
    "closing": {"start": 9, "until": 3, "mode": "blended"},
    "future": {"start": 60, "from": 20, "until": 50, "mode": "online", "online_kind": "live"},
    "full": {"start": 30, "places": {"total": 12, "left": 0}},
    "closed": {"start": 5, "until": -1},
    "running": {"start": -10, "end": 20},
    "on-request": {"mode": "work", "price": None},
    "unsure": {"start": 50, "conflict": True},
    "finished": {"start": -60, "end": -30},
    "cancelled": {"start": 35, "cancelled": True},
}


def state_names() -> dict[str, str]:
    """What each state is called in the guide, by its name in STATES; "none" is an offer without a date."""
    return {
        "rolling": _("Starts any day"),
        "open": _("Open"),
        "few": _("Few places left"),
        "closing": _("Closing soon"),
        "future": _("Opens later"),
        "full": _("Full"),
        "closed": _("Enrolment closed"),
        "running": _("Running"),
        "on-request": _("On request"),
        "unsure": _("Dates that contradict each other"),
        "none": _("Without a date"),
        "finished": _("Finished"),
        "cancelled": _("Cancelled"),
    }


def run(name: str) -> RunView:
    """The run of STATES with this name, as it stands now."""
    given = STATES[name]
    letter = {
        "mode": given.get("mode", "onsite"),
        "online_kind": given.get("online_kind"),
        "location_text": TOWN,
        "rolling": given.get("rolling", False),
        "start": _day(given, "start"),
        "end": _day(given, "end"),
        "duration": {"iso": "P5W"},
        "enrol": {
            "from": _date(given.get("from")),
            "until": _date(given.get("until")),
            "url": config.current().base_url,
        },
        "places": given.get("places"),
        "schedule": WEDNESDAYS if "start" in given else None,
        "prices": _prices(given.get("price", 12_000)),
        "conflicts": [{"printed": _("on request")}] if given.get("conflict") else [],
    }
    return runs.view(name, letter, clock.now(), place=None, cancelled=given.get("cancelled", False))


def _prices(amount: int | None) -> list[dict[str, Any]]:
    """A fee and its material, for everyone."""
    if amount is None:
        return []
    common = {"currency": config.current().currency, "basis": "total"}
    return [{"amount": amount, "part": "tuition", **common}, {"amount": 1_500, "part": "material", **common}]


def _date(days: int | None) -> str | None:
    return None if days is None else (clock.today() + dt.timedelta(days=days)).isoformat()


def _day(given: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in given:
        return {}
    return {"date": _date(given[name])} | ({"time": "18:00"} if name == "start" else {})


def face(title: str = "", outcomes: tuple[tuple[str, int | None], ...] = (), examined: bool = True) -> Face:
    """The offer in a list; `outcomes` are competences with their levels."""
    return Face(
        code="",
        spec=_specification(title, outcomes),
        runs=(),
        provider_slug="",
        provider_name=_("Example library"),
        examined=examined,
        listed_at=clock.now() - dt.timedelta(days=70),
        decided_at=clock.now() - dt.timedelta(days=70),
        confirmed_at=clock.now() - dt.timedelta(days=9),
    )


def offer() -> OfferView:
    """The same offer in full, with a run in every state."""
    outcomes = (("1.1", 3), ("2.1", 2), ("4.1", None))
    every = runs.in_order(run(name) for name in STATES)
    return OfferView(
        code=config.current().code,
        spec=_specification(_("Photos on your phone"), outcomes),
        runs=tuple(one for name in STATES for one in every if one.code == name),
        provider=_provider(),
        number=1,
        content_sha256="",
        examined=True,
        listed_at=clock.now() - dt.timedelta(days=70),
        first_listed_at=clock.now() - dt.timedelta(days=70),
        confirmed_at=clock.now() - dt.timedelta(days=9),
        confirm_by=None,
        access=("step-free",),
        contact={},
        source={},
    )


def _specification(title: str, outcomes: tuple[tuple[str, int | None], ...]) -> Specification:
    """Some elements of a micro-credential given, some missing, one that does not apply."""
    tongue = language()
    content = {
        "kind": "training",
        "language": tongue,
        "title": {tongue: title},
        "languages": [tongue],
        "modes": ["onsite", "online"],
        "outcomes": [
            {"title": {tongue: _outcome(code)}, "competence": code, "level": level, "minutes": 480}
            for code, level in outcomes
        ],
        "eqf": "none",
        "assessment": {"types": ["project"]},
        "credential": {"type": "micro", "awarding_body": {"name": _("Example library")}},
    }
    return Specification.read(content)


def _outcome(code: str) -> str:
    return {
        "1.1": _("Find what you are looking for"),
        "2.1": _("Send photos to others"),
    }.get(code, _("Know who can see them"))


def _provider() -> ProviderView:
    blank: dict[str, Any] = dict.fromkeys(ProviderView.__dataclass_fields__)
    known = {"code": "", "slug": "", "name": _("Example library"), "kinds": (), "languages": (), "standing": "verified"}
    return ProviderView(**blank | known)
