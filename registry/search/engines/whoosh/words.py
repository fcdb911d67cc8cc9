"""From typed words to offers: which offers have a word, how much it counts there, and in which fields. Relevance is
BM25F: a word's occurrences in all fields, weighted and made comparable by length, count as one saturating amount, so
that three mentions in a body do not beat one in a title."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from registry.kernel.errors import Unavailable
from registry.kernel.text import fold
from registry.search.analysis import TYPO_FROM, Analyser, one_edit
from registry.search.document import FIELDS
from registry.search.engine import PREFIXES, STEPS, TYPOS, Query
from registry.search.engines.whoosh.planes import Bools, Ints
from registry.search.engines.whoosh.postings import Floats
from registry.search.engines.whoosh.schema import WORDS
from registry.search.engines.whoosh.snapshot import Snapshot

# In the order of FIELDS: what one occurrence counts, and how far a long text makes it count less (0 not at all, 1
# fully).
WEIGHTS = (8.0, 4.0, 3.0, 2.0, 2.0, 1.0)
LENGTH_COUNTS = (0.4, 0.6, 0.6, 0.3, 0.3, 0.75)
SATURATION = 1.2
FORM = 0.4  # share of the gain when only other forms of the word are there
FOREIGN = 0.2  # the same when they are forms only by the rules of another language than the text's
BEGINNING = 0.25  # gain of a word that only begins as typed
SECONDS = 1.0  # a search that has not looked up its words by then is given up


@dataclass(frozen=True)
class Found:
    """One word: the offers that have it (ascending), its gain there (0 to 1), the fields as bits in the order of
    FIELDS (0: only as the beginning of a word), and the word used instead when it was mistyped: all is of that word."""

    offers: Ints
    gain: Floats
    fields: NDArray[np.uint8]
    instead: str | None = None


def look_up(snapshot: Snapshot, query: Query, analyser: Analyser) -> list[Found]:
    """Every word of the query, in order; Unavailable when that takes too long."""
    until = time.monotonic() + SECONDS
    found = []
    for position, word in enumerate(query.words):
        if time.monotonic() > until:
            raise Unavailable("This search takes too long. Please use fewer or rarer words.")
        begins = query.open_end and position == len(query.words) - 1
        found.append(_remembered(snapshot, analyser, word, begins))
    return found


def relevance(snapshot: Snapshot, found: list[Found]) -> tuple[Bools, Ints]:
    """(which offers have every word that any has, relevance in whole steps up to STEPS)."""
    found = [word for word in found if len(word.offers)] or found
    score, count = np.zeros(snapshot.size), np.zeros(snapshot.size, np.int64)
    best = 0.0
    for word in found:
        # rare words say more; the same for all offers, so it matters only beside other words
        says = np.log(1 + (snapshot.size - len(word.offers) + 0.5) / (len(word.offers) + 0.5))
        best += says
        score[word.offers] += says * word.gain
        count[word.offers] += 1
    steps = np.floor(score * (STEPS / best) + 1e-9).astype(np.int64) if best else np.zeros(snapshot.size, np.int64)
    return count == len(found), steps


def _remembered(snapshot: Snapshot, analyser: Analyser, word: str, begins: bool) -> Found:
    return snapshot.remembered((word, begins), lambda: _found(snapshot, analyser, word, begins))


def _found(snapshot: Snapshot, analyser: Analyser, word: str, begins: bool) -> Found:
    typed, fields = analyser.typed(word), np.zeros(snapshot.size, np.uint8)
    written = _amount(snapshot, typed.written, fields)
    # what stands as written stands among the forms too, so each amount includes the one before
    forms = _amount(snapshot, typed.forms, fields)
    every = forms + _amount(snapshot, typed.foreign, fields)
    shares = ((written, 1.0), (forms, FORM), (every, FOREIGN))
    gain: Floats = np.max([share * amount / (SATURATION + amount) for amount, share in shares], axis=0)
    plain = fold(word)
    if begins:
        _at_least(snapshot, gain, snapshot.words_beginning(plain, PREFIXES), BEGINNING)
    offers = np.flatnonzero(gain)
    if len(offers) or len(plain) < TYPO_FROM:
        return Found(offers, gain[offers], fields[offers])
    instead = _meant(snapshot, plain)
    if instead is None:
        return Found(offers, gain[offers], fields[offers])
    return replace(_remembered(snapshot, analyser, instead, begins), instead=instead)


def _amount(snapshot: Snapshot, terms: tuple[str, ...], fields: NDArray[np.uint8]) -> Floats:
    """Per offer the weighted occurrences of these terms in all fields; marks in `fields` where they are."""
    amount = np.zeros(snapshot.size)
    for term in terms:
        for number, name in enumerate(FIELDS):
            for offers, times in snapshot.postings(name, term):
                longer = snapshot.lengths[offers, number] / snapshot.average_lengths[number]
                amount[offers] += WEIGHTS[number] * times / (1 - LENGTH_COUNTS[number] * (1 - longer))
                fields[offers] |= np.uint8(1 << number)
    return amount


def _meant(snapshot: Snapshot, word: str) -> str | None:
    """The word one edit away that most offers have, as they write it; None where there is none. It begins alike: who
    mistypes a word seldom mistypes its beginning, and other words are many ("value" is not "évalue")."""
    edits = {other for other in one_edit(word, snapshot.letters) if other[:1] == word[:1]}
    near = sorted(filter(snapshot.has_word, edits))[:TYPOS]
    counts = {other: snapshot.count(WORDS, other) for other in near}
    best = max(counts, key=lambda other: (counts[other], other), default="")
    return snapshot.written(best) if counts.get(best) else None


def _at_least(snapshot: Snapshot, gain: Floats, words: list[str], amount: float) -> None:
    """Raise the gain of the offers with one of these unstemmed words."""
    for word in words:
        for offers, _ in snapshot.postings(WORDS, word):
            gain[offers] = np.maximum(gain[offers], amount)
