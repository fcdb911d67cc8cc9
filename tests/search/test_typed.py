"""What is typed is read whatever signs it is made of: never a stumble, never a word lost to a sign nobody sees."""

import unicodedata

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from registry.search import analysis
from registry.search.analysis import Analyser
from registry.search.request import SearchRequest
from registry.search.typed import LONGEST, MOST_WORDS, is_short, readable, shortened
from tests.web.reading import page, total, words

HOURS = " ".join("㍘㍙㍚㍛㍜㍝㍞㍟㍠㍡㍢")  # each read as a number and a word
# signs that are read as others, as several words, or as none; marks; letters to go with them
ODD = (
    "㍘㍙ﷺﷻ½⅓㏂㋿ﬁ℡Ⓐ①ªⅣ…ßẞİŉǰΐᾳ가ᄀ\u1161\u11a8ae äÄ-_.©☃"
    "\u0345\u0301\u0334\u3164\u00ad\u200b\u200d\ufeff\u202e\u00a0\u3000"
)
typings = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from(ODD), max_size=60),
    st.lists(st.text(st.sampled_from(ODD), min_size=1, max_size=3), max_size=90).map(" ".join),
)


@given(typings)
def test_what_is_taken_of_a_typed_text_is_a_question_that_is_answered(text: str) -> None:
    kept = shortened(text)
    assert is_short(kept)
    assert len(kept) <= LONGEST
    assert SearchRequest.from_args([("q", kept)]).q == kept
    assert shortened(kept) == kept, "an address made of it is its own"
    assert not readable(text) or kept, "something remains of what can be seen"


@given(typings)
def test_the_places_of_words_are_those_of_the_words_that_are_read(text: str) -> None:
    by = Analyser(("en", "fr", "de"))
    found = list(by.every_placed(text))
    assert [word for _begin, _end, word in found] == by.every_word(text)
    spots = [(begin, end) for begin, end, _word in found]
    assert spots == sorted(spots)
    assert all(0 <= begin < end <= len(text) for begin, end in spots)


@pytest.mark.parametrize(
    "marks", ["\u0301" * 6_000, "\ufe0f" * 6_000, "\u3164" * 6_000, "\u0301" * 3_000 + "\uff9e" * 3_000]
)
def test_thousands_of_marks_on_one_letter_are_read_once_each(monkeypatch: pytest.MonkeyPatch, marks: str) -> None:
    read, normalize = 0, unicodedata.normalize

    def counted(form: str, text: str) -> str:
        nonlocal read
        read += len(text)
        return normalize(form, text)

    monkeypatch.setattr(analysis.unicodedata, "normalize", counted)
    text = f"½{marks} table"
    assert [word for _begin, _end, word in Analyser(("en",)).every_placed(text)][-1] == "table"
    assert read < 20 * len(text)


@pytest.mark.one_database
@pytest.mark.parametrize(("typed", "other"), [("üben", "über"), ("ueben", "ueber"), ("üben", "ueber")])
def test_words_that_differ_in_their_endings_alone_stay_apart(typed: str, other: str) -> None:
    by = Analyser(("en", "fr", "de"))
    held = set(by.terms(by.words(f"Wir {other.replace('ue', 'ü')} das"), "de"))
    meant = by.typed(typed)
    assert held.isdisjoint((*meant.written, *meant.forms, *meant.foreign))


@pytest.mark.one_database
@pytest.mark.parametrize("typed", [HOURS, "⅒⅑⅛⅐⅙⅕¼⅓½⅚⅞⅖", HOURS.replace(" ", "\u0301⑴ﷺ")])
def test_signs_of_many_words_are_cut_like_words(shown: Flask, typed: str) -> None:
    client = shown.test_client()
    tree = page(client, f"/offers?q={typed}")
    assert f"At most {MOST_WORDS} words are searched." in words(tree, "//main")
    answer = client.get("/api/v1/offers", query_string={"q": typed})
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "q")
    assert client.get("/offers.csv", query_string={"q": typed}).status_code == 400
    assert client.get("/api/v1/suggest", query_string={"q": typed}).status_code in (200, 400)


@pytest.mark.one_database
@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\ufeff", "\u2060", "\u202a", "\u115f", "\ufe0f"])
def test_a_sign_nobody_sees_does_not_part_a_word(shown: Flask, sign: str) -> None:
    client = shown.test_client()
    typed = f"inter{sign}net{sign}"
    answer = client.get("/offers", query_string={"q": typed})
    assert answer.headers["Location"].endswith("/offers?q=internet")
    assert total(page(client, f"/offers?q={typed}")) == total(page(client, "/offers?q=internet")) > 0
    found = client.get("/api/v1/offers", query_string={"q": typed}).get_json()
    assert found["total"] == client.get("/api/v1/offers?q=internet").get_json()["total"]


@pytest.mark.one_database
def test_a_text_with_signs_nobody_sees_has_its_words() -> None:
    by = Analyser(("en", "fr", "de"))
    text = "Tabellen\u00adkalku\u00adlation für Ein\u200bsteiger"
    assert by.words(text) == ["tabellenkalkulation", "einsteiger"]
    assert [text[begin:end] for begin, end, _word in by.placed(text)] == [
        "Tabellen\u00adkalku\u00adlation",
        "Ein\u200bsteiger",
    ]


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["\u00ad", "\u200b \u200b", "\ue000", "\u3164"])
def test_a_question_nobody_can_read_is_told_to_be_none(shown: Flask, typed: str) -> None:
    client = shown.test_client()
    tree = page(client, f"/offers?q={typed}&kind=training")
    assert "Nothing of what you typed can be read, so nothing was searched for." in words(tree, "//main")
    assert client.get("/api/v1/offers", query_string={"q": typed}).status_code == 400


@pytest.mark.one_database
def test_a_sign_that_cannot_be_read_costs_no_other_word(shown: Flask) -> None:
    client = shown.test_client()
    answer = client.get("/offers?q=internet\ue000&near=Trier\ue000")
    assert answer.headers["Location"] == "/offers?q=internet&near=Trier"
    assert client.get("/api/v1/offers?q=internet\ue000").status_code == 400, "a program is told"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("spelt_out", "word"),
    [
        ("Pruefung", "Prüfung"),
        ("oeffentliche", "öffentliche"),
        ("Passwoerter", "Passwörter"),
        ("fuer Anfaenger", "für Anfänger"),
        ("Geraete", "Geräte"),
    ],
)
def test_german_is_found_as_well_where_there_is_no_key_for_umlauts(shown: Flask, spelt_out: str, word: str) -> None:
    client = shown.test_client()
    found = client.get("/api/v1/offers", query_string={"q": spelt_out, "per_page": 100}).get_json()
    expected = client.get("/api/v1/offers", query_string={"q": word, "per_page": 100}).get_json()
    assert found["total"] == expected["total"] > 0
    assert {item["code"] for item in found["items"]} == {item["code"] for item in expected["items"]}
    assert page(client, f"/offers?q={spelt_out}").xpath("//li[@class='row']//mark"), "the words are marked"


@pytest.mark.one_database
def test_a_corrected_word_is_told_as_offers_write_it(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/de/offers?q=Gerrät")
    assert "„gerrät“" in words(tree, "//main")
    assert "„gerät“" in words(tree, "//main")
    found, right = (client.get("/api/v1/offers", query_string={"q": word}).get_json() for word in ("Gerrät", "Gerät"))
    assert found["items"] == right["items"]
    assert found["total"] == right["total"] > 0


@pytest.mark.one_database
@pytest.mark.parametrize(("letters", "word"), [("geraet", "gerät"), ("saarbrue", "saarbrü"), ("schuetz", "schütz")])
def test_what_is_proposed_may_be_typed_without_umlauts(shown: Flask, letters: str, word: str) -> None:
    client = shown.test_client()
    spelt, marked = (client.get(f"/api/v1/suggest?q={text}&lang=de").get_json()["items"] for text in (letters, word))
    assert spelt == marked != []
