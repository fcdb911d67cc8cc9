"""Rulings that take two people: to refuse, to suspend, to answer an appeal, to close a provider, to erase words. One
person proposes, another one confirms or rejects; neither may have an interest, and who hears or confirms an appeal had
no part in what is appealed. The decision bears both references."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from registry.catalogue import policy as catalogue_policy
from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer
from registry.kernel import clock, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.ledger import service as ledger
from registry.providers import policy as provider_policy
from registry.providers import queries as providers
from registry.providers.model import Provider
from registry.quality import (
    appealing,
    criteria,
    deciding,
    entering,
    examining,
    interests,
    policy,
    redacting,
    reviews,
    schema,
)
from registry.quality import standing as standings
from registry.quality.claims import Proposal
from registry.quality.entering import Beyond
from registry.quality.model import Decision
from registry.quality.proposals import require_none_waits
from registry.quality.schema import Ruling

TOPIC = "quality.proposal"
OF_OFFERS = ("refuse", "suspend", "uphold", "dismiss")
OF_PROVIDERS = ("suspend", "close")


def propose(actor: Actor, code: str, ruling: Ruling | Mapping[str, Any], seen: int) -> int:
    """Propose to refuse or suspend the offer, as seen, or to uphold or dismiss the appeal about it that the actor
    hears; the proposal's number.

    Needs what the ruling needs (see `service.decide`). Raises NotFound, Forbidden, Conflict, Invalid, WrongState (not
    possible now, or a proposal waits already).
    """
    ruling = schema.ruling(ruling)
    with transaction():
        offer = entering.loaded(actor, code)
        if ruling.action not in OF_OFFERS:
            raise Invalid({"action": [_("There is no such action.")]})
        policy.require(actor, ruling.action, policy.FIRST_RIGHTS, offer.provider.code)
        ref = interests.require_none(actor, offer.provider_id, offer.provider.code)
        offer.unchanged_since(seen)
        require_none_waits(offer.code)
        row = Proposal(kind="offer", subject_code=offer.code, provider_code=offer.provider.code, action=ruling.action)
        if ruling.action == "refuse":
            ruling = _completed(ref, offer, ruling)
        policy.check(ruling, offer.kind, criteria.current(clock.today()))
        _fix(row, offer, ref)
        return _wait(row, actor, ref, ruling)


def propose_provider(actor: Actor, provider_code: str, action: str, basis: str, seen: int) -> int:
    """Propose to suspend or close a provider, as seen (its counter), on this basis; the proposal's number.

    Raises NotFound, Forbidden, Invalid, Conflict, WrongState.
    """
    with transaction():
        provider = providers.for_update(provider_code)
        provider_policy.require(actor, "see", provider)
        if action not in OF_PROVIDERS:
            raise Invalid({"action": [_("There is no such action.")]})
        policy.require(actor, action, policy.FIRST_RIGHTS, provider.code)
        ref = interests.require_none(actor, provider.id, provider.code)
        said = schema.basis(basis)
        provider.unchanged_since(seen)
        standings.require_possible(provider, action)
        require_none_waits(provider.code)
        row = Proposal(kind="provider", subject_code=provider.code, provider_code=provider.code, action=action)
        return _wait(row, actor, ref, Ruling(action, basis=said))


def redact(actor: Actor, number: int, reason: str) -> int:
    """Propose to erase the words of this decision, for a reason that does not repeat them; the proposal's number.

    Raises NotFound, Forbidden, Invalid, WrongState (erased already, or a proposal waits).
    """
    with transaction():
        decision = db.session.get(Decision, number) if 0 < number < 2**31 else None
        if decision is None:
            raise NotFound(_("There is no such decision."))
        policy.require(actor, "redact", policy.FIRST_RIGHTS, decision.provider_code)
        provider = providers.owner_for_update(decision.provider_code)
        ref = interests.require_none(actor, provider.id, provider.code)
        said = schema.reason("reasons", reason)
        redacting.require_possible(decision)
        require_none_waits(decision.subject_code)
        row = Proposal(kind=decision.kind, subject_code=decision.subject_code, action="redact", concerns=number)
        row.provider_code = decision.provider_code
        return _wait(row, actor, ref, Ruling("redact", (said,)))


def confirm(actor: Actor, proposal_id: int) -> int:
    """Confirm what another person proposed: it is decided; the decision's number.

    Raises NotFound, Forbidden (oneself, or an interest), Conflict (what it is about has changed since), WrongState
    (closed, or kept so that it cannot be read).
    """
    with transaction():
        ledger.lock()
        row, provider = _open(proposal_id)
        ref = _second(actor, row, provider)
        if ref == row.by_ref:
            raise Forbidden(_("Somebody else has to confirm what you propose."))
        proposer = Actor(row.role, row.by_ref, second_factor=True)
        ruling, second = schema.stored(row.ruling), Beyond(second_ref=ref, concerns=row.concerns)
        if ruling is None:
            raise WrongState(
                _("What was proposed cannot be read, so nobody can confirm it. End it, and propose it anew.")
            )
        row.closed_at, row.closed_by, row.outcome = clock.now(), ref, "confirmed"
        db.session.flush()
        if row.action == "redact":
            row.decision = redacting.carry_out(proposer, row, ruling, second)
        elif row.kind == "provider":
            provider = providers.for_update(row.subject_code)
            row.decision = standings.change(proposer, provider, ruling, second)
        else:
            offer = catalogue.for_update(row.subject_code)
            _unchanged(row, offer)
            row.decision = _carry_out(proposer, offer, ruling, second)
        outbox.emit(TOPIC, str(row.id))
        return row.decision


def reject(actor: Actor, proposal_id: int, words: str) -> None:
    """Do not confirm it, and say why; or take one's own proposal back. Raises NotFound, Forbidden, Invalid,
    WrongState."""
    with transaction():
        row, provider = _open(proposal_id)
        ref = _second(actor, row, provider)
        said = schema.words("words", words)
        if ref != row.by_ref and not said:
            raise Invalid({"words": [_("Please say why.")]})
        row.closed_at, row.closed_by, row.words = clock.now(), ref, said or None
        row.outcome = "taken-back" if ref == row.by_ref else "rejected"
        outbox.emit(TOPIC, str(row.id))


def _completed(ref: str, offer: Offer, ruling: Ruling) -> Ruling:
    review = examining.held_by(ref, offer, reviews.open_of(offer.open_version))
    return reviews.completed(ruling, reviews.findings_of(review), {})[0]


def _fix(row: Proposal, offer: Offer, ref: str) -> None:
    """Note on what the proposal is made, and move the offer on, so that nobody decides beside it on an older page."""
    if row.action in ("uphold", "dismiss"):
        row.concerns = appealing.heard_by(ref, offer).against
    else:
        version = offer.open_version if row.action == "refuse" else offer.current_version
        wanted = {"refuse": "in-review", "suspend": "listed"}[row.action]
        if version is None or version.state != wanted:
            state = (version or offer.newest_version).state
            raise WrongState(_("This is not possible in the state the offer is in."), state=state, action=row.action)
        row.version_number, row.content_sha256 = version.number, version.content_sha256
    offer.counter += 1


def _wait(row: Proposal, actor: Actor, ref: str, ruling: Ruling) -> int:
    """Keep the proposal, in no other shape than its second person's page reads."""
    row.role, row.by_ref, row.at = actor.role, ref, clock.now()
    row.ruling = schema.letter(schema.ruling(ruling))
    db.session.add(row)
    db.session.flush()
    outbox.emit(TOPIC, str(row.id))
    return row.id


def _open(proposal_id: int) -> tuple[Proposal, Provider]:
    """The proposal and its provider, this locked before it, as whoever declares an interest does it."""
    asked = Proposal.id == proposal_id
    owner = db.session.scalar(select(Proposal.provider_code).where(asked))
    if owner is None:
        raise NotFound(_("There is no such proposal."))
    provider = providers.owner_for_update(owner)
    query = select(Proposal).where(asked).with_for_update()
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if row.closed_at is not None:
        raise WrongState(_("This proposal is closed."), outcome=row.outcome)
    return row, provider


def _second(actor: Actor, row: Proposal, provider: Provider) -> str:
    """Who the actor is, once they may answer the proposal."""
    provider_policy.require(actor, "see", provider)
    policy.require(actor, row.action, policy.TWO_RIGHTS, provider.code)
    ref = interests.require_none(actor, provider.id, provider.code)
    if row.action in ("uphold", "dismiss") and row.concerns and ref in interests.took_part(row.concerns):
        raise Forbidden(_("Whoever took the decision does not answer the appeal against it."))
    return ref


def _unchanged(row: Proposal, offer: Offer) -> None:
    """What is refused is what was proposed to be refused."""
    if row.action == "refuse":
        version = offer.open_version
        if version is None or (version.number, version.content_sha256) != (row.version_number, row.content_sha256):
            raise Conflict(_("This offer has changed since you looked at it."), theirs=offer.counter)


def _carry_out(proposer: Actor, offer: Offer, ruling: Ruling, second: Beyond) -> int:
    catalogue_policy.require(proposer, "see", offer)
    if ruling.action == "suspend":
        return entering.step(proposer, offer, ruling, second)
    if ruling.action == "refuse":
        return deciding.examined(proposer, offer, ruling, second)
    return appealing.end(proposer, offer, ruling, second)
