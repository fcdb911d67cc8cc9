"""What a course leads to, as XCRI says it: qualifications and credit. Levels of national frameworks are kept as they
stand: which EQF level they answer to is for the provider to say, not for us to work out."""

import re
from decimal import Decimal
from typing import Any

from registry.interchange import richtext
from registry.interchange.record import Letter
from registry.interchange.xcri.elements import Scope, children, first, name, names, words

QUALIFICATION_ELEMENTS = names(
    "identifier title abbr description educationLevel level type url awardedBy accreditedBy subject"
)
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,9})?")
TITLE_LENGTH, MOST_CREDITS, MOST_HUNDREDTHS = 300, 4, 100_000


def awarded(course: Any, scope: Scope) -> Letter:
    """The letter's credential and credits, as far as the course states them."""
    return {"credential": _credential(course, scope), "credits": _credits(course, scope)}


def _credential(course: Any, scope: Scope) -> Letter:
    """The first qualification that has a title or an awarding body; the numbers and levels of all are kept raw."""
    credential: Letter = {}
    for qualification in children(course, "qualification"):
        scope.strangers(qualification, QUALIFICATION_ELEMENTS)
        title = scope.title(children(qualification, "title"), "credential", TITLE_LENGTH)
        body = words(first(qualification, "awardedBy"))[:TITLE_LENGTH]
        if (title or body) and not credential:
            credential = {"type": "certificate"}
            if title:
                credential["title"] = title
            if body:
                credential["awarding_body"] = {"name": body}
        _keep_levels(qualification, scope)
    return credential


def _keep_levels(qualification: Any, scope: Scope) -> None:
    for child in qualification:
        if name(child) not in ("title", "awardedBy") and words(child):
            scope.keep(f"qualification.{name(child)}", richtext.plain(child))
    level = first(qualification, "educationLevel")
    if level is not None and words(level):
        told = "Levels are given without their framework; they were kept as text and no EQF level was drawn from them."
        scope.remarks.first(scope.where(level, "eqf"), "level-without-framework", words(level), told)


def _credits(course: Any, scope: Scope) -> list[Letter]:
    """ECTS points; credit of another scheme, and every credit level, is kept raw."""
    credits: list[Letter] = []
    for credit in children(course, "credit"):
        scheme, value = words(first(credit, "scheme")), words(first(credit, "value"))
        level = words(first(credit, "level"))
        hundredths = _hundredths(value) if scheme.rstrip("/").rpartition("/")[2].upper() == "ECTS" else None
        if hundredths is not None and len(credits) < MOST_CREDITS:
            credits.append({"system": "ects", "hundredths": hundredths})
        elif value:
            scope.keep("credit", f"{scheme or '?'}: {value}")
            told = f"Credit of the scheme “{scheme}” was kept as text."
            scope.remarks.once(scope.where(credit, "credits"), "unknown-scheme", scheme, told)
        if level:
            scope.keep("credit.level", level)
    return credits


def _hundredths(value: str) -> int | None:
    """Hundredths of a credit value; None when it is no such number."""
    if not _NUMBER.fullmatch(value):
        return None
    hundredths = Decimal(value.replace(",", ".")) * 100
    whole = int(hundredths)
    return whole if whole == hundredths and 0 <= whole <= MOST_HUNDREDTHS else None
