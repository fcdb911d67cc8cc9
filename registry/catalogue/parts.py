"""Frozen values read from JSON mappings and written back: the small machine under the Specification. A field's
annotation says how it is read. Absent means unknown, so an empty value is never written, and reading what was
written gives an equal value."""

import dataclasses
import types
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Self, Union, get_args, get_origin, get_type_hints


class Words(dict[str, str]):
    """A `LocalText` nobody can change after it was read, so that what holds it may be frozen and hashed."""

    def __hash__(self) -> int:  # type: ignore[override]  # dict forbids it only because a plain dict may change
        return hash(frozenset(self.items()))

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("reviewed text is frozen; make a new value")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __deepcopy__(self, _memo: Any) -> "Words":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Words, (dict(self),)


@dataclasses.dataclass(frozen=True)
class Part:
    """A frozen value whose fields are the keys of its mapping."""

    @classmethod
    def read(cls, mapping: Mapping[str, Any]) -> Self:
        """Build from a mapping; a key it does not know raises ValueError, because stored content must not be half
        read."""
        readers = _readers(cls)
        if foreign := set(mapping) - set(readers):
            raise ValueError(f"{cls.__name__} does not know {', '.join(sorted(foreign))}")
        values = {key: readers[key](value) for key, value in mapping.items() if value is not None}
        return cls(**{key: value for key, value in values.items() if not _says_nothing(value)})

    def write(self) -> dict[str, Any]:
        """The mapping again, of plain JSON values, without what is unknown."""
        pairs = ((field.name, _plain(getattr(self, field.name))) for field in dataclasses.fields(self))
        return {key: value for key, value in pairs if not _says_nothing(value)}


# annotations are read once for each part
_READERS: dict[type[Part], dict[str, Callable[[Any], Any]]] = {}


def _readers(part: type[Part]) -> dict[str, Callable[[Any], Any]]:
    if part not in _READERS:
        _READERS[part] = {name: _reader(hint) for name, hint in get_type_hints(part).items()}
    return _READERS[part]


def _reader(hint: Any) -> Callable[[Any], Any]:
    """How to read a value annotated so: parts into parts, rows into tuples, texts into frozen words, the rest as it
    is."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _reader(next(member for member in get_args(hint) if member is not type(None)))
    if origin is tuple:
        read = _reader(get_args(hint)[0])
        return lambda items: tuple(one for one in map(read, items) if not _says_nothing(one))
    if origin in (dict, Mapping):
        return Words
    return hint.read if isinstance(hint, type) and issubclass(hint, Part) else _as_is


def _as_is(value: Any) -> Any:
    return value


def _says_nothing(value: Any) -> bool:
    """Is it the same as not given? Zero is not."""
    if isinstance(value, Part):
        return all(_says_nothing(getattr(value, name)) for name in _readers(type(value)))
    return value is None or value is False or (isinstance(value, tuple | list | dict | str) and not value)


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return value.write()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value
