"""From a decision to its ledger entry and back to the question whether they agree. Words enter only as a salted hash,
so that they can be erased without breaking the ledger; what would name an offer that was never listed enters only as
a sealed hash, whose opening (salt and details) the row keeps. Everything a row says is in one of the three: the
entry, the words, the details."""

import datetime as dt
import secrets
from hashlib import sha256
from typing import Any

from registry.kernel.canonical import canonical
from registry.quality.criteria import not_met
from registry.quality.model import Decision

FORMAT = 1


def new_salt() -> str:
    """32 random bytes in hexadecimal."""
    return secrets.token_hex(32)


def salted(salt: str, value: Any) -> str:
    """SHA-256 over the salt's bytes followed by the canonical bytes of `value`, in hexadecimal."""
    return sha256(bytes.fromhex(salt) + canonical(value)).hexdigest()


def instant(at: dt.datetime) -> str:
    """An instant as entries write it: UTC, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def words(decision: Decision) -> dict[str, Any]:
    """The free text of a decision, all of what `text_sha256` covers."""
    told: dict[str, Any] = {"basis": decision.basis, "conditions": decision.conditions, "reasons": decision.reasons}
    # a key that came later is only there when it says something, so that what was entered before keeps its hash
    later = {"said": decision.said, "named": decision.named}
    return told | {name: value for name, value in later.items() if value}


def details(decision: Decision) -> dict[str, Any]:
    """What names the subject and its content, all of what a sealed entry hides."""
    told = {
        "subject": decision.subject_code,
        "provider": decision.provider_code,
        "version": decision.version_number,
        "from": decision.from_state,
        "to": decision.to_state,
        "content": decision.content_sha256,
        "findings": decision.criteria,
        "examined": decision.examined,
        "listed": decision.listed_at.isoformat() if decision.listed_at else None,
        "review_by": decision.review_by.isoformat() if decision.review_by else None,
    }
    later = {"inherited": decision.inherited, "amendment": decision.amendment}
    return told | {name: value for name, value in later.items() if value is not None}


def entry(decision: Decision) -> dict[str, Any]:
    """The ledger entry of this row, without its `seq`; sealed when the row has the salt of a seal."""
    plain: dict[str, Any] = {
        "v": FORMAT,
        "at": instant(decision.at),
        "kind": decision.kind,
        "action": decision.action,
        "criteria": not_met(decision.criteria),
        "rules": decision.rule_version,
        "role": decision.role,
        "person": decision.person_ref,
        "text": decision.text_sha256,
    }
    if decision.second_ref is not None:
        plain["second"] = decision.second_ref
    if decision.concerns is not None:
        plain["concerns"] = decision.concerns
    if decision.seal_salt is None:
        return plain | details(decision)
    return plain | {"sealed": salted(decision.seal_salt, details(decision))}


def opens(decision: Decision) -> bool:
    """Do the decision's words and their salt give the hash that was entered?"""
    try:
        return decision.text_salt is not None and salted(decision.text_salt, words(decision)) == decision.text_sha256
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def is_redacted(decision: Decision) -> bool:
    """Are the decision's words gone, salt and all?"""
    return decision.text_salt is None and not any(words(decision).values())
