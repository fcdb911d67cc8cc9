"""The six ways a verb can refuse. They know nothing of HTTP: `web` and `api` each hold one table from these classes to
answers, and a house test demands a line in both for every class here. Messages are whole sentences a person can act
on."""

from collections.abc import Iterable, Mapping
from typing import Any


class RegistryError(Exception):
    """Base of all six. `code` is stable and machine-readable; `message` is a sentence; `detail` holds what was seen."""

    code = "error"

    def __init__(self, message: str = "", **detail: Any) -> None:
        super().__init__(message)
        self.message = message
        self.detail: dict[str, Any] = detail


class NotFound(RegistryError):
    """There is no such thing, or none this actor may know of; the two answer alike."""

    code = "not-found"


class Forbidden(RegistryError):
    """The actor may see the thing but not do this to it."""

    code = "forbidden"


class Invalid(RegistryError):
    """What was sent does not fit. `errors` maps field to messages, nested, with string keys."""

    code = "invalid"

    def __init__(self, errors: Mapping[Any, Any], message: str = "") -> None:
        super().__init__(message or "Some fields need attention.")
        self.errors: dict[str, Any] = with_string_keys(errors)


class InvalidParameter(Invalid):
    """A query parameter is unknown, ill-typed or not in its closed list; `parameter` and `value` name the first such
    one, `unreadable` all that are known to be so, as they were given."""

    code = "invalid-parameter"

    def __init__(self, parameter: str, value: str, message: str, unreadable: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__({parameter: [message]}, message)
        self.parameter = parameter
        self.value = value
        self.unreadable = tuple(unreadable) or ((parameter, value),)


class Conflict(RegistryError):
    """The thing has moved on since it was read; `theirs` is the present state, for showing both."""

    code = "conflict"

    def __init__(self, message: str, theirs: Any = None) -> None:
        super().__init__(message)
        self.theirs = theirs


class WrongState(RegistryError):
    """The action is not possible from the state the thing is in."""

    code = "wrong-state"


class Unavailable(RegistryError):
    """Something the answer needs is away for the moment; trying again later helps."""

    code = "unavailable"


def flat(errors: Any, path: str = "") -> list[tuple[str, str]]:
    """Nested errors as (dotted field, message), each message of a list by itself."""
    if isinstance(errors, Mapping):
        return [pair for key, value in errors.items() for pair in flat(value, f"{path}.{key}" if path else str(key))]
    if isinstance(errors, list):
        return [pair for item in errors for pair in flat(item, path)]
    return [(path, str(errors))]


def with_string_keys(errors: Mapping[Any, Any]) -> dict[str, Any]:
    """The same errors with every key a string, as they go over the wire (list positions are integers in
    marshmallow)."""
    return {str(key): with_string_keys(value) if isinstance(value, Mapping) else value for key, value in errors.items()}
