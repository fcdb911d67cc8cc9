"""Reports of a problem by anybody, without an account: a closed list of reasons, a random reference by which whoever
reported may see what came of it, and details that only the desk reads and that are erased after a while."""

import datetime as dt
import secrets

from sqlalchemy import func, select, update

from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer
from registry.kernel import clock, codes, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers import queries as providers
from registry.quality import flags, interests, policy, schema
from registry.quality.claims import OUTCOMES, REASONS, Report

TOPIC = "quality.report"
# how long after its end the details of a report are kept
KEPT = dt.timedelta(days=90)
_LENGTH = 12  # symbols of a reference: sixty bits, not to be guessed


def report(actor: Actor, offer_code: str, reason: str, details: str = "") -> str:
    """Report a problem with a public offer; the reference. Anybody may. Raises NotFound, Invalid."""
    letter = schema.report({"reason": reason, "details": details or None})
    if letter["reason"] not in REASONS:
        raise Invalid({"reason": [_("Please choose a reason.")]})
    if letter["reason"] == "other" and not letter.get("details"):
        raise Invalid({"details": [_("Please say what is wrong.")]})
    with transaction():
        offer_id = _public(offer_code)
        row = Report(reference=_reference(), offer_id=offer_id, reason=letter["reason"])
        row.details, row.at = letter.get("details"), clock.now()
        db.session.add(row)
        db.session.flush()
        _mark(offer_id)
        outbox.emit(TOPIC, row.reference)
        return row.reference


def close_report(actor: Actor, reference: str, outcome: str, words: str = "") -> None:
    """End a report: what came of it, and what whoever reported it may read. Raises NotFound, Forbidden, Invalid,
    WrongState (closed)."""
    with transaction():
        row = db.session.scalar(select(Report).where(Report.reference == reference).with_for_update())
        if row is None:
            raise NotFound(_("There is no such report."))
        owner = select(Offer.provider_id).where(Offer.id == row.offer_id)
        provider = db.session.get_one(providers.Provider, db.session.scalars(owner).one())
        policy.require(actor, "answer-report", policy.HANDLING_RIGHTS, provider.code)
        ref = interests.require_none(actor, provider.id, provider.code)
        if row.closed_at is not None:
            raise WrongState(_("This report is closed."))
        if outcome not in OUTCOMES:
            raise Invalid({"outcome": [_("Please choose what came of it.")]})
        said = schema.words("words", words)
        if outcome != "spam" and not said:
            raise Invalid({"words": [_("Please say in words what came of it.")]})
        row.closed_at, row.closed_by, row.outcome = clock.now(), ref, outcome
        row.words = said or None
        db.session.flush()
        _mark(row.offer_id)
        outbox.emit(TOPIC, row.reference)


def forget_details() -> int:
    """Erase the details of reports that ended long ago; how many."""
    with transaction():
        old = update(Report).where(Report.details.is_not(None), Report.closed_at < clock.now() - KEPT)
        return int(db.session.execute(old.values(details=None)).rowcount)  # type: ignore[attr-defined]


def _public(offer_code: str) -> int:
    """The identity of the offer, which the public must be able to see."""
    code = codes.canonical(offer_code) or ""
    row = db.session.execute(catalogue.public_offers().with_only_columns(Offer.id).where(Offer.code == code)).first()
    if row is None:
        raise NotFound(_("There is no such offer."))
    return int(row[0])


def _mark(offer_id: int) -> None:
    """An offer somebody complains about is marked as long as the complaint is open."""
    waiting = select(func.count()).select_from(Report).where(Report.offer_id == offer_id, Report.closed_at.is_(None))
    count = db.session.scalar(waiting) or 0
    flags.put(offer_id, "complaint", {"reports": count} if count else None)


def _reference() -> str:
    symbols = "".join(secrets.choice(codes.ALPHABET) for _place in range(_LENGTH))
    return "-".join(("R", symbols[:4], symbols[4:8], symbols[8:]))
