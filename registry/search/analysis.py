"""From text to words, the same way for every engine and for both sides: what is typed and what is searched. A word of
a document is stemmed by the language of its text; a typed word, whose language nobody knows, by every interface
language. Every word is stemmed with its marks and without: with them French endings are told apart ("protégées",
"protéger"), without them people are understood who type none ("securite"); a word with an umlaut or a ligature is also
held as it is typed where there is no key for it ("Pruefung")."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from registry.kernel.text import fold, spelt_out, without_unseen
from registry.search.stems import stemmer

VERSION = 6  # raise it when the same text would give other words: an index made before is then rebuilt
LONGEST = 40  # letters of a word that are looked at
PREFIX_FROM = 3  # letters from which the last word may be the beginning of a longer one
TYPO_FROM = 4  # letters from which a word may be one edit away from what was meant

_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")

# Small on purpose: a word stays out of every search in every language, so none of these may mean something in another
# one ("it", "die", "car" and "chat" are therefore not stopped, "in" and "an" are).
STOPPED = {
    "en": "a an and at by for from in of on or the to with",
    "fr": "au aux avec d dans de des du en et l la le les ou par pour qu s sur un une",
    "de": "auf aus das dem den der des ein eine einem einen einer fuer fur im mit oder und von zu zum zur",
}
# What people write around the words they mean. Only questions lose these, and only while another word is left.
ASKING = {
    "en": "can do does how i is learn me my need what where want",
    "fr": "apprendre comment est j je ma mes moi mon veux voudrais",
    "de": "ich ist kann lernen mein meine meinen meiner mochte moechte wie will wo",
}
_STOPPED = frozenset(" ".join(STOPPED.values()).split())
_ASKING = frozenset(" ".join(ASKING.values()).split())
# A word typed without umlauts is in German texts also bent as the one with them: "Passwoerter" as "Passwort". Beside a
# vowel and behind a "q" the two letters are no umlaut ("neue", "Quelle", "coeur"; but "Haeuser"), else they may be none
# ("Duell").
_GERMAN = "de"
_SPELT_OUT = re.compile("(?<![aeiouyq])(?:ae(?=u)|(?:ae|oe|ue)(?![aeiouy]))")
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü"}
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
        """The words of a text, stop words included. Signs that are drawn as nothing part no word."""
        return [word[:LONGEST] for word in _WORD.findall(_normal(text).casefold())]

    def placed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(begin, end, word) of the words of a text as it stands, for marking them there; stop words left out."""
        return (placed for placed in self.every_placed(text) if plain(placed[2]) not in _STOPPED)

    def every_placed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The same with the stop words. Words of one sign ("½") share its place."""
        if _is_normal(text):
            yield from _placed(text)
            return
        for piece in _PIECE.finditer(text):
            found = _placed(piece[0]) if _is_normal(piece[0]) else _placed_otherwise(piece[0])
            yield from ((piece.start() + begin, piece.start() + end, word) for begin, end, word in found)

    def stems(self, words: Iterable[str], language: str) -> list[str]:
        """Stems of the words of a text in `language`; other than the interface languages: the folded words
        themselves, in every spelling."""
        language = self._known(language)
        if not language:
            return [spelling for word in words for spelling in spellings(word)]
        return [stem for word in words for stem in _stems(word, language)]

    def terms(self, words: Sequence[str], language: str) -> list[str]:
        """What an index holds of the words of a text in `language`: each as written, in every spelling, and its stems
        with their language."""
        written = [_AS_WRITTEN + spelling for word in words for spelling in spellings(word)]
        return written + [f"{self._known(language)}:{stem}" for stem in self.stems(words, language)]

    def typed(self, word: str) -> Typed:
        """The terms under which a typed word may be found."""
        every = self._stems_anywhere(word)
        forms = {name: self.typed_forms(word, name) for name in (*self.languages, "")}
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

    def typed_forms(self, word: str, language: str) -> tuple[str, ...]:
        """The stems of a typed word by the rules of `language` alone, in German also with the umlauts that were spelt
        out, or the other way round."""
        return (*self.stems([word], language), *_umlauted(word, self._known(language)))

    def typed_stems(self, word: str, language: str) -> tuple[str, ...]:
        """Every form under which a typed word may stand in a text of `language`: as it is, and its stems by the rules
        of each interface language."""
        return tuple(dict.fromkeys((*self._stems_anywhere(word), *self.typed_forms(word, language))))

    def _stems_anywhere(self, word: str) -> tuple[str, ...]:
        stems = (stem for language in self.languages for stem in _stems(word, language))
        return tuple(dict.fromkeys((*spellings(word), *stems)))

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would give other words."""
        text = f"{VERSION} {' '.join(self.languages)} {LONGEST} {sorted(_STOPPED)}"
        return sha256(text.encode()).hexdigest()[:16]


def plain(word: str) -> str:
    """A word of `Analyser.words` without its marks."""
    return word if word.isascii() else fold(word)


def spellings(word: str) -> tuple[str, ...]:
    """A word of `Analyser.words` as people type it without its marks: plainly, and with its umlauts spelt out."""
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((fold(word), fold(spelt_out(word))[:LONGEST])))


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", without_unseen(text))


def _is_normal(text: str) -> bool:
    """Do its words stand in it as they are read? (The iota below, alone, is a mark until it is a small letter.)"""
    return text.isascii() or (_normal(text) == text and "\u0345" not in text)


def _placed(text: str) -> Iterator[tuple[int, int, str]]:
    return ((found.start(), found.end(), found[0].casefold()[:LONGEST]) for found in _WORD.finditer(text))


def _placed_otherwise(piece: str) -> Iterator[tuple[int, int, str]]:
    """The words of a piece that is read otherwise than it stands, by the signs from which they come."""
    places: list[tuple[int, int]] = []
    read = ""
    for begin, end in _signs(piece):
        sign = _normal(piece[begin:end]).casefold()
        read += sign
        places += [(begin, end)] * len(sign)
    for found in _WORD.finditer(read):
        yield places[found.start()][0], places[found.end() - 1][1], found[0][:LONGEST]


def _signs(piece: str) -> Iterator[tuple[int, int]]:
    """Where each sign with all that changes it begins and ends: each is read by itself."""
    begin = 0
    for at in range(1, len(piece)):
        sign = _normal(piece[at])
        if not sign or unicodedata.combining(sign[0]):  # first, because there may be thousands in a row
            continue
        if _normal(piece[begin : at + 1]) == _normal(piece[begin:at]) + sign:
            yield begin, at
            begin = at
    yield begin, len(piece)


@lru_cache(maxsize=20_000)  # names and outcomes, asked about on every page of results
def forms(analyser: Analyser, text: str, language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """What a short text in `language` can be found by: its words with all their stems, and the words alone."""
    words = [word for _begin, _end, word in analyser.placed(text)]
    folded = tuple(dict.fromkeys(spelling for word in words for spelling in spellings(word)))
    return frozenset((*folded, *analyser.stems(words, language))), folded


@lru_cache(maxsize=60_000)  # texts repeat their words
def _stems(word: str, language: str) -> tuple[str, ...]:
    stem = stemmer(language)
    if word.isascii():
        return (stem(word),)
    # bent without its umlauts a German word would be another's ("üben" and "über" as "ueb")
    bent = (fold(word),) if language == _GERMAN else spellings(word)
    return tuple(dict.fromkeys((*map(stem, bent), plain(stem(word)))))


@lru_cache(maxsize=20_000)
def _umlauted(word: str, language: str) -> tuple[str, ...]:
    """The stem of a German word with its umlauts, where it may have been typed without, or without them, where a text
    may have been, if it is no stem of it already."""
    if language != _GERMAN:
        return ()
    other = _SPELT_OUT.sub(lambda pair: _UMLAUTS[pair[0]], word) if word.isascii() else fold(spelt_out(word))
    stem = plain(stemmer(language)(other))
    return (stem,) if stem not in _stems(word, language) else ()


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
