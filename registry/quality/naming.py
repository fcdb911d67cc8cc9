"""What a provider is called, and the legal numbers by which it is known, as they were when something was decided about
it. Providers keep their own entry, so both may change afterwards; the decision tells the name it was about, and
administrators are told what of it has changed since somebody looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from registry.kernel.db import db
from registry.kernel.i18n import gettext as _
from registry.providers.identifiers import LEGAL
from registry.providers.model import Provider, ProviderIdentifier
from registry.quality import entries
from registry.quality.model import Decision

# standing → the action by which somebody looked at name and numbers
LOOKED = {"verified": "verify", "admitted": "admit"}


@dataclass(frozen=True)
class Former:
    """What was looked at and is not so any more, by decision `number`; "" and none where it is as it was. `numbers` are
    those of then, `numbers_changed` says that they are others now."""

    number: int
    name: str
    numbers: tuple[str, ...]
    numbers_changed: bool


def of(provider: Provider) -> dict[str, Any]:
    """Name and legal numbers of a provider loaded with its identifiers, as a decision keeps them."""
    return {"name": provider.name, "numbers": _numbers(provider.identifiers)}


def former(provider: Provider) -> Former | None:
    """What has changed of a provider, loaded with its identifiers, since it was verified or admitted; None when nothing
    has, or when nobody noted what it was."""
    action = LOOKED.get(provider.standing)
    looked = select(Decision).where(Decision.subject_code == provider.code)
    looked = looked.where(Decision.kind == "provider", Decision.action == action).order_by(Decision.number.desc())
    decision = db.session.scalar(looked.limit(1)) if action else None
    return _compared(provider, decision) if decision else None


def changed() -> list[Provider]:
    """The verified and admitted providers of which something has changed since, with their identifiers; the one looked
    at longest ago first."""
    newest = select(func.max(Decision.number)).join(Provider, Provider.code == Decision.subject_code)
    looked = [and_(Provider.standing == standing, Decision.action == action) for standing, action in LOOKED.items()]
    newest = newest.where(Decision.kind == "provider", or_(*looked)).group_by(Decision.subject_code)
    query = select(Provider, Decision).join(Decision, Decision.subject_code == Provider.code)
    query = query.where(Decision.number.in_(newest)).options(selectinload(Provider.identifiers))
    rows = db.session.execute(query.order_by(Decision.number))
    return [provider for provider, decision in rows if _compared(provider, decision)]


def _compared(provider: Provider, decision: Decision) -> Former | None:
    present, named = of(provider), decision.named
    if entries.is_redacted(decision):  # what was looked at is known to nobody any more
        return Former(decision.number, _("Name erased"), (), numbers_changed=False)
    if not named or named == present:
        return None
    name = named["name"] if named["name"] != present["name"] else ""
    return Former(decision.number, name, tuple(named["numbers"]), named["numbers"] != present["numbers"])


def _numbers(identifiers: Iterable[ProviderIdentifier]) -> list[str]:
    """The legal ones as one text each, in an order that does not depend on how they were entered."""
    legal = [one for one in identifiers if one.scheme in LEGAL]
    return sorted(" ".join(filter(None, (one.scheme, one.country, one.value))) for one in legal)
