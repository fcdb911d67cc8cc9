"""Rule 12: the key is the first identifier without a type, else the first, trimmed."""

import pytest

from registry.interchange.source_key import identifiers, source_key, spelled


@pytest.mark.parametrize(
    ("pairs", "key"),
    [
        ([("http://a", None), ("b", None)], "http://a"),
        ([("7", "code"), ("  http://a \n", None)], "http://a"),
        ([("7", "code"), ("8", "other")], "7"),
        ([("  ", None), ("8", "other")], "8"),
        ([("", None)], None),
        ([], None),
    ],
)
def test_the_key_is_the_first_untyped_else_the_first(pairs: list[tuple[str, str | None]], key: str | None) -> None:
    assert source_key(identifiers(pairs)) == key


def test_the_others_are_kept_with_their_types() -> None:
    assert spelled(identifiers([("http://a", None), ("7", "code")])) == ["http://a", "code=7"]
