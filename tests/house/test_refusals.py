"""Whatever a letter is refused for is said in the reader's language: every schema has our words and not marshmallow's,
no module refuses in plain English, and every field, given what it cannot take, says something else in each language."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, ValidationError, fields

import registry.app  # noqa: F401 - so that every schema is there
from registry.kernel.errors import flat
from registry.kernel.i18n import speaking
from registry.kernel.letter import Letter

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2] / "registry"
# read by whoever builds the registry, from files of its own
OF_FILES = "registry.vocabularies.schema"
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 1.5, 10**30, float("inf"), "", "x", "9", "!!", "x@", "9.9", "0201-01-01", "99:99", "x" * 100_000),
    *(
        b"\xff",
        [],
        {},
        ["!!"],
        [None],
        ["x"] * 500,
        {"en": 3},
        {"!!": "x"},
        {"en": "x" * 100_000},
        {"y" * 100_000: "x"},
    ),
    *({"nobody": "asks"}, {str(number): "x" for number in range(500)}, "2027-01-31T18:00:00+01:00", "2027-01-31T18:00"),
)


def schemas(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        if one.__module__.startswith("registry.") and one is not Letter and one.__module__ != OF_FILES:
            yield one
        yield from schemas(one)


def refusals(refusing: Any, value: Any, language: str) -> list[tuple[str, str]]:
    with speaking(language):
        try:
            refusing(value)
        except ValidationError as error:
            return flat(error.normalized_messages())
    return []


def test_every_schema_speaks_our_words() -> None:
    found = set(schemas())
    assert len(found) > 25
    assert [one.__qualname__ for one in found if not issubclass(one, Letter)] == []


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_field_refuses_in_english(ctx: Flask, language: str) -> None:
    said = set()
    for schema in {one() for one in schemas()}:
        takers = [schema.load, *(field.deserialize for field in schema.fields.values())]
        for taker in takers:
            for value in WRONG:
                here, there = refusals(taker, value, "en"), refusals(taker, value, language)
                assert [path for path, _said in here] == [path for path, _said in there]
                for (path, english), (_path, other) in zip(here, there, strict=True):
                    assert english != other, f"{type(schema).__name__} {path}: {english}"
                    said.add(english)
    for words in ("This is needed.", "Expected a list.", "There is no such field.", "Expected a whole number."):
        assert words in said, "else nothing was tried"


def test_what_is_left_to_marshmallow_is_exchanged(ctx: Flask) -> None:
    """Each message a field of these schemas could ever say, also one no value here brings about."""
    for schema in {one() for one in schemas()}:
        for text in schema.error_messages:
            assert refusal_changes(schema.error_messages, text)
        for field in every(schema.fields.values()):
            for key in field.error_messages:
                if key not in ("format", "special", "validator_failed", "invalid_uuid"):
                    assert refusal_changes(field.error_messages, key), f"{type(schema).__name__}: {key}"


def every(given: Any) -> Iterator[fields.Field[Any]]:
    for field in given:
        yield field
        below = (getattr(field, name, None) for name in ("inner", "key_field", "value_field"))
        yield from every([one for one in below if one is not None])


def refusal_changes(messages: Any, key: str) -> bool:
    with speaking("en"):
        english = messages[key]
    with speaking("de"):
        return bool(english != messages[key])


def test_no_module_refuses_in_plain_english() -> None:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).as_posix() == "vocabularies/schema.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValidationError":
                said = node.args[:1]
            elif isinstance(node, ast.Call):
                said = [keyword.value for keyword in node.keywords if keyword.arg == "error"]
                said = said if getattr(getattr(node.func, "value", None), "id", "") == "validate" else []
            else:
                continue
            plain = [one for given in said for one in ast.walk(given) if isinstance(one, ast.JoinedStr) or given is one]
            found += [f"{path}:{one.lineno}" for one in plain if isinstance(one, ast.JoinedStr | ast.Constant)]
    assert found == []
