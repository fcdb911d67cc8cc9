"""Events before, during and after; the agenda with its speakers and the offers linked to it."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from registry.events import queries, service
from registry.kernel.actor import OPERATOR
from registry.vocabularies import service as vocabularies
from registry.web import agenda
from tests import builders
from tests.web.reading import page, words

pytestmark = pytest.mark.one_database

POLICY = "/events/policy-event-ila-micro-credentials-2022"


def test_the_policy_event_stands_as_it_was_announced(shown: Flask) -> None:
    tree = page(shown.test_client(), POLICY)
    short = words(tree, "//section[@aria-labelledby='short']")
    for fact in ("23 Feb 2022", "15:00\u2060–\u206016:25", "Brussels time, UTC+1", "Online", "closed"):
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


STANDINGS: list[tuple[dict[str, Any], str, str, str]] = [
    # what the organiser said, the notice at the top, registration, the button
    ({}, "", "", "Register with the organiser"),
    (
        {"entry": "open", "entry_until": "2026-11-30T12:00"},
        "",
        "open until 30 Nov, 12:00",
        "Register with the organiser",
    ),
    ({"entry": "open", "entry_until": "2026-11-20T12:00"}, "", "closed", "The organiser’s page"),
    ({"entry": "waiting"}, "", "full, with a waiting list", "Join the waiting list"),
    ({"entry": "full"}, "", "full at present", "The organiser’s page"),
    (
        {"status": "moved"},
        "This event has been moved. The date shown is the new one.",
        "",
        "Register with the organiser",
    ),
    ({"status": "cancelled", "entry": "open"}, "This event has been cancelled.", "", ""),
]


def test_in_french_registration_is_feminine(shown: Flask) -> None:
    tree = page(shown.test_client(), f"/fr{POLICY}")
    assert words(tree, "//section[@aria-labelledby='short']//div[dt='Inscription']/dd").startswith("fermée")


@pytest.mark.parametrize(("said", "notice", "registration", "button"), STANDINGS)
def test_how_a_coming_event_stands_is_said_in_words(
    evening: str, ctx: Flask, said: dict[str, Any], notice: str, registration: str, button: str
) -> None:
    service.save(OPERATOR, builders.event_letter(**said, url="https://harbour.example/x"), seen=1)
    tree = page(ctx.test_client(), f"/events/{evening}")
    assert [words(note, ".") for note in tree.xpath("//*[@class='note']")] == [notice] * bool(notice)
    short = "//section[@aria-labelledby='short']"
    labelled = tree.xpath(f"{short}//div[dt='Registration']/dd")
    assert [words(item, ".") for item in labelled] == [registration] * bool(registration)
    assert [link.text for link in tree.xpath(f"{short}//a[@rel]")] == [button] * bool(button)


@pytest.mark.parametrize(
    ("instant", "status", "told"),
    [
        ("2026-12-01T16:00", "planned", False),
        ("2026-12-01T17:10", "planned", False),
        ("2026-12-01T19:00", "planned", True),
        ("2026-12-01T16:00", "moved", True),
        ("2026-12-01T16:00", "cancelled", True),
    ],
)
def test_what_came_of_an_event_is_told_when_it_is_over(
    evening: str, ctx: Flask, instant: str, status: str, told: bool
) -> None:
    service.save(OPERATOR, builders.event_letter(status=status, note={"en": "Adopted in June."}), seen=1)
    event = queries.by_slug(evening)
    assert event is not None
    with ctx.test_request_context(f"/events/{evening}"):
        shown = agenda.page(event, dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC))
        assert shown.note.text == ("Adopted in June." if told else "")


def test_an_event_without_offers_says_so_and_leads_to_the_search(evening: str, ctx: Flask) -> None:
    tree = page(ctx.test_client(), f"/events/{evening}")
    assert "Nobody has linked an offer to this event yet." in words(tree, "//section[@id='offers']")
    assert tree.xpath("//section[@id='offers']//a/@href") == ["/offers"]


def test_the_list_stands_by_month_and_tells_coming_from_past(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/events")
    assert tree.xpath("//section[@aria-labelledby='past']//h4/a/@href") == [POLICY]
    coming = tree.xpath("//section[@aria-labelledby='coming']//h3/text()")
    assert coming == ["December 2026", "January 2027"]
    assert len(tree.xpath("//section[@aria-labelledby='coming']//h4")) == 3
    for view in tree.xpath("//div[@class='order']/a"):
        shown = page(client, view.get("href")).xpath("//h4")
        assert f"({len(shown)})" in view.text, "the number is what the link shows"
    assert client.get("/events?when=never").location == "/events"


def test_without_any_event_to_come_the_list_says_so(ctx: Flask) -> None:
    tree = page(ctx.test_client(), "/events")
    assert words(tree, "//section[@aria-labelledby='coming']/p") == "No event is announced at present."


def test_an_unknown_event_is_not_found(shown: Flask) -> None:
    page(shown.test_client(), "/events/nothing", 404)
