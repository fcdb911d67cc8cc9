"""Words of a search that name a value of a filter ("free", "for beginners", "abends"). No offer need have them in its
texts, and an offer that has them need not be free; so the search with the filter in their place is proposed. Words stay
words until somebody chooses it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from registry.search.analysis import Analyser, plain
from registry.search.request import SearchRequest
from registry.vocabularies import queries as vocabularies

# filter → the list whose names are looked for; what other filters are called is searched as the offer's own words
NAMED = {
    "level": "digcomp-level", "mode": "mode", "time": "time", "price": "price", "language": "language",
    "access": "access",
}  # fmt: skip
# signs that make one word of what stands before and behind them; "d’allemand" is German nevertheless
JOINED_BEFORE = frozenset("-\u2010\u2011.@_")
JOINED_BEHIND = JOINED_BEFORE | frozenset("'’")
# whoever writes one of these before a name does not mean the filter; "pas à pas" denies nothing
NO = {"en": "not no without", "fr": "non pas sans", "de": "nicht kein keine keinen keinem keiner keines ohne"}
NOT = frozenset(" ".join(NO.values()).split())
BETWEEN = frozenset(["only", "nur", "seulement", "am", "course", "courses", "cours", "kurs", "kurse"])
STEP_BY_STEP = "pas a pas"
# between two numbers
TO = {"en": "and to or through", "fr": "et a ou", "de": "und bis oder"}
JOINING = frozenset(" ".join(TO.values()).split())
QUOTES = str.maketrans("", "", '"„“”«»')
OPENING, CLOSING = "([{\"'“„«‘,;:/", ")]}\"'”“»’.,;:!?/"
BRACKETS = frozenset("()[]{}")
LONGEST = 8  # words of the longest name that is looked for
_OTHERWISE = re.compile("([aou])e")  # how "ä" is typed where there is no key for it


@dataclass(frozen=True)
class Named:
    """Words as typed, the filter they name, its values, and where they begin and end in the text."""

    words: str
    name: str
    values: tuple[str, ...]
    begin: int
    end: int


def named(request: SearchRequest, analyser: Analyser) -> list[Named]:
    """What the words name, in the order typed; of names that share a word the longest, each filter once and only while
    nothing of it is chosen."""
    words = list(analyser.every_placed(request.q))
    found: list[Named] = []
    at = 0
    while at < len(words):
        length, one = next(_from(request, words, at, {item.name for item in found}), (1, None))
        found += [one] if one else []
        at += length
    return found


def _from(
    request: SearchRequest, words: Sequence[tuple[int, int, str]], at: int, taken: set[str]
) -> Iterator[tuple[int, Named]]:
    """(how many words, what they name) of the names that begin at this word, the longest first."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        part = words[at : at + length]
        begin, end = part[0][0], part[-1][1]
        if _is_joined(request.q, begin, end) or _is_denied(words, at) or _goes_on(words, at + length):
            continue
        said = " ".join(plain(word) for _begin, _end, word in part)
        for name, scheme in NAMED.items():
            known = vocabularies.phrases(scheme)
            values = known.get(said) or known.get(_OTHERWISE.sub(r"\1", said))
            if values and name not in taken and not getattr(request, name):
                yield length, Named(request.q[begin:end], name, tuple(values), begin, end)


def _is_joined(text: str, begin: int, end: int) -> bool:
    """Is this a piece of a longer word, as "free" is of "free.example"?"""
    before, behind = text[max(0, begin - 2) : begin], text[end : end + 2]
    hangs = before[-1:] in JOINED_BEFORE and before[:1].isalnum()
    beginning = text[:begin].rpartition(" ")[2]
    is_of_address = "/" in beginning and ("." in beginning or ":" in beginning)
    return hangs or is_of_address or (behind[:1] in JOINED_BEHIND and behind[1:].isalnum())


def _is_denied(words: Sequence[tuple[int, int, str]], at: int) -> bool:
    """Does a "not" stand before it, with nothing but small words between?"""
    before = " ".join(plain(word) for _begin, _end, word in words[:at]).replace(STEP_BY_STEP, "")
    for word in reversed(before.split()):
        if word in NOT or not (word in BETWEEN or _is_small(word)):
            return word in NOT
    return False


def _goes_on(words: Sequence[tuple[int, int, str]], at: int) -> bool:
    """Is this the first of several numbers, as in "level 1 and 2"?"""
    last, *rest = (plain(word) for _begin, _end, word in words[at - 1 : at + 2])
    following = rest[1:] if rest and rest[0] in JOINING else rest
    return last.isdigit() and bool(following) and following[0].isdigit()


def _is_small(word: str) -> bool:
    """Is this one of the words nobody looks for?"""
    return not Analyser(()).words(word)


def instead(request: SearchRequest, found: Sequence[Named]) -> SearchRequest:
    """The search with these filters in place of the words that name them."""
    text = request.q
    for one in sorted(found, key=lambda one: -one.begin):
        text = f"{text[: one.begin].rstrip().rstrip(OPENING)} {text[one.end :].lstrip(CLOSING)}"
    changed = replace(request, q=_tidied(text), page=1)
    for one in found:
        for value in one.values:
            changed = changed.with_(one.name, value)
    return replace(changed, q=changed.words)


def quoted(request: SearchRequest, found: Sequence[Named]) -> str:
    """The words that name these filters as they were typed, with what stands between them where nobody looks for it."""
    pieces: list[str] = []
    for before, one in zip([None, *found], found, strict=False):
        between = request.q[before.end : one.begin] if before else ""
        is_apart = before is None or bool(Analyser(()).words(between)) or not BRACKETS.isdisjoint(between)
        pieces += [", " if before else "", one.words] if is_apart else [between, one.words]
    return "".join(pieces)


def _tidied(text: str) -> str:
    """What is left, without quotation marks, half a pair of brackets, signs that stand alone, and small words at either
    end."""
    text = text.translate(QUOTES)
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, " ").replace(closing, " ")
    left = [word.strip("–—") for word in text.split() if any(map(str.isalnum, word))]
    while left and _is_small(left[-1]):
        left.pop()
    while left and _is_small(left[0]):
        left.pop(0)
    return " ".join(left)
