"""What anyone needs to check a listed offer without the registry: its content exactly as decided, every decision about
it with the words and salts that open its entry, the hashes that lead from each entry to a signed root, and the note
that signs it. `ledger/check.py` reads it. No person is named in it: entries hold a role and a random reference."""

import base64
from typing import Any

from sqlalchemy import select

from registry.catalogue.model import Offer, Version
from registry.kernel.db import db
from registry.kernel.errors import NotFound, Unavailable
from registry.kernel.i18n import gettext as _
from registry.ledger import check, keys, note, queries
from registry.quality import entries
from registry.quality.model import Decision


def of_offer(code: str) -> dict[str, Any]:
    """The proof of the listed version of this offer. Raises NotFound when none is listed, Unavailable while the newest
    decision about it is not signed yet."""
    query = select(Version.number, Version.content).join(Offer, Version.offer_id == Offer.id)
    listed = db.session.execute(query.where(Offer.code == code, Version.state == "listed")).one_or_none()
    if listed is None:
        raise NotFound(_("There is no such offer."))
    about = select(Decision).where(Decision.kind == "offer", Decision.subject_code == code)
    decisions = db.session.scalars(about.order_by(Decision.number)).all()
    text = queries.newest_note_text()
    signed = note.read(text) if text else None
    if signed is None or not decisions or decisions[-1].number > signed.size:
        raise Unavailable(_("The newest decision about this offer is not signed yet. Please try again in a minute."))
    return {
        "format": check.FORMAT,
        "offer": code,
        "version": listed.number,
        "content": listed.content,
        "decisions": [_decision(decision, signed.size) for decision in decisions],
        "checkpoint": text,
        "keys": [str(verifier) for verifier in keys.known() if signed.is_signed_by(verifier)],
    }


def _decision(decision: Decision, size: int) -> dict[str, Any]:
    is_erased, is_sealed = entries.is_redacted(decision), decision.seal_salt is not None
    return {
        "number": decision.number,
        "entry": _encoded(queries.entry_bytes(decision.number)),
        "hashes": [_encoded(value) for value in queries.inclusion_proof(decision.number, size)],
        "words": None if is_erased else entries.words(decision),
        "words_salt": decision.text_salt,
        "details": entries.details(decision) if is_sealed else None,
        "details_salt": decision.seal_salt,
    }


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
