"""The watch over the ledger: what was checked last and what was found, for the signer (which signs nothing while a
fault is known), for whoever asks whether the registry is well, and for the page that explains the ledger."""

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import select

from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import queries
from registry.ledger.model import Watch

SIGNING, WHOLE = "signing", "whole"
PATIENCE = dt.timedelta(minutes=10)  # so long an entry may be without a signature before it is worth a word


@dataclass(frozen=True)
class Look:
    """One check: when it was made last, and the first fault found then, "" when there was none."""

    at: dt.datetime
    fault: str


def record(name: str, fault: str) -> None:
    """Remember that this was checked now, and what was found."""
    with transaction():
        row = db.session.get(Watch, name)
        if row is None:
            row = Watch(name=name)
            db.session.add(row)
        row.at, row.fault = clock.now(), fault or None


def last(name: str) -> Look | None:
    """The last check of this name; None when there was none yet."""
    row = db.session.execute(select(Watch.at, Watch.fault).where(Watch.name == name)).one_or_none()
    return Look(row.at, row.fault or "") if row else None


def warnings() -> list[str]:
    """What an operator should know of the ledger, in sentences."""
    told = []
    for name, words in ((WHOLE, "the ledger does not hold"), (SIGNING, "the ledger is not signed on")):
        look = last(name)
        if look and look.fault:
            told.append(f"{words}: {look.fault}; run “./portal ledger verify --full”")
    if not told and (since := _waiting_since()) and clock.now() - since > PATIENCE:
        told.append("the newest entries of the ledger are not signed; is the worker running?")
    return told


def _waiting_since() -> dt.datetime | None:
    """When the oldest entry that no signed checkpoint covers was written; None when all are covered."""
    signed = queries.newest_note()
    first = (signed.size if signed else 0) + 1
    if first > queries.size():
        return None
    try:
        return dt.datetime.fromisoformat(json.loads(queries.entry_bytes(first))["at"])
    except (ValueError, TypeError, LookupError):
        return None
