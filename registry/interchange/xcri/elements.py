"""Looking into XCRI elements without minding which of the profile's namespaces a name stands in (1.1 has one, 1.2
borrows from five, and real feeds mix them), and the scope in which one letter is read: its language, its remarks, its
raw values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from registry.interchange import languages, richtext
from registry.interchange.languages import Languages
from registry.interchange.record import Remarks, Where
from registry.kernel.text import LocalText
from registry.kernel.web_address import is_http_url

XCRI_11 = "http://xcri.org/profiles/catalog"
XCRI_12 = "http://xcri.org/profiles/1.2/catalog"
COSTS = "http://xcri.co.uk/CostsExtension"
PROFILE = {
    XCRI_11,
    XCRI_12,
    "http://purl.org/net/mlo",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://purl.org/net/cm",
}
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RAW_NAME, _RAW_LENGTH, _RAW_FIELDS = 80, 2000, 60

# XCRI is a profile for the United Kingdom: a feed that never says in which language it is written is read as English
PROFILE_LANGUAGE = "en"


def name(element: Any) -> str:
    """The local name when the element is of the profile, else the name with its namespace in braces."""
    return _name(element.tag)


@lru_cache(maxsize=1000)  # asked a million times of a large feed, which has some fifty names
def _name(tag: Any) -> str:
    namespace, _brace, local = str(tag).rpartition("}")
    return local if namespace[1:] in PROFILE else str(tag)


def children(element: Any, wanted: str) -> list[Any]:
    """The child elements of that local name, in whichever namespace of the profile."""
    return [child for child in element if name(child) == wanted]


def first(element: Any, wanted: str) -> Any | None:
    """The first child of that name, or None."""
    return next((child for child in element if name(child) == wanted), None)


def words(element: Any | None) -> str:
    """The element's text as one line; empty for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def refinement(element: Any) -> str | None:
    """The local part of xsi:type, which feeds write as `terms:support`, `:support` or `support`."""
    written = str(element.get(_TYPE) or "").strip()
    return written.rpartition(":")[2] or None


def names(listed: str) -> frozenset[str]:
    """The element names in a line of them."""
    return frozenset(listed.split())


@dataclass
class Scope:
    """Where reading stands: the remarks so far, what languages may be called, the key of the record, and the raw values
    of the letter being read."""

    remarks: Remarks
    languages: Languages
    record: str | None = None
    raw: dict[str, str] = field(default_factory=dict)

    def letter(self, record: str | None) -> "Scope":
        """The scope for another letter, with raw values of its own."""
        return replace(self, record=record, raw={})

    def where(self, element: Any, about: str) -> Where:
        """This spot."""
        return Where(self.record, element.sourceline, about)

    def each(self, element: Any, about: str, code: str, message: str) -> None:
        """Remark on this very element; its text is the value."""
        self.remarks.each(self.where(element, about), code, richtext.plain(element), message)

    def once(self, element: Any, about: str, code: str, message: str) -> None:
        """Remark on the kind of thing `about` names, once per file; repetitions are counted."""
        self.remarks.once(self.where(element, about), code, about, message)

    def keep(self, about: str, value: str) -> None:
        """Keep a value as given that no field of ours takes; several of one name stand in lines."""
        about, value = about[:_RAW_NAME], value.strip()
        if not value or (about not in self.raw and len(self.raw) >= _RAW_FIELDS):
            return
        kept = self.raw.get(about, "")
        if value not in kept.split("\n"):
            joined = f"{kept}\n{value}" if kept else value
            self.raw[about] = joined if len(joined) <= _RAW_LENGTH else joined[: _RAW_LENGTH - 1] + "…"

    def tag(self, element: Any) -> str:
        """The language of this element's text: the nearest xml:lang, else the profile's with a remark."""
        at = element
        while at is not None:
            if found := languages.primary(at.get(_LANG) or "", self.languages):
                return found
            at = at.getparent()
        told = "The file does not say in which language its texts are; XCRI-CAP is a UK profile: taken as English."
        self.remarks.first(self.where(element, "language"), "language-assumed", PROFILE_LANGUAGE, told)
        return PROFILE_LANGUAGE

    def text(self, elements: Iterable[Any], convert: Callable[[Any], str]) -> LocalText:
        """The elements' texts by language, those of one language as paragraphs in order, repeated ones once."""
        parts: dict[str, dict[str, None]] = {}
        for element in elements:
            said = convert(element)
            if not any(character.isalpha() for character in said):
                if any(character.isdigit() for character in said):
                    self.keep(refinement(element) or name(element), richtext.plain(element))
                continue
            parts.setdefault(self.tag(element), {})[said] = None
        return {tag: "\n\n".join(said) for tag, said in parts.items()}

    def title(self, elements: Iterable[Any], about: str, limit: int) -> LocalText:
        """The first title of each language as plain text; one that is too long is cut, with a remark."""
        titles: dict[str, str] = {}
        for element in elements:
            for tag, said in self.text([element], richtext.plain).items():
                if len(said) > limit and tag not in titles:
                    self.each(element, about, "cut-text", f"This is longer than {limit} characters and was cut.")
                titles.setdefault(tag, said if len(said) <= limit else said[: limit - 1] + "…")
        return titles

    def address(self, element: Any | None, about: str) -> str | None:
        """The web address in the element; one that is none is kept raw and remarked on."""
        value = words(element)
        if element is None or not value:
            return None
        if is_http_url(value):
            return value
        self.keep(about, value)
        self.each(element, about, "no-address", "This is no web address; it was kept as text.")
        return None

    def strangers(self, element: Any, known: frozenset[str]) -> None:
        """Remark, once per kind, on children that are not of the profile or that we do not read."""
        for child in element:
            called = name(child)
            if called in known or next(child.iter(f"{{{COSTS}}}cost"), None) is not None:
                continue
            foreign = called.startswith("{")
            if foreign:
                self.keep(called.rpartition("}")[2], words(child))
            code = "foreign-element" if foreign else "unknown-element"
            told = f"“{called}” is not part of XCRI-CAP" if foreign else f"“{called}” is not read by the registry"
            self.remarks.once(self.where(child, called), code, called, f"{told}; what it says was kept as text.")
            if not foreign:
                self.keep(called, words(child))


def distinct(elements: Iterable[Any]) -> list[Any]:
    """The elements without those whose words repeat an earlier one's."""
    return list({words(element): element for element in reversed(list(elements))}.values())[::-1]
