"""Erasing the words of a decision, by a decision of two people: the row loses its words and their salt, after which
nobody can show or guess them and the verification says "redacted" and not "tampered"; what the desk noted on the way
to it goes as well."""

from sqlalchemy import delete, select, update

from registry.catalogue.model import Offer
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.i18n import gettext as _
from registry.quality import entering, entries
from registry.quality.cases import Finding, Remark, Review
from registry.quality.claims import Proposal
from registry.quality.entering import Beyond
from registry.quality.model import Decision
from registry.quality.schema import Ruling


def require_possible(decision: Decision) -> None:
    """WrongState when there is nothing left to erase, or it is itself about erasing."""
    if entries.is_redacted(decision) or decision.action == "redact":
        raise WrongState(_("The words of this decision are erased already."))


def carry_out(proposer: Actor, proposal: Proposal, ruling: Ruling, beyond: Beyond) -> int:
    """Enter the decision to redact and erase the words of the one it concerns; its number."""
    earlier = db.session.get_one(Decision, proposal.concerns)
    require_possible(earlier)
    decision = Decision(kind=earlier.kind, subject_code=earlier.subject_code, action="redact", examined=False)
    decision.provider_code = earlier.provider_code
    decision.from_state = decision.to_state = earlier.to_state
    number = entering.enter(decision, proposer, ruling, sealed=_is_sealed(earlier), beyond=beyond)
    gone = dict.fromkeys(("basis", "reasons", "conditions", "said", "named", "text_salt"))
    db.session.execute(update(Decision).where(Decision.number == earlier.number).values(gone))
    _erase_beside(earlier.number)
    return number


def _is_sealed(decision: Decision) -> bool:
    """Is it about an offer that was never listed?"""
    listed = select(Offer.first_listed_at).where(Offer.code == decision.subject_code)
    return decision.kind == "offer" and db.session.scalar(listed) is None


def _erase_beside(number: int) -> None:
    """The same words in the review and the proposal that led to the decision."""
    led = select(Review.id).where(Review.decision == number)
    words = {"words": None, "note": None, "evidence": None}
    db.session.execute(update(Finding).where(Finding.review_id.in_(led)).values(words))
    db.session.execute(delete(Remark).where(Remark.review_id.in_(led)))
    rows = db.session.scalars(select(Proposal).where(Proposal.decision == number))
    for proposal in rows:
        proposal.ruling, proposal.words = {"action": proposal.action}, None
