"""Taking decisions. Every verb is one transaction: the ledger's lock, load, who may, the step, the decision's row, its
ledger entry, and word to who listens. Nothing becomes listed, and no standing changes, in any other way."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from registry import config
from registry.catalogue import lifecycle
from registry.catalogue import policy as catalogue_policy
from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer, Version
from registry.kernel import clock, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.text import pick
from registry.kernel.transaction import transaction
from registry.ledger import service as ledger
from registry.providers import lifecycle as standings
from registry.providers import policy as provider_policy
from registry.providers import queries as providers
from registry.providers.model import Provider
from registry.quality import criteria, entries, policy, schema
from registry.quality.model import Decision
from registry.quality.schema import Ruling

TOPIC = "quality.decision"
STANDING_AFTER = {"verify": "verified", "admit": "admitted", "suspend": "suspended", "close": "closed"}
# steps that are decisions although nobody at the desk takes them; who may is the lifecycle's to say
RECORDED = ("amend", "lapse", "relist", "expire", "withdraw")


def admit_provider(actor: Actor, provider_code: str, basis: str) -> int:
    """Take over the provider's register as it is, on this basis; returns the decision's number. See decide_provider."""
    return decide_provider(actor, provider_code, "admit", basis)


def decide_provider(actor: Actor, code: str, action: str, basis: str) -> int:
    """Decide about a provider's standing: verify, admit, suspend, close, reopen; returns the decision's number.

    Admitting the register of a provider that is admitted or verified leaves its standing; reopening gives back what
    it had before it was suspended. Raises NotFound, Forbidden, Invalid (no such action, no basis), WrongState.
    """
    with transaction():
        ledger.lock()
        provider = providers.for_update(code)
        provider_policy.require(actor, "see", provider)
        policy.require(actor, action, policy.PROVIDER_RIGHTS, provider.code)
        if not basis.strip():
            raise Invalid({"basis": [_("Please say on what basis.")]})
        before, after = provider.standing, _standing_after(provider, action)
        if action != "admit" or after != before:
            standings.set_standing(provider, after)
        decision = Decision(kind="provider", subject_code=provider.code, provider_code=provider.code, action=action)
        decision.from_state, decision.to_state, decision.examined = before, after, action == "verify"
        return _enter(decision, actor, Ruling(action, basis=basis.strip()), sealed=False)


def admit_offer(actor: Actor, code: str, basis: str) -> int:
    """List a draft from an admitted register without examining it; returns the decision's number.

    The reason names every criterion as not examined. Raises NotFound, Forbidden, Invalid (no basis, or title,
    description or way to enrol missing), WrongState.
    """
    with transaction():
        offer = _loaded(actor, code)
        policy.require(actor, "admit", policy.OFFER_RIGHTS, offer.provider.code)
        if not basis.strip():
            raise Invalid({"basis": [_("Please say on what basis.")]})
        rules, language = criteria.current(clock.today()), config.current().languages[0]
        points = rules.of_kind(offer.kind)
        titles = "; ".join(pick(point.title, language).text for point in points)
        reason = pick(rules.texts["admitted"], language).text.format(basis=basis.strip(), points=titles)
        findings = {point.code: "not-examined" for point in points}
        return _step(actor, offer, Ruling("list", (reason,), findings, basis.strip()))


def decide(actor: Actor, code: str, ruling: Ruling | Mapping[str, Any], seen: int) -> int:
    """Rule on the offer as seen (its counter): list, return, refuse, suspend, restore; returns the decision's number.

    Listing needs a verdict on every criterion of the kind, none of them "not-met" unless conditions and a date go with
    it; refusing needs a criterion not met; all but listing need a reason. Raises NotFound, Forbidden, Conflict,
    Invalid, WrongState.
    """
    ruling = schema.ruling(ruling)
    with transaction():
        offer = _loaded(actor, code)
        if ruling.action == "admit":
            raise Invalid({"action": [_("There is no such action.")]})
        policy.require(actor, ruling.action, policy.OFFER_RIGHTS, offer.provider.code)
        offer.unchanged_since(seen)
        policy.check(ruling, offer.kind, criteria.current(clock.today()))
        return _step(actor, offer, ruling)


def withdraw(actor: Actor, code: str, seen: int, reason: str = "") -> int:
    """Take the offer back for its provider, as seen; returns the decision's number.

    Raises NotFound, Forbidden, Conflict, WrongState.
    """
    with transaction():
        offer = _loaded(actor, code)
        offer.unchanged_since(seen)
        return _step(actor, offer, Ruling("withdraw", _said(reason)))


def record(actor: Actor, code: str, action: str, reason: str = "") -> int:
    """Take a step that is a decision but not the desk's: amend, lapse, expire (system), relist, withdraw (provider).

    Returns the decision's number. Raises NotFound, Forbidden, Invalid (not such a step), WrongState.
    """
    with transaction():
        offer = _loaded(actor, code)
        if action not in RECORDED:
            raise Invalid({"action": [_("There is no such action.")]})
        return _step(actor, offer, Ruling(action, _said(reason)))


def take(actor: Actor, code: str, seen: int) -> int:
    """Take a submitted offer to examine it, as seen; returns its new counter. No decision, so no entry.

    Raises NotFound, Forbidden, Conflict, WrongState; so do `release` and `ask`.
    """
    return _handle(actor, code, "take", seen)


def release(actor: Actor, code: str, seen: int) -> int:
    """Give an offer taken back to the desk."""
    return _handle(actor, code, "release", seen)


def ask(actor: Actor, code: str, seen: int, question: str) -> int:
    """Ask the provider something before deciding; Invalid when nothing is asked."""
    if not question.strip():
        raise Invalid({"note": [_("Please write a sentence.")]})
    return _handle(actor, code, "ask", seen, question.strip())


def _handle(actor: Actor, code: str, action: str, seen: int, note: str | None = None) -> int:
    with transaction():
        offer = catalogue.for_update(code)
        catalogue_policy.require(actor, "see", offer)
        policy.require(actor, action, policy.HANDLING_RIGHTS, offer.provider.code)
        offer.unchanged_since(seen)
        lifecycle.step(offer, action, actor, note)
        outbox.emit(lifecycle.TOPIC, offer.code)
        return offer.counter


def _loaded(actor: Actor, code: str) -> Offer:
    """The offer for update, after the ledger's lock, so that two decisions never wait for each other crosswise."""
    ledger.lock()
    offer = catalogue.for_update(code)
    catalogue_policy.require(actor, "see", offer)
    return offer


def _step(actor: Actor, offer: Offer, ruling: Ruling) -> int:
    """Apply the ruling's step to the version it is about and enter the decision."""
    states = {version.number: version.state for version in offer.versions}
    version: Version = lifecycle.step(offer, ruling.action, actor)
    decision = Decision(kind="offer", subject_code=offer.code, provider_code=offer.provider.code, action=ruling.action)
    decision.version_number, decision.content_sha256 = version.number, version.content_sha256
    decision.from_state, decision.to_state = states[version.number], version.state
    decision.examined, decision.listed_at = version.examined, version.listed_at
    outbox.emit(lifecycle.TOPIC, offer.code)
    return _enter(decision, actor, ruling, sealed=offer.first_listed_at is None)


def _enter(decision: Decision, actor: Actor, ruling: Ruling, *, sealed: bool) -> int:
    """Complete the decision, write its ledger entry and its row, and tell; returns its number."""
    decision.basis, decision.conditions, decision.review_by = ruling.basis, ruling.conditions, ruling.review_by
    decision.reasons, decision.criteria = list(ruling.reasons), dict(ruling.criteria)
    decision.rule_version = criteria.current(clock.today()).version
    decision.role, decision.person_ref, decision.at = actor.role, actor.ref, _time()
    decision.text_salt = entries.new_salt()
    decision.text_sha256 = entries.salted(decision.text_salt, entries.words(decision))
    decision.seal_salt = entries.new_salt() if sealed else None
    decision.number = ledger.append(entries.entry(decision))
    db.session.add(decision)
    db.session.flush()
    outbox.emit(TOPIC, str(decision.number))
    return decision.number


def _time() -> dt.datetime:
    """Now, to the second, but never before the decision before: a wrong clock cannot reorder decisions."""
    last = db.session.scalar(select(Decision.at).order_by(Decision.number.desc()).limit(1))
    now = clock.now().replace(microsecond=0)
    return max(now, last) if last else now


def _standing_after(provider: Provider, action: str) -> str:
    if action == "admit" and provider.is_hidden:
        raise WrongState(_("The provider is suspended or closed."), standing=provider.standing)
    if action == "admit" and provider.standing == "verified":
        return provider.standing
    if action != "reopen":
        return STANDING_AFTER[action]
    if provider.standing != "suspended":
        raise WrongState(_("Only a suspended provider can be reopened."), standing=provider.standing)
    suspended = select(Decision.from_state).where(Decision.subject_code == provider.code, Decision.action == "suspend")
    return db.session.scalar(suspended.order_by(Decision.number.desc()).limit(1)) or "unverified"


def _said(reason: str) -> tuple[str, ...]:
    return (reason.strip(),) if reason.strip() else ()
