"""Taking decisions. Every verb is one transaction: the ledger's lock, load, who may, the step, the decision's row, its
ledger entry, and word to who listens. Nothing becomes listed, and no standing changes, in any other way. The verbs
around deciding stand in modules of their own and are named here, where every door looks for them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from registry import config
from registry.catalogue import policy as catalogue_policy
from registry.catalogue.model import Offer
from registry.kernel import clock
from registry.kernel.actor import SYSTEM, Actor
from registry.kernel.db import db
from registry.kernel.errors import Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.text import pick
from registry.kernel.transaction import transaction
from registry.ledger import service as ledger
from registry.providers import policy as provider_policy
from registry.providers import queries as providers
from registry.quality import criteria, deciding, entering, interests, policy, reviews, sampling, schema, standing
from registry.quality.answering import answer_remarks
from registry.quality.appealing import appeal, take_appeal
from registry.quality.cases import Interest, Review
from registry.quality.claims import Proposal
from registry.quality.entering import TOPIC, Beyond
from registry.quality.examining import (
    answer,
    ask,
    assign,
    release,
    remark,
    require_hold,
    save_finding,
    settle,
    take,
)
from registry.quality.glancing import refuse_address, release_address
from registry.quality.looking_again import close_review, take_review
from registry.quality.proposals import require_none_waits
from registry.quality.reopening import reopen
from registry.quality.reporting import close_report, report
from registry.quality.schema import Ruling
from registry.quality.seconding import confirm, propose, propose_provider, redact, reject

__all__ = [
    "TOPIC", "admit_offer", "admit_provider", "amend", "answer", "answer_remarks", "appeal", "ask", "assign",
    "close_report", "close_review", "confirm", "decide", "decide_provider", "declare_interest", "propose",
    "propose_provider", "record", "redact", "refuse_address", "reject", "release", "release_address", "remark",
    "reopen", "report", "require_hold", "save_finding", "settle", "take", "take_appeal", "take_review", "withdraw",
]  # fmt: skip
# steps that are decisions although nobody at the desk takes them; who may is the lifecycle's to say
RECORDED = ("lapse", "relist", "expire", "withdraw")


def admit_provider(actor: Actor, provider_code: str, basis: str) -> int:
    """Take over the provider's register as it is, on this basis; returns the decision's number. See decide_provider."""
    return decide_provider(actor, provider_code, "admit", basis)


def decide_provider(actor: Actor, code: str, action: str, basis: str, seen: int | None = None) -> int:
    """Decide about a provider's standing: verify, admit, reopen (suspending and closing take two, see
    `propose_provider`), with `seen` only if its counter is still that; returns the decision's number.

    Admitting the register of a provider that is admitted or verified leaves its standing, and so does verifying one
    again whose name or numbers have changed; reopening gives back what it had before it was suspended. Raises NotFound,
    Forbidden, Invalid (no such action, no basis), Conflict, WrongState.
    """
    with transaction():
        ledger.lock()
        provider = providers.for_update(code)
        provider_policy.require(actor, "see", provider)
        policy.require(actor, action, policy.PROVIDER_RIGHTS, provider.code)
        said = schema.basis(basis)
        if actor.role in policy.DESK:
            interests.require_none(actor, provider.id, provider.code)
        if seen is not None:
            provider.unchanged_since(seen)
        require_none_waits(provider.code)
        return standing.change(actor, provider, Ruling(action, basis=said))


def admit_offer(actor: Actor, code: str, basis: str) -> int:
    """List a draft from an admitted register without examining it; returns the decision's number.

    The reason names every criterion as not examined. Raises NotFound, Forbidden, Invalid (no basis, or title,
    description or way to enrol missing), WrongState.
    """
    with transaction():
        offer = entering.loaded(actor, code)
        policy.require(actor, "admit", policy.OFFER_RIGHTS, offer.provider.code)
        said = schema.basis(basis)
        rules, language = criteria.current(clock.today()), config.current().languages[0]
        points = rules.of_kind(offer.kind)
        titles = "; ".join(pick(point.title, language).text for point in points)
        reason = pick(rules.texts["admitted"], language).text.format(basis=said, points=titles)
        findings = {point.code: "not-examined" for point in points}
        number = entering.step(actor, offer, Ruling("list", (reason,), findings, said))
        if current := offer.current_version:
            reviews.replaced(offer, current)
        return number


def decide(actor: Actor, code: str, ruling: Ruling | Mapping[str, Any], seen: int) -> int:
    """Rule on the offer as seen (its counter): list, return, restore; returns the decision's number. Refusing and
    suspending take two people, see `propose`.

    Verdicts not in the ruling are those the review found or inherited. Listing needs one on every criterion of the
    kind, none of them "not-met" unless conditions and a date go with it; all but listing need a reason. Raises
    NotFound, Forbidden (someone else examines it, or an interest), Conflict, Invalid, WrongState.
    """
    ruling = schema.ruling(ruling)
    with transaction():
        offer = entering.loaded(actor, code)
        if ruling.action == "admit":
            raise Invalid({"action": [_("There is no such action.")]})
        policy.require(actor, ruling.action, policy.OFFER_RIGHTS, offer.provider.code)
        interests.require_none(actor, offer.provider_id, offer.provider.code)
        offer.unchanged_since(seen)
        require_none_waits(offer.code)
        open_version = offer.open_version
        if ruling.action != "restore" and open_version and open_version.state in ("in-review", "asked"):
            return deciding.examined(actor, offer, ruling)
        policy.check(ruling, offer.kind, criteria.current(clock.today()))
        return entering.step(actor, offer, ruling)


def amend(actor: Actor, code: str, seen: int) -> int:
    """Let a trivial edit of a listed offer go live at once, for the provider, as seen; returns the decision's number.

    The system decides, with both contents' hashes, and draws whether the edit is looked at afterwards. Raises
    NotFound, Forbidden, Conflict, WrongState (nothing listed, nothing open, or an edit that must be examined).
    """
    with transaction():
        offer = entering.loaded(actor, code)
        catalogue_policy.require(actor, "amend", offer)
        offer.unchanged_since(seen)
        former, drawn = offer.current_version, sampling.draw(sampling.AMENDMENTS)
        if former is None or offer.open_version is None or offer.open_version.state != "draft":
            raise WrongState(_("Only a listed offer can be amended."))
        told = {"before": former.content_sha256, "drawn": drawn.number, "share": drawn.share, "sampled": drawn.hits}
        number = entering.step(SYSTEM, offer, Ruling("amend"), Beyond(amendment=told))
        if current := offer.current_version:
            reviews.carry(offer, current, sampled=drawn.hits)
        return number


def withdraw(actor: Actor, code: str, seen: int, reason: str = "") -> int:
    """Take the offer back for its provider, as seen; returns the decision's number.

    Raises NotFound, Forbidden, Conflict, Invalid (a reason too long), WrongState.
    """
    with transaction():
        offer = entering.loaded(actor, code)
        offer.unchanged_since(seen)
        return entering.step(actor, offer, Ruling("withdraw", _said(reason)))


def record(actor: Actor, code: str, action: str, reason: str = "") -> int:
    """Take a step that is a decision but not the desk's: lapse, expire (system), relist, withdraw (provider).

    Returns the decision's number. Raises NotFound, Forbidden, Invalid (not such a step, a reason too long), WrongState.
    """
    with transaction():
        offer = entering.loaded(actor, code)
        if action not in RECORDED:
            raise Invalid({"action": [_("There is no such action.")]})
        return entering.step(actor, offer, Ruling(action, _said(reason)))


def declare_interest(actor: Actor, provider_code: str) -> None:
    """Say that one has an interest in this provider: its cases go to others from now on, what one holds of them goes
    back to the desk, what one proposed is taken back. Raises NotFound, Forbidden."""
    with transaction():
        provider = providers.owner_for_update(provider_code)
        provider_policy.require(actor, "see", provider)
        policy.require(actor, "declare", policy.HANDLING_RIGHTS, "")
        if interests.has(actor.ref, provider.id):
            return
        db.session.add(Interest(provider_id=provider.id, person_ref=actor.ref or "", at=clock.now()))
        mine = select(Review).join(Offer, Review.offer_id == Offer.id).where(Offer.provider_id == provider.id)
        for review in db.session.scalars(mine.where(Review.reviewer_ref == actor.ref, Review.closed_at.is_(None))):
            reviews.give(review, None, taken=False)
        own = select(Proposal).where(Proposal.provider_code == provider.code, Proposal.by_ref == actor.ref)
        for proposal in db.session.scalars(own.where(Proposal.closed_at.is_(None))):
            proposal.closed_at, proposal.closed_by, proposal.outcome = clock.now(), actor.ref, "taken-back"


def _said(reason: str) -> tuple[str, ...]:
    said = schema.words("reason", reason)
    return (said,) if said else ()
