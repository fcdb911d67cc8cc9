"""What stands beside an offer: prices of comparable ones, what goes further or is alike, many dates; and that none of
it costs a question per row."""

from typing import Any

import pytest
from flask import Flask

from registry import worker
from registry.catalogue import queries
from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.search import indexer
from tests import builders
from tests.asking import heard
from tests.web.reading import page, words

COST, BESIDE, DATES = (f"//section[@aria-labelledby='{name}']" for name in ("cost", "beside", "dates"))


def outcomes(*levels: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"title": {"en": f"Do {code}"}, "competence": code, "level": level} for code, level in levels]


def offered(title: str, school: str, price: int | None = None, **content: Any) -> str:
    made = builders.training(**{"title": {"en": title}, "workload": {"minutes": 600}, **content})
    code = builders.listed(made, school)
    if price is not None:
        prices = [{"amount": price, "currency": "EUR"}]
        catalogue.schedule_run(OPERATOR, code, builders.run_letter(prices=prices))
    return code


def questions(client: Any, address: str) -> int:
    with heard() as asked:
        page(client, address)
    return sum(one.is_question for one in asked)


def test_a_price_is_placed_among_eight_and_costs_no_question_a_row(ctx: Flask) -> None:
    school, client = builders.provider(), ctx.test_client()
    code = offered("Own", school, 5000)
    for number in range(7):
        offered(f"Other {number}", school, 1000 * (number + 1))
    indexer.rebuild()
    before = questions(client, f"/offers/{code}")
    assert "The price of an hour, compared" not in words(page(client, f"/offers/{code}"), COST), "seven are too few"
    for number in range(7, 20):
        offered(f"Other {number}", school, 1000 * (number + 1))
    indexer.rebuild()
    assert questions(client, f"/offers/{code}") == before
    assert questions(client, f"/offers/{code}") == before - 3, "what the others are like is remembered"
    tree = page(client, f"/offers/{code}")
    cost = words(tree, COST)
    assert "Lowunder €5.75" in cost
    assert "this offer: €5" in words(tree, f"{COST}//dl/div[1]")
    assert "beside 20 offers of the same kind" in cost
    assert "€5 an hour: less than usual" in words(tree, "//section[@aria-labelledby='short']")
    assert tree.xpath(f"{COST}//a/@href") == ["/offers?kind=training&competence=1.2&competence=1.3&level=3&level=4"]
    assert words(tree, f"{COST}//a") == "See offers of this kind for these competences at these levels"
    page(client, tree.xpath(f"{COST}//a/@href")[0])


def test_what_is_remembered_of_the_others_goes_when_the_index_changes(ctx: Flask) -> None:
    school, client = builders.provider(), ctx.test_client()
    code, *others = [offered(f"Offer {number}", school, 1000 * (number + 1)) for number in range(9)]
    indexer.rebuild()
    assert "beside 8 offers" in words(page(client, f"/offers/{code}"), COST)
    run = queries.faces(others[:1])[others[0]].runs[0]
    catalogue.change_run(OPERATOR, run.code, builders.run_letter(prices=[]), run.counter)
    assert worker.once()
    assert "The price of an hour, compared" not in words(page(client, f"/offers/{code}"), COST), (
        "seven with a price are too few"
    )


def test_a_free_offer_among_free_ones(ctx: Flask) -> None:
    school = builders.provider()
    code = offered("Own", school, 0)
    for number in range(8):
        offered(f"Other {number}", school, 0)
    indexer.rebuild()
    tree = page(ctx.test_client(), f"/offers/{code}")
    assert "Usual€0this offer: €0" in words(tree, COST)
    assert words(tree, "//section[@aria-labelledby='short']//div[dt='Price']/dd") == "Free"


def test_what_comes_next_is_further_then_proof_and_advice_then_alike(ctx: Flask) -> None:
    school = builders.provider()
    code = offered("Own", school, outcomes=outcomes(("2.1", 4), ("2.4", 3)))
    offered("Twin", school, outcomes=outcomes(("2.1", 4), ("2.4", 3)))
    offered("Further", school, outcomes=outcomes(("2.1", 5)))
    offered("Far away", school, outcomes=outcomes(("2.1", 8)))
    offered("Elsewhere", school, outcomes=outcomes(("5.1", 4)))
    builders.listed(builders.validation(), school)
    builders.listed(builders.guidance(outcomes=outcomes(("2.4", 3))), school)
    indexer.rebuild()
    tree = page(ctx.test_client(), f"/offers/{code}")
    found = [(words(row, ".//h3"), " ".join(row.text_content().split())) for row in tree.xpath(f"{BESIDE}//li")]
    expected = (
        ("Further", "One step further in 2.1"),
        ("Show that you can work together online", "Already able to do it? Prove it"),
        ("Talk about your next step", "Not sure? Ask about it"),
        ("Twin", "Similar to this one"),
    )
    assert [title for title, _ in found] == [title for title, _ in expected]
    for (_, said), (_, why) in zip(found, expected, strict=True):
        assert why in said


def test_an_offer_without_neighbours_leaves_the_section_out(ctx: Flask) -> None:
    code = builders.listed()
    indexer.rebuild()
    assert not page(ctx.test_client(), f"/offers/{code}").xpath(BESIDE)


@pytest.mark.parametrize("by_month", [True, False])
def test_of_many_dates_eight_stand_open_and_the_rest_is_grouped(ctx: Flask, by_month: bool) -> None:
    school = builders.provider()
    towns = [
        builders.provider_service.add_place(OPERATOR, school, builders.place_values(name=name, locality=name))
        for name in ("Ghent", "Liège")
    ]
    code = builders.listed(provider_code=school)
    for number in range(33):
        start = f"2027-{1 + number // 11:02}-{1 + number % 11:02}" if by_month else "2027-02-01"
        letter = builders.run_letter(start={"date": start}, end={"date": "2027-06-30"}, place=towns[number % 2])
        catalogue.schedule_run(OPERATOR, code, letter)
    indexer.rebuild()
    tree = page(ctx.test_client(), f"/offers/{code}")
    assert len(tree.xpath(f"{DATES}/div/table//tbody/tr")) == 8
    assert words(tree, f"{DATES}//details/summary") == "25 more dates"
    groups = [words(group, ".") for group in tree.xpath(f"{DATES}//details//h3")]
    assert len(tree.xpath(f"{DATES}//details//tbody/tr")) == 25
    if by_month:
        assert groups == ["January 2027", "February 2027", "March 2027"]
    else:
        assert sorted(groups) == ["Ghent", "Liège"]


def test_texts_in_another_language_are_marked_and_said(ctx: Flask) -> None:
    texts = {
        name: {"de": text} for name, text in (("title", "Tabellen"), ("summary", "Kurz."), ("description", "Lang."))
    }
    learnt = [{"title": {"de": "Sortieren"}, "competence": "1.3", "level": 4, "minutes": 960}]
    code = builders.listed(builders.training(language="de", outcomes=learnt, **texts))
    tree = page(ctx.test_client(), f"/offers/{code}")
    assert words(tree, "//header/p[@class='sm soft']") == "This provider writes in German."
    for path in ("//h1", "//p[@class='lead']", "//div[@class='prose']", "//table//tbody//th"):
        assert tree.xpath(path)[0].get("lang") == "de", path


def test_every_element_of_the_standard_says_what_it_is_for(ctx: Flask) -> None:
    tree = page(ctx.test_client(), f"/offers/{builders.listed(builders.micro(eqf='none'))}")
    said = {words(item, ".//dt"): words(item, ".//dd") for item in tree.xpath("//*[@class='elem']")}
    assert len(said) == 13
    assert said["Workload – time to plan for"] == "16 hours"
    assert said["Level – so that others can place it"] == "does not apply"
    assert said["Supervision and identity – that it was really you"] == "not stated"
    plain = page(ctx.test_client(), f"/offers/{builders.listed()}")
    assert plain.xpath("//section[@aria-labelledby='get']//details//*[@class='elem']"), "folded where it is no micro"
