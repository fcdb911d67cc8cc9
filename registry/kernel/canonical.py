"""Canonical JSON (RFC 8785) and its SHA-256: what is decided, logged and compared is always this text, so that the
same value has the same hash on every machine and database. Floats are refused: amounts are whole minor units, minutes,
hundredths."""

import hashlib
import json
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value without floats; a float or a foreign type raises TypeError."""
    _refuse_floats(value)
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def digest_text(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str | bytes) -> Any:
    """Read stored canonical JSON."""
    return json.loads(text)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; canonical content holds whole numbers only")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)
