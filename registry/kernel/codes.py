"""Public codes: `<prefix>-XXXX-XXXC`, seven random Crockford base-32 symbols and a check symbol. They carry no
meaning, are never reused, and forgive case, spaces and the letters people confuse (O for 0, I and L for 1)."""

import re
import secrets

from registry import config

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans("OIL", "011")


def check_symbol(symbols: str) -> str:
    """Luhn modulo 32 over the symbols: finds every single wrong symbol and nearly every swap of neighbours."""
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = ALPHABET.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def new() -> str:
    """A fresh random code with the registry's prefix; 2^35 possibilities, uniqueness is kept by the database."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return _shaped(config.current().code, symbols + check_symbol(symbols))


def canonical(text: str) -> str | None:
    """The normal form of a code however it was typed; None when it cannot be a code of this registry."""
    prefix = config.current().code.upper()
    squeezed = re.sub(r"[\s\-‐–]", "", text).upper()
    if not squeezed.startswith(prefix):
        return None
    symbols = squeezed[len(prefix) :].translate(_CONFUSED)
    if len(symbols) != 8 or any(symbol not in ALPHABET for symbol in symbols):
        return None
    return _shaped(prefix, symbols) if check_symbol(symbols[:7]) == symbols[7] else None


def _shaped(prefix: str, symbols: str) -> str:
    return f"{prefix.upper()}-{symbols[:4]}-{symbols[4:]}"
