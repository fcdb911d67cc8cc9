#!/usr/bin/env python3
"""Checks what the registry proves, without the registry: no network, nothing of the registry's own programs, only
Python 3.10 or newer and the package `cryptography` (for the signature). Read it before you run it; it is meant to be
read.

    python check.py proof.json                    a proof of an offer (/offers/CODE/proof.json)
    python check.py proof.json --key KEY          … held against the key you were given, or a file with it
    python check.py NEW.note --since OLD.note --consistency FILE
                                                  two checkpoints you kept, and what /ledger/proof/consistency?from=&to=
                                                  answered: the newer one continues the older one

It ends with 0 when everything holds, with 1 and the reason when something was changed, with 2 when it cannot tell.
What a proof cannot show: that there are no other decisions. For that fetch /offers/CODE/proof.json anew.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Sequence
from typing import Any

FORMAT = "registry-proof/1"


class Changed(Exception):
    """Something is not as it was decided."""


class CannotTell(Exception):
    """What was given is not enough to tell."""


# --- the tree (RFC 6962): leaves are hashed after a zero byte, neighbours after a one ---------------------------------


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by_inclusion(leaf: bytes, index: int, size: int, hashes: Sequence[bytes]) -> bytes | None:
    """The root a proof leads to from leaf `index` (from 0) in a tree of `size`; None when its length is wrong."""
    at, last, value, rest = index, size - 1, leaf, list(hashes)
    while last > 0:
        if at % 2 or at < last:
            if not rest:
                return None
            other = rest.pop(0)
            value = node_hash(other, value) if at % 2 else node_hash(value, other)
        at, last = at // 2, last // 2
    return None if rest else value


def roots_by_consistency(sizes: tuple[int, int], old_root: bytes, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of the older and newer tree a proof leads to (RFC 9162, 2.1.4.2); Changed when its length is wrong."""
    old, new = sizes
    if old == new:
        if hashes:
            raise Changed("the consistency proof has a wrong length")
        return old_root, old_root
    rest = list(hashes) if old & (old - 1) else [old_root, *hashes]
    if not rest:
        raise Changed("the consistency proof has a wrong length")
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    before = after = rest.pop(0)
    for value in rest:
        if last == 0:
            raise Changed("the consistency proof has a wrong length")
        if at % 2 or at == last:
            before, after = node_hash(value, before), node_hash(value, after)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            after = node_hash(after, value)
        at, last = at // 2, last // 2
    if last:
        raise Changed("the consistency proof has a wrong length")
    return before, after


# --- signed checkpoints (C2SP signed-note and tlog-checkpoint) --------------------------------------------------------


class Checkpoint:
    """A signed checkpoint: whose ledger, how many entries, which root, and who signed."""

    def __init__(self, text: str) -> None:
        body, gap, signed = text.partition("\n\n")
        lines = body.split("\n")
        if not gap or len(lines) < 3 or not lines[1].isdigit() or not signed.endswith("\n"):
            raise Changed("the checkpoint cannot be read")
        self.body = body + "\n"
        self.origin, self.size, self.root = lines[0], int(lines[1]), decoded(lines[2])
        self.signatures = [line.split(" ") for line in signed[:-1].split("\n")]

    def check(self, key: str) -> None:
        """Changed unless this verifier key (name+hash+base64) signed the checkpoint."""
        name, _, rest = key.strip().partition("+")
        stated, _, encoded = rest.partition("+")
        public = decoded(encoded)
        key_hash = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        if key_hash.hex() != stated or public[:1] != b"\x01" or len(public) != 33 or name != self.origin:
            raise Changed("the key is no key of the ledger " + self.origin)
        for line in self.signatures:
            if len(line) != 3 or line[0] != "\u2014":
                raise Changed("a line of the checkpoint is no signature")
            value = decoded(line[2])
            if line[1] == name and value[:4] == key_hash and verifies(public[1:], value[4:], self.body.encode()):
                return
        raise Changed("the checkpoint is not signed by the key " + key.strip())


def verifies(public: bytes, signature: bytes, body: bytes) -> bool:
    """Is this a good Ed25519 signature? CannotTell without the package `cryptography`."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise CannotTell("the hashes hold; for the signature install the package “cryptography”") from None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except InvalidSignature:
        return False
    return True


# --- the proof of an offer --------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """JSON as RFC 8785 writes it, for what entries hold: no fractions, names in the order of UTF-16."""

    def ordered(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: ordered(part[name]) for name in sorted(part, key=lambda name: name.encode("utf-16-be"))}
        return [ordered(item) for item in part] if isinstance(part, list) else part

    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def check_offer(proof: dict[str, Any], checkpoint: Checkpoint) -> list[str]:
    """What holds, in sentences; Changed with the reason when something does not."""
    if set(proof) != {"format", "offer", "version", "content", "decisions", "checkpoint", "keys"}:
        raise Changed("the proof has other parts than a proof has")
    entries = [check_decision(decision, proof["offer"], checkpoint) for decision in proof["decisions"]]
    numbers = [entry["seq"] for entry in entries]
    if not numbers or numbers != sorted(set(numbers)):
        raise Changed("the decisions are not in the order of their numbers")
    erased = {entry.get("concerns") for entry in entries if entry["action"] == "redact"}
    for entry, decision in zip(entries, proof["decisions"], strict=True):
        if decision["words"] is None and entry["seq"] not in erased:
            raise Changed(f"decision {entry['seq']}: its words are missing, and no decision erased them")
    steps = [entry for entry in entries if entry["version"] is not None]
    standing = next((entry for entry in reversed(steps) if entry["to"] == "listed"), None)
    if standing is None or standing["version"] != proof["version"]:
        raise Changed("no decision lists this version")
    later = [entry for entry in steps if entry["seq"] > standing["seq"] and entry["version"] == standing["version"]]
    if any(entry["to"] != "listed" for entry in later):
        raise Changed(f"decision {later[-1]['seq']} took this version off the list")
    if hashlib.sha256(proof["content"].encode()).hexdigest() != standing["content"]:
        raise Changed(f"the content is not the one decision {standing['seq']} was about")
    return [
        f"Offer {proof['offer']}, version {proof['version']}: the content is exactly what decision {standing['seq']}"
        f" of {standing['at']} listed.",
        f"{len(entries)} decision(s) about it ({', '.join(map(str, numbers))}) say what was entered, and stand in the"
        f" ledger of {checkpoint.origin} at {checkpoint.size} entries.",
    ]


def check_decision(decision: dict[str, Any], offer: str, checkpoint: Checkpoint) -> dict[str, Any]:
    """One decision's entry, opened; Changed unless it stands in the ledger and says what the proof says."""
    if set(decision) != {"number", "entry", "hashes", "words", "words_salt", "details", "details_salt"}:
        raise Changed("a decision has other parts than a decision has")
    number, data = decision["number"], decoded(decision["entry"])
    entry: dict[str, Any] = json.loads(data)
    if entry.get("seq") != number or canonical(entry) != data or not 1 <= number <= checkpoint.size:
        raise Changed(f"decision {number}: its entry has another number or form")
    hashes = [decoded(value) for value in decision["hashes"]]
    if root_by_inclusion(leaf_hash(data), number - 1, checkpoint.size, hashes) != checkpoint.root:
        raise Changed(f"decision {number}: its entry is not in the signed ledger")
    if decision["words"] is not None and salted(decision["words_salt"], decision["words"]) != entry["text"]:
        raise Changed(f"decision {number}: its words are not those that were entered")
    if decision["words"] is None and decision["words_salt"] is not None:
        raise Changed(f"decision {number}: a salt without words")
    if "sealed" in entry:
        if salted(decision["details_salt"], decision["details"]) != entry["sealed"]:
            raise Changed(f"decision {number}: its details are not those that were sealed")
        entry = {**entry, **decision["details"]}
    elif decision["details"] is not None or decision["details_salt"] is not None:
        raise Changed(f"decision {number}: details without a seal")
    if entry["kind"] != "offer" or entry["subject"] != offer:
        raise Changed(f"decision {number} is about something else")
    return entry


def salted(salt: Any, value: Any) -> str:
    """SHA-256 over the salt's bytes and the value's canonical bytes, as entries hold it."""
    data = bytes.fromhex(salt)
    if data.hex() != salt:
        raise Changed("a salt is not in the form it was given out")
    return hashlib.sha256(data + canonical(value)).hexdigest()


def decoded(text: str) -> bytes:
    """The bytes of exactly this base64."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Changed("a value is not in the form it was given out")
    return data


# --- the command ------------------------------------------------------------------------------------------------------


def check_since(new: Checkpoint, old: Checkpoint, told: dict[str, Any] | None) -> str:
    """That one checkpoint continues the other; CannotTell without the hashes for it."""
    if new.origin != old.origin:
        raise Changed("the two checkpoints are of different ledgers")
    if old.size > new.size:
        raise Changed(f"the ledger had {old.size} entries and has {new.size}")
    if old.size == new.size and old.root != new.root:
        raise Changed(f"two different ledgers of {old.size} entries were signed")
    if old.size < new.size:
        if told is None:
            raise CannotTell(f"get /ledger/proof/consistency?from={old.size}&to={new.size} for --consistency")
        hashes = [decoded(value) for value in told["hashes"]]
        if roots_by_consistency((old.size, new.size), old.root, hashes) != (old.root, new.root):
            raise Changed(f"the ledger of {new.size} entries does not begin with the {old.size} that were signed")
    return f"The ledger of {new.size} entries begins with exactly the {old.size} that were signed before."


def text_of(path: str) -> str:
    """What a file holds."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotTell(f"{path} cannot be read: {error}") from None
    if text.lstrip("\ufeff \r\n").startswith("<"):
        raise CannotTell(f"{path} is a web page, no proof: was it fetched from another address?")
    return text


def run(asked: argparse.Namespace) -> list[str]:
    """What holds, in sentences."""
    given = text_of(asked.file)
    proof = json.loads(given) if given.lstrip().startswith("{") else None
    if proof is not None and (not isinstance(proof, dict) or proof.get("format") != FORMAT):
        raise CannotTell(f"{asked.file} is no {FORMAT}; a newer check.py may know it")
    checkpoint = Checkpoint(proof["checkpoint"] if proof else given)
    said = check_offer(proof, checkpoint) if proof else []
    signed = [checkpoint]
    if asked.since:
        signed.append(Checkpoint(text_of(asked.since)))
        told = json.loads(text_of(asked.consistency)) if asked.consistency else None
        said.append(check_since(checkpoint, signed[1], told))
    if asked.key:
        keys = [asked.key] if "+" in asked.key else text_of(asked.key).split()
        for one in signed:
            check_any(one, keys)
        return said
    if not proof or not proof["keys"]:
        raise CannotTell("the hashes hold; for the signatures give the ledger's key: --key")
    for key in proof["keys"]:
        checkpoint.check(key)
    if asked.since:
        check_any(signed[1], proof["keys"])
    own = ", ".join(proof["keys"])
    return [*said, f"Signed by {own}. The key came with the proof: compare it with one you got another way."]


def check_any(checkpoint: Checkpoint, keys: Sequence[str]) -> None:
    """Changed unless one of the keys signed the checkpoint."""
    refused = Changed("there is no key")
    for key in keys:
        try:
            return checkpoint.check(key)
        except Changed as error:
            refused = error
    raise refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names; the exit code."""
    parser = argparse.ArgumentParser(prog="check.py", description="Checks a proof of the registry, offline.")
    parser.add_argument("file", help="a proof.json, or a checkpoint")
    parser.add_argument("--key", help="the ledger's key (name+hash+base64), or a file with it")
    parser.add_argument("--since", help="a checkpoint kept earlier")
    parser.add_argument("--consistency", help="what /ledger/proof/consistency?from=&to= answered")
    try:
        said = run(parser.parse_args(arguments))
    except CannotTell as error:
        sys.stderr.write(f"Cannot tell: {error}.\n")
        return 2
    except Changed as error:
        sys.stderr.write(f"CHANGED: {error}.\n")
        return 1
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        sys.stderr.write(f"CHANGED: it does not have the form of a proof ({type(error).__name__}: {error}).\n")
        return 1
    sys.stdout.write("\n".join(["Everything holds.", *said]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
