"""Words: folding, stems by language, stop words, and what counts as a typing error."""

import pytest

from registry.search.analysis import Analyser, one_edit
from registry.search.stems import stemmer

ANALYSER = Analyser(("en", "fr", "de"))


def found(text: str, language: str, typed: str) -> bool:
    """Does a typed text find a text in `language`, word for word?"""
    stems = set(ANALYSER.stems(ANALYSER.words(text), language))
    return all(stems.intersection(ANALYSER.typed_stems(word, language)) for word in ANALYSER.asked(typed).words)


@pytest.mark.parametrize(
    ("text", "language", "typed"),
    [
        ("Programming for beginners", "en", "programs"),
        ("Running a small website", "en", "websites"),
        ("La sécurité de vos données", "fr", "securite donnee"),
        ("Sécuriser son téléphone", "fr", "sécurisé"),
        ("Protéger les données à caractère personnel", "fr", "données personnelles protégées"),
        ("Re\u0301diger un me\u0301moire", "fr", "rédiger memoire"),
        ("Fotos übersichtlich ordnen", "de", "ubersichtlich"),
        ("Öffentliche Prüfungen für Anfänger", "de", "oeffentlich Pruefung fuer Anfaenger"),
        ("Oeffentliche Pruefungen fuer Anfaenger", "de", "öffentlich Prüfung für Anfänger"),
        ("Ein sicheres Passwort", "de", "sichere Passwoerter"),
        ("Sichere Passwoerter", "de", "Passwörter"),
        ("Häuser, Bäume und Übungen", "de", "haeusern baeumen uebung"),
        ("At Müller’s in Köln", "en", "Mueller Koeln"),
        ("Une œuvre pour le cœur", "fr", "oeuvres coeur"),
        ("Saarbrücken", "", "Saarbruecken"),
        ("Tabellen und Diagramme", "de", "Tabelle"),
        ("STRASSE und Straße", "de", "strasse"),
        ("Comment protéger l’identité numérique", "fr", "identités numériques"),
        ("Corso di informatica", "it", "informatica"),
        ("Βασικές ψηφιακές δεξιότητες", "el", "ψηφιακεσ"),
    ],
)
def test_a_word_is_found_however_it_is_bent_or_accented(text: str, language: str, typed: str) -> None:
    assert found(text, language, typed)


@pytest.mark.parametrize(
    ("text", "language", "typed"),
    [
        ("Programming", "en", "progress"),
        ("Daten", "de", "datum"),
        ("Corso", "it", "corsa"),
        ("Neue Reisen nach Israel", "de", "Israel nüe"),
        ("Nüsse", "de", "neusse"),
        ("Duell und Duette", "de", "dull"),
        ("Michael", "de", "michal"),
        ("Cour et cours", "fr", "coeur"),
        ("A dull day", "en", "Duell"),
    ],
)
def test_other_words_are_not_found(text: str, language: str, typed: str) -> None:
    assert not found(text, language, typed)


def test_the_stemmer_is_the_correct_one() -> None:
    english = stemmer("en")
    assert {english("programs"), english("programming"), english("program")} == {"program"}
    assert stemmer("de-AT")("tabellen") == stemmer("de")("tabellen")
    assert stemmer("xx")("words") == "words"


def test_stop_words_are_left_out_but_not_words_that_mean_something_elsewhere() -> None:
    assert ANALYSER.words("Für Élodie") == ["élodie"]
    assert ANALYSER.words("An introduction to the internet in der Praxis") == ["introduction", "internet", "praxis"]
    assert ANALYSER.words("IT for you, die App, le chat") == ["it", "you", "die", "app", "chat"]


def test_the_last_word_stands_last_and_may_be_a_beginning() -> None:
    asked = ANALYSER.asked("data safety data")
    assert asked.words == ("safety", "data")
    assert asked.open_end
    assert not ANALYSER.asked("introduction to").open_end
    assert not ANALYSER.asked("web it").open_end
    assert ANALYSER.asked("the of … !!").words == ()


def test_questions_lose_their_small_words_only_while_others_are_left() -> None:
    assert ANALYSER.asked("I want to learn how to protect my data").words == ("protect", "data")
    assert ANALYSER.asked("Ich möchte Excel lernen").words == ("excel",)
    assert not ANALYSER.asked("Ich möchte Excel lernen").open_end
    assert ANALYSER.asked("how to learn").words == ("how", "learn")
    assert ANALYSER.words("Learn to learn") == ["learn", "learn"]


def test_very_long_words_are_cut_on_both_sides() -> None:
    word = "x" * 500
    assert ANALYSER.words(word) == list(ANALYSER.asked(word).words) == ["x" * 40]


def test_one_edit_is_one_letter_dropped_added_replaced_or_swapped() -> None:
    near = set(one_edit("data", "abdtx"))
    assert {"dta", "daata", "dxata", "datax", "xata", "adta"} <= near
    assert "dxtx" not in near
    assert "atda" not in near


def test_another_set_of_languages_has_another_fingerprint() -> None:
    assert ANALYSER.fingerprint == Analyser(("en", "fr", "de")).fingerprint
    assert ANALYSER.fingerprint != Analyser(("de", "it")).fingerprint
