"""The words of a decision carry the language they were written in, which nobody says."""

import pytest
from flask import Flask

from registry.kernel.i18n import speaking
from registry.web import tongues
from tests.web.reading import page

TOLD = {
    "The price is not known before enrolling.": "en",
    "La grille et le rôle des pairs ont disparu de la description.": "fr",
    "Der Preis ist nicht genannt.": "de",
    "Es fehlt, wer die Aufgabe bewertet.": "de",
    "Nom et adresse de l’organisme sont exacts.": "fr",
    "Modalité non précisée.": "fr",
    "Prüfung unklar.": "de",
    "OK": "en",
    "": "en",
    "The course “Der Preis ist heiß” is not for beginners and not free of charge.": "en",
}


@pytest.mark.one_database
@pytest.mark.parametrize("text", TOLD)
def test_a_text_is_marked_with_its_language_where_that_is_not_the_pages(ctx: Flask, text: str) -> None:
    for tag in ("en", "fr", "de"):
        with speaking(tag):
            assert tongues.written(text).lang == ("" if TOLD[text] == tag else TOLD[text])


def test_no_small_word_is_one_of_another_language() -> None:
    every = [word for words in tongues.SMALL.values() for word in words.split()]
    assert len(every) == len(set(every))


@pytest.mark.one_database
def test_reasons_of_the_demonstration_are_marked(demonstration: Flask) -> None:
    client = demonstration.test_client()
    marked = {"": set[str](), "/fr": set[str](), "/de": set[str]()}
    for prefix, found in marked.items():
        for number in range(100, 147):
            tree = page(client, f"{prefix}/decisions/{number}")
            found |= {element.get("lang") for element in tree.xpath("//section[@aria-labelledby='why']//*[@lang]")}
    assert marked == {"": {"fr", "de"}, "/fr": {"en", "de"}, "/de": {"en", "fr"}}
