"""Saving events and showing offers beside them, through the verbs, on both databases."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from registry.events import policy, queries, service
from registry.events.agenda import EventView
from registry.events.model import Event, Showcase, Slot
from registry.kernel import codes, outbox
from registry.kernel.actor import OPERATOR, ROLES, Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from registry.kernel.transaction import transaction
from tests.asking import heard
from tests.builders import acting, event_letter

SEARCH = {"title": {"en": "All of them"}, "query": "kind=training"}
FIRST = {"starts_at": "2026-12-01T18:00", "title": {"en": "Welcome"}}


def found(slug: str = "open-evening") -> EventView:
    view = queries.by_slug(slug)
    assert view is not None
    return view


def announced() -> list[tuple[str, str]]:
    rows = db.session.execute(select(outbox.Change.topic, outbox.Change.key).order_by(outbox.Change.id))
    return [(row.topic, row.key) for row in rows]


def test_an_event_is_kept_as_given(ctx: Flask) -> None:
    slots = [
        {**FIRST, "showcase": [SEARCH], "speakers": [{"name": "Ada Example", "role": "Chair", "confirmed": False}]}
    ]
    assert (
        service.save(Actor("organiser", second_factor=True), event_letter(slots=slots, showcase=[SEARCH]))
        == "open-evening"
    )
    view = found()
    assert (view.start.isoformat(), view.zone, view.starts.isoformat()) == (
        "2026-12-01T18:00:00",
        "Europe/Brussels",
        "2026-12-01T18:00:00+01:00",
    )
    assert (view.title["fr"], view.status, view.demonstration, view.counter) == ("Soirée ouverte", "planned", False, 1)
    (slot,) = view.slots
    (speaker,) = slot.speakers
    assert (speaker.name, speaker.role, speaker.unit, speaker.confirmed) == ("Ada Example", "Chair", None, False)
    assert [item.query for item in slot.showcase] == [item.query for item in view.showcase] == ["kind=training"]
    assert announced() == [("events.event", "open-evening")]


def test_how_registration_stands_is_kept_with_its_words(ctx: Flask) -> None:
    said = {"registration": {"en": "Free."}, "entry": "open", "entry_until": "2026-11-30T12:00"}
    service.save(OPERATOR, event_letter(**said))
    view = found()
    assert (view.registration, view.entry) == ({"en": "Free."}, "open")
    assert view.entry_until == dt.datetime(2026, 11, 30, 12)
    service.save(OPERATOR, event_letter(), seen=1)
    assert (found().registration, found().entry, found().entry_until) == (None, "", None)


def test_words_written_by_an_earlier_release_are_still_words(ctx: Flask) -> None:
    service.save(OPERATOR, event_letter())
    with transaction():
        row = queries.for_update("open-evening")
        assert row is not None
        row.registration = {"en": "Free.", "fr": "Gratuit."}
    assert (found().registration, found().entry) == ({"en": "Free.", "fr": "Gratuit."}, "")


def test_saving_again_replaces_the_agenda_as_seen(ctx: Flask) -> None:
    service.save(OPERATOR, event_letter(showcase=[SEARCH]))
    service.save(OPERATOR, event_letter(slots=[FIRST], title={"en": "Open day"}), seen=1)
    view = found()
    assert (view.title, len(view.slots), view.showcase, view.counter) == ({"en": "Open day"}, 1, (), 2)
    assert db.session.scalar(select(func.count()).select_from(Slot)) == 1
    assert db.session.scalar(select(func.count()).select_from(Showcase)) == 0


def test_an_event_that_moved_on_is_not_overwritten(ctx: Flask) -> None:
    service.save(OPERATOR, event_letter())
    service.save(OPERATOR, event_letter(title={"en": "Theirs"}), seen=1)
    with pytest.raises(Conflict) as refused:
        service.save(OPERATOR, event_letter(title={"en": "Mine"}), seen=1)
    assert refused.value.theirs == 2
    with pytest.raises(Conflict):
        service.save(OPERATOR, event_letter(title={"en": "Mine"}))
    with pytest.raises(NotFound):
        service.save(OPERATOR, event_letter(slug="another"), seen=1)
    assert found().title == {"en": "Theirs"}


@pytest.mark.parametrize("role", ROLES)
def test_only_organisers_and_the_registry_change_events(ctx: Flask, role: str) -> None:
    allowed = role in ("organiser", "admin", "operator")
    assert all(policy.allows(acting(role), action) == allowed for action in policy.RIGHTS)
    if allowed:
        service.save(acting(role), event_letter())
        assert service.show(acting(role), "open-evening", 1, SEARCH)
        return
    with pytest.raises(Forbidden):
        service.save(acting(role), event_letter())
    with pytest.raises(Forbidden):
        service.show(acting(role), "open-evening", 1, SEARCH)
    assert queries.by_slug("open-evening") is None


def wrong(**changes: Any) -> dict[str, Any]:
    return event_letter(**changes)


@pytest.mark.parametrize(
    ("letter", "path"),
    [
        (wrong(slug="Open Evening"), ("slug",)),
        (wrong(end="2026-12-01T17:00"), ("end",)),
        (wrong(start="2026-12-01T18:00+01:00"), ("start",)),
        (wrong(zone="Brussels"), ("zone",)),
        (wrong(mode="hybrid"), ("mode",)),
        (wrong(language="fr"), ("summary",)),
        (wrong(url="javascript:alert(1)"), ("url",)),
        (wrong(colour="red"), ("colour",)),
        (wrong(entry="soon"), ("entry",)),
        (wrong(entry_until="2026-12-02T18:00"), ("entry_until",)),
        (wrong(slots=[{**FIRST, "starts_at": "2026-12-02T18:00"}]), ("slots", "0", "starts_at")),
        (wrong(slots=[{**FIRST, "ends_at": "2026-12-01T17:00"}]), ("slots", "0", "ends_at")),
        (wrong(slots=[{**FIRST, "starts_at": "2026-12-01T19:00"}, FIRST]), ("slots", "1", "starts_at")),
        (wrong(slots=[{**FIRST, "speakers": [{"role": "Chair"}]}]), ("slots", "0", "speakers", "0", "name")),
        (wrong(showcase=[{"title": {"en": "Nothing"}}]), ("showcase", "0", "offer_code")),
        (wrong(showcase=[{**SEARCH, "offer_code": "DEMO-0000-0000"}]), ("showcase", "0", "offer_code")),
        (wrong(showcase=[{"offer_code": "DEMO-0000-0001"}]), ("showcase", "0", "offer_code")),
        (wrong(showcase=[{"query": "kind=training"}]), ("showcase", "0", "title")),
        (wrong(showcase=[{**SEARCH, "query": "?kind=training"}]), ("showcase", "0", "query")),
    ],
)
def test_a_letter_that_does_not_fit_is_refused_by_field(ctx: Flask, letter: dict[str, Any], path: tuple[str]) -> None:
    with pytest.raises(Invalid) as refused:
        service.save(OPERATOR, letter)
    errors: Any = refused.value.errors
    for key in path:
        assert key in errors, refused.value.errors
        errors = errors[key]
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0
    assert announced() == []


def test_an_offer_is_shown_once_beside_an_item(ctx: Flask) -> None:
    code = codes.new()
    service.save(OPERATOR, event_letter())
    assert service.show(OPERATOR, "open-evening", 2, {"offer_code": code})
    assert service.show(OPERATOR, "open-evening", 2, SEARCH)
    assert not service.show(OPERATOR, "open-evening", 2, {"offer_code": code})
    assert service.show(OPERATOR, "open-evening", None, {"offer_code": code})
    view = found()
    assert [[item.offer_code or item.query for item in slot.showcase] for slot in view.slots] == [
        [],
        [code, "kind=training"],
    ]
    assert [item.offer_code for item in view.showcase] == [code]
    assert view.counter == 4
    for slug, position in (("open-evening", 3), ("nowhere", None)):
        with pytest.raises(NotFound):
            service.show(OPERATOR, slug, position, SEARCH)


def test_the_database_refuses_a_link_to_both_or_to_nothing(ctx: Flask) -> None:
    service.save(OPERATOR, event_letter())
    for code, query in (("'DEMO-0000-0000'", "'kind=training'"), ("null", "null")):
        with pytest.raises(IntegrityError), transaction():
            values = f"select id, 1, {code}, {query} from event"
            db.session.execute(text(f"insert into showcase (event_id, position, offer_code, query) {values}"))


def test_coming_events_stand_before_past_ones_nearest_first(ctx: Flask) -> None:
    days = {"long-ago": "2022-02-23", "last-week": "2026-11-16", "today": "2026-11-23", "soon": "2026-12-01"}
    for slug, day in days.items():
        times = {"start": f"{day}T10:00", "end": f"{day}T12:00", "slots": []}
        service.save(OPERATOR, event_letter(slug=slug, **times))
    # the clock stands at 11:00 in Brussels, so today's is running
    assert [face.slug for face in queries.listing()] == ["today", "soon", "last-week", "long-ago"]
    at = {day: dt.datetime.fromisoformat(f"{day}T12:00Z") for day in ("2026-11-23", "2027-01-01", "2020-01-01")}
    shown = {day: [face.slug for face in queries.next_and_latest(now)] for day, now in at.items()}
    assert shown == {
        "2026-11-23": ["soon", "today"],
        "2027-01-01": ["soon", "today"],
        "2020-01-01": ["long-ago", "last-week"],
    }


def test_what_is_cancelled_is_neither_the_next_nor_the_last(ctx: Flask) -> None:
    days = {"past": "2026-11-02", "past-cancelled": "2026-11-09", "soon-cancelled": "2026-12-01", "soon": "2026-12-08"}
    for slug, day in days.items():
        status = "cancelled" if slug.endswith("cancelled") else "planned"
        letter = event_letter(slug=slug, start=f"{day}T10:00", end=f"{day}T12:00", slots=[], status=status)
        service.save(OPERATOR, letter)
    assert [face.slug for face in queries.next_and_latest(dt.datetime.fromisoformat("2026-11-23T12:00Z"))] == [
        "soon",
        "past",
    ]
    assert [face.slug for face in queries.listing()] == ["soon-cancelled", "soon", "past-cancelled", "past"]


def test_reading_costs_the_same_however_long_the_agenda_is(ctx: Flask) -> None:
    def counted(read: Any) -> int:
        with heard() as asked:
            read()
        return sum(one.is_question for one in asked)

    slots = [{**FIRST, "showcase": [SEARCH]} for _ in range(30)]
    service.save(OPERATOR, event_letter(slug="short", slots=[FIRST]))
    service.save(OPERATOR, event_letter(slug="long", slots=slots))
    assert counted(lambda: queries.by_slug("short")) == counted(lambda: queries.by_slug("long")) == 3
    before = counted(queries.listing)
    service.save(OPERATOR, event_letter(slug="third"))
    assert counted(queries.listing) == before == 1


def test_an_edit_makes_a_seeded_event_its_editors_own(ctx: Flask) -> None:
    service.save(OPERATOR, event_letter(), seeded="a" * 64)
    assert queries.seeded(["open-evening", "unknown"]) == {"open-evening": "a" * 64}
    service.show(OPERATOR, "open-evening", 1, SEARCH)
    assert queries.seeded(["open-evening"]) == {"open-evening": "a" * 64}
    service.save(Actor("organiser", second_factor=True), event_letter(title={"en": "Ours"}), seen=2)
    assert queries.seeded(["open-evening"]) == {"open-evening": None}
