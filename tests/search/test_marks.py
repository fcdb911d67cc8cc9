"""The words asked for are marked where they stand: by their stems, the beginning of the last one, and never beside."""

import pytest

from registry.search.marks import Marks, Piece
from tests.search.generated import ANALYSER


def marked(typed: str, text: str, language: str = "en") -> list[str]:
    asked = ANALYSER.asked(typed)
    marks = Marks(ANALYSER, asked.words, asked.words[-1] if asked.open_end else "")
    pieces = marks.pieces(text, language)
    assert "".join(piece.text for piece in pieces) == text
    assert marks.has(text, language) == any(piece.marked for piece in pieces)
    return [piece.text for piece in pieces if piece.marked]


@pytest.mark.parametrize(
    ("typed", "text", "language", "expected"),
    [
        ("spreadsheet", "Sort spreadsheets in a Spreadsheet", "en", ["spreadsheets", "Spreadsheet"]),
        ("spread", "Sort spreadsheets", "en", ["spreadsheets"]),
        ("sécurité", "La securite d’abord, Sécurité ensuite", "fr", ["securite", "Sécurité"]),
        ("daten", "Datenschutz und Daten", "de", ["Datenschutz", "Daten"]),
        ("in the", "in the house", "en", []),
        ("photo", "Nothing of the kind", "en", []),
    ],
)
def test_words_are_marked(typed: str, text: str, language: str, expected: list[str]) -> None:
    assert marked(typed, text, language) == expected


def test_the_word_used_instead_of_a_mistyped_one_is_marked() -> None:
    marks = Marks(ANALYSER, ("spreadsheat",)).corrected({"spreadsheat": "spreadsheet"})
    assert marks.pieces("A spreadsheet", "en") == (Piece("A "), Piece("spreadsheet", marked=True))


def test_a_snippet_is_cut_between_words_around_the_first_hit() -> None:
    text = "word " * 40 + "pivot tables " + "more " * 40
    said = Marks(ANALYSER, ("pivot",)).snippet(text, "en")
    assert said.startswith("… word ")
    assert said.endswith(" more …")
    assert "pivot tables" in said
    assert len(said) < 140
    assert Marks(ANALYSER, ("nothing",)).snippet(text, "en") == ""
