"""What decisions do to the standing of a provider, whether one person takes them (verify, admit, reopen) or two
(suspend, close)."""

from sqlalchemy import select

from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.i18n import gettext as _
from registry.providers import lifecycle
from registry.providers.model import Provider
from registry.quality import entering, naming
from registry.quality.entering import Beyond
from registry.quality.model import Decision
from registry.quality.schema import Ruling

AFTER = {"verify": "verified", "admit": "admitted", "suspend": "suspended", "close": "closed"}


def change(actor: Actor, provider: Provider, ruling: Ruling, beyond: Beyond | None = None) -> int:
    """Give the provider, loaded for update with its identifiers, the standing that follows from the ruling's action,
    and enter the decision; its number. WrongState when it cannot follow."""
    action = ruling.action
    before, after = provider.standing, following(provider, action)
    if after != before or not _may_stay(provider, action):
        lifecycle.set_standing(provider, after)
    decision = Decision(kind="provider", subject_code=provider.code, provider_code=provider.code, action=action)
    decision.from_state, decision.to_state, decision.examined = before, after, action == "verify"
    decision.named = naming.of(provider)
    return entering.enter(decision, actor, ruling, sealed=False, beyond=beyond)


def _may_stay(provider: Provider, action: str) -> bool:
    """May this be decided although the standing stays: a register admitted again, a changed name verified again?"""
    return action == "admit" or (action == "verify" and naming.former(provider) is not None)


def following(provider: Provider, action: str) -> str:
    """The standing the action leads to. Admitting the register of a verified provider leaves its standing; reopening
    gives back what it had before it was suspended."""
    if action == "admit" and provider.is_hidden:
        raise WrongState(_("The provider is suspended or closed."), standing=provider.standing)
    if action == "admit" and provider.standing == "verified":
        return provider.standing
    if action != "reopen":
        return AFTER[action]
    if provider.standing != "suspended":
        raise WrongState(_("Only a suspended provider can be reopened."), standing=provider.standing)
    suspended = select(Decision.from_state).where(Decision.subject_code == provider.code, Decision.action == "suspend")
    return db.session.scalar(suspended.order_by(Decision.number.desc()).limit(1)) or "unverified"


def require_possible(provider: Provider, action: str) -> None:
    """WrongState unless the provider may be suspended or closed from where it stands."""
    lifecycle.require_possible(provider, following(provider, action))
