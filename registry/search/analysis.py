"""From text to words, the same way for every engine and for both sides: what is typed and what is searched. A word of
a document is stemmed by the language of its text; a typed word, whose language nobody knows, by every interface
language. Every word is stemmed twice, with its marks and without: with them French endings are told apart
("protégées", "protéger"), without them people are understood who type none ("securite")."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from registry.kernel.text import fold
from registry.search.stems import stemmer

VERSION = 4  # raise it when the same text would give other words: an index made before is then rebuilt
LONGEST = 40  # letters of a word that are looked at
PREFIX_FROM = 3  # letters from which the last word may be the beginning of a longer one
TYPO_FROM = 4  # letters from which a word may be one edit away from what was meant

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")

# Small on purpose: a word stays out of every search in every language, so none of these may mean something in another
# one ("it", "die", "car" and "chat" are therefore not stopped, "in" and "an" are).
STOPPED = {
    "en": "a an and at by for from in of on or the to with",
    "fr": "au aux avec d dans de des du en et l la le les ou par pour qu s sur un une",
    "de": "auf aus das dem den der des ein eine einem einen einer fur im mit oder und von zu zum zur",
}
# What people write around the words they mean. Only questions lose these, and only while another word is left.
ASKING = {
    "en": "can do does how i is learn me my need what where want",
    "fr": "apprendre comment est j je ma mes moi mon veux voudrais",
    "de": "ich ist kann lernen mein meine meinen meiner mochte wie will wo",
}
_STOPPED = frozenset(" ".join(STOPPED.values()).split())
_ASKING = frozenset(" ".join(ASKING.values()).split())
_AS_WRITTEN = "="  # before the word itself; before a stem stand its language and ":"


@dataclass(frozen=True)
class Asked:
    """The words of a search, each once, in order; `open_end`: the last one may be the beginning of a longer word."""

    words: tuple[str, ...] = ()
    open_end: bool = False


@dataclass(frozen=True)
class Typed:
    """The terms of `Analyser.terms` that a typed word may stand under: as written, as a form of it in the language of
    the text, and as one by the rules of another language."""

    written: tuple[str, ...]
    forms: tuple[str, ...]
    foreign: tuple[str, ...]


@dataclass(frozen=True)
class Analyser:
    """The analyser of an installation with these interface languages."""

    languages: tuple[str, ...]

    def words(self, text: str) -> list[str]:
        """The words of a text in order, in lower case with their marks; stop words left out, long ones cut."""
        return [word for word in self.every_word(text) if plain(word) not in _STOPPED]

    def every_word(self, text: str) -> list[str]:
        """The words of a text, stop words included."""
        return [word[:LONGEST] for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())]

    def placed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(begin, end, word) of the words of a text as it stands, for marking them there; stop words left out."""
        return (placed for placed in self.every_placed(text) if plain(placed[2]) not in _STOPPED)

    def every_placed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The same with the stop words."""
        for found in _WORD.finditer(text):
            yield found.start(), found.end(), unicodedata.normalize("NFKC", found[0]).casefold()[:LONGEST]

    def stems(self, words: Iterable[str], language: str) -> list[str]:
        """Stems of the words of a text in `language`; other than the interface languages: the folded words
        themselves."""
        language = self._known(language)
        if not language:
            return [plain(word) for word in words]
        return [stem for word in words for stem in _stems(word, language)]

    def terms(self, words: Sequence[str], language: str) -> list[str]:
        """What an index holds of the words of a text in `language`: each as written, and its stems with their
        language."""
        written = [_AS_WRITTEN + plain(word) for word in words]
        return written + [f"{self._known(language)}:{stem}" for stem in self.stems(words, language)]

    def typed(self, word: str) -> Typed:
        """The terms under which a typed word may be found."""
        every = self.typed_stems(word)
        forms = {name: self.stems([word], name) for name in (*self.languages, "")}
        return Typed(
            (_AS_WRITTEN + plain(word),),
            tuple(f"{name}:{stem}" for name, stems in forms.items() for stem in stems),
            tuple(f"{name}:{stem}" for name, stems in forms.items() for stem in every if stem not in stems),
        )

    def _known(self, language: str) -> str:
        language = language.split("-")[0].lower()
        return language if language in self.languages else ""

    def asked(self, text: str) -> Asked:
        """The words of a typed text, without the small words of a question ("how do I learn …") when others are left.
        Text without any word (only stop words, only signs) asks for nothing in particular."""
        every = self.every_word(text)
        if not every:
            return Asked()
        distinct = {plain(word): word for word in every}
        last = plain(every[-1])
        meant = distinct.keys() - _STOPPED
        meant = meant - _ASKING or meant
        open_end = last in meant and len(last) >= PREFIX_FROM
        if open_end:  # the word typed last stands last, also when it was typed before
            distinct[last] = distinct.pop(last)
        return Asked(tuple(word for plain, word in distinct.items() if plain in meant), open_end)

    def typed_stems(self, word: str) -> tuple[str, ...]:
        """Every form under which a typed word may stand in an index: as it is, and its stems in each interface
        language."""
        stems = (stem for language in self.languages for stem in _stems(word, language))
        return tuple(dict.fromkeys((plain(word), *stems)))

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would give other words."""
        text = f"{VERSION} {' '.join(self.languages)} {LONGEST} {sorted(_STOPPED)}"
        return sha256(text.encode()).hexdigest()[:16]


def plain(word: str) -> str:
    """A word of `Analyser.words` without its marks."""
    return word if word.isascii() else fold(word)


@lru_cache(maxsize=20_000)  # names and outcomes, asked about on every page of results
def forms(analyser: Analyser, text: str, language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """What a short text in `language` can be found by: its words with all their stems, and the words alone."""
    words = [word for _begin, _end, word in analyser.placed(text)]
    folded = tuple(dict.fromkeys(plain(word) for word in words))
    return frozenset((*folded, *analyser.stems(words, language))), folded


@lru_cache(maxsize=60_000)  # texts repeat their words
def _stems(word: str, language: str) -> tuple[str, ...]:
    stem = stemmer(language)
    without = stem(plain(word))
    if word.isascii():
        return (without,)
    marked = plain(stem(word))
    return (without,) if marked == without else (without, marked)


def one_edit(word: str, letters: Iterable[str]) -> Iterator[str]:
    """Every word one edit away: a letter dropped, doubled or added, replaced, or swapped with its neighbour."""
    letters = tuple(letters)
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        for letter in letters:
            yield head + letter + tail
        if not tail:
            continue
        yield head + tail[1:]
        for letter in letters:
            yield head + letter + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
