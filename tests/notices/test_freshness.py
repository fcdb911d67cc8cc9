"""The freshness contract as a provider lives it, with the clock moved: letters at 30, 7 and 0 days, once each; what
nobody confirms sinks, then leaves; one click on the link in a letter keeps it or brings it back. All by the worker and
the pages, and all of it in the history."""

import re
from collections.abc import Iterable
from contextlib import suppress
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from registry import worker
from registry.catalogue import service as catalogue
from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.transaction import transaction
from registry.ledger import verify
from registry.notices import links
from registry.providers.model import Membership
from tests import builders, signing, times
from tests.notices.conftest import Box, School, person

OURS = {"Sec-Fetch-Site": "same-origin"}
DUE = 180  # days after it was listed an offer is to be confirmed


def body(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage) -> str:
    (address,) = re.findall(r"http://localhost(\S*/confirm/\S+)", body(letter))
    return str(address)


def days_told(app: Flask, box: Box, days: Iterable[int], address: str = "en@harbour.example") -> dict[int, list[str]]:
    """Day → subjects of the letters of that day, the worker being at it every day, twice."""
    found = {}
    for day in days:
        before = len(box.to(address))
        with times.after(app, day):
            worker.once()
            worker.once()
        if new := box.to(address)[before:]:
            found[day] = [letter["Subject"] for letter in new]
    return found


def click(client: FlaskClient, address: str, **values: object) -> TestResponse:
    """Send the page's form, as a browser does that has no session here."""
    return client.post(address, data=signing.form(**values), headers=OURS)


def titled(school: School, title: str) -> str:
    return builders.decided(builders.training(title={"en": title}), provider_code=school.code)


def order(app: Flask) -> list[str]:
    """The titles of all results, in order."""
    page = app.test_client().get("/api/v1/offers").json
    assert page is not None
    return [item["title"] for item in page["items"]]


def test_reminders_go_out_once_each_and_what_nobody_confirms_sinks_leaves_and_comes_back(
    ctx: Flask, school: School, box: Box
) -> None:
    late, kept = titled(school, "Late"), titled(school, "Kept")
    worker.once()
    box.got.clear()
    both = "Are these 2 offers still right?"
    assert days_told(ctx, box, range(DUE - 31, DUE - 27)) == {DUE - 30: [both]}
    assert days_told(ctx, box, range(DUE - 8, DUE - 5)) == {DUE - 7: [both]}
    assert "7 days are left." in body(box.to("en@harbour.example")[-1])

    with times.after(ctx, DUE - 6):
        client, address = ctx.test_client(), link_in(box.to("en@harbour.example")[-1])
        assert "Are these 2 offers still right?" in client.get(address).text
        assert click(client, address, offers=kept, then="some").status_code == 303
        assert "confirmed on" in client.get(address).text
        worker.once()
    assert days_told(ctx, box, range(DUE - 1, DUE + 2)) == {DUE: ["Is this offer still right?"]}
    assert len(box.to("fr@harbour.example")) == len(box.to("de@harbour.example")) == 3
    assert box.to("editor@harbour.example") == []

    new = builders.training(title={"en": "New"})
    with times.after(ctx, DUE + 1):
        builders.decided(new)
        worker.once()
        assert sorted(order(ctx)[:2]) == ["Kept", "New"]
        assert order(ctx)[2] == "Late", "it sinks behind all others"
        assert "overdue since" in ctx.test_client().get(f"/offers/{late}").text
    box.got.clear()
    assert days_told(ctx, box, range(DUE + 28, DUE + 32)) == {DUE + 30: ["An offer has left the list"]}
    with times.after(ctx, DUE + 100):
        worker.once()
        client, address = ctx.test_client(), link_in(box.to("de@harbour.example")[-1])
        assert client.get(f"/offers/{late}").status_code == 410
        assert "Late" not in order(ctx)
        page = client.get(address)
        assert "Stimmt dieses Angebot noch?" in page.text
        assert client.get(f"/offers/{late}").status_code == 410, "looking changes nothing"
        assert click(client, address, then="all").status_code == 303
        worker.once()
        assert client.get(f"/offers/{late}").status_code == 200
        assert "Late" in order(ctx)
        assert "Dieser Link hat seinen Dienst getan." in client.get(address).text
        history = client.get(f"/offers/{late}").text
        assert "Lapsed: not confirmed in time" in history
        assert "Confirmed and listed again" in history
    assert verify.verify() == []


def test_a_registry_that_stood_still_asks_before_anything_lapses(ctx: Flask, school: School, box: Box) -> None:
    titled(school, "Late")
    orphan = builders.decided(builders.training(title={"en": "Orphan"}))
    worker.once()
    box.got.clear()
    told = days_told(ctx, box, range(DUE + 60, DUE + 61))
    assert told == {DUE + 60: ["Is this offer still right?"]}, "only the most urgent letter"
    assert "The time is over." in body(box.to("en@harbour.example")[-1])
    with times.after(ctx, DUE + 61):
        client = ctx.test_client()
        assert client.get(f"/offers/{orphan}").status_code == 410, "there is nobody to ask"
        assert order(ctx) == ["Late"]
    assert days_told(ctx, box, range(DUE + 89, DUE + 91)) == {DUE + 90: ["An offer has left the list"]}


@pytest.mark.one_database
def test_one_letter_a_day_lists_all_offers_and_a_new_member_is_told_at_the_next_stage(
    ctx: Flask, school: School, box: Box
) -> None:
    for number in range(3):
        titled(school, f"Offer {number}")
    with times.after(ctx, 1):
        titled(school, "A day later")
    worker.once()
    box.got.clear()
    assert days_told(ctx, box, range(DUE - 30, DUE - 28)) == {
        DUE - 30: ["Are these 3 offers still right?"],
        DUE - 29: ["Is this offer still right?"],
    }
    signing.join(person("new@harbour.example").id, school.code, "admin")
    assert days_told(ctx, box, range(DUE - 28, DUE - 26), "new@harbour.example") == {}
    assert list(days_told(ctx, box, range(DUE - 7, DUE - 6), "new@harbour.example")) == [DUE - 7]


@pytest.fixture
def asked(ctx: Flask, school: School) -> tuple[str, str]:
    """An offer to be confirmed in thirty days, and the address in the letter to the one who reads English."""
    code = titled(school, "Photos")
    with times.after(ctx, DUE - 30) as then:
        worker.once()
        link = links.Confirmation(school.code, school.people["en"].ref, then.date(), lapsed=False)
        return code, f"/confirm/{link.token}"


def _altered(address: str) -> str:
    """One letter of its signature is another; not the last, of which two bits say nothing."""
    return address[:-2] + ("A" if address[-2] != "A" else "B") + address[-1]


@pytest.mark.one_database
@pytest.mark.promise("P05")
def test_a_link_ends_with_its_time_with_the_membership_and_when_it_is_altered(
    ctx: Flask, school: School, asked: tuple[str, str]
) -> None:
    _code, address = asked
    client = ctx.test_client()
    with times.after(ctx, DUE - 20):
        assert client.get(address).status_code == 200
        assert client.get(address).headers["Cache-Control"] == "no-store"
        assert client.get(address).headers["Referrer-Policy"] == "same-origin"
        for other in (_altered(address), "/confirm/x", "/confirm/" + "x" * 300):
            assert client.get(other).status_code == 404
            assert click(client, other, then="all").status_code == 404
    with times.after(ctx, DUE + 61):
        assert client.get(address).status_code == 410
        assert click(client, address, then="all").status_code == 410
    with times.after(ctx, DUE - 20):
        with transaction():
            gone = delete(Membership).where(Membership.user_id == school.people["en"].id)
            db.session.execute(gone)
        assert client.get(address).status_code == 410
        assert click(client, address, then="all").status_code == 410


@pytest.mark.one_database
def test_a_link_confirms_only_what_its_letter_listed_and_a_form_without_an_answer_says_so(
    ctx: Flask, school: School, asked: tuple[str, str]
) -> None:
    code, address = asked
    other, foreign = titled(school, "Another"), builders.decided()
    client = ctx.test_client()
    with times.after(ctx, DUE - 20):
        before = {one: builders.offer_row(one).confirmed_at for one in (code, other, foreign)}
        refused = click(client, address, offers=foreign, then="some")
        assert refused.status_code == 422
        assert "Tick the offers that are still right" in refused.text
        without = client.post(address, data={"then": "all"}, headers=OURS)
        assert without.status_code == 422
        assert click(client, address, offers=[other, foreign, code], then="some").status_code == 303
        db.session.rollback()
        moved = [one for one in before if builders.offer_row(one).confirmed_at != before[one]]
        assert moved == [code]
        assert ctx.test_client().post(address, data={"then": "all"}).status_code == 403


@pytest.mark.one_database
def test_an_offer_suspended_in_between_is_passed_over(ctx: Flask, school: School, asked: tuple[str, str]) -> None:
    code, address = asked
    client = ctx.test_client()
    with times.after(ctx, DUE - 20):
        builders.take_steps(code, ("suspend", builders.ADMIN))
        assert "not in the list any more" in client.get(address).text
        assert click(client, address, then="all").status_code == 303
        with suppress(WrongState):
            catalogue.confirm(builders.member(school.code), code)
        assert builders.offer_row(code).versions[0].state == "suspended"
