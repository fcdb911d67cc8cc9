"""A competence's page: what each step means, and ways to offers whose numbers are the totals behind their links."""

import pytest
from flask import Flask

from registry.search import indexer
from registry.vocabularies import queries as vocabularies
from registry.web import charts
from tests import builders
from tests.web.reading import page, total, words

pytestmark = pytest.mark.one_database


def test_every_step_of_every_competence_says_what_one_can_do(ctx: Flask) -> None:
    said = set()
    for code in charts.CODES:
        concept = vocabularies.concept("digcomp", code)
        assert concept is not None
        assert len(concept.data["steps"]) == len(charts.BANDS), code
        for step in concept.data["steps"]:
            assert set(step) == {"en", "fr", "de"}, code
            assert all(30 <= len(text) <= 160 and text.endswith(".") for text in step.values()), step
            said |= set(step.values())
    assert len(said) == 21 * 4 * 3, "no sentence stands twice"


@pytest.mark.parametrize("code", ["1.3", "2.4", "4.4", "3"])
def test_each_number_is_the_total_behind_its_link(shown: Flask, code: str) -> None:
    client = shown.test_client()
    tree = page(client, f"/competences/{code}")
    numbered = [(words(link, "./b"), link.get("href")) for link in tree.xpath("//ul[@class='doors']//a")]
    levels = tree.xpath("//section[@aria-labelledby='levels']//li[.//h3/a]")
    numbered += [(words(row, ".//b"), row.xpath(".//h3/a/@href")[0]) for row in levels]
    assert numbered
    for number, href in numbered:
        assert total(page(client, href)) == int(number), href


def test_where_nothing_is_taught_there_is_still_someone_to_ask(ctx: Flask) -> None:
    builders.listed(builders.guidance())
    indexer.rebuild()
    tree = page(ctx.test_client(), "/competences/4.4")
    assert tree.xpath("//ul[@class='doors']//a/@href") == ["/offers?kind=guidance"]
    assert "on any competence" in words(tree, "//ul[@class='doors']")


def test_advice_and_recognition_stand_before_training(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/competences/1.3")
    ways = tree.xpath("//ul[@class='doors']//a/@href")
    assert [href.partition("kind=")[2].partition("&")[0] for href in ways] == ["guidance", "validation", "training"]
    assert ("competence=1.3" in ways[0]) != ("on any competence" in words(tree, "//ul[@class='doors']"))


def test_neighbours_follow_the_order_of_the_framework(shown: Flask) -> None:
    client = shown.test_client()
    for code, around in (("1.1", ["1.2"]), ("1.3", ["1.2", "2.1"]), ("5.4", ["5.3"]), ("3", ["2", "4"])):
        tree = page(client, f"/de/competences/{code}")
        links = tree.xpath("//nav[contains(@class, 'sec')]//a/@href")
        assert links == [f"/de/competences/{other}" for other in around]


def test_the_page_speaks_the_readers_language(shown: Flask) -> None:
    tree = page(shown.test_client(), "/fr/competences/1.3")
    steps = tree.xpath("//section[@aria-labelledby='levels']//li//div/p")
    assert len(steps) == 4
    assert steps[0].text_content().startswith("Je sais enregistrer")
    assert "tableur" in words(tree, "//section[@aria-labelledby='names']")
    assert [crumb.get("href") for crumb in tree.xpath("//nav[@class='crumbs']/a")] == [
        "/fr/competences",
        "/fr/competences/1",
    ]
