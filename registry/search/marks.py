"""Where the typed words stand in a text, so that a reader sees why an offer is here: by the same stems by which the
engine finds, the words used instead of mistyped ones and the beginning of a last word included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.kernel.text import fold
from registry.search.analysis import Analyser, forms, spellings

AROUND = 60  # letters of a long text kept on each side of its first marked word


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `marked` when it is a word that was asked for."""

    text: str
    marked: bool = False


class Marks:
    """The words of one search."""

    def __init__(self, analyser: Analyser, words: Iterable[str] = (), beginning: str = "") -> None:
        """`beginning`: the last word, when it may be only the beginning of one."""
        self._analyser, self._words = analyser, tuple(words)
        self._known: dict[str, frozenset[str]] = {}
        self._beginning = fold(beginning)

    def corrected(self, corrections: Mapping[str, str]) -> "Marks":
        """The same with the words that were used instead."""
        return Marks(self._analyser, (*self._words, *corrections.values()), self._beginning)

    def has(self, text: str, language: str) -> bool:
        """Does one of the words stand in this short text, a name or a title?"""
        return bool(self.met(text, language))

    def met(self, text: str, language: str) -> frozenset[str]:
        """Which of the words stand in this short text, each by any of its stems."""
        if not self._words and not self._beginning:
            return frozenset()
        stems, words = forms(self._analyser, text, language)
        begun = bool(self._beginning) and any(word.startswith(self._beginning) for word in words)
        return self._stems(language) & stems | ({self._beginning} if begun else frozenset())

    def pieces(self, text: str, language: str) -> tuple[Piece, ...]:
        """The text in pieces, the words marked."""
        found, last = [], 0
        for begin, end, word in self._analyser.placed(text):
            if begin >= last and self._meets(word, language):
                found += [Piece(text[last:begin]), Piece(text[begin:end], marked=True)]
                last = end
        return tuple(piece for piece in (*found, Piece(text[last:])) if piece.text)

    def snippet(self, text: str, language: str) -> str:
        """The part of a long text around the first of the words; "" when none stands there."""
        spots = self._analyser.placed(text)
        spot = next(((begin, end) for begin, end, word in spots if self._meets(word, language)), None)
        if spot is None:
            return ""
        begin, end = max(0, spot[0] - AROUND), min(len(text), spot[1] + AROUND)
        # cut between words
        head = text[begin : spot[0]].partition(" ")[2] if begin else text[: spot[0]]
        tail = text[spot[1] : end].rpartition(" ")[0] if end < len(text) else text[spot[1] :]
        return ("… " if begin else "") + head + text[spot[0] : spot[1]] + tail + (" …" if end < len(text) else "")

    def _meets(self, word: str, language: str) -> bool:
        spelt = spellings(word)
        if self._beginning and any(spelling.startswith(self._beginning) for spelling in spelt):
            return True
        return not self._stems(language).isdisjoint((*spelt, *self._analyser.stems([word], language)))

    def _stems(self, language: str) -> frozenset[str]:
        """Every form under which the words may stand in a text of this language."""
        if language not in self._known:
            stems = (stem for word in self._words for stem in self._analyser.typed_stems(word, language))
            self._known[language] = frozenset(stems)
        return self._known[language]
