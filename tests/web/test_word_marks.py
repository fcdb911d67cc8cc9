"""Two texts word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web import word_marks


def said(before: str, after: str) -> tuple[str, str]:
    """Both texts with what is marked between brackets."""
    pair = word_marks.compare(before, after)
    one, other = ("".join(f"[{piece.text}]" if piece.marked else piece.text for piece in text) for text in pair)
    return one, other


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Make a simple chart", "Make a clear chart", ("Make a [simple] chart", "Make a [clear] chart")),
        ("Make a chart", "Make a chart and print it", ("Make a chart", "Make a chart [and print it]")),
        ("Quiz online", "Practical task on site", ("[Quiz online]", "[Practical task on site]")),
        ("the same", "the same", ("the same", "the same")),
        ("", "new", ("", "[new]")),
        ("level 2.", "level 3.", ("level [2].", "level [3].")),
    ],
)
def test_only_what_differs_is_marked(before: str, after: str, expected: tuple[str, str]) -> None:
    assert said(before, after) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_letter_is_lost_and_what_is_not_marked_is_common(before: str, after: str) -> None:
    one, other = word_marks.compare(before, after)
    assert "".join(piece.text for piece in one) == before
    assert "".join(piece.text for piece in other) == after

    def common(pieces: word_marks.Pieces) -> str:
        return "".join("".join(piece.text for piece in pieces if not piece.marked).split())

    assert common(one) == common(other)


def test_long_texts_are_compared_in_a_moment() -> None:
    one = " ".join(f"word{number}" for number in range(4000))
    other = " ".join(f"word{number + 1}" for number in range(4000))
    pair = word_marks.compare("Begin. " + one + " end", "Begin. " + other + " end")
    assert pair[0][0].text == "Begin. "
