"""Two texts word by word: what of the first is gone, what of the second is new. Words between two changes that are only
spaces or signs belong to the change, so that a new sentence is one mark and not ten."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from registry.search.marks import Piece

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 1500  # words compared one by one, beyond what both begin and end with; longer texts are marked as a whole
LEAST_ALIKE = 0.3  # of all words; below that two texts have nothing worth marking in common


Pieces = tuple[Piece, ...]


def compare(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; marked in the first is what is gone, in the second what is new."""
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    marks_left, marks_right = _marks(left, right)
    rest = [False] * tail
    return (
        _joined(one, [False] * head + marks_left + rest),
        _joined(other, [False] * head + marks_right + rest),
    )


def whole(text: str) -> Pieces:
    """A text all of which is gone or new."""
    return (Piece(text, True),) if text else ()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _marks(left: list[str], right: list[str]) -> tuple[list[bool], list[bool]]:
    """For every word of both whether the other lacks it."""
    marks_left, marks_right = [True] * len(left), [True] * len(right)
    if max(len(left), len(right)) > MOST:
        return marks_left, marks_right
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return marks_left, marks_right
    for at, to, size in matcher.get_matching_blocks():
        if any(token[0].isalnum() for token in left[at : at + size]):
            marks_left[at : at + size] = [False] * size
            marks_right[to : to + size] = [False] * size
    return marks_left, marks_right


def _joined(tokens: list[str], marks: list[bool]) -> Pieces:
    """Neighbours of one kind as one piece; spaces at the edge of a mark stand outside it."""
    pieces: list[Piece] = []
    for token, marked in zip(tokens, marks, strict=True):
        if pieces and pieces[-1].marked == marked:
            pieces[-1] = Piece(pieces[-1].text + token, marked)
        else:
            pieces.append(Piece(token, marked))
    return tuple(part for piece in pieces for part in _trimmed(piece))


def _trimmed(piece: Piece) -> list[Piece]:
    core = piece.text.strip()
    if not piece.marked or not core or core == piece.text:
        return [piece]
    before, _core, after = piece.text.partition(core)
    parts = [Piece(before, False), Piece(core, True), Piece(after, False)]
    return [part for part in parts if part.text]
