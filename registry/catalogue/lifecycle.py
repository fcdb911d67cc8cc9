"""The life of a version, as one table: which action leads from where to where, who takes it and what it needs. From it
come the guards, the buttons, the API's links and the test matrix. Only this file assigns a state.

Needs named in ASKED_ELSEWHERE are known to the quality package alone, which asks them before it applies a step of the
desk.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from registry.catalogue import facts, holding, readiness, weights
from registry.catalogue.model import CURRENT, EDITABLE, Offer, Run, RunChange, Transition, Version
from registry.catalogue.specification import FORMAT, Specification, sealed
from registry.kernel import clock
from registry.kernel.actor import OWN, Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.providers import lifecycle as providers

TOPIC = "catalogue.offer"
CONFIRM_EVERY = dt.timedelta(days=180)
GRACE = dt.timedelta(days=30)  # from confirm_by on an offer stands behind the others, after this it lapses
RELIST_WITHIN = dt.timedelta(days=180)
PROVIDER = frozenset({"member", "key", "operator"})
REVIEWER = frozenset({"reviewer"})
STAFF = frozenset({"reviewer", "admin"})
SYSTEM = frozenset({"system"})
# steps any member of the provider takes; the others are for those who answer for it
EDITING = frozenset({"discard"})
ASKED_ELSEWHERE = frozenset({"reason", "criteria"})


@dataclass(frozen=True)
class Action:
    """One row of the table; `desk`: taken only through the quality package, with a decision or at the desk."""

    name: str
    from_: tuple[str, ...]
    to: str
    who: frozenset[str]
    needs: tuple[str, ...] = ()
    desk: bool = True
    examined: bool | None = None  # listed this way, was it examined? None: as what was listed before


TABLE: tuple[Action, ...] = (
    Action("submit", ("draft", "returned"), "submitted", PROVIDER, ("ready", "standing"), desk=False),
    Action("resubmit", ("draft", "returned"), "submitted", SYSTEM),
    Action("recall", ("submitted",), "draft", PROVIDER | SYSTEM, desk=False),
    Action("recall", ("in-review", "asked"), "draft", SYSTEM, desk=False),
    Action("take", ("submitted",), "in-review", REVIEWER, ("four-eyes",)),
    Action("release", ("in-review",), "submitted", STAFF),
    Action("ask", ("in-review",), "asked", REVIEWER, ("four-eyes", "reason")),
    Action("answer", ("asked",), "in-review", PROVIDER, ("note",), desk=False),
    Action("return", ("in-review", "asked"), "returned", REVIEWER, ("four-eyes", "reason")),
    Action("refuse", ("in-review",), "refused", REVIEWER, ("four-eyes", "reason")),
    Action("list", ("in-review",), "listed", REVIEWER, ("four-eyes", "ready", "criteria", "standing"), examined=True),
    Action("list", ("draft",), "listed", frozenset({"operator"}), ("admissible", "free", "standing"), examined=False),
    Action("amend", ("draft",), "listed", SYSTEM, ("trivial", "standing")),
    Action("suspend", ("listed",), "suspended", STAFF, ("reason",)),
    Action("restore", ("suspended",), "listed", STAFF, ("reason", "standing")),
    Action("lapse", ("listed",), "lapsed", SYSTEM, ("unconfirmed",)),
    Action("relist", ("lapsed",), "listed", PROVIDER, ("recent", "standing")),
    Action("supersede", CURRENT, "superseded", SYSTEM),
    Action("expire", CURRENT, "expired", SYSTEM),
    Action("withdraw", CURRENT, "withdrawn", PROVIDER | {"admin"}),
    Action("discard", ("draft", "returned"), "discarded", PROVIDER, desk=False),
)
ACTIONS = tuple(dict.fromkeys(row.name for row in TABLE))


def row_for(action: str, state: str) -> Action | None:
    """The table's row for this action from this state."""
    return next((row for row in TABLE if row.name == action and state in row.from_), None)


def available(version: Version, actor: Actor) -> list[str]:
    """The actions this actor may take on the version now, in the table's order; what they need is asked when they
    are taken."""
    rows = [row for row in TABLE if version.state in row.from_ and _is_allowed(row, version.offer, actor)]
    return [row.name for row in rows if "four-eyes" not in row.needs or not _is_own(version.offer, actor)]


def step(offer: Offer, action: str, actor: Actor, note: str | None = None) -> Version:
    """Apply the action to whichever version of the offer it is about, the open one or the current one; returns that
    version."""
    versions = [version for version in (offer.open_version, offer.current_version) if version]
    fitting = [version for version in versions if row_for(action, version.state)]
    version = next(iter(fitting or versions), offer.newest_version)
    apply(offer, version, action, actor, note)
    return version


def apply(offer: Offer, version: Version, action: str, actor: Actor, note: str | None = None) -> None:
    """Take the step, inside a transaction, on an offer loaded for update; the caller emits.

    Raises Invalid (no such action, or a need unmet), WrongState, Forbidden. Listing supersedes what was listed before.
    """
    if action not in ACTIONS:
        raise Invalid({"action": [_("There is no such action.")]})
    row = row_for(action, version.state)
    if row is None or _is_the_systems(row, actor):
        raise WrongState(_("This is not possible in the state the offer is in."), state=version.state, action=action)
    if not _is_allowed(row, offer, actor):
        raise Forbidden(_("You may not do this to this offer."))
    for need in row.needs:
        if need not in ASKED_ELSEWHERE:
            _NEEDS[need](offer, version, actor, note)
    former = offer.current_version
    if row.to == "listed" and former is not None and former is not version:
        _move(former, "supersede", "superseded", "system")
        db.session.flush()  # one down before the other is up, or the index of listed versions rightly refuses
    _move(version, action, row.to, actor.role, note)
    if row.to == "listed":
        inherited = former.examined if former else version.examined
        _list(offer, version, inherited if row.examined is None else row.examined)
        if action == "relist":
            confirm(offer)
    if action in ("submit", "resubmit"):
        version.submitted_at = clock.now()


def open_version(offer: Offer, spec: Specification, actor: Actor) -> Version:
    """Open the offer's next version as a draft; WrongState when one is open already."""
    if offer.open_version is not None:
        raise WrongState(_("A version of this offer is already being worked on."), state=offer.open_version.state)
    number = max((version.number for version in offer.versions), default=0) + 1
    version = Version(
        offer=offer, number=number, state="draft", created_at=clock.now(), created_by=actor.role, counter=0
    )
    version.examined = False
    fill(version, spec)
    db.session.add(version)
    db.session.flush()
    _note_step(version, "open", None, actor.role)
    return version


def fill(version: Version, spec: Specification) -> None:
    """Make this the content of a version that may still be written; WrongState otherwise."""
    if version.state not in EDITABLE:
        raise WrongState(_("This version can no longer be changed."), state=version.state)
    version.content, version.content_sha256 = sealed(spec)
    version.format = FORMAT
    version.title = spec.title[spec.language][:300]
    version.language = spec.language
    version.counter += 1
    version.offer.counter += 1


def confirm(offer: Offer) -> None:
    """The provider says that what is listed is right; the next time it must say so moves on."""
    offer.confirmed_at = clock.now()
    offer.confirm_by = offer.confirmed_at + CONFIRM_EVERY
    offer.counter += 1


def set_run(run: Run, state: str, actor: Actor, before: dict[str, object] | None) -> None:
    """Give the run its state and note in its history what it was before (None: nothing) and is now. A new address to
    enrol may be held (`holding`)."""
    run.state = state
    run.updated_at = clock.now()
    run.counter = (run.counter or 0) + 1
    db.session.add(run)
    db.session.flush()
    holding.consider(run, actor.role, before)
    change = RunChange(run_id=run.id, at=run.updated_at, role=actor.role, before=before, after=snapshot(run))
    db.session.add(change)


def snapshot(run: Run) -> dict[str, object]:
    """A run as its history keeps it; while its address is held, with the one the public sees instead."""
    hold = holding.open_of(run)
    held = {"held": {"former": hold.former}} if hold else {}
    return {"data": run.data, "place_id": run.place_id, "state": run.state, **held}


def _is_own(offer: Offer, actor: Actor) -> bool:
    return offer.provider.code in actor.providers


def _is_the_systems(row: Action, actor: Actor) -> bool:
    """Does the system alone take this step from here, while the actor may take it from elsewhere?"""
    others = (other for other in TABLE if other.name == row.name)
    return row.who == SYSTEM and not actor.is_in(SYSTEM) and any(actor.is_in(other.who) for other in others)


def _is_allowed(row: Action, offer: Offer, actor: Actor) -> bool:
    own = actor.providers if row.name in EDITING else actor.submits
    return actor.is_in(row.who) and (actor.role not in OWN or offer.provider.code in own)


def _move(version: Version, action: str, to: str, role: str, note: str | None = None) -> None:
    """The one place where a version changes its state."""
    was, version.state = version.state, to
    version.counter += 1
    version.offer.counter += 1
    _note_step(version, action, was, role, note)
    if was == "listed":
        version.unlisted_at = clock.now()
        facts.remove(version.offer_id)


def _note_step(version: Version, action: str, was: str | None, role: str, note: str | None = None) -> None:
    moved = Transition(version_id=version.id, action=action, from_state=was, to_state=version.state, role=role)
    moved.at, moved.note = clock.now(), note
    db.session.add(moved)


def _list(offer: Offer, version: Version, examined: bool) -> None:
    now = clock.now()
    version.examined = examined
    version.listed_at, version.unlisted_at = version.listed_at or now, None
    offer.first_listed_at = offer.first_listed_at or now
    if version.submitted_at and (offer.confirmed_at is None or offer.confirmed_at < version.submitted_at):
        offer.confirmed_at = version.submitted_at  # who submits says that it is right
    offer.confirm_by = (offer.confirmed_at or now) + CONFIRM_EVERY
    providers.show(offer.provider)
    db.session.flush()
    facts.write(version)


def _ready(_offer: Offer, version: Version, _actor: Actor, _note: str | None) -> None:
    errors: dict[str, list[str]] = {}
    for point in readiness.points(version.specification):
        errors.setdefault(point.field, []).append(point.message)
    if errors:
        raise Invalid(errors, _("The offer is not complete yet."))


def _admissible(offer: Offer, version: Version, _actor: Actor, _note: str | None) -> None:
    letters = db.session.scalars(select(Run.data).where(Run.offer_id == offer.id, Run.state != "removed"))
    say_how = any((letter.get("enrol") or {}).keys() & {"url", "text"} for letter in letters)
    spec = version.specification
    missing = readiness.admission_points(spec, runs_say_how=say_how, has_contact=bool(offer.contact))
    if missing:
        raise Invalid({point.field: [point.message] for point in missing}, _("The offer is not complete yet."))


def _free(offer: Offer, version: Version, _actor: Actor, _note: str | None) -> None:
    """What was suspended or refused does not come back through the door of admission."""
    last_listed = max((one.number for one in offer.versions if one.listed_at), default=0)
    refused = [one for one in offer.versions if one.state == "refused" and one.number > last_listed]
    current = offer.current_version
    if refused or (current is not None and current.state == "suspended"):
        raise WrongState(_("A decision stands against this offer; only a new examination can list it."))


def _four_eyes(offer: Offer, _version: Version, actor: Actor, _note: str | None) -> None:
    if _is_own(offer, actor):
        raise Forbidden(_("Nobody examines an offer of a provider they belong to."))


def _standing(offer: Offer, _version: Version, _actor: Actor, _note: str | None) -> None:
    if offer.provider.is_hidden:
        raise WrongState(_("The provider is suspended or closed."), standing=offer.provider.standing)


def _trivial(offer: Offer, version: Version, _actor: Actor, _note: str | None) -> None:
    former = offer.current_version
    if former is None or former.state != "listed":
        raise WrongState(_("Only a listed offer can be amended."))
    if weights.between(former.specification, version.specification) != weights.TRIVIAL:
        raise WrongState(_("This change must be examined."))


def _unconfirmed(offer: Offer, _version: Version, _actor: Actor, _note: str | None) -> None:
    if offer.confirm_by is None or offer.confirm_by > clock.now():
        raise WrongState(_("The provider still has time to confirm this offer."))


def _recent(_offer: Offer, version: Version, _actor: Actor, _note: str | None) -> None:
    if version.unlisted_at is None or version.unlisted_at + RELIST_WITHIN < clock.now():
        raise WrongState(_("It lapsed too long ago; please submit a new version."))


def _has_note(_offer: Offer, _version: Version, _actor: Actor, note: str | None) -> None:
    if not (note or "").strip():
        raise Invalid({"note": [_("Please write a sentence.")]})


_NEEDS: dict[str, Callable[[Offer, Version, Actor, str | None], None]] = {
    "ready": _ready,
    "admissible": _admissible,
    "free": _free,
    "four-eyes": _four_eyes,
    "standing": _standing,
    "trivial": _trivial,
    "unconfirmed": _unconfirmed,
    "recent": _recent,
    "note": _has_note,
}
