"""How a decision comes about, whoever takes it: the offer is loaded after the ledger's lock, the lifecycle takes the
step, the row and its entry are written, and who listens is told. The verbs around it say who may and what it needs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from registry.catalogue import lifecycle
from registry.catalogue import policy as catalogue_policy
from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer, Version
from registry.kernel import clock, outbox
from registry.kernel.actor import SYSTEM, Actor
from registry.kernel.db import db
from registry.ledger import service as ledger
from registry.quality import criteria, entries, reviews
from registry.quality.claims import Proposal
from registry.quality.model import Decision
from registry.quality.schema import Ruling

TOPIC = "quality.decision"


@dataclass(frozen=True)
class Beyond:
    """What a decision holds that no single person's ruling says: the second person, the decision it concerns, what is
    said of single criteria, the decisions verdicts were taken over from, an amendment's draw."""

    second_ref: str | None = None
    concerns: int | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    inherited: Mapping[str, int] = field(default_factory=dict)
    amendment: Mapping[str, Any] | None = None


def loaded(actor: Actor, code: str) -> Offer:
    """The offer for update, after the ledger's lock, so that two decisions never wait for each other crosswise."""
    ledger.lock()
    offer = catalogue.for_update(code)
    catalogue_policy.require(actor, "see", offer)
    return offer


def step(actor: Actor, offer: Offer, ruling: Ruling, beyond: Beyond | None = None) -> int:
    """Apply the ruling's step to the version it is about and enter the decision; its number."""
    states = {version.number: version.state for version in offer.versions}
    version: Version = lifecycle.step(offer, ruling.action, actor)
    decision = _about(offer, ruling.action, version)
    decision.from_state, decision.to_state = states[version.number], version.state
    outbox.emit(lifecycle.TOPIC, offer.code)
    number = enter(decision, actor, ruling, sealed=offer.first_listed_at is None, beyond=beyond)
    if ruling.action == "withdraw":
        _off_the_desk(offer)
    elif ruling.action == "expire":  # suspended or lapsed, it may come back as it is: its recheck waits for that
        reviews.stand_alone(offer)
    _end_proposals(offer, every=ruling.action == "expire")
    return number


def beside(actor: Actor, offer: Offer, ruling: Ruling, beyond: Beyond) -> int:
    """Enter a decision about an earlier one (`beyond.concerns`) that takes no step with the offer; its number."""
    earlier = db.session.get_one(Decision, beyond.concerns)
    version = next(one for one in offer.versions if one.number == earlier.version_number)
    decision = _about(offer, ruling.action, version)
    decision.from_state = decision.to_state = version.state
    outbox.emit(lifecycle.TOPIC, offer.code)
    return enter(decision, actor, ruling, sealed=offer.first_listed_at is None, beyond=beyond)


def enter(decision: Decision, actor: Actor, ruling: Ruling, *, sealed: bool, beyond: Beyond | None = None) -> int:
    """Complete the decision, write its ledger entry and its row, and tell; returns its number."""
    more = beyond or Beyond()
    decision.basis, decision.conditions, decision.review_by = ruling.basis, ruling.conditions, ruling.review_by
    decision.reasons, decision.criteria = list(ruling.reasons), dict(ruling.criteria)
    decision.said, decision.inherited = dict(more.said) or None, dict(more.inherited) or None
    decision.amendment = dict(more.amendment) if more.amendment else None
    decision.rule_version = criteria.current(clock.today()).version
    decision.role, decision.person_ref, decision.at = actor.role, actor.ref, time()
    decision.second_ref = more.second_ref
    decision.concerns = more.concerns
    decision.text_salt = entries.new_salt()
    decision.text_sha256 = entries.salted(decision.text_salt, entries.words(decision))
    decision.seal_salt = entries.new_salt() if sealed else None
    decision.number = ledger.append(entries.entry(decision))
    db.session.add(decision)
    db.session.flush()
    outbox.emit(TOPIC, str(decision.number))
    return decision.number


def time() -> dt.datetime:
    """Now, to the second, but never before the decision before: a wrong clock cannot reorder decisions."""
    last = db.session.scalar(select(Decision.at).order_by(Decision.number.desc()).limit(1))
    now = clock.now().replace(microsecond=0)
    return max(now, last) if last else now


def _about(offer: Offer, action: str, version: Version) -> Decision:
    decision = Decision(kind="offer", subject_code=offer.code, provider_code=offer.provider.code, action=action)
    decision.version_number, decision.content_sha256 = version.number, version.content_sha256
    decision.examined, decision.listed_at = version.examined, version.listed_at
    return decision


def _off_the_desk(offer: Offer) -> None:
    """What waits to be decided when the offer is withdrawn is a draft again: nobody lists it behind its provider, and
    nothing of it is looked at again."""
    reviews.end(offer)
    waiting = offer.open_version
    if waiting is not None and lifecycle.row_for("recall", waiting.state):
        lifecycle.apply(offer, waiting, "recall", SYSTEM)


def _end_proposals(offer: Offer, *, every: bool) -> None:
    """A proposal whose step is no longer possible is over; so is every one that rests on a listing which has ended."""
    waiting = select(Proposal).where(Proposal.subject_code == offer.code, Proposal.closed_at.is_(None))
    for proposal in db.session.scalars(waiting.where(Proposal.action.in_(("refuse", "suspend")))):
        versions = [one for one in (offer.open_version, offer.current_version) if one]
        if every or not any(lifecycle.row_for(proposal.action, version.state) for version in versions):
            proposal.closed_at, proposal.outcome = clock.now(), "over"
