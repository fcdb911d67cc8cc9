"""Why an offer is among the results although its title does not say it: the text in which the words stand, and what
that text is to the offer. The engine names the field; here the very text is found, for the few offers of one page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.catalogue.views import Face
from registry.kernel.text import LocalText
from registry.kernel.text import plain as plain_text
from registry.search import about
from registry.search.describe import body
from registry.search.marks import Marks
from registry.vocabularies import queries as vocabularies

COMPETENCES = vocabularies.COMPETENCES


@dataclass(frozen=True)
class Match:
    """The searched field; the outcome's title when it was one; else the text found with its language, and what it
    names (`of`: a list, "subject", "place" or "provider"; `code`: the concept it is a name of). In the field "title" it
    is the credential's own title, which is searched with the offer's and is not its heading."""

    field: str
    outcome: LocalText | None = None
    text: str = ""
    language: str = ""
    of: str = ""
    code: str = ""


@dataclass(frozen=True)
class _Name:
    """A name that is searched: what it names, the code of the concept, language and text."""

    of: str
    code: str
    language: str
    text: str


class Reasons:
    """The reasons of one search's results, for a reader of `language`; what several results have in common, the names
    of a concept, is looked at once."""

    def __init__(self, marks: Marks, language: str) -> None:
        self._marks, self._language = marks, language
        self._concepts: dict[tuple[str, str], list[_Name]] = {}

    def match(self, face: Face, field: str | None) -> Match | None:
        """The reason; `field` None: the titles have every word, which needs no reason where the offer's own has them.
        Of several names the reader's own language is preferred."""
        if field is None:
            return _credential(face, self._marks, self._language)
        if field == "outcomes":
            return _outcome(face, self._marks)
        if field in ("summary", "body"):
            return _prose(face, field, self._marks, self._language)
        found = list(self._competences(face) if field == "competence" else self._about(face))
        if not found:
            return Match(field)
        best = min(found, key=lambda name: name.language != self._language)
        return Match(field, None, best.text, best.language, best.of, best.code)

    def _competences(self, face: Face) -> Iterator[_Name]:
        for code in face.competences:
            yield from self._concept(COMPETENCES, code)
        yield from self._having(_Name("subject", "", face.spec.language, subject) for subject in face.spec.subjects)

    def _about(self, face: Face) -> Iterator[_Name]:
        yield from self._concept("kind", face.kind)
        if face.credential and face.credential != about.NO_CREDENTIAL:
            yield from self._concept("credential", face.credential)
        for group in face.spec.target_groups:
            yield from self._concept("target-group", group)
        places = [run.place for run in face.runs if run.place and not run.cancelled]
        towns = dict.fromkeys(place.locality for place in places if place.locality)
        yield from self._having(_Name("place", "", "", town) for town in towns)
        for region in dict.fromkeys(region for place in places for region in about.regions(place)):
            yield from self._concept("nuts", region)
        yield from self._having([_Name("provider", "", "", face.provider_name)])

    def _having(self, names: Iterable[_Name]) -> Iterator[_Name]:
        return (name for name in names if self._marks.has(name.text, name.language))

    def _concept(self, scheme: str, code: str) -> list[_Name]:
        """The names of a concept in which the words stand."""
        if (scheme, code) not in self._concepts:
            self._concepts[scheme, code] = list(self._having(_names(scheme, code)))
        return self._concepts[scheme, code]


def _credential(face: Face, marks: Marks, language: str) -> Match | None:
    """The credential's title, where it has a word that the offer's title has not."""
    titles = face.spec.credential.title if face.spec.credential else None
    if not titles:
        return None
    seen = frozenset().union(*(marks.met(text, tag) for tag, text in face.title.items()))
    having = [tag for tag, text in titles.items() if marks.met(text, tag) - seen]
    tag = min(having, key=lambda tag: tag != language, default=None)
    return Match("title", None, titles[tag], tag, "credential") if tag else None


def _outcome(face: Face, marks: Marks) -> Match:
    for outcome in face.spec.outcomes:
        if any(marks.has(text, language) for language, text in outcome.title.items()):
            return Match("outcomes", outcome.title)
    return Match("outcomes")


def _prose(face: Face, field: str, marks: Marks, language: str) -> Match | None:
    for local in body(face.spec) if field == "body" else (face.spec.summary,):
        for tag in sorted(local or {}, key=lambda tag: tag != language):
            text = marks.snippet(plain_text(local[tag]) if local else "", tag)
            if text:
                return Match(field, None, text, tag)
    # what else is searched there is the offer's code, and whoever types one knows why the offer is here
    return None if field == "body" else Match(field)


def _names(scheme: str, code: str) -> Iterator[_Name]:
    if scheme == COMPETENCES:
        return (_Name(scheme, *name) for name in about.competence(code))
    return (_Name(scheme, code, name.language, name.text) for name in about.named(scheme, code))
