"""Which competences a text seems to speak of, from the names the vocabulary knows for each in every language. A
suggestion names the words it rests on; nobody's offer is changed by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.kernel.text import fold
from registry.vocabularies import queries as vocabularies

MOST = 5
LEAST_LETTERS = 4
PHRASE = 6  # words of the longest name that is looked for


@dataclass(frozen=True)
class Suggestion:
    """A competence with the words of the text that speak of it."""

    code: str
    words: tuple[str, ...]


def competences(texts: Iterable[str], most: int = MOST) -> list[Suggestion]:
    """The competences these texts speak of, those with most and rarest words first; at most `most`."""
    names = vocabularies.synonyms()
    found: dict[str, dict[str, int]] = {}
    for text in texts:
        for phrase in _phrases(text):
            for code in names.get(phrase, ()):
                found.setdefault(code, {})[phrase] = 60 * (1 + phrase.count(" ")) // len(names[phrase])
    ranked = sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [Suggestion(code, tuple(sorted(words, key=lambda one: -len(one))[:3])) for code, words in ranked[:most]]


def _phrases(text: str) -> set[str]:
    """Every run of up to PHRASE words, folded as the names are."""
    words = [word for word in (part.strip(".,;:!?()\"'“”«»") for part in fold(text).split()) if word][:400]
    runs = (
        " ".join(words[at : at + length]) for length in range(1, PHRASE + 1) for at in range(len(words) - length + 1)
    )
    return {run for run in runs if len(run) >= LEAST_LETTERS}
