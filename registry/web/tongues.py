"""In which language a text stands that does not say so: the words of a decision or an answer, written by whoever wrote
them. It is told by the small words most sentences have and by letters of one language; where they do not tell, it is
the language the registry decides in."""

import re

from registry import config
from registry.kernel.i18n import language
from registry.web.display import Words

# none of them a word of another of these languages
SMALL = {
    "en": "the and of is are were not for with from this that it its which who has have been be by at",
    "fr": "le la les et est sont une au aux dans pour par pas avec qui que ce cette ses il elle sur sans été",
    "de": "der die das und ist sind nicht ein eine einen mit für von dem den im auf wird werden zu sich nur ohne bei",
}
LETTERS = {"fr": "àâçèéêîôùûœ", "de": "äöüß"}
_LANGUAGES = {word: tag for tag, words in SMALL.items() for word in words.split()}
_LANGUAGES |= {letter: tag for tag, letters in LETTERS.items() for letter in letters}
_WORD = re.compile(r"[^\W\d_]+")


def written(text: str) -> Words:
    """The text, marked with its language where that is not the page's."""
    tag = _told(text) or config.current().languages[0]
    return Words(text, "" if tag == language() else tag)


def _told(text: str) -> str | None:
    """The language most of these words and letters are of; None when there are none, or as many of another."""
    spoken = config.current().languages
    signs = [*_WORD.findall(text.lower()), *text.lower()]
    found = [tag for sign in signs if (tag := _LANGUAGES.get(sign)) in spoken]
    counted = sorted(((found.count(tag), tag) for tag in set(found)), reverse=True)
    if not counted or (len(counted) > 1 and counted[0][0] == counted[1][0]):
        return None
    return counted[0][1]
