"""Words of a search that name a filter: the filter is proposed in their place, in every language, whole names first."""

import pytest
from flask import Flask

from registry.config import current
from registry.search import filter_words, service, ways
from registry.search.request import SearchRequest

BASIC = [("level", "1"), ("level", "2")]
EVENING = [("time", "evening")]
FREE = [("price", "free")]
# typed, what is searched then
MEANT = {
    "free": FREE,
    "gratuites": FREE,
    "Kostenlos!": FREE,
    "for free": FREE,
    "Débutants": BASIC,
    "debutants": BASIC,
    "excel for beginners": [("q", "excel"), *BASIC],
    "Anfängerkurs am Abend": [*BASIC, *EVENING],
    "cours du soir gratuit": [*EVENING, *FREE],
    "sécurité à distance": [("q", "sécurité"), ("mode", "online")],
    "rollstuhlgerecht": [("access", "step-free")],
    "word in English": [("q", "word"), ("language", "en")],
    "Excel (free)": [("q", "Excel"), *FREE],
    '"free" internet': [("q", "internet"), *FREE],
    "tableur, gratuit": [("q", "tableur"), *FREE],
    "free/online spreadsheets": [("q", "spreadsheets"), ("mode", "online"), *FREE],
    "cours d’allemand": [("q", "cours"), ("language", "de")],
    "Kurse auf Englisch": [("q", "Kurse"), ("language", "en")],
    "facile à lire et à comprendre": [("access", "easy-language")],
    "Stufe 3": [("level", "3")],
    "Excel für Anfaenger": [("q", "Excel"), *BASIC],
    "free .NET course (part B)": [("q", ".NET course (part B)"), *FREE],
    "„kostenlos“ C++": [("q", "C++"), *FREE],
    "free. Excel": [("q", "Excel"), *FREE],
    "Stufe 3 Excel 365": [("q", "Excel 365"), ("level", "3")],
    "(Excel free)": [("q", "Excel"), *FREE],
    "[Excel free]": [("q", "Excel"), *FREE],
    "Word pas à pas pour débutants": [("q", "Word pas à pas"), *BASIC],
    "sans prérequis en ligne": [("q", "sans prérequis"), ("mode", "online")],
    "ohne Vorkenntnisse, Anfänger": [("q", "ohne Vorkenntnisse"), *BASIC],
    "level 3 in 2027": [("q", "2027"), ("level", "3")],
    "„Excel kostenlos“": [("q", "Excel"), *FREE],
    "free–Excel": [("q", "Excel"), *FREE],
    "online free online": [("q", "online"), ("mode", "online"), *FREE],
}


@pytest.mark.one_database
@pytest.mark.parametrize("typed", MEANT)
def test_words_that_name_a_filter_give_way_to_it(ctx: Flask, typed: str) -> None:
    request = SearchRequest(q=typed, page=3)
    found = filter_words.named(request, service.analyser(current()))
    assert sorted(filter_words.instead(request, found).canonical()) == sorted(MEANT[typed])
    assert all(request.q[one.begin : one.end] == one.words for one in found)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "!?",
        "freedom",
        "freelance work",
        "hands-free",
        "Deutsch-Test",
        "free-range",
        "spreadsheets",
        "the",
        "beginner's course",
        "beginner’s",
        "free.example",
        "example.online",
        "me@online.example",
        "not free",
        "not only free",
        "nicht am Abend",
        "pas de cours du soir",
        "sans cours du soir",
        "keine Kurse am Abend",
        "Stufe 1 bis 3",
        "Level 1 through 3",
        "x.example/free",
        "keinen Abendkurs",
        "free_trial",
        "https://x.example/free",
        "not for beginners",
        "nicht für Anfänger",
        "pas pour débutants",
        "pas gratuit",
        "Level 1 – 2",
        "niveau 1 et 2",
        "Stufe 1, 2 oder 3",
    ],
)
def test_other_words_name_no_filter(ctx: Flask, typed: str) -> None:
    assert not filter_words.named(SearchRequest(q=typed), service.analyser(current()))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("free, online", "free, online"),
        ("Englisch für Anfänger", "Englisch für Anfänger"),
        ("free word online", "free, online"),
        ("(for beginners) (free)", "for beginners, free"),
    ],
)
def test_the_words_are_quoted_as_typed(ctx: Flask, typed: str, told: str) -> None:
    request = SearchRequest(q=typed)
    assert filter_words.quoted(request, filter_words.named(request, service.analyser(current()))) == told


@pytest.mark.one_database
def test_a_filter_in_force_is_not_proposed_again(ctx: Flask) -> None:
    request = SearchRequest(q="free beginner", price=("0-50",))
    (one,) = filter_words.named(request, service.analyser(current()))
    assert (one.name, one.words) == ("level", "beginner")


def test_a_filter_is_proposed_where_it_finds_more_or_its_words_were_passed_over(demonstration: Flask) -> None:
    with demonstration.test_request_context("/offers"):
        for typed, name in (
            ("free", "price"),
            ("kostenlos", "price"),
            ("beginner", "level"),
            ("photos beginner", "level"),
        ):
            found = service.search(SearchRequest(q=typed), "en")
            (way,) = ways.as_filters(found)
            assert getattr(way.request, name), typed
            assert way.total == service.search(way.request, "en").total
            assert way.total > found.total or "beginner" in found.left_out, typed
        assert not ways.as_filters(service.search(SearchRequest(q="photos"), "en"))


def test_the_page_says_the_filter_and_its_number_and_leads_there(demonstration: Flask) -> None:
    client = demonstration.test_client()
    levels = client.get("/fr/offers?q=débutant+gratuit").get_data(as_text=True)
    assert "«\u00a0Niveau 1" in levels, "the heading is not said twice"
    assert "\u00a0; Prix à payer\u00a0: Gratuit" in levels
    for path, words in (
        ("/offers?q=free", "Filtered by “Price you pay: Free” instead of “free”: "),
        ("/de/offers?q=abends", "statt „abends“"),
    ):
        page = client.get(path).get_data(as_text=True)
        note = next(line for line in page.splitlines() if words in line)
        address, number = note.partition('href="')[2].partition('"')[0], note.rpartition(": ")[2].partition(" ")[0]
        assert f"<h1>{number} " in client.get(address).get_data(as_text=True)
