"""Appeals: a provider contests a decision within thirty days, by criterion and in its own words; someone who had no
part in the decision hears it; two people answer it, in public. What is upheld takes effect at once: a suspended offer
is restored, a refused or returned version is submitted anew for another reviewer."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from registry.catalogue import lifecycle
from registry.catalogue import policy as catalogue_policy
from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer
from registry.kernel import clock, outbox
from registry.kernel.actor import SYSTEM, Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.quality import criteria, entering, interests, policy, schema
from registry.quality.claims import Appeal
from registry.quality.entering import Beyond
from registry.quality.model import Decision
from registry.quality.schema import Ruling

TOPIC = "quality.appeal"
WITHIN = dt.timedelta(days=30)
APPEALABLE = ("refuse", "return", "suspend")


def appeal(actor: Actor, decision_number: int, grounds: Mapping[str, str], words: str = "") -> int:
    """Appeal for the provider against a decision on its offer; the appeal's number.

    Raises NotFound, Forbidden, Invalid (no ground, or one that names no criterion), WrongState (not such a decision,
    too late, appealed already).
    """
    letter = schema.appeal({"grounds": dict(grounds), "words": words or None})
    with transaction():
        decision = _decision(decision_number)
        offer = catalogue.for_update(decision.subject_code)
        catalogue_policy.require(actor, "appeal", offer)
        _require_open(decision)
        known = {point.code for point in criteria.edition(decision.rule_version).of_kind(offer.kind)}
        given = {code: text for code, text in letter["grounds"].items() if text}
        if foreign := set(given) - known:
            raise Invalid({"grounds": {code: [_("This criterion does not apply here.")] for code in foreign}})
        if not given and not letter.get("words"):
            raise Invalid({"words": [_("Please say what you appeal against and why.")]})
        row = Appeal(against=decision.number, offer_code=offer.code, provider_code=offer.provider.code)
        row.grounds, row.words, row.by_ref, row.at = given, letter.get("words"), actor.ref, clock.now()
        db.session.add(row)
        db.session.flush()
        _tell(row)
        return row.id


def take_appeal(actor: Actor, appeal_id: int) -> None:
    """Hear the appeal. Raises NotFound, Forbidden (who decided does not hear it), WrongState (closed, or someone
    else's)."""
    with transaction():
        query = select(Appeal).where(Appeal.id == appeal_id).with_for_update()
        row = db.session.scalar(query.execution_options(populate_existing=True))
        if row is None:
            raise NotFound(_("There is no such appeal."))
        offer = catalogue.for_update(row.offer_code)
        catalogue_policy.require(actor, "see", offer)
        policy.require(actor, "hear", policy.HANDLING_RIGHTS, offer.provider.code)
        ref = interests.require_none(actor, offer.provider_id, offer.provider.code)
        if ref in interests.took_part(row.against):
            raise Forbidden(_("Whoever took the decision does not answer the appeal against it."))
        if row.closed_at or row.hearer_ref not in (None, ref):
            raise WrongState(_("This appeal is heard by someone else, or closed."))
        row.hearer_ref, row.taken_at = ref, row.taken_at or clock.now()
        _tell(row)


def heard_by(ref: str, offer: Offer) -> Appeal:
    """The open appeal about the offer, which this person must hear."""
    row = _open(offer)
    if row.hearer_ref != ref:
        raise Forbidden(_("Whoever hears the appeal proposes the answer."))
    return row


def end(actor: Actor, offer: Offer, ruling: Ruling, beyond: Beyond) -> int:
    """Answer the open appeal about the offer as two people ruled; the decision's number."""
    row = _open(offer)
    decided = db.session.get_one(Decision, row.against)
    number = entering.beside(actor, offer, ruling, Beyond(beyond.second_ref, row.against))
    row.closed_at, row.ruling = clock.now(), number
    row.outcome = "upheld" if ruling.action == "uphold" else "dismissed"
    _tell(row)
    if ruling.action == "uphold":
        _take_effect(actor, offer, decided, Beyond(beyond.second_ref, number))
    return number


def _take_effect(actor: Actor, offer: Offer, decided: Decision, beyond: Beyond) -> None:
    """Undo what was decided, as far as nothing has come in between."""
    version = next(one for one in offer.versions if one.number == decided.version_number)
    if decided.action == "suspend" and version.state == "suspended":
        reason = _("The appeal against the suspension was upheld.")
        entering.step(actor, offer, Ruling("restore", (reason,)), beyond)
    elif decided.action == "refuse" and offer.open_version is None:
        anew = lifecycle.open_version(offer, version.specification, SYSTEM)
        lifecycle.apply(offer, anew, "resubmit", SYSTEM)
    elif version.state == "returned" and version.content_sha256 == decided.content_sha256:
        lifecycle.apply(offer, version, "resubmit", SYSTEM)
    outbox.emit(lifecycle.TOPIC, offer.code)


def _decision(number: int) -> Decision:
    decision = db.session.get(Decision, number) if 0 < number < 2**31 else None
    if decision is None or decision.kind != "offer":
        raise NotFound(_("There is no such decision."))
    return decision


def _require_open(decision: Decision) -> None:
    """May this decision be appealed against now?"""
    if decision.action not in APPEALABLE:
        raise WrongState(_("There is no appeal against this decision."), action=decision.action)
    if decision.at + WITHIN < clock.now():
        raise WrongState(_("An appeal is possible within thirty days of the decision."))
    known = select(Appeal.id).where(
        (Appeal.against == decision.number)
        | ((Appeal.offer_code == decision.subject_code) & Appeal.closed_at.is_(None))
    )
    if db.session.scalar(known.limit(1)) is not None:
        raise WrongState(_("There is an appeal about this already."))


def _open(offer: Offer) -> Appeal:
    query = select(Appeal).where(Appeal.offer_code == offer.code, Appeal.closed_at.is_(None)).with_for_update()
    row = db.session.scalar(query)
    if row is None:
        raise WrongState(_("There is no open appeal about this offer."))
    return row


def _tell(row: Appeal) -> None:
    outbox.emit(TOPIC, str(row.id))
