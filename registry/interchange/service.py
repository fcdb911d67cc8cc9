"""Importing: read a file and plan it; carry a plan out. Applying goes in chunks, each one transaction in which every
record has a savepoint of its own: a killed import has done whole records only, and goes on where it stopped when the
file is sent again."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from registry.interchange import corrections, formats, languages, present, register
from registry.interchange import plan as planning
from registry.interchange.applying import apply_step, correct, withdraw
from registry.interchange.fitting import fitting
from registry.interchange.model import Import, ImportRow
from registry.interchange.plan import Correction, Order, Plan, Step, problems_of
from registry.interchange.record import Feed, FileRefused, Problem, Where
from registry.interchange.report import Report, of_plan
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, RegistryError, Unavailable
from registry.kernel.transaction import is_passing, transaction
from registry.ledger import service as ledger
from registry.providers.schema import PROVIDER
from registry.quality import service as quality
from registry.vocabularies import queries as vocabularies

CHUNK = 50  # records in one transaction: a second or two in which nobody else can write
PAUSE = 0.02  # seconds between chunks, so that others who wait to write come in between
# told after each chunk: how many records are done, of how many
Progress = Callable[[int, int], None]
Item = TypeVar("Item")


def plan_file(data: bytes, order: Order, format_: str = formats.AUTO) -> Plan:
    """Read the file and work out what applying it would do; changes nothing. Raises FileRefused for the file as a
    whole."""
    return plan_feed(formats.read(data, languages.known(vocabularies.concepts("language")), format_), order)


def plan_feed(feed: Feed, order: Order) -> Plan:
    """The same for a file already read."""
    slug, provider = order.provider, register.known(order.provider)
    record, remarks = register.chosen(feed, slug, provider)
    register.refuse_taken_numbers(record, slug, provider)
    here = present.of(provider)
    plan = planning.make(order, feed, record, here)
    said, left_out = fitting(PROVIDER, record.values, Where(None, record.line, "provider"))
    if provider is None:
        plan.newcomer, more = register.newcomer(record, said, slug)
        remarks += more
    elif differs := register.differs(record, provider, slug):
        remarks.append(differs)
    if provider is None or register.is_its_own(plan, provider):
        remarks += corrections.of_provider(plan, here, said)
    remarks += corrections.of_places(plan, here)
    plan.remarks = [*remarks, *left_out, *plan.remarks]
    return plan


def apply(actor: Actor, plan: Plan, progress: Progress = lambda _done, _all: None) -> Report:
    """Carry the plan out; returns what was done, with what was refused on the way.

    Raises FileRefused, having changed nothing, when every record is refused or a withdrawal of this size was not
    confirmed, and Forbidden when the actor may not publish.
    """
    if plan.order.publish and actor.role != "operator":
        raise Forbidden("Only the operator publishes an existing register.")
    _refuse_unconfirmed(plan)
    if plan.is_refused:
        raise FileRefused(*plan.all_problems())
    import_id, code = _begin(actor, plan)
    todo = [step for step in plan.steps if step.outcome != "unchanged"]
    done, withdrawn = len(plan.steps) - len(todo), 0
    progress(done, len(plan.steps))
    try:
        for chunk in _chunks(todo):
            _apply_chunk(actor, plan, (import_id, code), chunk)
            done += len(chunk)
            progress(done, len(plan.steps))
            time.sleep(PAUSE)
        for missing in _chunks(list(plan.missing)):
            withdrawn += _withdraw_chunk(actor, plan, (import_id, code), missing)
        _finish(import_id, plan)
    except Exception as error:  # whatever it is, what was committed before must not be told as undone
        db.session.rollback()
        told = f"{_words(error)} What came before stays done; send the file again to go on."
        plan.stopped(todo[done - len(plan.steps) + len(todo) :], Problem(Where(), told))
    return of_plan(plan, applied=True, withdrawn=withdrawn)


def _words(error: Exception) -> str:
    """A refusal in its own words; anything unforeseen is logged and named."""
    if isinstance(error, RegistryError):
        return error.message
    if isinstance(error, DBAPIError) and is_passing(error):
        return f"The database cannot be used: {error.orig}."
    logging.getLogger(__name__).error("import stopped", exc_info=error)
    return f"Internal error: {type(error).__name__}: {error}."


def _refuse_unconfirmed(plan: Plan) -> None:
    """A large withdrawal needs its exact number; a number that is not the one planned is a sign of another file."""
    number, confirmed = len(plan.missing), plan.order.confirm
    if number and confirmed != number and (plan.needs_confirmation or confirmed is not None):
        told = f"{number} of the provider's {plan.offers} offers are missing in the file and would be withdrawn."
        where = Where(field="confirm")
        raise FileRefused(Problem(where, told, str(confirmed or ""), f"If that is meant, add --confirm {number}."))


def _begin(actor: Actor, plan: Plan) -> tuple[int, str]:
    """Enter or correct provider and places, admit the register when publishing, open the import (again): its number and
    the provider's code."""
    publishes = any(step.publish for step in plan.steps)
    with transaction():
        if publishes:
            ledger.lock()  # before any other lock, as every decision does, so that none waits crosswise
        code = register.enter(actor, plan)
        import_ = present.unfinished(code, plan.feed.sha256, plan.order.options())
        is_new = import_ is None
        import_ = import_ or _opened(actor, plan, code)
        db.session.flush()
        for correction in plan.corrections:
            _correct(actor, plan, import_, correction)
        if is_new and publishes:
            quality.admit_provider(actor, code, plan.order.basis)
        return import_.id, code


def _correct(actor: Actor, plan: Plan, import_: Import, correction: Correction) -> None:
    """Carry out what becomes of the entry or of a place, and remember what was said of it; a refusal is told, and what
    was said forgotten, so that it is planned again."""
    try:
        with transaction():
            correct(actor, import_.provider_code, correction)
    except Unavailable:
        raise
    except RegistryError as refusal:
        plan.problems.append(Problem(correction.where, refusal.message, "", "Send the file again, or change it here."))
    else:
        present.remember(import_, (correction.about, correction.key), correction.said, correction.formerly)


def _opened(actor: Actor, plan: Plan, code: str) -> Import:
    import_ = Import(provider_code=code, format=plan.feed.format, format_version=plan.feed.version, role=actor.role)
    import_.source, import_.sha256 = plan.order.source, plan.feed.sha256
    import_.options, import_.counts = plan.order.options(), {}
    import_.state, import_.started_at = "applying", clock.now()
    db.session.add(import_)
    return import_


def _apply_chunk(actor: Actor, plan: Plan, import_: tuple[int, str], chunk: Sequence[Step]) -> None:
    with transaction():
        if any(step.publish for step in chunk):
            ledger.lock()
        for step in chunk:
            code = step.held.code if step.held else None
            if step.outcome != "refused":
                try:
                    with transaction():
                        code = apply_step(actor, import_[1], plan, step)
                except Unavailable:
                    raise
                except RegistryError as refusal:
                    step.outcome = "refused"
                    step.problems += problems_of(step.record, refusal)
            row = _row(import_, step.record.key, step.outcome, code)
            row.line = step.record.line
            row.said = None if step.outcome == "refused" else step.said.to_row()
            row.problems = [problem.to_letter() for problem in step.problems] or None
            db.session.add(row)


def _withdraw_chunk(actor: Actor, plan: Plan, import_: tuple[int, str], keys: Sequence[str]) -> int:
    """Withdraw the missing offers of these keys; the number of those that could be."""
    withdrawn = 0
    with transaction():
        ledger.lock()
        for key in keys:
            held = plan.missing[key]
            try:
                with transaction():
                    withdraw(actor, held)
            except Unavailable:
                raise
            except RegistryError as refusal:
                plan.problems.append(Problem(Where(key), refusal.message, held.code))
                continue
            db.session.add(_row(import_, key, "withdrawn", held.code))
            withdrawn += 1
    return withdrawn


def _row(import_: tuple[int, str], key: str, outcome: str, code: str | None) -> ImportRow:
    number, provider_code = import_
    row = ImportRow(import_id=number, provider_code=provider_code, source_key=key, outcome=outcome)
    row.offer_code, row.at = code, clock.now()
    return row


def _finish(number: int, plan: Plan) -> None:
    """Close the import with what all its runs together did."""
    with transaction():
        import_ = db.session.get_one(Import, number)
        rows = select(ImportRow.outcome, func.count()).where(ImportRow.import_id == number).group_by(ImportRow.outcome)
        counts: dict[str, Any] = dict(db.session.execute(rows).all())
        import_.counts = {"records": len(plan.steps), "runs": plan.runs, **counts}
        import_.state, import_.finished_at = "done", clock.now()


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
