"""A course as a specification letter. Each descriptive element, whether by its name (1.2) or its refinement (1.1), goes
to the field it means; what fits no field is kept raw. What the course leaves unsaid is taken from its presentations,
where some feeds put it."""

from collections.abc import Iterable
from typing import Any

from registry.interchange import prose, richtext
from registry.interchange.record import Letter, RunRecord
from registry.interchange.xcri.award import awarded
from registry.interchange.xcri.elements import Scope, children, distinct, first, name, names, refinement, words
from registry.kernel.text import LocalText

COURSE_ELEMENTS = names(
    "description identifier title subject type url image abstract applicationProcedure assessment learningOutcome "
    "objective prerequisite regulations level qualification credit presentation contributor date hasPart relation"
)
# element name, or refinement of a description (None: none) → the field it fills
BY_NAME = {
    "abstract": "summary",
    "applicationProcedure": "enrol",
    "assessment": "assessment",
    "learningOutcome": "outcomes",
    "objective": "description",
    "prerequisite": "prerequisites",
    "entryRequirements": "prerequisites",
    "entryProfile": "audience",
}
BY_REFINEMENT = {
    None: "description",
    "abstract": "summary",
    "aim": "description",
    "objective": "description",
    "structure": "description",
    "topic": "description",
    "careerOutcome": "description",
    "leadsTo": "description",
    "specialFeature": "description",
    "support": "description",
    "providedResource": "description",
    "indicativeResource": "description",
    "requiredResource": "prerequisites",
    "prerequisites": "prerequisites",
    "entryRequirements": "prerequisites",
    "entryProfile": "audience",
    "teachingStrategy": "method",
    "contactPattern": "method",
    "assessmentStrategy": "assessment",
    "learningOutcome": "outcomes",
    "contactHours": "contact_hours",
    "studyHours": "study_hours",
    "metadataKeywords": "subjects",
}
LIMITS = {"summary": 300, "prerequisites": 4000, "method": 4000, "assessment": 4000, "audience": 2000, "enrol": 1000}
OUTCOME_LENGTH, TITLE_LENGTH, SUBJECT_LENGTH, SUBJECTS = 500, 300, 200, 60
OUTCOMES = 60
# types of course that are an opportunity type of ours by their very name
_OPPORTUNITY = ("apprenticeship", "internship", "mooc")


def specification(course: Any, scope: Scope, runs: Iterable[RunRecord]) -> Letter:
    """The letter of one course; `runs` are its presentations as read, from which come languages and ways to enrol."""
    scope.strangers(course, COURSE_ELEMENTS)
    said = _sorted(course, scope)
    titles = scope.title(children(course, "title"), "title", TITLE_LENGTH)
    letter: Letter = {
        "kind": "training",
        "language": next(iter(titles), scope.tag(course)),
        "title": titles,
        **_texts(said, scope),
    }
    letter |= _outcomes(said.get("outcomes", []), letter, scope)
    letter |= _workload(said, letter, scope)
    letter |= awarded(course, scope)
    letter["subjects"] = _subjects(course, said.get("subjects", []))
    letter["opportunity_type"] = _opportunity(course, scope)
    letter["homepage"] = scope.address(first(course, "url"), "url")
    letter["languages"] = sorted({tag for run in runs for tag in run.letter.get("language", [])})
    letter["enrol"] = _enrol(letter, runs)
    if not letter.get("description"):
        letter["description"] = _stand_in(course, letter, scope)
    for kept in ("regulations", "level", "contributor", "date", "relation"):
        for element in children(course, kept):
            scope.keep(kept, richtext.plain(element))
    letter["raw"] = scope.raw
    return {key: value for key, value in letter.items() if value}


def _sorted(course: Any, scope: Scope) -> dict[str, list[Any]]:
    """The descriptive elements by the field they fill, the course's own first, then what its presentations lend."""
    said: dict[str, list[Any]] = {}
    for element in [*course, *_lent(course, scope)]:
        about = refinement(element)
        if name(element) == "description":
            said.setdefault(BY_REFINEMENT.get(about) or _unknown(element, scope), []).append(element)
        elif name(element) in BY_NAME:
            inner = children(element, "description")
            said.setdefault(BY_NAME[name(element)], []).extend(inner or [element])
        if element.get("href"):
            scope.keep(f"{about or name(element)}.href", element.get("href"))
    return said


def _lent(course: Any, scope: Scope) -> list[Any]:
    """What the course leaves unsaid and its presentations all say alike; where they differ it is kept as text."""
    lent = []
    runs = children(course, "presentation")
    for wanted in (*BY_NAME, "description"):
        if any(name(child) == wanted and refinement(child) is None for child in course):
            continue
        said = distinct(child for run in runs for child in children(run, wanted) if refinement(child) is None)
        if len(said) == 1:
            lent.append(said[0])
        elif wanted != "description":  # a run keeps its own
            for element in said:
                scope.keep(wanted, richtext.plain(element))
    return lent


def _unknown(element: Any, scope: Scope) -> str:
    about = refinement(element) or "description"
    scope.keep(about, richtext.plain(element))
    told = f"Descriptions of the type “{about}” are not known; they were kept as text."
    scope.remarks.once(scope.where(element, about), "unknown-type", about, told)
    return "raw"


def _texts(said: dict[str, list[Any]], scope: Scope) -> Letter:
    """Description and the shorter texts; one longer than its field may be moves into the description rather than being
    cut."""
    letter: Letter = {}
    # untyped text first, whatever its place in the file: it says what the rest adds to
    described = sorted(said.get("description", []), key=lambda e: (name(e) != "description", refinement(e) is not None))
    moved: list[Any] = []
    for field, limit in LIMITS.items():
        convert = richtext.plain if field == "summary" else richtext.markdown
        text = scope.text(said.get(field, []), convert)
        if any(len(words_) > limit for words_ in text.values()):
            told = f"The {field} is longer than {limit} characters; it stands in the description."
            scope.each(said[field][0], field, "moved-text", told)
            moved += said[field]
        elif text:
            letter[field] = {"text": text} if field in ("assessment", "enrol") else text
    letter["description"] = scope.text([*described, *moved], richtext.markdown)
    return letter


def _outcomes(elements: list[Any], letter: Letter, scope: Scope) -> Letter:
    """Each element one outcome, a pure list its items; what is too long for a title stands in the description."""
    outcomes: list[Letter] = []
    for element in distinct(elements):
        tag = scope.tag(element)
        titles = richtext.list_items(element) or [richtext.plain(element)]
        if any(len(title) > OUTCOME_LENGTH for title in titles) or len(outcomes) + len(titles) > OUTCOMES:
            told = f"This is longer than an outcome's {OUTCOME_LENGTH} characters; it stands in the description."
            scope.each(element, "outcomes", "moved-text", told)
            _append(letter["description"], tag, richtext.markdown(element))
        else:
            outcomes += [{"title": {tag: title}} for title in titles if any(c.isalpha() for c in title)]
    return {"outcomes": outcomes}


def _append(text: LocalText, tag: str, addition: str) -> None:
    text[tag] = f"{text[tag]}\n\n{addition}" if text.get(tag) else addition


def _workload(said: dict[str, list[Any]], letter: Letter, scope: Scope) -> Letter:
    """Hours of study and contact: as text, and as minutes where the text is nothing but a number of hours."""
    workload: Letter = {}
    for field, key in (("study_hours", "minutes"), ("contact_hours", "contact_minutes")):
        text = scope.text(said.get(field, []), richtext.plain)
        for tag, printed in text.items():
            minutes = prose.read_hours(printed)
            if minutes is not None:
                workload[key] = minutes
            if len(printed) > SUBJECT_LENGTH:
                _append(letter["description"], tag, printed)
            else:
                _append(workload.setdefault("text", {}), tag, printed)
    if workload.get("contact_minutes", 0) > workload.get("minutes", workload.get("contact_minutes", 0)):
        workload.pop("minutes"), workload.pop("contact_minutes")
    return {"workload": workload}


def _subjects(course: Any, keywords: list[Any]) -> list[str]:
    """The free words of the feed, one by one, as given."""
    listed = [words(element) for element in (*children(course, "subject"), *keywords)]
    parts = [" ".join(part.split()) for text in listed for part in text.replace(";", ",").split(",")]
    return [part for part in dict.fromkeys(parts) if part and len(part) <= SUBJECT_LENGTH][:SUBJECTS]


def _opportunity(course: Any, scope: Scope) -> str | None:
    for element in children(course, "type"):
        text = words(element)
        scope.keep("type", text)
        for kind in _OPPORTUNITY:
            if kind in text.lower():
                return kind
    return None


def _enrol(letter: Letter, runs: Iterable[RunRecord]) -> Letter:
    """How to enrol when a run does not say it: the procedure as text, and the page of the course where no run names any
    way."""
    enrol = dict(letter.get("enrol") or {})
    if letter.get("homepage") and not any(run.letter.get("enrol", {}).keys() & {"url", "text"} for run in runs):
        enrol["url"] = letter["homepage"]
    return enrol


def _stand_in(course: Any, letter: Letter, scope: Scope) -> LocalText:
    """The words that must stand for a description the feed does not give: its own abstract, else the type and subjects
    it states."""
    if letter.get("summary"):
        return dict(letter.get("summary") or {})
    stated = [
        words(element) for element in (*children(course, "type"), *children(course, "subject")) if refinement(element)
    ]
    text = " · ".join(part for part in dict.fromkeys(stated) if part)
    if not text:
        scope.each(course, "description", "no-description", "The feed does not describe this at all.")
        return {}
    told = f"The feed does not describe this; the type it states stands instead: “{text}”."
    scope.remarks.each(scope.where(course, "description"), "no-description", text, told)
    return {letter["language"]: text}
