"""Of whom somebody at the desk has to keep away: the providers they belong to or declared an interest in. What is
theirs is not listed for them, and answers like what there is not."""

from typing import Protocol, TypeVar

from registry.kernel.actor import Actor
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.quality import interests


class _Owned(Protocol):
    @property
    def provider_code(self) -> str: ...


One = TypeVar("One", bound=_Owned)


def away(actor: Actor) -> frozenset[str]:
    """The codes of those providers."""
    return frozenset((*interests.codes_of(actor.ref), *actor.providers))


def the_one(actor: Actor, one: One | None) -> One:
    """It, when there is one and the actor may look after it; else NotFound."""
    if one is None or one.provider_code in away(actor):
        raise NotFound(_("There is nothing here."))
    return one
