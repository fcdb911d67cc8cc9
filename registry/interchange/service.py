"""Importing: read a file and plan it; carry a plan out. Applying goes in chunks, each one transaction in which every
record has a savepoint of its own: a killed import has done whole records only, and goes on where it stopped when the
file is sent again."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
from registry.interchange.turns import turn
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, RegistryError, Unavailable
from registry.kernel.lease import Hold, Lost
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
EDITED = "It was edited here meanwhile: send the file again, or complete the draft here."


@dataclass(frozen=True)
class Begun:
    """An import that has begun: its number, the provider's code, and the turn it holds."""

    number: int
    provider_code: str
    hold: Hold


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


def apply(
    actor: Actor, plan: Plan, progress: Progress = lambda _done, _all: None, stop: Callable[[], bool] = lambda: False
) -> Report:
    """Carry the plan out; returns what was done, with what was refused on the way. When `stop` is asked for, it ends
    after the records at hand, and the report says so.

    Raises FileRefused, having changed nothing, when every record is refused, a withdrawal of this size was not
    confirmed, or another import of the provider runs, and Forbidden when the actor may not publish.
    """
    if plan.order.publish and actor.role != "operator":
        raise Forbidden("Only the operator publishes an existing register.")
    with turn(plan.order.provider, stop) as hold:
        plan = _current(plan)
        _refuse_unconfirmed(plan)
        if plan.is_refused:
            raise FileRefused(*plan.all_problems())
        begun = _begin(actor, plan, hold)
        return _carry_out(actor, plan, begun, progress, stop)


def _current(plan: Plan) -> Plan:
    """The plan, made anew when an import of the provider was at work since it was made."""
    provider = register.known(plan.order.provider)
    code, mark = (provider.code, present.mark(provider.code)) if provider else (None, (0, 0))
    return plan if (plan.provider_code, plan.mark) == (code, mark) else plan_feed(plan.feed, plan.order)


def _carry_out(actor: Actor, plan: Plan, begun: Begun, progress: Progress, stop: Callable[[], bool]) -> Report:
    todo = [step for step in plan.steps if step.outcome != "unchanged"]
    all_, written, withdrawn = len(plan.steps), 0, 0
    interrupted = False
    try:
        progress(all_ - len(todo), all_)
        for chunk in _chunks(todo):
            _end_if(stop)
            _apply_chunk(actor, plan, begun, chunk)
            written += len(chunk)
            progress(all_ - len(todo) + written, all_)
            time.sleep(PAUSE)
        for missing in _chunks(list(plan.missing)):
            _end_if(stop)
            withdrawn += _withdraw_chunk(actor, plan, begun, missing)
        _finish(begun, plan)
    except KeyboardInterrupt:
        interrupted = True
        db.session.rollback()
        plan.stopped(todo[written:], Problem(Where(), _interrupted(todo[:written], all_, withdrawn)))
    except Exception as error:  # whatever it is, what was committed before must not be told as undone
        db.session.rollback()
        told = f"{_words(error)} What came before stays done; send the file again to go on."
        plan.stopped(todo[written:], Problem(Where(), told))
    return of_plan(plan, applied=True, withdrawn=withdrawn, interrupted=interrupted)


def _end_if(stop: Callable[[], bool]) -> None:
    if stop():
        raise KeyboardInterrupt


def _interrupted(done: Sequence[Step], all_: int, withdrawn: int) -> str:
    written = sum(1 for step in done if step.outcome != "refused")
    gone = f", {withdrawn} withdrawn" if withdrawn else ""
    return (
        f"The import was stopped: {written} of {all_} records were written{gone}, and stay. "
        "Send the same command again, and it goes on from there."
    )


def _words(error: Exception) -> str:
    """A refusal in its own words; anything unforeseen is logged and named."""
    if isinstance(error, Lost):
        return "Another import of this provider took over, because this one stood still for too long."
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


def _begin(actor: Actor, plan: Plan, hold: Hold) -> Begun:
    """Enter or correct provider and places, open the import (again), admit the register when publishing."""
    publishes = any(step.publish for step in plan.steps)
    with transaction():
        if publishes:
            ledger.lock()  # before any other lock, as every decision does, so that none waits crosswise
        hold.renew()
        code = register.enter(actor, plan)
        import_ = present.unfinished(code, plan.feed.sha256, plan.order.options())
        is_new = import_ is None
        import_ = import_ or _opened(actor, plan, code)
        db.session.flush()
        for correction in plan.corrections:
            _correct(actor, plan, import_, correction)
        if is_new and publishes:
            quality.admit_provider(actor, code, plan.order.basis)
        return Begun(import_.id, code, hold)


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


def _apply_chunk(actor: Actor, plan: Plan, begun: Begun, chunk: Sequence[Step]) -> None:
    with _chunk(begun, publishes=any(step.publish for step in chunk)):
        for step in chunk:
            code = step.held.code if step.held else None
            if step.outcome != "refused":
                try:
                    with transaction():
                        code = apply_step(actor, begun.provider_code, plan, step)
                except Unavailable:
                    raise
                except RegistryError as refusal:
                    step.outcome = "refused"
                    hint = (EDITED,) if isinstance(refusal, Conflict) else ()
                    step.problems += problems_of(step.record, refusal, *hint)
            row = _row(begun, step.record.key, step.outcome, code)
            row.line = step.record.line
            row.said = None if step.outcome == "refused" else step.said.to_row()
            row.problems = [problem.to_letter() for problem in step.problems] or None
            db.session.add(row)


def _withdraw_chunk(actor: Actor, plan: Plan, begun: Begun, keys: Sequence[str]) -> int:
    """Withdraw the missing offers of these keys; the number of those that could be."""
    withdrawn = 0
    with _chunk(begun, publishes=True):
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
            db.session.add(_row(begun, key, "withdrawn", held.code))
            withdrawn += 1
    return withdrawn


@contextlib.contextmanager
def _chunk(begun: Begun, *, publishes: bool) -> Iterator[None]:
    """One transaction, written only while it is our turn, which begins anew with its end."""
    with transaction():
        if publishes:
            ledger.lock()
        begun.hold.renew()
        yield
        begun.hold.renew()


def _row(begun: Begun, key: str, outcome: str, code: str | None) -> ImportRow:
    row = ImportRow(import_id=begun.number, provider_code=begun.provider_code, source_key=key, outcome=outcome)
    row.offer_code, row.at = code, clock.now()
    return row


def _finish(begun: Begun, plan: Plan) -> None:
    """Close the import with what all its runs together did."""
    with _chunk(begun, publishes=False):
        import_ = db.session.get_one(Import, begun.number)
        of_this = select(ImportRow.outcome, func.count()).where(ImportRow.import_id == begun.number)
        rows = of_this.group_by(ImportRow.outcome)
        counts: dict[str, Any] = dict(db.session.execute(rows).all())
        import_.counts = {"records": len(plan.steps), "runs": plan.runs, **counts}
        import_.state, import_.finished_at = "done", clock.now()


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
