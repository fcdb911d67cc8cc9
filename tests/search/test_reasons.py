"""The reason given for a result is a text by which the index finds the offer, and each such text can be one."""

import dataclasses

import pytest
from flask import Flask

from registry.catalogue import queries as catalogue
from registry.catalogue.views import Face
from registry.config import current
from registry.search import about
from registry.search.describe import document
from registry.search.document import Document
from registry.search.marks import Marks
from registry.search.reasons import Match, Reasons
from registry.search.service import analyser
from tests import builders

GUIDANCE = builders.guidance(method={"en": "We draw a map."}, prerequisites={"en": "Bring a letter."})
TITLED = builders.training(credential={"type": "certificate", "title": {"en": "Abacus", "de": "Rechenbrett"}})


def listed(content: dict[str, object]) -> tuple[Face, Document]:
    code = builders.listed(content)
    (offer,) = catalogue.documents([code])
    return catalogue.faces([code])[code], document(offer, current())


def words(text: str) -> Marks:
    return Marks(analyser(current()), analyser(current()).words(text))


@pytest.mark.one_database
@pytest.mark.parametrize("content", [GUIDANCE, builders.validation(), builders.micro()], ids=lambda it: it["kind"])
def test_every_searched_text_can_be_the_reason(ctx: Flask, content: dict[str, object]) -> None:
    face, made = listed(content)
    code = about.code_word(face.code)
    for text in made.texts:
        if text.field == "title" or text.text == code:
            continue
        match = Reasons(words(text.text), text.language).match(face, text.field)
        assert match, text
        assert match.outcome or match.text, text


@pytest.mark.one_database
def test_only_searched_names_are_quoted(ctx: Flask) -> None:
    face, made = listed(builders.micro())
    searched = {text.text for text in made.texts}
    areas = {code.partition(".")[0] for code in face.competences}
    others = {name.text for area in areas for name in about.named("digcomp", area)} - searched
    assert others, "an area has everyday names as well"
    for name in others:
        match = Reasons(words(name), "en").match(face, "competence")
        assert match
        assert match.text in {*searched, ""}, name


@pytest.mark.one_database
def test_a_credentials_own_title_is_a_reason_where_the_offers_has_not_the_word(ctx: Flask) -> None:
    face, _made = listed(TITLED)
    found = Reasons(words("rechenbrett"), "en").match(face, None)
    assert found == Match("title", None, "Rechenbrett", "de", "credential")
    assert Reasons(words("spreadsheets"), "en").match(face, None) is None
    assert Reasons(words(""), "en").match(face, None) is None
    beginning = Marks(analyser(current()), ["abac"], "abac")
    assert Reasons(beginning, "en").match(face, None) == dataclasses.replace(found, text="Abacus", language="en")
