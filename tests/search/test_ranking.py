"""The published order where it matters to people: the word itself before other forms of it, what happens to words
nobody has, and a chosen region."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.search.document import Document, FieldText, RunDocument
from registry.search.engine import TYPOS, Hits, Query
from registry.search.engines.whoosh import WhooshEngine
from tests.search import generated
from tests.search.oracle import Oracle

Text = tuple[str, str, str]  # field, language, text


def answered(directory: Path, typed: str, **offers: list[Text]) -> Hits:
    """What the engine answers about these offers; the oracle has to agree."""
    documents = [
        Document(code, texts=tuple(FieldText(*text) for text in texts)) for code, texts in sorted(offers.items())
    ]
    engine = WhooshEngine(directory, generated.ANALYSER)
    engine.replace_all(documents)
    asked = generated.ANALYSER.asked(typed)
    query = Query(generated.NOW, generated.MONTH, asked.words, asked.open_end)
    found, expected = engine.find(query), Oracle(documents, generated.ANALYSER).find(query)
    assert replace(found, tallies={}) == replace(expected, tallies={})
    return found


MIXED: dict[str, dict[str, list[Text]]] = {
    "excel": {
        "TITLE": [("title", "en", "Excel for everyone")],
        "OUTCOME": [("title", "en", "Lists and sums"), ("outcomes", "en", "Work with Excel")],
        "BODY": [("title", "fr", "Les tableaux"), ("body", "fr", "Nous travaillons avec Excel")],
        "OTHER": [("title", "en", "Excellence in digital teaching")],
    },
    "trier": {
        "TITLE": [("title", "de", "Kurse in Trier")],
        "OUTCOME": [("title", "fr", "Ses photos"), ("outcomes", "fr", "Trier ses photos")],
        "BODY": [("title", "de", "Tabellen"), ("body", "de", "Wir treffen uns in Trier")],
        "FORM": [("title", "fr", "Photos triées")],
        "OTHER": [("title", "en", "Try patchwork")],
    },
    "programmer": {
        "TITLE": [("title", "fr", "Programmer un robot")],
        "OUTCOME": [("title", "fr", "Les robots"), ("outcomes", "fr", "Programmer pas à pas")],
        "BODY": [("title", "en", "Robots"), ("body", "en", "Think like a programmer")],
        "OTHER": [("title", "fr", "Le programme de la semaine")],
    },
}


@pytest.mark.parametrize("typed", MIXED)
def test_the_word_itself_comes_before_other_forms_of_it(typed: str, tmp_path: Path) -> None:
    filled: list[Text] = [("body", "it", "foto e tabelle per tutti")]  # descriptions are of like length
    offers = {code: texts + (filled if code != "BODY" else []) for code, texts in MIXED[typed].items()}
    found = answered(tmp_path, typed, **offers)
    assert found.codes == tuple(MIXED[typed])


def test_a_form_in_the_language_of_the_text_comes_before_one_of_another_language(tmp_path: Path) -> None:
    found = answered(
        tmp_path, "trier", FRENCH=[("title", "fr", "Photos triées")], ENGLISH=[("title", "en", "Try patchwork")]
    )
    assert found.codes == ("FRENCH", "ENGLISH")


def test_one_and_many_still_find_each_other(tmp_path: Path) -> None:
    offers = {"ONE": [("title", "en", "A photo album")], "MANY": [("title", "en", "Photos in albums")]}
    assert answered(tmp_path / "one", "photo", **offers).codes == ("ONE", "MANY")
    assert answered(tmp_path / "many", "photos", **offers).codes == ("MANY", "ONE")


def test_words_nobody_has_are_left_out_and_named_while_others_find_something(tmp_path: Path) -> None:
    offers = {"A": [("title", "en", "Photos")], "B": [("title", "en", "Spreadsheets")]}
    found = answered(tmp_path / "a", "photos zeppelin", **offers)
    assert (found.codes, found.left_out) == (("A",), ("zeppelin",))
    assert answered(tmp_path / "b", "photos spreadsheets", **offers).codes == ()
    nothing = answered(tmp_path / "c", "zeppelin quagga", **offers)
    assert (nothing.codes, nothing.left_out) == ((), ())


def test_a_question_is_answered_by_the_words_that_mean_something(tmp_path: Path) -> None:
    offers = {"A": [("title", "en", "Photos")], "B": [("title", "en", "How to learn")]}
    for number, typed in enumerate(("How do I learn photos", "je veux apprendre mes photos", "wie lernen ich photos")):
        found = answered(tmp_path / str(number), typed, **offers)
        assert (found.codes, found.left_out) == (("A",), ())
    assert answered(tmp_path / "learn", "learn", **offers).codes == ("B",)


def test_a_word_of_three_letters_is_taken_as_typed_and_one_of_four_may_be_mistyped(tmp_path: Path) -> None:
    titles = {"SHORT": [("title", "en", "Cat")], "LONG": [("title", "en", "Cats")]}
    assert answered(tmp_path / "three", "cxt", **titles).codes == ()
    assert answered(tmp_path / "four", "cxts", **titles).codes == ("LONG", "SHORT"), "as for cats"


def test_a_mistyped_word_finds_what_the_right_one_finds_and_is_told_as_it_is_written(tmp_path: Path) -> None:
    offers: dict[str, list[Text]] = {
        "TITLE": [("title", "de", "Geräte im Haushalt")],
        "ONE": [("title", "de", "Das Gerät"), ("body", "de", "Gerät")],
        "OTHER": [("title", "en", "How to gerate"), ("outcomes", "de", "Ein Gerät prüfen")],
        "BODY": [("title", "de", "Im Haushalt"), ("body", "de", "Mit jedem Gerät")],
    }
    right = answered(tmp_path / "right", "Gerät", **offers)
    for number, typed in enumerate(("Gerrät", "gerrat", "Greät")):
        found = answered(tmp_path / str(number), typed, **offers)
        assert list(found.corrections.values()) == ["gerät"]
        assert replace(found, corrections={}) == right
    assert len(right.codes) == 4
    assert answered(tmp_path / "spelt", "Pruefnug", A=[("title", "de", "Prüfung")]).corrections == {
        "pruefnug": "prüfung"
    }


def test_a_corrected_word_has_its_marks_where_most_write_them(tmp_path: Path) -> None:
    offers: dict[str, list[Text]] = {
        "A": [("title", "fr", "Un résumé")],
        "B": [("title", "en", "To resume")],
        "C": [("title", "en", "Resume work")],
    }
    assert answered(tmp_path / "most", "resumme", **offers).corrections == {"resumme": "resume"}
    del offers["C"]
    assert answered(tmp_path / "half", "resumme", **offers).corrections == {"resumme": "résumé"}


def test_of_no_more_than_twenty_words_the_one_meant_is_chosen(tmp_path: Path) -> None:
    """A limit of the engine alone: the oracle, which minds no time, knows none."""
    engine = WhooshEngine(tmp_path, generated.ANALYSER)
    words = [f"wor{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    engine.replace_all([Document(word, texts=(FieldText("title", "en", word),)) for word in words])
    found = engine.find(Query(generated.NOW, generated.MONTH, ("wor9",)))
    assert found.total == 1
    assert found.corrections == {"wor9": words[TYPOS - 1]}


def run(code: str, **values: Any) -> RunDocument:
    """A run one can join, in these regions or online."""
    regions = values.pop("regions", ())
    return RunDocument(code, values={"region": regions}, bookable=True, online=not regions, **values)


def test_what_is_on_site_in_a_chosen_region_stands_before_what_is_online(tmp_path: Path) -> None:
    there: dict[str, Any] = {"regions": ("BE", "BE2")}
    runs = {
        "ONLINE": (run("o1"),),
        "THERE": (run("t1", **there),),
        "BOTH": (run("b1"), run("b2", **there)),
        "FULL": (run("f1"), replace(run("f2", **there), bookable=False)),
        "AWAY": (run("a1", regions=("AT",)),),
    }
    words = {"ONLINE": "Photos", "THERE": "All about the photos on your new telephone"}
    texts = {code: (FieldText("title", "en", words.get(code, "Photos on your telephone")),) for code in runs}
    documents = [Document(code, texts=texts[code], runs=some) for code, some in runs.items()]
    engine = WhooshEngine(tmp_path, generated.ANALYSER)
    engine.replace_all(documents)
    asked = generated.ANALYSER.asked("photos")
    query = Query(generated.NOW, generated.MONTH, asked.words, asked.open_end)
    oracle = Oracle(documents, generated.ANALYSER)
    assert engine.find(query).codes[0] == oracle.find(query).codes[0] == "ONLINE"
    chosen = replace(query, chosen={"region": ("BE2",)})
    found = engine.find(chosen)
    assert found.codes == oracle.find(chosen).codes == ("BOTH", "THERE", "ONLINE", "FULL")
    assert found.runs == oracle.find(chosen).runs == ("b2", "t1", "o1", "f1")
