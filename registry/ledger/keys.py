"""The keys that sign checkpoints. The private ones stand in a file of the data directory that only its owner may read,
made at the first signing; the public ones in the database, where every process that publishes or checks finds them. The
file may hold several keys, one after the other: all of them sign, so that a new key can be made known before an old
one goes."""

import os
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from sqlalchemy import select

from registry import config
from registry.kernel.db import db
from registry.ledger import note
from registry.ledger.model import SigningKey
from registry.ledger.note import Verifier

FILE = "ledger.key"
_PEM = re.compile(b"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----", re.DOTALL)


def origin() -> str:
    """What the ledger is called in its checkpoints: the public address of the registry's ledger, without its scheme."""
    address = urlsplit(config.current().base_url)
    return f"{address.netloc}{address.path}/ledger"


def private() -> list[Ed25519PrivateKey]:
    """The keys to sign with, one made now if there was none; ValueError when the file holds no such keys."""
    path = config.current().data_dir / FILE
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        beside = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            os.fsync(file.fileno())
        try:
            os.link(beside, path)  # whoever made one at the same moment made it for both
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    found = [load_pem_private_key(pem, None) for pem in _PEM.findall(path.read_bytes())]
    keys = [key for key in found if isinstance(key, Ed25519PrivateKey)]
    if not keys or len(keys) < len(found):
        raise ValueError(f"{path} holds something else than Ed25519 keys")
    return keys


def verifiers(keys: Iterable[Ed25519PrivateKey]) -> list[Verifier]:
    """The public halves, under the name the ledger has now."""
    return [note.verifier(origin(), key.public_key().public_bytes_raw()) for key in keys]


def known() -> list[Verifier]:
    """Every public key that ever signed here, the newest first."""
    found = []
    for text in db.session.scalars(select(SigningKey.verifier).order_by(SigningKey.since.desc(), SigningKey.verifier)):
        try:
            found.append(note.read_verifier(text))
        except ValueError:  # a note it should have signed is then signed by nobody known, which shows
            continue
    return found


def fault(data: bytes, checkpoint: tuple[int, bytes], of: Iterable[Verifier]) -> str:
    """What is wrong with a stored note about a checkpoint (size, root), given whose signatures count; "" when
    nothing."""
    try:
        read = note.read(data.decode())
    except ValueError:
        return "the checkpoint's note cannot be read"
    if (read.size, read.root) != checkpoint:
        return "the checkpoint's note is about another size or root"
    if not any(read.is_signed_by(verifier) for verifier in of):
        return "the checkpoint's note is not signed by a key of this ledger"
    return ""
