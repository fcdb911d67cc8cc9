"""The standing of a provider: which may follow which. Only this file assigns it, and only decisions of the quality
package call it, so that a standing without a decision cannot come about."""

from registry.kernel import clock, outbox
from registry.kernel.errors import Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.providers.model import STANDINGS, Provider

TOPIC = "providers.provider"
# standing → what may follow; a suspended provider returns to what a decision says, a closed one does not return
FOLLOWS: dict[str, frozenset[str]] = {
    "unverified": frozenset({"verified", "admitted", "suspended", "closed"}),
    "admitted": frozenset({"verified", "suspended", "closed"}),
    "verified": frozenset({"admitted", "suspended", "closed"}),
    "suspended": frozenset({"unverified", "verified", "admitted", "closed"}),
    "closed": frozenset(),
}


def set_standing(provider: Provider, standing: str) -> None:
    """Give a provider loaded for update the standing a decision says, in the transaction that writes the decision.

    Raises Invalid when there is no such standing, WrongState when it may not follow the present one.
    """
    require_possible(provider, standing)
    provider.standing = standing
    provider.counter += 1
    if standing in ("verified", "admitted"):
        show(provider)
    outbox.emit(TOPIC, provider.code)


def require_possible(provider: Provider, standing: str) -> None:
    """Raise as `set_standing` unless the provider may have this standing next."""
    if standing not in STANDINGS:
        raise Invalid({"standing": [_("There is no such standing.")]})
    if standing not in FOLLOWS[provider.standing]:
        raise WrongState(_("This standing cannot follow the present one."), present=provider.standing, wanted=standing)


def show(provider: Provider) -> None:
    """Visitors may know of the provider from now on: it was verified or admitted, or something of it was listed."""
    if provider.public_since is None:
        provider.public_since = clock.now()
        provider.counter += 1
        outbox.emit(TOPIC, provider.code)
