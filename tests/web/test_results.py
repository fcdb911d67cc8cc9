"""What a result tells beside its rows: its heading, why each offer is here, few results, and other shapes."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from registry.catalogue import service as offers
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from registry.search import indexer
from registry.web.portal.offers import FEW
from tests import builders
from tests.search.test_service import GHENT
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database


@pytest.fixture
def town(app: Flask) -> Flask:
    """One training in Ghent whose texts are told apart by their words."""
    with app.app_context():
        provider = builders.provider()
        place = providers.add_place(OPERATOR, provider, builders.place_values(**GHENT))
        texts = {
            "title": {"en": "Figures"},
            "summary": {"en": "Charts for clubs"},
            "subjects": ["Bookkeeping"],
            "description": {"en": "With tea."},
            "assessment": {"types": ["practical"], "text": {"en": "A quiz at the end."}},
            "credential": {"type": "certificate", "title": {"en": "Abacus in figures", "fr": "Le boulier"}},
        }
        code = builders.listed(builders.training(**texts), provider)
        offers.schedule_run(OPERATOR, code, builders.run_letter(place=place))
        indexer.rebuild()
    return app


@pytest.mark.parametrize(
    ("asked", "reason", "marked"),
    [
        ("spot", "Matches an outcome: “Spot values that cannot be right”", "Spot"),
        ("clubs", "Matches the summary: “Charts for clubs”", "clubs"),
        ("tea", "Matches the description: “With tea.”", "tea"),
        ("quiz", "Matches the description: “A quiz at the end.”", "quiz"),
        ("abacus", "Matches what you receive: “Abacus in figures”", "Abacus"),
        ("boulier", "Matches what you receive: “Le boulier”", "boulier"),
        ("bookkeeping", "Matches the subject: “Bookkeeping”", "Bookkeeping"),
        ("gent", "Matches the place: “Arr. Gent”", "Gent"),
        ("harbour", "Matches the provider: “Harbour Learning House”", "Harbour"),
        ("kurs", "Matches the kind of offer: “Kurs”", "Kurs"),
    ],
)
def test_a_row_says_why_it_is_here_and_marks_the_word(town: Flask, asked: str, reason: str, marked: str) -> None:
    row = page(town.test_client(), f"/offers?q={asked}").xpath("//li[@class='row']")[0]
    said = [" ".join(line.text_content().split()) for line in row.xpath(".//p")]
    assert any(line.startswith(reason[:-1]) for line in said), said
    assert words(row, ".//mark") == marked


def test_a_word_of_the_heading_needs_no_reason(town: Flask) -> None:
    row = page(town.test_client(), "/offers?q=figures").xpath("//li[@class='row']")[0]
    assert "Matches" not in words(row, ".")


def test_a_code_needs_no_reason(town: Flask) -> None:
    client = town.test_client()
    (href,) = page(client, "/offers").xpath("//li[@class='row']//h3/a/@href")
    row = page(client, "/offers?q=" + href.rpartition("/")[2]).xpath("//li[@class='row']")[0]
    assert "Matches" not in words(row, ".")


@pytest.mark.parametrize(
    ("kind", "asked", "text"),
    [
        ("guidance", "asks", "Finding out which digital skills a job asks for."),
        ("validation", "samples", "Work samples of the last three years."),
        ("validation", "statement", "A statement of results."),
    ],
)
def test_what_a_service_says_of_itself_is_a_reason(app: Flask, kind: str, asked: str, text: str) -> None:
    with app.app_context():
        builders.listed(getattr(builders, kind)())
        indexer.rebuild()
    row = page(app.test_client(), f"/offers?q={asked}").xpath("//li[@class='row']")[0]
    assert f"Matches the description: “{text}”" in words(row, ".")


def test_another_word_for_a_competence_names_the_competence(demonstration: Flask) -> None:
    tree = page(demonstration.test_client(), "/offers?q=computer")
    said = [" ".join(line.text_content().split()) for line in tree.xpath("//li[@class='row']//p[mark or span/mark]")]
    assert any(line.endswith("another word for 5.1 Fix problems") for line in said), said


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("", "1 offer"),
        ("?q=figures", "1 offer for “figures”"),
        ("?near=Ghent", "1 offer near Ghent"),
        ("?q=figures&near=9000", "1 offer for “figures” near 9000"),
        ("?region=BE", "1 offer in Belgium or online"),
        ("?q=figures&region=BE", "1 offer for “figures” in Belgium or online"),
    ],
)
def test_the_heading_has_count_words_and_place(town: Flask, asked: str, heading: str) -> None:
    tree = page(town.test_client(), "/offers" + asked)
    assert words(tree, "//h1") == heading
    assert words(tree, "//title").startswith(heading)


def test_few_results_show_the_ways_to_more(town: Flask) -> None:
    with town.app_context():
        builders.listed(builders.guidance())
        indexer.rebuild()
    client = town.test_client()
    tree = page(client, "/offers?kind=training&near=Ghent")
    assert 0 < total(tree) <= FEW
    ways = tree.xpath("//a[@class='sum']")
    assert not ways, "no single change finds more"
    tree = page(client, "/offers?kind=training")
    (way,) = tree.xpath("//a[@class='sum']")
    assert words(way, "./b") == "2"
    assert total(page(client, way.get("href"))) == 2
    assert not page(client, "/offers").xpath("//a[@class='sum']")


def test_a_short_list_is_whole_with_what_has_nothing_pale(town: Flask) -> None:
    tree = page(town.test_client(), "/offers")
    kinds = {box.xpath("./input/@value")[0]: box for box in tree.xpath("//label[input/@name='kind']")}
    assert set(kinds) == {"training", "guidance", "validation"}
    assert "none" in kinds["guidance"].get("class").split()
    assert words(kinds["guidance"], "./span[@class='soft']") == "0"
    assert "What is pale has none at present." in words(tree, "//aside//p")


def test_other_shapes_lead_to_the_same_search(demonstration: Flask) -> None:
    client = demonstration.test_client()
    tree = page(client, "/fr/offers?kind=training&page=2&per_page=3")
    links = tree.xpath("//section[@id='results']/p[@class='sm'][last()]/a/@href")
    assert len(links) == 4
    assert "/api/v1/offers?kind=training&per_page=3" in links
    for href in links:
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("typed", ["😀", "*", "()", "a", "AND"])
def test_words_that_ask_for_nothing_are_said_once(demonstration: Flask, typed: str) -> None:
    client = demonstration.test_client()
    tree = page(client, "/offers?" + urlencode({"q": typed, "kind": "training"}))
    assert words(tree, "//h1") == words(page(client, "/offers?kind=training"), "//h1")
    notes = [" ".join(note.text_content().split()) for note in tree.xpath("//p[@class='note']")]
    assert notes == [f"“{typed}” has no word that can be searched for and was left out."]
    assert f"“{typed}”" not in words(tree, "//title")
    feed = client.get("/offers.atom?" + urlencode({"q": typed})).get_data(as_text=True)
    assert f"“{typed}”" not in feed
