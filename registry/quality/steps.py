"""Comparing the history of each version, step by step, with the decisions: every step that is a decision's stands there
as it was taken, none is there that was not, and together they lead to the state the version is in. Steps that need no
decision (writing, submitting, taking, asking) are only asked whether they fit in between."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Row, select

from registry.catalogue.model import Offer, Transition, Version
from registry.kernel.db import db
from registry.ledger import reading
from registry.ledger.verify import Fault
from registry.quality.replay import UNDECIDED, Replay, StepTold, VersionTold

BATCH = 500
# version, action, state before, state after, role, when
Step = Row[int, str, str | None, str, str, dt.datetime]
_COLUMNS = (Transition.version_id, Transition.action, Transition.from_state, Transition.to_state, Transition.role)


def histories(replay: Replay) -> Iterator[Fault]:
    """Faults of the steps of versions."""
    query = select(Version.id, Version.number, Version.state, Offer.code).join(Offer, Version.offer_id == Offer.id)
    readable = (row for _id, row in reading.rows(query, Version.id) if row is not None)
    while batch := list(itertools.islice(readable, BATCH)):
        taken = _taken([row[0] for row in batch])
        for identity, number, state, code in batch:
            told, seq = replay.of_version(code, number)
            steps = taken[identity]
            for what in ["its history cannot be read"] if steps is None else _differing(steps, state, told):
                yield Fault(seq, f"offer {code}, version {number}: {what}")
    lonely = select(Transition.id).outerjoin(Version, Transition.version_id == Version.id)
    for identity in db.session.scalars(lonely.where(Version.id.is_(None)).order_by(Transition.id)):
        yield Fault(None, f"step {identity} belongs to no version")


def _differing(steps: Sequence[Step], state: str, told: VersionTold | None) -> Iterator[str]:
    """In what a version's history differs from what was decided, and from itself."""
    before = None
    for step in steps:
        if step.from_state != before:
            yield f"its history does not lead to the step “{step.action}”"
        before = step.to_state
    if before != state:
        yield f"its history does not lead to its state {state}"
    decided = [step for step in steps if step.to_state not in UNDECIDED]
    expected = told.steps if told else ()
    if len(decided) != len(expected):
        yield f"its history has {len(decided)} decided steps, but {len(expected)} were decided"
        return
    for step, wanted in zip(decided, expected, strict=True):
        if not _is(step, wanted):
            yield f"the step “{step.action}” in its history is not that of decision {wanted.number}"


def _is(step: Step, told: StepTold) -> bool:
    taken = (step.action, step.from_state, step.to_state, step.role)
    return taken == (told.action, told.from_state, told.to_state, told.role) and told.at.allows(step.at)


def _taken(version_ids: Sequence[int]) -> dict[int, list[Step] | None]:
    """The steps of these versions in the order in which they were taken; None where they cannot be read."""
    found: dict[int, list[Step] | None] = defaultdict(list)
    query = select(*_COLUMNS, Transition.at).where(Transition.version_id.in_(version_ids)).order_by(Transition.id)
    try:
        for version_id, steps in itertools.groupby(
            sorted(db.session.execute(query), key=lambda row: row.version_id), key=lambda row: row.version_id
        ):
            found[version_id] = list(steps)
    except reading.UNREADABLE:
        if len(version_ids) == 1:
            return {version_ids[0]: None}
        for version_id in version_ids:
            found[version_id] = _taken([version_id])[version_id]
    return found
