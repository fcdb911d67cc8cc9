"""Word stems by language. Whoosh carries the Snowball family (its Porter stemmer is faulty and not used); a language
it does not know keeps its words as they are, folded only."""

from collections.abc import Callable
from functools import cache

from whoosh.lang import NoStemmer, stemmer_for_language

Stemmer = Callable[[str], str]


@cache
def stemmer(language: str) -> Stemmer:
    """The stemmer of a BCP 47 tag (its first part counts); the identity when there is none."""
    try:
        stem: Stemmer = stemmer_for_language(language.split("-")[0].lower())
    except NoStemmer:
        return _same
    return stem


def _same(word: str) -> str:
    return word
