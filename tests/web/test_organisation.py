"""A provider at its own desk: registering it, inviting, keeping entry and places; what a form does not ask is not
taken, and what was typed is never lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from registry.accounts.letters import LetterRequest
from registry.kernel.db import db
from registry.providers import members, queries
from registry.providers.model import Invitation, Provider
from tests import builders, signing
from tests.signing import form

JOIN = {
    "name": "Evening School of the Quay",
    "country": "BE",
    "kinds": "adult-education-centre",
    "identifiers__0__scheme": "kbo-bce",
    "identifiers__0__value": "0403.170.701",
}
pytestmark = pytest.mark.one_database


def one_provider() -> Provider:
    return db.session.scalars(select(Provider)).one()


def read(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.fixture
def at_home(app: Flask) -> tuple[FlaskClient, str]:
    """An administrator of a provider, signed in, and the provider's code."""
    with app.app_context():
        code = builders.provider()
    return signing.a_client(app, "ann@example.org", of=code), code


def test_a_person_registers_their_provider_once_however_often_they_click(app: Flask) -> None:
    ann = signing.a_client(app, "ann@example.org")
    assert ann.get("/publish/providers").headers["Location"] == "/publish/join"
    assert "Kind of number" in read(ann, "/publish/join")
    ways = {ann.post("/publish/join", data=form(**JOIN)).headers["Location"] for _ in range(2)}
    with app.app_context():
        assert ways == {f"/publish/providers/{one_provider().code}"}
    assert "Not verified yet" in read(ann, ways.pop())
    eve = signing.a_client(app, "eve@example.org")
    again = eve.post("/publish/join", data=form("nonce-of-the-tests-0002", **JOIN))
    assert again.status_code == 422
    assert "in the register already" in again.text
    assert "eve@example.org" in again.text
    assert "0403.170.701" in again.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"identifiers__0__value": "0403170702"}, "check digits"),
        ({"name": ""}, "f-name"),
        ({"country": ""}, "f-country"),
        ({"standing": "verified"}, "does not ask"),
        ({"slug": "mine"}, "does not ask"),
        ({"public_since": "2026-01-01"}, "does not ask"),
        ({"identifiers__0__provider_id": "7"}, "identifiers"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(app: Flask, change: dict[str, str], told: str) -> None:
    answer = signing.a_client(app, "ann@example.org").post("/publish/join", data=form(**{**JOIN, **change}))
    assert answer.status_code == 422
    assert told in answer.text
    assert "adult-education-centre" in answer.text
    assert change.get("identifiers__0__value", "0403.170.701") in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Provider)) == 0


def test_a_colleague_is_invited_accepts_and_loses_the_right_at_the_next_request(
    app: Flask, at_home: tuple[FlaskClient, str]
) -> None:
    ann, code = at_home
    for _ in range(2):  # a double click is one letter
        answer = ann.post(f"/publish/providers/{code}/members", data=form(email="bob@example.org", role="editor"))
        assert answer.status_code == 303
    with app.app_context():
        letter = db.session.scalars(select(LetterRequest)).one()
    way = str(letter.given["link"]).removeprefix("http://localhost")
    assert "bob@example.org" in read(ann, f"/publish/providers/{code}/members")
    assert app.test_client().get(way).headers["Location"].startswith("/account/login?next=")
    assert "another address" in read(ann, way)
    bob = signing.a_client(app, "bob@example.org")
    assert "Accept" in read(bob, way)
    assert bob.post(way, data=form()).status_code == 303
    assert "not valid" in read(bob, way, 404)
    assert "Invite somebody" not in read(bob, f"/publish/providers/{code}/members")
    with app.app_context():
        ref = next(one.ref for one in members.of_provider(code) if one.email == "bob@example.org")
    assert ann.post(f"/publish/providers/{code}/members/{ref}", data=form(then="remove")).status_code == 303
    gone = bob.get(f"/publish/providers/{code}/members")
    assert gone.headers["Location"].startswith("/account/login")


def test_refusals_of_members_are_told_on_their_page(app: Flask, at_home: tuple[FlaskClient, str]) -> None:
    ann, code = at_home
    base = f"/publish/providers/{code}"
    with app.app_context():
        [own] = members.of_provider(code)
    for path, values in (
        (f"{base}/leave", {}),
        (f"{base}/members/{own.ref}", {"then": "remove"}),
        (f"{base}/members/{own.ref}", {"role": "editor"}),
        (f"{base}/members/{own.ref}", {"role": "owner"}),
        (f"{base}/members", {"email": "x", "role": "editor"}),
        (f"{base}/members", {"email": "new@example.org", "role": "editor", "used_at": "now"}),
        (f"{base}/members", {"email": own.email, "role": "editor"}),
    ):
        answer = ann.post(path, data=form(**values))
        assert answer.status_code == 422, path
        assert 'id="problems"' in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_an_invitation_is_taken_back(app: Flask, at_home: tuple[FlaskClient, str]) -> None:
    ann, code = at_home
    ann.post(f"/publish/providers/{code}/members", data=form(email="bob@example.org", role="editor"))
    with app.app_context():
        [left] = members.invited(code)
    way = f"/publish/providers/{code}/invitations/{left.number}"
    assert [ann.post(way, data=form()).status_code for _ in range(2)] == [303, 422]
    assert ann.post(f"/publish/providers/{code}/invitations/999", data=form()).status_code == 404


def test_another_provider_and_none_answer_alike(app: Flask, at_home: tuple[FlaskClient, str]) -> None:
    ann, code = at_home
    with app.app_context():
        other = builders.provider(name="Other")
    for part in ("", "/members", "/places", "/places/new"):
        pages = [ann.get(f"/publish/providers/{one}{part}") for one in (other, "DEMO-0000-0000")]
        assert [page.status_code for page in pages] == [404, 404]
        assert pages[0].text.replace(other, "") == pages[1].text.replace("DEMO-0000-0000", "")
    editor = signing.a_client(app, "ed@example.org")
    with app.app_context():
        found = select(Invitation)
        assert db.session.scalars(found).all() == []
        signing.join(signing.account("e2@example.org").id, code, "editor")
    assert editor.post(f"/publish/providers/{code}", data=form(seen=1, name="Mine")).status_code in (403, 404)


def test_the_entry_is_kept_and_a_stale_page_shows_both_values(app: Flask, at_home: tuple[FlaskClient, str]) -> None:
    ann, code = at_home
    way = f"/publish/providers/{code}"
    with app.app_context():
        seen = builders.provider_row(code).counter
    values = {"name": "New name", "country": "BE", "languages": ["en", "fr"], "description__en": "We teach."}
    assert ann.post(way, data=form(seen=seen, **values)).status_code == 303
    with app.app_context():
        stored = builders.provider_row(code)
        assert (stored.name, stored.languages, stored.description) == ("New name", ["en", "fr"], {"en": "We teach."})
        assert stored.kinds == []
    stale = ann.post(way, data=form(seen=seen, **{**values, "name": "My name"}))
    assert stale.status_code == 409
    assert "My name" in stale.text
    assert "What stands now" in stale.text
    assert ann.post(way, data=form(seen=seen, **values)).status_code == 303, "it says what stands anyway"
    for change in ({"country": "XX"}, {"standing": "closed"}, {"identifiers__0__value": "1"}, {"url": "javascript:1"}):
        answer = ann.post(way, data=form(seen=seen + 1, **{**values, **change}))
        assert answer.status_code == 422
        assert "We teach." in answer.text
    assert ann.post(way, data=form(seen="x", **values)).status_code == 422


def test_an_entry_without_its_name_is_refused_there_and_nothing_typed_is_lost(
    app: Flask, at_home: tuple[FlaskClient, str]
) -> None:
    ann, code = at_home
    way = f"/publish/providers/{code}"
    with app.app_context():
        seen = builders.provider_row(code).counter
    for name in ({}, {"name": ""}, {"name": "   "}):
        values = {"country": "BE", "languages": ["en"], "description__en": "We teach.", **name}
        answer = ann.post(way, data=form(seen=seen, **values))
        assert answer.status_code == 422
        assert 'href="#f-name"' in answer.text
        assert "We teach." in answer.text
    with app.app_context():
        stored = builders.provider_row(code)
        assert (stored.name, stored.description, stored.counter) == ("Harbour Learning House", None, seen)


def test_places_are_entered_and_changed(app: Flask, at_home: tuple[FlaskClient, str]) -> None:
    ann, code = at_home
    base = f"/publish/providers/{code}/places"
    values = {"name": "Quay 7", "country": "BE", "region": "BE2", "access": ["step-free", "captions"]}
    for _ in range(2):
        assert ann.post(f"{base}/new", data=form(**values)).status_code == 303
    with app.app_context():
        [place] = queries.places(code)
    assert place.access == ("step-free", "captions")
    assert "Quay 7" in read(ann, base)
    assert 'value="Quay 7"' in read(ann, f"{base}/{place.code}")
    assert ann.post(f"{base}/{place.code}", data=form(seen=1, name="Quay 8", country="BE")).status_code == 303
    assert ann.post(f"{base}/{place.code}", data=form(seen=1, name="Quay 9", country="BE")).status_code == 409
    wrong = ann.post(f"{base}/new", data=form("nonce-of-the-tests-0003", **{**values, "region": "FR1"}))
    assert wrong.status_code == 422
    assert "Quay 7" in wrong.text
    assert ann.get(f"{base}/DEMO-0000-0000").status_code == 404


def test_what_is_put_in_place_of_it_after_back_is_not_dropped(app: Flask, at_home: tuple[FlaskClient, str]) -> None:
    ann, code = at_home
    base = f"/publish/providers/{code}"
    for name in ("Quay 7", "Quay 8", "Quay 7"):
        assert ann.post(f"{base}/places/new", data=form(name=name, country="BE", region="BE2")).status_code == 303
    for email in ("bo@example.org", "cy@example.org", "bo@example.org"):
        assert ann.post(f"{base}/members", data=form(email=email, role="editor")).status_code == 303
    with app.app_context():
        assert sorted(place.name for place in queries.places(code)) == ["Quay 7", "Quay 8"]
        assert sorted(one.email for one in members.invited(code)) == ["bo@example.org", "cy@example.org"]
