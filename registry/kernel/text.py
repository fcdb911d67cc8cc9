"""Text: in several languages (`LocalText`), folded for comparing, and Markdown turned into HTML by the one renderer
with the one allow-list. Nothing else in the program may call a text safe HTML."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import nh3
from markupsafe import Markup

# BCP 47 tag → text
LocalText = dict[str, str]

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h3", "h4", "h5", "code", "pre", "hr"}
_WORD = re.compile(r"\w+")
# control and format signs, spaces, marks without a letter; what Unicode does not know yet may well be seen
_UNSEEN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}
# letters and signs that are drawn as nothing, also those to come, and what is no sign for ever
_FILLERS = re.compile(
    "[\u115f\u1160\u3164\uffa0\u2800\u2065\ufff0-\ufff8\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
# marks that only choose how the sign before them is drawn, or hold signs together
_CHOOSERS = re.compile("[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f]")
# how letters are typed where there is no key for them
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Æ": "Ae", "Œ": "Oe"}
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = {ord(c): None for c in map(chr, range(32)) if c not in "\n\t"} | {0x7F: None}


class Picked(NamedTuple):
    """A text in the best language there is: the text, its language, and whether that is the one asked for."""

    text: str
    lang: str
    asked: bool


def pick(text: Mapping[str, str] | None, language: str, original: str | None = None) -> Picked:
    """The text in `language`, else in its original language, else in any; never silently: `lang` says which it is."""
    if not text:
        return Picked("", language, True)
    for tag in (language, original, language.split("-")[0], "en"):
        if tag and text.get(tag):
            return Picked(text[tag], tag, tag == language)
    tag = next(iter(text))
    return Picked(text[tag], tag, tag == language)


def fold(text: str) -> str:
    """For comparing: case and marks removed (NFKD), white space joined."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


def spelt_out(text: str) -> str:
    """The text as it is typed where there is no key for its umlauts and ligatures: "Prüfung" → "Pruefung"."""
    return text if text.isascii() else text.translate(_SPELT_OUT)


def words(text: str) -> str:
    """For comparing names: folded, without signs, one space between the words."""
    return " ".join(_WORD.findall(fold(text)))


def cleaned(text: str) -> str:
    """As typed by people: NFC, no control characters or lone surrogates, line ends as \\n, no white space around; empty
    where nothing of it can be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    text = unicodedata.normalize("NFC", _SURROGATE.sub("", text)).strip()
    return text if any(map(_is_seen, text)) else ""


def without_unseen(text: str) -> str:
    """The text without the signs in it that are drawn as nothing and part no words: soft hyphens, joiners, marks of
    direction, fillers. Spaces and accents stay."""
    if text.isascii():
        return text
    return text.translate({ord(sign): None for sign in set(text) if _is_drawn_as_nothing(sign)})


@lru_cache(maxsize=4096)
def _is_drawn_as_nothing(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or bool(_FILLERS.match(sign) or _CHOOSERS.match(sign))


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN and not _FILLERS.match(sign)


def markdown_html(text: str, links: bool = True) -> Markup:
    """Markdown as safe HTML: headings start at h3, only a few tags, links to http(s) and mailto without referrer, or
    their words alone."""
    html = _renderer().render(text)
    highest = min(map(int, re.findall(r"<h([1-6])>", html)), default=1)
    html = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{min(5, int(m[2]) - highest + 3)}>", html)
    return Markup(  # noqa: S704 - the one place: nh3's allow-list has just cleaned it
        nh3.clean(
            html,
            tags=_TAGS if links else _TAGS - {"a"},
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            attribute_filter=_whole_address,
            link_rel="nofollow noopener noreferrer",
        )
    )


def _whole_address(_tag: str, name: str, value: str) -> str | None:
    """An address in a text from outside says its host; one without would lead somewhere on our own site."""
    return value if name != "href" or re.match(r"(https?://|mailto:)", value, re.IGNORECASE) else None


def plain(markdown: str) -> str:
    """Markdown's words without its marks, for search and short descriptions."""
    stripped = re.sub(r"<[^>]*>", " ", str(_renderer().render(markdown)))
    return " ".join(Markup(stripped).unescape().split())  # noqa: S704 - unescaped into text, never shown as HTML


@cache
def _renderer() -> Any:
    from markdown_it import MarkdownIt  # slow to import and not needed by every command

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
