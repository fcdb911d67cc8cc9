"""A decision as the public would read it, before it is taken. It is taken and undone: the same verbs run in the same
transaction, which is then rolled back, so that what is shown cannot differ from what comes about, masks and refusals
included. Only its number, its moment and its hashes are not yet those it will have."""

from collections.abc import Callable, Mapping
from typing import Any

from registry.kernel.actor import Actor
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.quality import policy, queries, seconding, service
from registry.quality.queries import PublicDecision
from registry.quality.schema import Ruling

# stands for the second person while there is none yet
_SECOND = Actor("admin", "a-second-person", second_factor=True)


class _Undone(Exception):
    """Ends the transaction with nothing done."""


def decision(actor: Actor, code: str, ruling: Ruling | Mapping[str, Any], seen: int) -> PublicDecision:
    """What this ruling on an offer would come to, with the second person it may need. Raises what `service.decide` and
    `service.propose` raise."""
    action = ruling.action if isinstance(ruling, Ruling) else ruling.get("action")

    def take() -> int:
        if action not in policy.TWO_RIGHTS:
            return service.decide(actor, code, ruling, seen)
        return seconding.confirm(_SECOND, seconding.propose(actor, code, ruling, seen))

    return _undone(take)


def confirmed(actor: Actor, proposal_id: int) -> PublicDecision:
    """What confirming this proposal would come to. Raises what `service.confirm` raises."""
    return _undone(lambda: seconding.confirm(actor, proposal_id))


def _undone(take: Callable[[], int]) -> PublicDecision:
    found: list[PublicDecision] = []
    try:
        with transaction():
            told = queries.one(take())
            found += [told] if told else []
            raise _Undone
    except _Undone:
        pass
    if not found:
        raise NotFound(_("There is no such decision."))
    return found[0]
