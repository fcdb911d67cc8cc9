"""Administrators: verifying providers by public decisions, giving and taking roles, closing accounts; and everybody
else, who may do none of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from registry.accounts import queries as accounts
from registry.accounts import sessions
from registry.accounts.model import User
from registry.kernel.db import db
from registry.providers import members
from registry.quality import proposals, queries
from tests import builders, signing
from tests.signing import form

pytestmark = pytest.mark.one_database
KBO = {"scheme": "kbo-bce", "country": "BE", "value": "0403.170.701"}


@pytest.fixture
def root(app: Flask) -> FlaskClient:
    """An administrator, signed in with a second factor."""
    return signing.a_client(app, "root@example.org", roles=("admin",))


def roles(email: str) -> set[str]:
    person = accounts.by_email(email)
    return set(person.roles) if person else set()


def test_a_provider_that_waits_is_found_looked_at_and_verified_in_public(app: Flask, root: FlaskClient) -> None:
    with app.app_context():
        code = builders.provider("unverified", identifiers=[KBO])
        builders.provider(name="HARBOUR learning house", slug="other")
    assert "Harbour Learning House" in root.get("/admin").text
    assert "Harbour Learning House" in root.get("/admin?q=0403.170").text
    assert "Harbour Learning House" not in root.get("/admin?standing=closed").text
    page = root.get(f"/admin/providers/{code}").text
    assert "check digits are right" in page
    assert "HARBOUR learning house" in page
    way = f"/admin/providers/{code}/decide"
    for wrong in ({}, {"action": "verify"}, {"action": "admit", "basis": "x"}, {"action": "verify", "basis": "  "}):
        answer = root.post(way, data=form(**wrong))
        assert answer.status_code == 422, wrong
        assert 'id="problems"' in answer.text
    given = {"action": "verify", "basis": "The number is theirs in the national register.", "seen": "1"}
    for _ in range(2):
        assert root.post(way, data=form(**given)).status_code == 303
    with app.app_context():
        assert builders.provider_row(code).standing == "verified"
        [decision] = queries.of_provider(code).items
    public = app.test_client().get(f"/decisions/{decision.number}").text
    assert "The number is theirs in the national register." in public


def test_a_changed_name_is_seen_by_administrators_and_verified_again(app: Flask, root: FlaskClient) -> None:
    with app.app_context():
        code, other = builders.vetted_provider(identifiers=[KBO]), builders.vetted_provider(name="The Other House")
        seen = builders.provider_row(code).counter
    assert "Name or number changed (0)" in root.get("/admin").text
    assert "Verify again" not in root.get(f"/admin/providers/{code}").text
    rename(app, code, name="The University")
    listed = root.get("/admin?standing=changed").text
    assert "Name or number changed (1)" in listed
    assert "The University" in listed
    assert other not in listed
    page = root.get(f"/admin/providers/{code}").text
    assert "Harbour Learning House" in page, "the name it was verified under"
    way, given = f"/admin/providers/{code}/decide", {"action": "verify", "basis": "The register has it so."}
    stale = root.post(way, data=form("nonce-of-the-tests-0003", **given, seen=seen))
    assert stale.status_code == 409, "nobody verifies a name they have not seen"
    assert "The register has it so." in stale.text
    with app.app_context():
        seen = builders.provider_row(code).counter
    assert root.post(way, data=form("nonce-of-the-tests-0004", **given, seen=seen)).status_code == 303
    assert "Name or number changed (0)" in root.get("/admin").text
    again = root.post(way, data=form("nonce-of-the-tests-0005", **given, seen=seen))
    assert again.status_code == 409, "there is nothing to verify now"


def rename(app: Flask, code: str, **values: object) -> None:
    with app.app_context():
        seen = builders.provider_row(code).counter
        builders.provider_service.update(builders.member(code), code, values, seen)


def test_suspending_waits_for_a_second_person(app: Flask, root: FlaskClient) -> None:
    with app.app_context():
        code = builders.provider()
        seen = builders.provider_row(code).counter
    given = {"action": "suspend", "basis": "It does not answer.", "seen": seen}
    answer = root.post(f"/admin/providers/{code}/decide", data=form(**given))
    with app.app_context():
        waits = proposals.waiting_for(code)
        assert waits is not None
        assert answer.headers["Location"] == f"/review/proposals/{waits.id}"
        assert builders.provider_row(code).standing == "verified"
    assert "waits for a second person" in root.get(f"/admin/providers/{code}").text
    again = root.post(f"/admin/providers/{code}/decide", data=form("nonce-of-the-tests-0002", **given))
    assert again.status_code == 409
    assert "It does not answer." in again.text, "what was typed stands there, although the form does not"


def test_an_administrator_makes_the_first_member_of_a_provider(app: Flask, root: FlaskClient) -> None:
    with app.app_context():
        code, ann = builders.provider(), signing.account()
    way = f"/admin/providers/{code}/enrol"
    assert root.post(way, data=form(email="nobody@example.org", role="admin")).status_code == 422
    assert root.post(way, data=form(email=ann.email, role="owner")).status_code == 422
    assert root.post(way, data=form(email=ann.email, role="admin")).status_code == 303
    assert root.post(way, data=form(email=ann.email, role="admin")).status_code == 422
    with app.app_context():
        assert [(one.ref, one.role) for one in members.of_provider(code)] == [(ann.ref, "admin")]


@pytest.mark.promise("P02")
def test_a_role_taken_ends_at_the_next_request(app: Flask, root: FlaskClient) -> None:
    bob = signing.a_client(app, "bob@example.org")
    with app.app_context():
        ref = accounts.by_email("bob@example.org").ref  # type: ignore[union-attr]  # it is there
    assert "bob@example.org" in root.get("/admin/people?q=BOB").text
    assert "bob@example.org" not in root.get("/admin/people?q=b_b").text
    assert bob.get("/admin").status_code == 403
    change = f"/admin/people/{ref}/change"
    assert root.post(change, data=form(then="give admin")).status_code == 303
    assert bob.get("/admin").status_code == 200
    assert root.post(change, data=form(then="take admin")).status_code == 303
    assert bob.get("/admin").headers["Location"].startswith("/account/login")
    for wrong in ("give owner", "give", "erase", ""):
        assert root.post(change, data=form(then=wrong)).status_code == 422
    with app.app_context():
        assert roles("bob@example.org") == set()


def test_an_account_is_closed_and_opened_again_without_its_roles(app: Flask, root: FlaskClient) -> None:
    bob = signing.a_client(app, "bob@example.org", roles=("reviewer",))
    with app.app_context():
        ref = accounts.by_email("bob@example.org").ref  # type: ignore[union-attr]  # it is there
    change = f"/admin/people/{ref}/change"
    assert root.post(change, data=form(then="end")).status_code == 303
    assert bob.get("/account").status_code == 303
    assert root.post(change, data=form(then="close")).status_code == 303
    assert "Open it again" in root.get(f"/admin/people/{ref}").text
    with app.app_context():
        user = db.session.scalars(select(User).where(User.ref == ref)).one()
        assert sessions.find(sessions.begin(user.id, second_factor=True)) is None
    assert root.post(change, data=form(then="reopen")).status_code == 303
    with app.app_context():
        assert accounts.by_email("bob@example.org") is not None
        assert roles("bob@example.org") == set()


def test_nobody_takes_their_own_role_so_one_administrator_stays(app: Flask, root: FlaskClient) -> None:
    with app.app_context():
        ref = accounts.by_email("root@example.org").ref  # type: ignore[union-attr]  # it is there
    for act in ("take admin", "close"):
        assert root.post(f"/admin/people/{ref}/change", data=form(then=act)).status_code == 422
    with app.app_context():
        assert roles("root@example.org") == {"admin"}


@pytest.mark.parametrize("held", [(), ("reviewer",), ("organiser",)])
def test_the_desk_is_closed_to_everybody_else(app: Flask, held: tuple[str, ...]) -> None:
    with app.app_context():
        code = builders.provider("unverified")
    other = signing.a_client(app, "eve@example.org", roles=held, of=code)
    for way in ("/admin", "/admin/people", f"/admin/providers/{code}", "/admin/people/x"):
        assert other.get(way).status_code == 403, way
    given = {"action": "verify", "basis": "Mine."}
    assert other.post(f"/admin/providers/{code}/decide", data=form(**given)).status_code == 403
    assert other.post("/admin/people/x/change", data=form(then="give admin")).status_code == 403
    with app.app_context():
        root = signing.account("half@example.org", roles=("admin",))
    half = signing.signed_in(app, root.id, second_factor=False)
    assert half.get("/admin").headers["Location"].startswith("/account/second-factor")
    assert half.post("/admin/people/x/change", data=form(then="give admin")).status_code == 403
    with app.app_context():
        assert builders.provider_row(code).standing == "unverified"


def test_whoever_belongs_to_a_provider_does_not_decide_about_it(app: Flask) -> None:
    with app.app_context():
        code = builders.provider("unverified")
    own = signing.a_client(app, "own@example.org", roles=("admin",), of=code)
    answer = own.post(f"/admin/providers/{code}/decide", data=form(action="verify", basis="Mine.", seen="1"))
    assert answer.status_code == 403
    with app.app_context():
        assert builders.provider_row(code).standing == "unverified"


def test_the_box_of_a_basis_holds_what_the_decision_takes(app: Flask, root: FlaskClient) -> None:
    with app.app_context():
        code = builders.provider("unverified")
        seen = builders.provider_row(code).counter
    page = html.document_fromstring(root.get(f"/admin/providers/{code}").text)
    most = int(page.xpath("//textarea[@name='basis']/@maxlength")[0])
    way = f"/admin/providers/{code}/decide"
    for length, status in ((most + 1, 422), (most, 303)):
        given = form(f"nonce-of-the-tests-{length:04}", action="verify", basis="b" * length, seen=seen)
        assert root.post(way, data=given).status_code == status
