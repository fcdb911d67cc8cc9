"""What a result tells beside its rows: its heading, why each offer is here, few results, and other shapes."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from registry.catalogue import service as offers
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from registry.search import indexer, service
from registry.search.request import SearchRequest
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


def test_another_word_for_a_competence_names_the_competence(shown: Flask) -> None:
    tree = page(shown.test_client(), "/offers?q=computer")
    said = [" ".join(line.text_content().split()) for line in tree.xpath("//li[@class='row']//p[mark or span/mark]")]
    assert any(line.endswith("another word for 5.1 Fix problems") for line in said), said


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("", "1 offer"),
        ("?q=figures", "1 offer for “figures”"),
        ("?near=Ghent", "1 offer near Ghent"),
        ("?q=figures&near=9000", "1 offer for “figures” near 9000 Ghent"),
        ("?region=BE", "1 offer in Belgium or online"),
        ("?q=figures&region=BE", "1 offer for “figures” in Belgium or online"),
    ],
)
def test_the_heading_has_count_words_and_place(town: Flask, asked: str, heading: str) -> None:
    tree = page(town.test_client(), "/offers" + asked)
    assert words(tree, "//h1") == heading
    assert words(tree, "//title").partition(" – ")[0] == heading, "a place is not named twice"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", "1 Mar Open"),
        ("?sort=shortest", "1 Mar Open"),
        ("?starts=2027-01", "11 Jan Full"),
        ("?starts=2027-01&starts=2027-03", "1 Mar Open"),
        ("?sort=soonest", "11 Jan Full"),
    ],
)
def test_a_row_shows_a_date_one_can_join_before_one_that_is_full(ctx: Flask, asked: str, shown: str) -> None:
    code = builders.listed()
    for start, left in (("2027-01-11", 0), ("2027-03-01", 4)):
        letter = builders.run_letter(start={"date": start}, end=None, places={"total": 9, "left": left})
        offers.schedule_run(OPERATOR, code, letter)
    indexer.rebuild()
    row = page(ctx.test_client(), "/offers" + asked).xpath("//li[@class='row']")[0]
    start, tag = words(row, "./p[@class='day']/b"), words(row, ".//*[contains(@class, 'tag')]")
    assert f"{start} {tag}" == shown


def test_a_row_shows_the_date_its_page_begins_with(demonstration: Flask) -> None:
    with demonstration.test_request_context("/offers"):
        items = service.search(SearchRequest(per_page=50), "en").items
        assert len({item.run.state for item in items if item.run}) > 2
        for item in items:
            assert item.run == item.face.next_run, item.face.code


@pytest.mark.parametrize(
    ("asked", "heading", "ways"),
    [
        ("?q=zeppelin", "No offer matches “zeppelin”", ["1 Without “zeppelin”"]),
        ("?kind=guidance", "No offer matches this filter", ["1 Without Career guidance"]),
        (
            "?q=figures&starts=2026-12",
            "No offer matches “figures” with this filter",
            ["1 Without December 2026", "1 January 2027, not December 2026"],
        ),
        (
            "?near=51.2,3.7&radius=5",
            "No offer matches this filter",
            ["1 Without 51.2,3.7, 5 km", "1 Within 25 km, not 5 km"],
        ),
        (
            "?region=BE25&kind=training",
            "No offer matches these 2 filters",
            ["1 Without West Flanders or online", "1 East Flanders or online, not West Flanders or online"],
        ),
        (
            "?q=figures&price=free&kind=guidance",
            "No offer matches “figures” with these 2 filters",
            ["1 Without Career guidance, Free"],
        ),
        (
            "?q=zeppelin&kind=guidance&near=Ghent",
            "No offer matches “zeppelin” with these 2 filters",
            ["1 Only Ghent, 25 km, not “zeppelin”, Career guidance"],
        ),
        (
            "?q=zeppelin&language=fr&kind=validation",
            "No offer matches “zeppelin” with these 2 filters",
            ["1 Without “zeppelin”, Skills recognition, French"],
        ),
    ],
)
def test_what_an_empty_result_says(town: Flask, asked: str, heading: str, ways: list[str]) -> None:
    tree = page(town.test_client(), "/offers" + asked)
    assert words(tree, "//h1") == heading
    said = [[" ".join(part.text_content().split()) for part in way] for way in tree.xpath("//a[@class='sum']")]
    assert [" ".join(filter(None, parts)) for parts in said] == ways
    assert words(tree, "//section[@aria-labelledby='else']//h3") == "Ask a person"


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


def test_other_shapes_lead_to_the_same_search(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/fr/offers?kind=training&page=2&per_page=3")
    links = tree.xpath("//section[@id='results']/p[@class='sm'][last()]/a/@href")
    assert len(links) == 4
    assert "/api/v1/offers?kind=training&per_page=3" in links
    for href in links:
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("typed", ["😀", "*", "()", "a", "AND"])
def test_words_that_ask_for_nothing_are_said_once(shown: Flask, typed: str) -> None:
    client = shown.test_client()
    tree = page(client, "/offers?" + urlencode({"q": typed, "kind": "training"}))
    assert words(tree, "//h1") == words(page(client, "/offers?kind=training"), "//h1")
    notes = [" ".join(note.text_content().split()) for note in tree.xpath("//p[@class='note']")]
    assert notes == [f"“{typed}” has no word that can be searched for and was left out."]
    assert f"“{typed}”" not in words(tree, "//title")
    feed = client.get("/offers.atom?" + urlencode({"q": typed})).get_data(as_text=True)
    assert f"“{typed}”" not in feed


def test_of_more_words_than_are_searched_the_first_are_kept_and_it_is_said(shown: Flask) -> None:
    typed = "excel word photos letters bills mail calls maps notes lists tables"
    client = shown.test_client()
    tree = page(client, "/offers?" + urlencode({"q": typed}))
    assert "At most 10 words are searched." in words(tree, "//main")
    assert tree.xpath("//input[@name='q']/@value") == [" ".join(typed.split()[:10])]
    whole = "/offers?" + urlencode({"q": " ".join(typed.split()[:10])})
    assert "are searched" not in words(page(client, whole), "//main"), "ten words are searched"


@pytest.mark.parametrize("query", ["q=" + "x" * 199, "q=" + "x" * 200, "q=excel&q="])
def test_what_is_not_cut_is_not_told_to_be(town: Flask, query: str) -> None:
    answer = town.test_client().get(f"/offers?{query}", follow_redirects=True)
    assert "are searched" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("https://" + "-".join(f"figure{n}" for n in range(12)), "https://figure0", "At most 10 words are searched."),
        ("figures " + "-".join(f"ab{n}" for n in range(12)), "figures ab0-ab1", "At most 10 words are searched."),
        ("figures " + "x" * 300, "figures xxx", "At most 200 characters are searched."),
    ],
)
def test_a_long_chain_of_words_is_cut_inside_and_that_is_said(town: Flask, typed: str, kept: str, said: str) -> None:
    tree = page(town.test_client(), "/offers?" + urlencode({"q": typed}))
    (asked,) = tree.xpath("//input[@name='q']/@value")
    assert asked.startswith(kept)
    assert typed.startswith(asked)
    assert said in words(tree, "//main")
