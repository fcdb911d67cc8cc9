"""A letter read as every door's letter is read: through its schema, then against the closed lists its fields name.
Providers and catalogue share it, so that a form, a sheet row and a feed record are refused in the same words."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.vocabularies import queries as vocabularies

Path = tuple[str, ...]


def load(schema: Schema, values: Mapping[str, Any], *, partial: bool | tuple[str, ...] = False) -> dict[str, Any]:
    """What the schema makes of the values; Invalid, with errors by field, for a wrong shape or a code no list knows.

    `partial`: nothing is needed, or these fields are not.
    """
    try:
        letter: dict[str, Any] = schema.load(values, partial=partial)
    except ValidationError as error:
        raise Invalid(error.normalized_messages()) from error
    refuse_unknown(schema, letter)
    return letter


def refuse_unknown(schema: Schema, letter: Mapping[str, Any]) -> None:
    """Raise Invalid naming each code of the loaded letter that its closed list does not know."""
    used = [(path, scheme, _looked_up(scheme, code)) for path, scheme, code in concepts(schema, letter)]
    unknown = set(vocabularies.unknown({(scheme, code) for _path, scheme, code in used}))
    errors: dict[str, Any] = {}
    for path, scheme, code in used:
        if (scheme, code) in unknown:
            _put(errors, path, _("“%(code)s” is not in the list “%(scheme)s”.", code=code, scheme=scheme))
    if errors:
        raise Invalid(errors)


def concepts(schema: Schema, letter: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """(path, scheme, code) of every code in a loaded letter that must be in a closed list."""
    for name, field in schema.fields.items():
        key: str = field.data_key or name
        if letter.get(key) is not None:
            yield from _within(field, letter[key], (key,))


def _within(field: fields.Field[Any], value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(field, fields.List):
        for index, item in enumerate(value):
            yield from _within(field.inner, item, (*path, str(index)))
    elif isinstance(field, fields.Nested):
        for below, scheme, code in concepts(field.schema, value):
            yield (*path, *below), scheme, code
    elif closed_list := field.metadata.get("scheme"):
        yield path, closed_list, value


def _looked_up(scheme: str, code: str) -> str:
    # de-AT is German: the list of languages holds primary tags
    return code.split("-")[0] if scheme == "language" else code


def _put(errors: dict[str, Any], path: Path, message: str) -> None:
    for key in path[:-1]:
        errors = errors.setdefault(key, {})
    errors.setdefault(path[-1], []).append(message)
