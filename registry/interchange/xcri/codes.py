"""XCRI's short codes and the words feeds print for them, as the registry's codes. A code that says only "unknown" maps
to nothing; one that is in no table is kept raw and remarked on once."""

from typing import Any

from registry.interchange import languages
from registry.interchange.xcri.elements import Scope, words
from registry.kernel.text import fold

# studyMode → our schedule type; "part time" and "flexible" do not say how much, so they stay words
SCHEDULE_TYPE = {"FT": "full-time"}
STUDY_MODES = {"FT", "PT", "FL", "PF"}
# attendanceMode → our mode
MODE = {
    "CM": "onsite",
    "NC": "onsite",
    "DS": "online",
    "ON": "online",
    "OD": "online",
    "DA": "blended",
    "MM": "blended",
    "WB": "work",
}
# attendancePattern → our times of day; twilight, block release and customised are neither and stay words
TIMES = {"DT": ["day"], "DR": ["day"], "EV": ["evening"], "WE": ["weekend"], "TW": [], "BR": [], "CS": []}
NOTHING_SAID = {"NK", "UNK", "NKN", "N/K", "UNKNOWN", "NOT KNOWN", "NOTKNOWN", "TBC", "TBA"}

_PRINTED = {
    "full time": "FT",
    "part time": "PT",
    "flexible": "FL",
    "part of a full time programme": "PF",
    "campus": "CM",
    "face to face non campus": "NC",
    "distance without attendance": "DS",
    "distance with attendance": "DA",
    "online": "ON",
    "online without attendance": "ON",
    "mixed mode": "MM",
    "blended": "MM",
    "work based": "WB",
    "daytime": "DT",
    "day block release": "DR",
    "day release": "DR",
    "block release": "BR",
    "evening": "EV",
    "twilight": "TW",
    "weekend": "WE",
    "customised": "CS",
}


def code(element: Any | None, known: Any, about: str, scope: Scope) -> str | None:
    """The code an element gives by @identifier or text, when `known` has it; else None, the value kept and remarked on
    once."""
    if element is None:
        return None
    printed = words(element)
    written = " ".join((element.get("identifier") or printed).split())
    if not written:
        return None
    for candidate in (written.upper(), _PRINTED.get(fold(printed).replace("-", " ")), printed.upper()):
        if candidate and candidate in known:
            return str(candidate)
    if written.upper() in NOTHING_SAID:
        return None
    scope.keep(about, printed or written)
    kind = scope.where(element, about)
    scope.remarks.once(
        kind, "unknown-code", written, f"“{written}” is no code the registry knows; it was kept as text."
    )
    return None


def language(element: Any, scope: Scope) -> str | None:
    """The language tag an element names; else None, the value kept and remarked on once."""
    written = words(element)
    tag = languages.primary(written, scope.languages)
    if tag or not written:
        return tag
    scope.keep("language", written)
    told = f"“{written}” is no language tag; it was kept as text."
    scope.remarks.once(scope.where(element, "language"), "unknown-language", written, told)
    return None
