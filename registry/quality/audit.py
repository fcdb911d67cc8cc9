"""Comparing what is stored with what was decided: each decision with its ledger entry, and (in `contents` and `steps`)
each version, its history, its projection and each provider's standing with what the decisions imply. The ledger
itself is checked by `ledger.verify`; together they leave nothing of decisions or listed content that can be changed
unnoticed. What the ledger does not bind, and why, is said in docs/decisions/0011."""

import json
from collections.abc import Iterator

from sqlalchemy import select

from registry.kernel.canonical import canonical
from registry.kernel.db import db
from registry.ledger import reading
from registry.ledger.model import Entry
from registry.ledger.verify import Fault, in_order, snapshot
from registry.quality import contents, criteria, entries, steps
from registry.quality.model import Decision
from registry.quality.replay import Replay


def audit() -> list[Fault]:
    """Every fault, in the order of the entries; empty when all that is stored is as it was decided."""
    with snapshot():
        replay = Replay()
        faults = [*_decisions(replay), *_without_entry()]
        implied = [*contents.versions(replay), *contents.projections(replay)]
        implied += [*steps.histories(replay), *contents.standings(replay)]
        if faults:
            # what follows from a wrong decision is wrong as well: it must not be named before the decision is
            implied = [Fault(None, fault.what) for fault in implied]
        return in_order(faults + implied)


def _decisions(replay: Replay) -> Iterator[Fault]:
    """Compare each entry with its decision, letting `replay` take every one."""
    erased = set(db.session.scalars(select(Decision.concerns).where(Decision.action == "redact")))
    query = select(Entry.seq, reading.raw(Entry.entry), Decision).outerjoin(Decision, Decision.number == Entry.seq)
    last = None
    for seq, row in reading.rows(query, Entry.seq):
        if row is None:
            yield Fault(seq, "the decision cannot be read")
            continue
        decision = row[2]
        if decision is None:
            yield Fault(seq, "the entry has no decision")
            continue
        yield from _decision(decision, reading.as_bytes(row[1]), decision.number in erased)
        if last is not None and decision.at < last:
            yield Fault(seq, "the decision is dated before the one it follows")
        last = decision.at
        replay.take(decision)


def _decision(decision: Decision, data: bytes, may_be_erased: bool) -> Iterator[Fault]:
    differing = _differing(decision, data)
    if differing:
        yield Fault(decision.number, f"the decision differs from its entry in: {', '.join(differing)}")
    if decision.at.microsecond:
        yield Fault(decision.number, "the decision is dated more exactly than decisions are")
    if entries.is_redacted(decision):
        if not may_be_erased:
            yield Fault(decision.number, "the decision's words are gone, and no decision says they may be")
    elif not entries.opens(decision):
        yield Fault(decision.number, "the decision's words are not those that were entered")


def _differing(decision: Decision, data: bytes) -> list[str]:
    """The keys in which the entry this row would make differs from the one there is; one word when all of it does."""
    try:
        made = {**entries.entry(decision), "seq": decision.number}
        if canonical(made) == data:
            return []
        stored = json.loads(data)
        names = sorted({*made, *stored})
        return [name for name in names if made.get(name) != stored.get(name)] or ["form"]
    except reading.UNREADABLE:
        return ["everything"]


def _without_entry() -> Iterator[Fault]:
    lonely = select(Decision.number).outerjoin(Entry, Entry.seq == Decision.number).where(Entry.seq.is_(None))
    for number in db.session.scalars(lonely.order_by(Decision.number)):
        yield Fault(number, "the decision has no entry")
    vague = select(Decision.number).where(reading.is_vague(Decision.examined))
    for number in db.session.scalars(vague.order_by(Decision.number)):
        yield Fault(number, "whether the decision followed an examination is neither true nor false")
    known = [edition.version for edition in criteria.editions()]
    foreign = select(Decision.number).where(Decision.rule_version.not_in(known))
    for number in db.session.scalars(foreign.order_by(Decision.number)):
        yield Fault(number, "the decision rests on rules the registry does not have")
