"""Events before, during and after; the agenda with its speakers and the offers linked to it."""

import datetime as dt

import pytest
from flask import Flask

from registry.events import queries, service
from registry.kernel.actor import OPERATOR
from registry.vocabularies import service as vocabularies
from registry.web import agenda
from tests import builders
from tests.web.reading import page, total, words

POLICY = "/events/policy-event-ila-micro-credentials-2022"


def test_the_policy_event_stands_as_it_was_announced(demonstration: Flask) -> None:
    tree = page(demonstration.test_client(), POLICY)
    short = words(tree, "//section[@aria-labelledby='short']")
    for fact in ("23 Feb 2022", "15:00\u2060–\u206016:25", "Brussels time, UTC+1", "Online", "Closed"):
        assert fact in short
    assert [item.text for item in tree.xpath("//li[contains(@class,'slot')]//time")] == [
        "15:00",
        "15:10",
        "16:10",
        "16:25",
    ]
    people = [person.text for person in tree.xpath("//li[@class='spk']/b")]
    assert people == [
        "Peter Palvolgyi", "Norman Röhner", "Klara Engels Perenyi", "Yann-Maël Bideau", "William O’Keeffe",
        "Altheo Valentini", "Brikena Xhomaqi",
    ]  # fmt: skip
    unsure = tree.xpath("//li[@class='spk'][.//span[@class='tag']]/b/text()")
    assert unsure == ["Altheo Valentini"], "to be confirmed is a state, not part of the name"
    assert "16 June 2022" in words(tree, "//*[@class='note']")


def test_offers_linked_to_an_item_are_the_searchs_own(demonstration: Flask) -> None:
    client = demonstration.test_client()
    shelves = page(client, POLICY).xpath("//div[@class='shelf']")
    assert len(shelves) >= 3
    for shelf in shelves:
        assert shelf.xpath(".//li//a/@href")
        for more in shelf.xpath("./p/a"):
            assert total(page(client, more.get("href"))) == int(words(more, ".").split()[-1])


@pytest.fixture
def evening(ctx: Flask) -> str:
    """An event on 1 December 2026 from 18:00 to 20:00 in Brussels."""
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    service.save(OPERATOR, builders.event_letter(url="https://harbour.example/evening"))
    return "open-evening"


@pytest.mark.parametrize(
    ("instant", "state", "tag", "button", "running"),
    [
        ("2026-12-01T16:59", "before", "Coming", "Register with the organiser", []),
        ("2026-12-01T17:10", "during", "On now", "Register with the organiser", ["Welcome"]),
        ("2026-12-01T17:35", "during", "On now", "Register with the organiser", []),
        ("2026-12-01T19:00", "after", "Has taken place", "The organiser’s page", []),
    ],
)
def test_an_event_before_during_and_after(
    evening: str, ctx: Flask, instant: str, state: str, tag: str, button: str, running: list[str]
) -> None:
    now = dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)
    event = queries.by_slug(evening)
    assert event is not None
    with ctx.test_request_context(f"/events/{evening}"):
        shown = agenda.page(event, now)
        assert shown.state == state
        assert shown.join is not None
        assert shown.join.text == button
        assert [item.title.text for item in shown.items if item.now] == running
        assert agenda.row(event, now).tag.text == tag


def test_a_cancelled_event_says_so_and_offers_no_registration(evening: str, ctx: Flask) -> None:
    service.save(OPERATOR, builders.event_letter(status="cancelled", url="https://harbour.example/x"), seen=1)
    tree = page(ctx.test_client(), f"/events/{evening}")
    assert words(tree, "//*[@class='note']") == "This event has been cancelled."
    assert not tree.xpath("//section[@aria-labelledby='short']//a")


def test_the_list_tells_coming_from_past(demonstration: Flask) -> None:
    tree = page(demonstration.test_client(), "/events")
    assert tree.xpath("//section[@aria-labelledby='past']//h3/a/@href") == [POLICY]
    assert words(tree, "//section[@aria-labelledby='coming']/p") == "No event is announced at present."


def test_an_unknown_event_is_not_found(demonstration: Flask) -> None:
    page(demonstration.test_client(), "/events/nothing", 404)
