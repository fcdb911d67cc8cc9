"""What can be done with offers and their runs. Steps of the desk are not here: the quality package takes them, with
a decision."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from registry.catalogue import holding, lifecycle, policy, queries
from registry.catalogue.intake import check, check_run
from registry.catalogue.lifecycle import TOPIC
from registry.catalogue.model import EDITABLE, Offer, Run
from registry.catalogue.schema import ORIGIN
from registry.catalogue.specification import sealed
from registry.kernel import clock, codes, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, WrongState
from registry.kernel.fields import KEY_LENGTH
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers import letters
from registry.providers import queries as providers
from registry.providers.model import Place, Provider


@dataclass(frozen=True)
class Origin:
    """Where an offer came from, and what hangs on the offer itself: accessibility and mailbox."""

    source_key: str | None = None
    format: str | None = None
    identifiers: list[Any] = field(default_factory=list)
    raw: Mapping[str, str] = field(default_factory=dict)
    access: list[str] = field(default_factory=list)
    contact: Mapping[str, str] = field(default_factory=dict)


def start(actor: Actor, provider_code: str, content: Mapping[str, Any], origin: Origin | None = None) -> str:
    """Begin an offer with a first draft; returns its code.

    Raises NotFound, Forbidden, Invalid, WrongState (provider closed), and Conflict naming the offer that has this
    source key already.
    """
    with transaction():
        provider = providers.owner_for_update(provider_code)
        policy.require(actor, "start", provider)
        if provider.is_hidden:
            raise WrongState(_("The provider is suspended or closed."), standing=provider.standing)
        spec = check(content)
        hung = letters.load(ORIGIN, asdict(origin or Origin()))
        key = hung.pop("source_key", None)
        if key and (held := queries.by_source_key(provider.code, key)):
            raise Conflict(_("The provider already has an offer with this key."), theirs=held)
        offer = Offer(code=codes.new(), provider=provider, kind=spec.kind, source_key=key, counter=0)
        offer.created_at = clock.now()
        _hang(offer, hung)
        db.session.add(offer)
        lifecycle.open_version(offer, spec, actor)
        outbox.emit(TOPIC, offer.code)
        return offer.code


def save(actor: Actor, code: str, content: Mapping[str, Any], seen: int) -> int:
    """Replace the content of the open draft, as seen; returns the new counter, the old one when nothing differs.

    Raises NotFound, Forbidden, Conflict, Invalid, WrongState (nothing open, or no longer the provider's to write).
    """
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "save", offer)
        offer.unchanged_since(seen)
        version = offer.open_version
        if version is None:
            raise WrongState(_("There is no open version; begin one first."))
        spec = check(content)
        if spec.kind != offer.kind:
            raise Invalid({"kind": [_("An offer keeps its kind; begin another offer.")]})
        if version.state in EDITABLE and version.content_sha256 == sealed(spec)[1]:
            return offer.counter
        lifecycle.fill(version, spec)
        outbox.emit(TOPIC, offer.code)
        return offer.counter


def revise(actor: Actor, code: str, seen: int) -> int:
    """Open the next version, beginning with what is listed (else with the newest content); returns the new counter.

    Raises NotFound, Forbidden, Conflict, WrongState (one is open already).
    """
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "revise", offer)
        offer.unchanged_since(seen)
        lifecycle.open_version(offer, (offer.current_version or offer.newest_version).specification, actor)
        outbox.emit(TOPIC, offer.code)
        return offer.counter


def perform(actor: Actor, code: str, action: str, seen: int, note: str | None = None) -> int:
    """Take a step of the provider's that needs no decision: submit, recall, answer, discard; returns the new counter.

    Raises Forbidden for steps that are decisions or the desk's, NotFound, Conflict, WrongState, and Invalid for an
    action nobody knows or something missing.
    """
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "see", offer)
        if any(row.name == action and row.desk for row in lifecycle.TABLE):
            raise Forbidden(_("This step is taken with a decision, or at the desk."))
        offer.unchanged_since(seen)
        lifecycle.step(offer, action, actor, note)
        outbox.emit(TOPIC, offer.code)
        return offer.counter


def furnish(actor: Actor, code: str, values: Mapping[str, Any], seen: int) -> int:
    """Change what hangs on the offer outside its reviewed content: access, contact, and of an import format,
    identifiers, raw.

    Only what `values` names is changed. Returns the new counter, the old one when nothing differs.
    """
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "furnish", offer)
        offer.unchanged_since(seen)
        if "source_key" in values:
            raise Invalid({"source_key": [_("The key of an offer never changes.")]})
        before = (offer.access, offer.contact, offer.source)
        _hang(offer, letters.load(ORIGIN, values))
        if (offer.access, offer.contact, offer.source) != before:
            offer.counter += 1
            outbox.emit(TOPIC, offer.code)
        return offer.counter


def confirm(actor: Actor, code: str) -> int:
    """The provider says that its listed offer is right; returns the new counter. WrongState when it is not listed."""
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "confirm", offer)
        current = offer.current_version
        if current is None or current.state != "listed":
            raise WrongState(_("Only a listed offer can be confirmed."))
        lifecycle.confirm(offer)
        outbox.emit(TOPIC, offer.code)
        return offer.counter


def schedule_run(actor: Actor, code: str, letter: Mapping[str, Any], *, source_key: str | None = None) -> str:
    """Add a run; returns its code. A run that was removed comes back under its source key.

    Raises NotFound, Forbidden, Invalid, and Conflict naming the run that has this source key already.
    """
    with transaction():
        offer = queries.owner_for_update(code)
        policy.require(actor, "schedule", offer)
        if len(source_key or "") > KEY_LENGTH:
            raise Invalid({"source_key": [_("This key is too long.")]})
        data, place = _placed(offer.provider, letter)
        known = select(Run).where(Run.offer_id == offer.id, Run.source_key == source_key)
        run = db.session.scalar(known) if source_key else None
        if run is not None and run.state != "removed":
            raise Conflict(_("The offer already has a run with this key."), theirs=run.code)
        before = lifecycle.snapshot(run) if run else None
        run = run or Run(code=codes.new(), offer_id=offer.id, source_key=source_key, created_at=clock.now())
        run.data, run.place_id = data, place.id if place else None
        lifecycle.set_run(run, "planned", actor, before)
        outbox.emit(TOPIC, offer.code)
        return run.code


def change_run(actor: Actor, run_code: str, letter: Mapping[str, Any], seen: int) -> int:
    """Replace a run's letter, as seen; returns its new counter, the old one when nothing differs.

    Raises NotFound, Forbidden, Conflict, Invalid, WrongState (cancelled or removed).
    """
    with transaction():
        run = _seen_run(actor, run_code, seen)
        if run.state != "planned":
            raise WrongState(_("This run was cancelled or removed."), state=run.state)
        before = lifecycle.snapshot(run)
        data, place = _placed(run.offer.provider, letter)
        if (data, place.id if place else None) == (run.data, run.place_id):
            return run.counter
        run.data, run.place_id = data, place.id if place else None
        return _store(run, "planned", actor, before)


def cancel_run(actor: Actor, run_code: str, seen: int) -> int:
    """Say that a run will not take place; it stays visible as cancelled. Returns its new counter."""
    return _end_run(actor, run_code, seen, "cancelled")


def remove_run(actor: Actor, run_code: str, seen: int) -> int:
    """Take a run away that should not have been there; its history stays. Returns its new counter."""
    return _end_run(actor, run_code, seen, "removed")


def hold_typed(actor: Actor, code: str, said: Mapping[str, str | None]) -> list[str]:
    """Hold the addresses people typed on a draft that its source's word alone has listed just now, at hosts nobody has
    looked at; `said` is where each run leads by its source, by its key. Returns the addresses held.

    Raises NotFound, Forbidden, Invalid (the desk has refused such a host).
    """
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "schedule", offer)
        found = holding.typed(offer, said)
        for run, former in found:
            before = lifecycle.snapshot(run)
            holding.hold_address(run, former)
            lifecycle.set_run(run, run.state, actor, before)
        outbox.emit(TOPIC, offer.code)
        return [holding.address(run.data) or "" for run, _former in found]


def _end_run(actor: Actor, run_code: str, seen: int, state: str) -> int:
    with transaction():
        run = _seen_run(actor, run_code, seen)
        if run.state in (state, "removed"):
            raise WrongState(_("This run was cancelled or removed."), state=run.state)
        return _store(run, state, actor, lifecycle.snapshot(run))


def _seen_run(actor: Actor, run_code: str, seen: int) -> Run:
    run = queries.run_for_update(run_code)
    policy.require(actor, "schedule", run.offer)
    if seen != run.counter:
        raise Conflict(_("This run has changed since you looked at it."), theirs=run.counter)
    return run


def _store(run: Run, state: str, actor: Actor, before: dict[str, object]) -> int:
    lifecycle.set_run(run, state, actor, before)
    outbox.emit(TOPIC, run.offer.code)
    return run.counter


def _placed(provider: Provider, letter: Mapping[str, Any]) -> tuple[dict[str, Any], Place | None]:
    """The checked letter without its place, and that place, which must be the provider's."""
    data = check_run(letter)
    named = data.pop("place", None)
    if named is None:
        return data, None
    own = select(Place).where(Place.provider_id == provider.id)
    by_code = codes.canonical(named)
    place = db.session.scalar(own.where(Place.source_key == named)) or (
        db.session.scalar(own.where(Place.code == by_code)) if by_code else None
    )
    if place is None:
        raise Invalid({"place": [_("The provider has no such place.")]})
    return data, place


def _hang(offer: Offer, values: Mapping[str, Any]) -> None:
    if "access" in values:
        offer.access = values["access"]
    if "contact" in values:
        offer.contact = values["contact"] or None
    source = {**(offer.source or {}), **{key: values[key] for key in ("format", "identifiers", "raw") if key in values}}
    offer.source = {key: value for key, value in source.items() if value} or None
