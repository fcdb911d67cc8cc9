"""Builders: a valid thing by default, one argument changes one thing. One heading per package; each is made by the
real verbs."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from registry.catalogue import lifecycle as catalogue_lifecycle
from registry.catalogue import queries as catalogue_queries
from registry.catalogue import service as catalogue_service
from registry.catalogue.model import Offer
from registry.kernel import clock, outbox
from registry.kernel.actor import OPERATOR, Actor
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.providers import lifecycle as provider_lifecycle
from registry.providers import queries as provider_queries
from registry.providers import service as provider_service
from registry.providers.model import Provider
from registry.quality import criteria as quality_criteria
from registry.quality import policy as quality_policy
from registry.quality import service as quality_service

ROOT = Path(__file__).resolve().parents[1]

# --- providers --------------------------------------------------------------------------------------------------------

REVIEWER = Actor("reviewer", "reviewer-1", second_factor=True)
ADMIN = Actor("admin", "admin-1", second_factor=True)
SECOND = Actor("reviewer", "reviewer-2", second_factor=True)
THIRD, FOURTH = (Actor("reviewer", f"reviewer-{number}", second_factor=True) for number in (3, 4))


def changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The values with the changes; None takes a key away."""
    return {key: value for key, value in {**values, **changes}.items() if value is not None}


def provider_values(**changes: Any) -> dict[str, Any]:
    """What `providers.service.register` takes."""
    values = {
        "name": "Harbour Learning House",
        "kinds": ["adult-education-centre"],
        "country": "BE",
        "languages": ["en"],
    }
    return changed(values, changes)


def place_values(**changes: Any) -> dict[str, Any]:
    """What `providers.service.add_place` takes."""
    return changed({"name": "Mill Street", "locality": "Ghent", "region": "BE2", "country": "BE"}, changes)


def provider(standing: str = "verified", **changes: Any) -> str:
    """A provider in the register, in the given standing; its code."""
    code = provider_service.register(OPERATOR, provider_values(**changes))
    if standing != "unverified":
        stand(code, standing)
    return code


def stand(provider_code: str, standing: str) -> None:
    """Give the provider a standing, as a decision would."""
    with transaction():
        provider_lifecycle.set_standing(provider_queries.for_update(provider_code), standing)


def provider_row(code: str) -> Provider:
    """The provider as it is stored, with its identifiers."""
    query = select(Provider).where(Provider.code == code).options(selectinload(Provider.identifiers))
    return db.session.scalars(query).one()


def acting(role: str, *providers: str) -> Actor:
    """Someone in this role with all that may go with it: the second factor, and every right in these providers."""
    codes = frozenset(providers)
    return Actor(role, "ref", codes, submits=codes, manages=codes, second_factor=True)


def member(*providers: str) -> Actor:
    """Someone who belongs to these providers and answers for them."""
    codes = frozenset(providers)
    return Actor("member", "member-1", codes, submits=codes, manages=codes)


# --- catalogue --------------------------------------------------------------------------------------------------------


def training(**changes: Any) -> dict[str, Any]:
    """The content of a training that is ready to be examined."""
    outcomes = [
        {"title": {"en": "Sort and sum a list"}, "competence": "1.3", "level": 4, "minutes": 600},
        {"title": {"en": "Spot values that cannot be right"}, "competence": "1.2", "level": 3, "minutes": 360},
    ]
    values = {
        "kind": "training",
        "language": "en",
        "title": {"en": "Spreadsheets for everyday work"},
        "summary": {"en": "Lists, sums and simple charts."},
        "description": {"en": "You work on your own examples from the first evening."},
        "languages": ["en"],
        "modes": ["onsite"],
        "setting": "non-formal",
        "outcomes": outcomes,
        "workload": {"minutes": 960},
        "eqf": 4,
        "target_groups": ["everyone"],
        "assessment": {"types": ["practical"]},
        "credential": {"type": "certificate"},
        "enrol": {"url": "https://harbour.example/enrol"},
    }
    return changed(values, changes)


def micro(**changes: Any) -> dict[str, Any]:
    """A training that leads to a micro-credential with every element a catalogue needs."""
    credential = {
        "type": "micro",
        "awarding_body": {"name": "Harbour Learning House", "country": "BE"},
        "stackability": "stackable",
        "quality_assurance": [{"type": "institution-quality"}],
    }
    return training(**{"credential": credential, **changes})


def guidance(**changes: Any) -> dict[str, Any]:
    """The content of a guidance service that is ready to be examined."""
    service = {
        "helps_with": {"en": "Finding out which digital skills a job asks for."},
        "channels": ["in-person", "phone"],
        "appointment": "required",
        "waiting_days": 0,
        "cost": {"en": "Free of charge."},
    }
    values = {
        "kind": "guidance",
        "language": "en",
        "title": {"en": "Talk about your next step"},
        "description": {"en": "An hour with an adviser."},
        "languages": ["en"],
        "audience": {"en": "Adults who want to change their work."},
        "guidance": service,
        "enrol": {"text": {"en": "Call us."}},
    }
    return changed(values, changes)


def validation(**changes: Any) -> dict[str, Any]:
    """The content of a validation that is ready to be examined."""
    procedure = {
        "against": ["2.1", "2.4"],
        "evidence": {"en": "Work samples of the last three years."},
        "steps": [{"en": "Portfolio"}, {"en": "Conversation"}],
        "minutes": 180,
        "receives": {"en": "A statement of results."},
    }
    values = {
        "kind": "validation",
        "language": "en",
        "title": {"en": "Show that you can work together online"},
        "description": {"en": "For people who learnt it on the job."},
        "languages": ["en"],
        "modes": ["onsite"],
        "audience": {"en": "Anyone with practice."},
        "validation": procedure,
        "enrol": {"url": "https://harbour.example/validation"},
    }
    return changed(values, changes)


def run_letter(**changes: Any) -> dict[str, Any]:
    """A run of ten evenings that begins on 11 January 2027."""
    values = {
        "start": {"date": "2027-01-11", "time": "18:00", "zone": "Europe/Brussels"},
        "end": {"date": "2027-02-10"},
        "mode": "onsite",
        "language": ["en"],
        "prices": [{"amount": 12000, "currency": "EUR"}],
        "places": {"total": 14, "left": 5},
    }
    return changed(values, changes)


def draft(content: dict[str, Any] | None = None, provider_code: str | None = None, **origin: Any) -> str:
    """An offer with an open draft; its code."""
    holder = provider_code or provider()
    return catalogue_service.start(OPERATOR, holder, content or training(), catalogue_service.Origin(**origin))


def offer_row(code: str) -> Offer:
    """The offer as it is stored, with its provider and versions."""
    query = select(Offer).where(Offer.code == code)
    return db.session.scalars(query.options(joinedload(Offer.provider), selectinload(Offer.versions))).one()


def take_steps(code: str, *steps: tuple[str, Actor]) -> None:
    """Take these steps with the offer, as the quality package would."""
    for action, actor in steps:
        with transaction():
            offer = catalogue_queries.for_update(code)
            catalogue_lifecycle.step(offer, action, actor, note="said")
            outbox.emit("catalogue.offer", code)


def listed(content: dict[str, Any] | None = None, provider_code: str | None = None, **origin: Any) -> str:
    """An offer that was examined and listed; its code."""
    code = draft(content, provider_code, **origin)
    take_steps(code, ("submit", OPERATOR), ("take", REVIEWER), ("list", REVIEWER))
    return code


# --- quality ----------------------------------------------------------------------------------------------------------


def ruling(kind: str = "training", **changes: Any) -> dict[str, Any]:
    """A ruling that lists an offer of this kind: every criterion met."""
    points = quality_criteria.current(clock.today()).of_kind(kind)
    values = {"action": "list", "criteria": {point.code: "met" for point in points}}
    return changed(values, changes)


def seen(code: str) -> int:
    """The offer's counter as a page just read would have it."""
    with transaction():
        return catalogue_queries.for_update(code).counter


def in_review(content: dict[str, Any] | None = None, provider_code: str | None = None) -> str:
    """An offer that a reviewer has taken to examine; its code."""
    code = draft(content, provider_code or vetted_provider())
    submitted = catalogue_service.perform(OPERATOR, code, "submit", seen(code))
    quality_service.take(REVIEWER, code, submitted)
    return code


def decided(content: dict[str, Any] | None = None, provider_code: str | None = None, **changes: Any) -> str:
    """An offer a reviewer has decided on, listed unless `changes` of the ruling say otherwise; its code."""
    content = content or training()
    code = in_review(content, provider_code)
    ruled(code, ruling(content["kind"], **changes))
    return code


def ruled(code: str, letter: dict[str, Any], actor: Actor = REVIEWER) -> int:
    """Decide about the offer, with a second person where that takes two; the decision's number."""
    if letter["action"] in quality_policy.TWO_RIGHTS:
        return quality_service.confirm(SECOND, quality_service.propose(actor, code, letter, seen(code)))
    return quality_service.decide(actor, code, letter, seen(code))


def stood(code: str, action: str, basis: str = "For the test.", actor: Actor = ADMIN) -> int:
    """Decide about a provider, with a second person where that takes two; the decision's number."""
    if action in ("suspend", "close"):
        seen = provider_row(code).counter
        return quality_service.confirm(SECOND, quality_service.propose_provider(actor, code, action, basis, seen))
    return quality_service.decide_provider(actor, code, action, basis)


def amended(code: str, **changes: Any) -> int:
    """Let a trivial edit of the listed offer go live; the decision's number."""
    counter = catalogue_service.revise(OPERATOR, code, seen(code))
    with transaction():
        content = catalogue_queries.for_update(code).newest_version.specification.to_content()
    counter = catalogue_service.save(OPERATOR, code, {**content, "summary": {"en": "Said better."}, **changes}, counter)
    return quality_service.amend(OPERATOR, code, counter)


def vetted_provider(**changes: Any) -> str:
    """A provider verified by decision; its code."""
    code = provider("unverified", **changes)
    quality_service.decide_provider(REVIEWER, code, "verify", "Entry in the national register seen.")
    return code


# --- events -----------------------------------------------------------------------------------------------------------


def event_letter(**changes: Any) -> dict[str, Any]:
    """What `events.service.save` takes: an evening online with two items on its agenda."""
    values = {
        "slug": "open-evening",
        "title": {"en": "Open evening", "fr": "Soirée ouverte"},
        "summary": {"en": "Meet those who teach."},
        "start": "2026-12-01T18:00",
        "end": "2026-12-01T20:00",
        "zone": "Europe/Brussels",
        "mode": "online",
        "language": "en",
        "organiser": {"name": "Harbour Learning House"},
        "slots": [
            {"starts_at": "2026-12-01T18:00", "ends_at": "2026-12-01T18:30", "title": {"en": "Welcome"}},
            {"starts_at": "2026-12-01T18:45", "title": {"en": "Talk"}, "speakers": [{"name": "Ada Example"}]},
        ],
    }
    return changed(values, changes)
