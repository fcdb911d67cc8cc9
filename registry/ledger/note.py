"""Signed checkpoints as C2SP writes them (`signed-note`, `tlog-checkpoint`): three lines with origin, size and root, an
empty line, and one line for each Ed25519 signature. Text in, values out: who holds a note needs nothing of ours to
check it."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # the algorithm's number in key hashes and verifier keys
DASH = "\u2014 "  # a signature line begins with an em dash and a space
_SIZE = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")
_NAME = re.compile(r"[^\s+]+\Z")


@dataclass(frozen=True)
class Verifier:
    """A public key as the ledger names it: whose it is, the four bytes that tell it from others, and its 32 bytes."""

    name: str
    key_hash: bytes
    public: bytes

    def __str__(self) -> str:
        """As it is published: `name+hash+base64`."""
        return f"{self.name}+{self.key_hash.hex()}+{_encoded(ED25519 + self.public)}"


@dataclass(frozen=True)
class Signature:
    """One signature line: the name and key hash it claims, and the signature."""

    name: str
    key_hash: bytes
    value: bytes


@dataclass(frozen=True)
class Note:
    """A signed checkpoint read; `body` is the text that is signed, its last line end included."""

    origin: str
    size: int
    root: bytes
    body: str
    signatures: tuple[Signature, ...]

    def is_signed_by(self, verifier: Verifier) -> bool:
        """Does the note carry a good signature of this key, for this key's own ledger?"""
        if verifier.name != self.origin:
            return False
        key = Ed25519PublicKey.from_public_bytes(verifier.public)
        for line in self.signatures:
            if (line.name, line.key_hash) == (verifier.name, verifier.key_hash):
                try:
                    key.verify(line.value, self.body.encode())
                except InvalidSignature:
                    continue
                return True
        return False


def verifier(name: str, public: bytes) -> Verifier:
    """The verifier of a ledger's public key."""
    return Verifier(name, sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4], public)


def read_verifier(text: str) -> Verifier:
    """A published verifier key read; ValueError when it is none, or its hash is not that of its key."""
    name, _, rest = text.strip().partition("+")
    stated, _, encoded = rest.partition("+")
    data = _decoded(encoded)
    if not _NAME.match(name) or len(data) != 33 or data[:1] != ED25519:
        raise ValueError("this is no Ed25519 verifier key")
    found = verifier(name, data[1:])
    if found.key_hash.hex() != stated:
        raise ValueError("the verifier key's hash is not that of its key")
    return found


def sign(origin: str, checkpoint: tuple[int, bytes], keys: Iterable[Ed25519PrivateKey]) -> str:
    """The note over (size, root), signed with each key."""
    size, root = checkpoint
    body = f"{origin}\n{size}\n{_encoded(root)}\n"
    lines = []
    for key in keys:
        own = verifier(origin, key.public_key().public_bytes_raw())
        lines.append(f"{DASH}{origin} {_encoded(own.key_hash + key.sign(body.encode()))}\n")
    return body + "\n" + "".join(lines)


def read(text: str) -> Note:
    """A signed checkpoint read; ValueError when it is none."""
    body, gap, signed = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) < 3 or not all(lines) or not text.endswith("\n"):
        raise ValueError("this is no signed checkpoint")
    origin, size, root = lines[:3]
    data = _decoded(root)
    if not _SIZE.match(size) or len(data) != 32:
        raise ValueError("the checkpoint's size or root cannot be read")
    signatures = tuple(_signature(line) for line in signed.removesuffix("\n").split("\n"))
    return Note(origin, int(size), data, body + "\n", signatures)


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    data = _decoded(encoded)
    if not line.startswith(DASH) or not space or not _NAME.match(name) or len(data) < 5:
        raise ValueError("a line of the checkpoint is no signature")
    return Signature(name, data[:4], data[4:])


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    """The bytes of exactly this base64; other spellings of the same bytes are refused."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("this is no base64") from None
    if _encoded(data) != text:
        raise ValueError("this is no base64")
    return data
