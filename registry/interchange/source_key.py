"""The key by which a record is recognised when its source is read again: the first identifier without a type, else the
first, trimmed. The others are kept beside it; none is ever guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.kernel.fields import KEY_LENGTH
from registry.kernel.text import cleaned


@dataclass(frozen=True)
class Identifier:
    """An identifier as a source gives it; `type` is the source's own word for what kind it is, None when it says
    nothing."""

    value: str
    type: str | None = None


def identifiers(pairs: Iterable[tuple[str, str | None]]) -> list[Identifier]:
    """Identifiers from (value, type) pairs, white space joined, empty ones dropped, in order."""
    found = (Identifier(_stored(value), _stored(type_ or "") or None) for value, type_ in pairs)
    return [identifier for identifier in found if identifier.value]


def source_key(given: Sequence[Identifier]) -> str | None:
    """The key among these identifiers: the first untyped, else the first; None when there is none."""
    untyped = [identifier for identifier in given if identifier.type is None]
    return (untyped or list(given))[0].value if given else None


def key_of(text: str) -> str:
    """Any text as a key, exactly as the database will give it back; at most KEY_LENGTH characters."""
    return _stored(text)[:KEY_LENGTH].strip()


def _stored(text: str) -> str:
    return " ".join(cleaned(text).split())


def spelled(given: Iterable[Identifier]) -> list[str]:
    """The identifiers as plain text for keeping: the value, with its type in front where there is one."""
    return [f"{identifier.type}={identifier.value}" if identifier.type else identifier.value for identifier in given]
