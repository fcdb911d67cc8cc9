"""Signing in, as it is done: register, confirm, sign in, second factor, recover, sign out; and what may not be learnt
or done on the way."""

import base64
import datetime as dt
import hashlib
import hmac
import re
import struct
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select, update

from registry.accounts import letters, service, throttle
from registry.accounts.model import Session, User
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from tests.web.reading import page, words

PASSWORD, WRONG = "seven blue herons at noon", "wrong wrong wrong"
OWN = {"Sec-Fetch-Site": "same-origin"}


def token(client: FlaskClient) -> str:
    with client.session_transaction() as held:
        return str(held.get("csrf_token", ""))


def post(client: FlaskClient, path: str, **values: Any) -> Any:
    return client.post(path, data={"csrf_token": token(client), **values}, headers=OWN)


def letter(app: Flask, kind: str) -> dict[str, Any]:
    """What the newest letter of this kind was given."""
    with app.app_context():
        query = select(letters.LetterRequest).where(letters.LetterRequest.kind == kind)
        rows = db.session.scalars(query.order_by(letters.LetterRequest.id.desc())).all()
        return dict(rows[0].given) if rows else {}


def registered(app: Flask, email: str = "ann@example.org", *, roles: tuple[str, ...] = ()) -> FlaskClient:
    """Someone who has registered and confirmed, not signed in."""
    client = app.test_client()
    client.get("/account/register")
    assert (
        post(client, "/account/register", email=email, password=PASSWORD, password_confirm=PASSWORD).status_code == 302
    )
    link = letter(app, "confirm")["link"]
    assert link.startswith("http://localhost/account/confirm/")
    assert client.get(link.removeprefix("http://localhost")).status_code == 302
    with app.app_context():
        user_id = db.session.scalar(select(User.id).where(User.email == email))
        for role in roles:
            service.give_role(OPERATOR, user_id, role)
    return client


def sign_in(client: FlaskClient, email: str = "ann@example.org", password: str = PASSWORD) -> Any:
    client.get("/account/login")
    return post(client, "/account/login", email=email, password=password)


def code(key: str, app: Flask, steps: int = 0) -> str:
    """The code an authenticator shows for this key (RFC 6238), so many half minutes from now."""
    with app.app_context():
        moment = int(clock.now().timestamp()) // 30 + steps
    secret = base64.b32decode(re.sub(r"[^A-Z2-7]", "", key.upper()))
    digest = hmac.new(secret, struct.pack(">Q", moment), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_register_confirm_sign_in_sign_out(app: Flask) -> None:
    client = registered(app)
    assert "/account/login" in client.get("/account").headers["Location"]
    assert sign_in(client).headers["Location"] == "/account"
    assert words(page(client, "/account"), "//h1") == "ann@example.org"
    cookie = client.get_cookie("session").value
    assert post(client, "/account/logout").status_code == 302
    assert "/account/login" in client.get("/account").headers["Location"]
    thief = app.test_client()
    thief.set_cookie("session", cookie)
    assert "/account/login" in thief.get("/account").headers["Location"], "a copy of the cookie outlives signing out"


def test_an_address_that_is_not_confirmed_cannot_sign_in(app: Flask) -> None:
    client = app.test_client()
    client.get("/account/register")
    post(client, "/account/register", email="ann@example.org", password=PASSWORD, password_confirm=PASSWORD)
    assert sign_in(client).status_code == 422
    assert client.get("/account").status_code == 303


def test_a_new_password_ends_every_other_session(app: Flask) -> None:
    client, other = registered(app), app.test_client()
    sign_in(client)
    sign_in(other)
    client.get("/account/change")
    new = "nine red foxes at dawn"
    answer = post(client, "/account/change", password=PASSWORD, new_password=new, new_password_confirm=new)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert sign_in(app.test_client()).status_code == 422
    assert letter(app, "password-changed")


def test_recovering_ends_all_of_them_and_its_link_works_once(app: Flask) -> None:
    client = registered(app)
    sign_in(client)
    visitor = app.test_client()
    visitor.get("/account/reset")
    post(visitor, "/account/reset", email="ann@example.org")
    way = letter(app, "reset")["link"].removeprefix("http://localhost")
    visitor.get(way)
    new = "nine red foxes at dawn"
    assert post(visitor, way, password=new, password_confirm=new).status_code == 302
    assert client.get("/account").status_code == 303
    again = post(visitor, way, password=PASSWORD, password_confirm=PASSWORD)
    assert again.status_code in (302, 422)
    assert sign_in(app.test_client(), password=new).status_code == 302


@pytest.mark.promise("P20")
@pytest.mark.parametrize("path", ["/account/login", "/account/reset", "/account/confirm", "/account/register"])
def test_nobody_learns_who_has_an_account(app: Flask, path: str) -> None:
    registered(app, "ann@example.org")
    answers = []
    for email in ("ann@example.org", "nobody@example.org"):
        visitor = app.test_client()
        visitor.get(path)
        wrong = {"password": "not the right one at all", "password_confirm": "not the right one at all"}
        answer = post(visitor, path, email=email, **(wrong if "login" in path or "register" in path else {}))
        following = visitor.get(answer.headers["Location"]) if answer.status_code == 302 else answer
        text = following.get_data(as_text=True).replace(email, "EMAIL")
        answers.append((answer.status_code, re.sub(r'value="[\w.-]{20,}"', "", text)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("password", "word"),
    [("short", "12"), ("password123456", "tried first"), ("aaaaaaaaaaaaaaaa", "tried first"), ("x" * 201, "200")],
)
@pytest.mark.one_database
def test_a_password_that_is_easy_to_guess_is_refused(app: Flask, password: str, word: str) -> None:
    client = app.test_client()
    client.get("/account/register")
    answer = post(client, "/account/register", email="a@example.org", password=password, password_confirm=password)
    assert answer.status_code == 422
    assert word in answer.get_data(as_text=True)
    assert "a@example.org" in answer.get_data(as_text=True), "what was typed is lost"


def set_up(client: FlaskClient, app: Flask) -> str:
    """Set up an authenticator; its key."""
    client.get("/account/tf-setup")
    tree = page_of(post(client, "/account/tf-setup", setup="authenticator"))
    key = words(tree, "//code[@class='t2']")
    action = tree.xpath("//form[.//input[@name='code']]/@action")[0]
    answer = post(client, action, code=code(key, app))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return key


def page_of(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return html.document_fromstring(answer.get_data(as_text=True))


def later(app: Flask, monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The clock goes on."""
    with app.app_context():
        at = clock.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_who_decides_is_led_to_a_second_factor_and_signs_in_with_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = registered(app, roles=("reviewer",))
    assert "/account/tf-setup" in sign_in(client).headers["Location"]
    assert client.get("/account").status_code == 303, "the password alone is not enough"
    key = set_up(client, app)
    assert client.get("/account").status_code == 200
    with app.app_context():
        assert db.session.scalar(select(Session.factor_at)) is not None
    other = app.test_client()
    assert "/account/tf-validate" in sign_in(other).headers["Location"]
    used = code(key, app)
    assert post(other, "/account/tf-validate", code=used).status_code == 422, "the code of the set-up works twice"
    later(app, monkeypatch, 31)
    assert post(other, "/account/tf-validate", code="000000").status_code == 422
    assert other.get("/account/login").status_code == 200, "another tab only looks"
    assert post(other, "/account/tf-validate", code=code(key, app)).status_code == 302
    third = app.test_client()
    sign_in(third)
    assert post(third, "/account/tf-validate", code=code(key, app)).status_code == 422, "a code works twice"


def test_a_recovery_code_opens_once(app: Flask) -> None:
    client = registered(app)
    sign_in(client)
    set_up(client, app)
    client.get("/account/mf-recovery-codes")
    tree = page_of(post(client, "/account/mf-recovery-codes"))
    codes = [one.text for one in tree.xpath("//ol[@class='codes']//code")]
    assert len(codes) == 10
    for expected in (302, 422):
        other = app.test_client()
        sign_in(other)
        other.get("/account/mf-recovery")
        assert post(other, "/account/mf-recovery", code=codes[0]).status_code == expected


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
        "javascript:alert(1)", "/\tevil", "///evil.example", "http:/evil.example", "%2F%2Fevil.example",
    ],
)  # fmt: skip
@pytest.mark.one_database
def test_no_way_on_leads_to_another_site(app: Flask, following: str) -> None:
    client = registered(app)
    client.get("/account/login", query_string={"next": following})
    with client.session_transaction() as held:
        sent = {"csrf_token": held.get("csrf_token", ""), "email": "ann@example.org", "password": PASSWORD}
    answer = client.post(
        "/account/login", query_string={"next": following}, data={**sent, "next": following}, headers=OWN
    )
    way = answer.headers.get("Location", "/")
    assert re.match(r"/(?![/\\])", way), way
    shown = app.test_client().get("/account/login", query_string={"next": following}).get_data(as_text=True)
    (action,) = html.document_fromstring(shown).xpath("//form[.//input[@name='password']]/@action")
    assert action == "/account/login", "nor is the form sent in vain"


@pytest.mark.one_database
def test_guessing_is_slowed_down_and_the_owner_is_not_kept_out(app: Flask) -> None:
    client = registered(app)
    for _ in range(10):
        assert sign_in(client, password=WRONG).status_code == 422
    assert sign_in(client).status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    assert sign_in(elsewhere).status_code == 302
    with app.app_context():
        kept = db.session.scalars(select(throttle.Attempt.key)).all()
        assert kept
        assert not any("ann" in key or "10.0" in key for key in kept)


@pytest.mark.one_database
def test_a_closed_account_is_out_at_once(app: Flask) -> None:
    client = registered(app)
    sign_in(client)
    with app.app_context(), transaction():
        db.session.execute(update(User).values(active=False))
    assert client.get("/account").status_code == 303
    assert sign_in(app.test_client()).status_code == 422


@pytest.mark.one_database
def test_no_form_of_accounts_gives_more_than_it_asks_for(app: Flask) -> None:
    client = app.test_client()
    client.get("/account/register")
    more = {"active": "0", "roles": "admin", "ref": "me", "confirmed_at": "2020-01-01", "demonstration": "1", "id": "7"}
    given = {"email": "ann@example.org", "password": PASSWORD, "password_confirm": PASSWORD}
    post(client, "/account/register", **given, **more)
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        assert (user.active, user.roles, user.confirmed_at, user.demonstration) == (True, [], None, False)
        assert user.ref != "me"


@pytest.mark.one_database
def test_pages_of_accounts_speak_every_language(app: Flask) -> None:
    for prefix, heading in (("", "Sign in"), ("/fr", "Se connecter"), ("/de", "Anmelden")):
        tree = page(app.test_client(), f"{prefix}/account/login")
        assert words(tree, "//h1") == heading
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.one_database
def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    client = registered(app)
    sign_in(client)
    client.get("/account")
    assert client.post("/account/language", data={"language": "fr"}, headers=OWN).status_code == 403
    assert client.post("/account/language", data={"language": "fr", "csrf_token": "x"}, headers=OWN).status_code == 403
    assert post(client, "/account/language", language="xx").status_code == 422
    assert post(client, "/account/language", language="fr").status_code == 303
