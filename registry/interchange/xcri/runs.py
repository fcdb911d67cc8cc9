"""A presentation as a run: its dates, how and where one learns, what it costs, how one enrols. Whatever has no field of
ours, or could not be read, stays beside it as given."""

import re
from typing import Any

from registry.interchange import prose, richtext
from registry.interchange.record import Letter, RunRecord
from registry.interchange.source_key import key_of, source_key, spelled
from registry.interchange.xcri import codes, moments
from registry.interchange.xcri.elements import COSTS, Scope, children, distinct, first, name, names, refinement, words
from registry.interchange.xcri.places import given
from registry.kernel.canonical import digest
from registry.kernel.web_address import is_http_url

PROFILE_CURRENCY = "GBP"  # amounts of the profile's costs extension carry no currency
TITLE_LENGTH, PRICE_LENGTH, LINE_LENGTH = 300, 500, 1000
_WHOLE = re.compile(r"[0-9]{1,7}")
_APPLY = ("applyTo", "engagement", "enquireTo")
# meant as a web address: a scheme with a slash, or nothing but a host with what follows it
_LEADS = re.compile(r"https?\b|[a-z]{2,9}:/|[a-z]{0,9}//|www\.|([a-z0-9-]+\.)+[a-z]{2,}(/\S*)?\Z", re.IGNORECASE)
_KEPT = names("age languageOfAssessment startUntil endFrom regulations contributor date type relation")
_OWN = names(
    "description identifier title subject url image start end duration applyFrom applyUntil applyTo "
    "enquireTo engagement studyMode attendanceMode attendancePattern languageOfInstruction places placesAvailable "
    "cost venue hasPart"
)
# these belong to the course; it takes them from here when it is silent itself
_LENT = names(
    "abstract applicationProcedure assessment learningOutcome objective prerequisite entryRequirements entryProfile"
)
PRESENTATION_ELEMENTS = _OWN | _KEPT | _LENT


def run(presentation: Any, scope: Scope, title: str, place: str | None = None) -> RunRecord:
    """Read one presentation; `title` is the course's, which the run repeats only when it has another; `place` the key
    of its venue, by which runs without identifiers that say the same are told apart."""
    scope.strangers(presentation, PRESENTATION_ELEMENTS)
    identifiers = given(presentation)
    letter: Letter = {
        "title": _own_title(presentation, scope, title),
        **_when(presentation, scope),
        "schedule": _schedule(presentation, scope),
        "mode": _mode(presentation, scope),
        "language": _languages(presentation, scope),
        "prices": _prices(presentation, scope),
        "places": _places(presentation, scope),
        "source": {"identifiers": spelled(identifiers)} if identifiers else {},
    }
    for element in presentation:
        if name(element) in _KEPT:
            scope.keep(name(element), words(element))
    _descriptions(presentation, scope)
    letter["raw"] = scope.raw
    letter = {key: value for key, value in letter.items() if value or value == 0}
    if place:
        letter["place"] = place
    key = source_key(identifiers) or f"sha256:{digest(letter)[:32]}"
    return RunRecord(key_of(key), presentation.sourceline, letter, place)


def _own_title(presentation: Any, scope: Scope, title: str) -> Letter:
    titles = [child for child in children(presentation, "title") if richtext.plain(child) != title]
    return scope.title(titles, "title", TITLE_LENGTH)


def _when(presentation: Any, scope: Scope) -> Letter:
    """Dates, duration and enrolment, with the contradictions in them; an end before its start is kept but not used."""
    start = moments.moment(first(presentation, "start"), "start", scope)
    end = moments.moment(first(presentation, "end"), "end", scope)
    lasts = moments.duration(first(presentation, "duration"), scope)
    ends = dict(end.letter)
    if start.date and end.date and end.date < start.date:
        told = f"The end {end.date} lies before the start {start.date}; it was not used."
        scope.each(first(presentation, "end"), "end", "end-before-start", told)
        scope.keep("end", end.date)
        ends.pop("date")
    enrol, conflicts = _enrolment(presentation, scope)
    found = [moment.conflict for moment in (start, end, lasts) if moment.conflict] + conflicts
    return {"start": start.letter, "end": ends, "duration": lasts.letter, "enrol": enrol, "conflicts": found}


def _enrolment(presentation: Any, scope: Scope) -> tuple[Letter, list[Letter]]:
    """How and until when to enrol: applyTo, else the page of the presentation, where such feeds send people."""
    opens = moments.moment(first(presentation, "applyFrom"), "enrol.from", scope)
    closes = moments.moment(first(presentation, "applyUntil"), "enrol.until", scope)
    enrol: Letter = {"from": opens.date, "until": closes.date}
    if opens.date and closes.date and opens.date > closes.date:
        told = "Enrolment would end before it begins; its dates were not used."
        scope.each(first(presentation, "applyUntil"), "enrol.until", "end-before-start", told)
        scope.keep("enrol", f"{opens.date} – {closes.date}")
        enrol = {}
    said = [_way(child, scope) for child in presentation if name(child) in _APPLY and words(child)]
    address = next((text for text in said if is_http_url(text)), None)
    if not said and (page := scope.address(first(presentation, "url"), "url")):
        told = "The feed says no way to enrol; the page of the run is given instead."
        scope.remarks.first(scope.where(first(presentation, "url"), "enrol"), "enrol-by-page", page, told)
        address = page
    by_word = "; ".join(text for text in dict.fromkeys(said) if text != address)
    tag = scope.tag(presentation)
    how = {"url": address, "text": {tag: by_word[:LINE_LENGTH]} if by_word else None}
    letter = {key: value for key, value in {**enrol, **how}.items() if value}
    return letter, [moment.conflict for moment in (opens, closes) if moment.conflict]


def _way(element: Any, scope: Scope) -> str:
    """Where or with whom to enrol, as given; remarked on where it should lead somewhere and does not. Words, telephone
    numbers and e-mail addresses are ways too."""
    text = words(element)
    if _LEADS.match(text) and not is_http_url(text):
        told = "This is no web address, so nobody is led there; it was kept as text. Give one like https://example.org/enrol."
        scope.each(element, "enrol.url", "no-address", told)
    return text


def _schedule(presentation: Any, scope: Scope) -> Letter:
    """How much and when in the week: codes where they say something definite, and the words as printed."""
    mode, pattern = first(presentation, "studyMode"), first(presentation, "attendancePattern")
    much = codes.code(mode, codes.STUDY_MODES, "study_mode", scope)
    times = codes.TIMES.get(codes.code(pattern, codes.TIMES, "attendance_pattern", scope) or "", [])
    # three letters or fewer are a code, not a word
    printed = [text for element in (mode, pattern) if len(text := words(element)) > 3]
    letter: Letter = {"type": codes.SCHEDULE_TYPE.get(much or ""), "times": list(times)}
    if printed:
        letter["text"] = {scope.tag(presentation): ", ".join(printed)[:PRICE_LENGTH]}
    return {key: value for key, value in letter.items() if value}


def _mode(presentation: Any, scope: Scope) -> str | None:
    return codes.MODE.get(codes.code(first(presentation, "attendanceMode"), codes.MODE, "attendance_mode", scope) or "")


def _languages(presentation: Any, scope: Scope) -> list[str]:
    found = [codes.language(element, scope) for element in children(presentation, "languageOfInstruction")]
    return list(dict.fromkeys(tag for tag in found if tag))


def _prices(presentation: Any, scope: Scope) -> list[Letter]:
    """The costs: of the extension where it gives a number, of mlo:cost as far as it reads as one price; always the
    words."""
    prices = [price for element in presentation.iter(f"{{{COSTS}}}cost") if (price := _extension(element, scope))]
    for element in children(presentation, "cost"):
        text = words(element)
        read = prose.read_price(text)
        if text and read is None:
            scope.each(
                element, "prices", "unread-price", "No single price could be read from this; it was kept as text."
            )
        if text:
            prices.append({**(read or {}), "text": text[:PRICE_LENGTH]})
    return prices


def _extension(element: Any, scope: Scope) -> Letter | None:
    """One cost of the costs extension; its amount is a number, or a word such as TBC that says nothing."""
    amount = prose.read_amount(written) if (written := (element.get("amount") or "").strip())[:1].isdigit() else None
    for criterion in element.iter(f"{{{COSTS}}}criteria"):
        scope.keep("funding_criteria", words(criterion))
    said = " – ".join(part for part in (element.get("category"), words(first(element, "description"))) if part)
    if amount is None:
        if written and written.upper() not in codes.NOTHING_SAID:
            scope.keep("amount", written)
            scope.remarks.once(
                scope.where(element, "prices"), "unread-price", written[:200], f"“{written[:80]}” is no amount."
            )
        return {"text": said[:PRICE_LENGTH]} if said else None
    told = f"Amounts of the costs extension carry no currency; they are taken as {PROFILE_CURRENCY}."
    scope.remarks.first(scope.where(element, "prices"), "currency-assumed", PROFILE_CURRENCY, told)
    return {"amount": amount, "currency": PROFILE_CURRENCY, "text": said[:PRICE_LENGTH] or written}


def _places(presentation: Any, scope: Scope) -> Letter:
    for element in (*children(presentation, "places"), *children(presentation, "placesAvailable")):
        text = words(element)
        if _WHOLE.fullmatch(text) and int(text) <= 1_000_000:
            return {"total": int(text)}
        if text:
            scope.keep("places", text)
            scope.each(element, "places", "unread-number", "This is no number of places; it was kept as text.")
    return {}


def _descriptions(presentation: Any, scope: Scope) -> None:
    for element in distinct(children(presentation, "description")):
        about = refinement(element)
        scope.keep(about or "description", richtext.plain(element))
        if about:
            told = f"Descriptions of the type “{about}” have no field of a run; they were kept as text."
            scope.remarks.once(scope.where(element, about), "unknown-type", about, told)
