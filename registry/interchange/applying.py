"""Doing what one step of a plan says, through the verbs every other door uses. Each function runs inside a transaction
and raises the verbs' own refusals; the service gives each record a savepoint."""

from registry.catalogue import holding, queries
from registry.catalogue import service as catalogue
from registry.catalogue.model import EDITABLE
from registry.catalogue.service import Origin
from registry.catalogue.views import Held
from registry.interchange.model import PLACE
from registry.interchange.plan import Correction, Plan, Step, problems_of
from registry.interchange.record import Remark, Where
from registry.kernel.actor import Actor
from registry.kernel.errors import RegistryError, WrongState
from registry.kernel.transaction import transaction
from registry.providers import service as providers
from registry.quality import service as quality

HELD = (
    "People set this address here, and nobody has looked at its host: it waits for the desk, and until then the run "
    "leads where its source says."
)
GONE = "The provider's own source no longer offers it."


def apply_step(actor: Actor, provider_code: str, plan: Plan, step: Step) -> str:
    """Carry out a new or changed record: content, runs, and publication when it was asked for; returns the offer's
    code."""
    if step.publish and step.held is not None:  # what would be listed is what the plan has read
        queries.for_update(step.held.code).unchanged_since(step.held.counter)
    code = _begin(actor, provider_code, plan, step) if step.held is None else _change(actor, plan, step, step.held)
    held_runs = step.held.runs if step.held else {}
    for key, letter in step.runs.items():
        run = held_runs.get(key)
        if run is None or run.state == "removed":
            catalogue.schedule_run(actor, code, letter, source_key=key)
        elif run.state == "planned":  # what people cancelled here stays cancelled
            catalogue.change_run(actor, run.code, letter, run.counter)
    for key in step.gone:
        catalogue.remove_run(actor, held_runs[key].code, held_runs[key].counter)
    if step.publish:
        _publish(actor, code, plan, step)
    return code


def correct(actor: Actor, provider_code: str, correction: Correction) -> None:
    """Carry out what becomes of the provider's entry or of one of its places; nothing when nothing changes."""
    entry, changes = correction.entry, correction.changes
    if correction.about == PLACE and entry is None:
        providers.add_place(actor, provider_code, correction.said)
    elif correction.about == PLACE and entry is not None and changes:
        letter = {name: value for name, value in {**entry.letter, **changes}.items() if value is not None}
        providers.update_place(actor, entry.code, letter, entry.counter)
    elif entry is not None and changes:
        providers.update(actor, entry.code, changes, entry.counter)


def withdraw(actor: Actor, held: Held) -> None:
    """Withdraw what is listed and discard what is open of an offer that is missing from a complete file.

    Raises WrongState while it is being examined, Conflict when it moved on since the plan.
    """
    with transaction():
        offer = queries.for_update(held.code)
        seen = held.counter
        if offer.open_version is not None and offer.open_version.state not in EDITABLE:
            raise WrongState(f"The offer {held.code} is missing, but is being examined; recall it first.")
        has_open, has_current = offer.open_version is not None, offer.current_version is not None
        if has_open:
            seen = catalogue.perform(actor, held.code, "discard", seen)
        if has_current:
            quality.withdraw(actor, held.code, seen, GONE)


def _begin(actor: Actor, provider_code: str, plan: Plan, step: Step) -> str:
    record = step.record
    origin = Origin(source_key=record.key, format=_format(plan), identifiers=list(record.identifiers))
    return catalogue.start(actor, provider_code, record.letter, origin)


def _change(actor: Actor, plan: Plan, step: Step, held: Held) -> str:
    """Bring the specification and the identifiers up to date; what is listed stays until its next version is."""
    seen = held.counter
    if step.spec_changed:
        if held.state not in EDITABLE:
            seen = catalogue.revise(actor, held.code, seen)
        seen = catalogue.save(actor, held.code, step.record.letter, seen)
    if step.identifiers_changed:
        values = {"format": _format(plan), "identifiers": list(step.record.identifiers)}
        catalogue.furnish(actor, held.code, values, seen)
    return held.code


def _publish(actor: Actor, code: str, plan: Plan, step: Step) -> None:
    """List on the plan's basis; a refusal leaves the draft and is told as a problem. What was never listed and leads
    where its source does not say, because people set that here, waits for a glance (decision 0022)."""
    typed: list[str] = []
    try:
        with transaction():
            quality.admit_offer(actor, code, plan.order.basis)
            if step.held is not None and not step.held.was_listed:
                said = {run.key: holding.address(run.letter) for run in step.record.runs}
                typed = catalogue.hold_typed(actor, code, said)
    except RegistryError as refusal:
        step.problems += problems_of(step.record, refusal, "It was taken as a draft.")
    where = Where(step.record.key, step.record.line, "enrol.url")
    plan.remarks += [Remark(where, "host-held", address, HELD) for address in typed]


def _format(plan: Plan) -> str:
    return f"{plan.feed.format} {plan.feed.version}"
