"""What people type into the boxes, made readable: white space joined, without signs that nobody sees, and as much of it
as is searched. A page takes this much of it; a program is told what is too much."""

from registry.kernel.text import without_unseen
from registry.search.analysis import Analyser

LONGEST = 200
MOST_WORDS = 10


def joined(text: str) -> str:
    """The text with one space between its words, without what is drawn as nothing."""
    return " ".join(without_unseen(text).split())


def readable(text: str) -> str:
    """As much of what was typed as a page reads: nothing that cannot be read, at most LONGEST letters."""
    seen = "".join(sign if sign.isprintable() else " " for sign in without_unseen(text))
    return joined(seen)[:LONGEST].rstrip()


def shortened(text: str) -> str:
    """As much of what was typed as is searched; a chain of words without a space is cut inside."""
    kept = readable(text)
    if is_short(kept):
        return kept
    ends = {end for _begin, end, _word in Analyser(()).every_placed(kept)}
    return next((kept[:end] for end in sorted(ends, reverse=True) if is_short(kept[:end])), "")


def is_short(text: str) -> bool:
    """Has it no more words than are searched?"""
    return len(Analyser(()).asked(text).words) <= MOST_WORDS
