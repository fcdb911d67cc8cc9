"""Which language a source means, whatever its format: it may write a tag, with or without a region, one of the codes of
three letters, or the English name. The tags are those of the closed list of languages; any other would be refused with
its whole record."""

import re
from collections.abc import Iterable, Mapping

from registry.vocabularies.queries import ConceptRow

# what is written → tag
Languages = Mapping[str, str]
_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?")
# the list has neither the older codes of libraries, where they differ, nor what a language calls itself
_ALSO = {
    "wel": "cy", "cymraeg": "cy", "ger": "de", "gre": "el", "baq": "eu", "per": "fa", "fre": "fr", "gaelic": "gd",
    "arm": "hy", "ice": "is", "geo": "ka", "mac": "mk", "may": "ms", "bur": "my", "dut": "nl", "rum": "ro",
    "slo": "sk", "alb": "sq", "tib": "bo", "cze": "cs", "chi": "zh",
}  # fmt: skip


def known(concepts: Iterable[ConceptRow]) -> Languages:
    """Every way to write one of these languages: its tag, its code of three letters, its English name."""
    written = dict(_ALSO)
    for row in concepts:
        iso = (row.uri or "").rpartition("/")[2].lower()  # EU Vocabularies name a language by its ISO 639-3 code
        written |= {iso: row.code, row.label.get("en", "").lower(): row.code, row.code: row.code}
    written.pop("", None)
    return written


def primary(written: str, languages: Languages) -> str | None:
    """The tag, without a region, of the language that is written; None when it names none we can tell."""
    folded = " ".join(written.lower().split())
    shaped = _TAG.fullmatch(folded)
    return languages.get(folded) or (languages.get(shaped[1]) if shaped else None)
