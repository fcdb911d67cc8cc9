"""National sign-in, against a provider that really answers: known by subject, never by an address; its second factor
counts as the settings say; whatever does not fit together lets nobody in."""

import dataclasses
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy import func, select

from registry.accounts import identities, queries, service
from registry.accounts.model import Session, User
from registry.config import ConfigError, Settings
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from tests import oidc, signing
from tests.oidc import Provider
from tests.web.test_account import post, registered, sign_in

pytestmark = pytest.mark.one_database
VERIFIED = {"sub": "subject-7", "email": "Ida@example.org", "email_verified": True, "name": "Ida Example"}


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    """A provider this app is registered at."""
    with oidc.running() as running:
        app.config["REGISTRY"] = dataclasses.replace(
            app.config["REGISTRY"],
            oidc_issuer=running.issuer,
            oidc_client_id=oidc.CLIENT,
            oidc_client_secret=oidc.SECRET,
            oidc_factor=("two", "mfa"),
        )
        yield running


def asked(client: FlaskClient, way: str = "/account/national") -> dict[str, str]:
    """What the registry asks the provider for."""
    answer = client.get(way)
    assert answer.status_code == 302, answer.headers.get("Location")
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def through(client: FlaskClient, provider: Provider, way: str = "/account/national") -> str:
    """Go through the provider and back; where one ends."""
    back = provider.authorize(asked(client, way)).removeprefix("http://localhost")
    return str(client.get(back).headers["Location"])


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_newcomer_with_a_verified_address_gets_an_account_and_is_known_by_subject(
    app: Flask, provider: Provider
) -> None:
    provider.says = VERIFIED
    client = app.test_client()
    assert "/account/national?next=" in client.get("/account/login?next=/publish/join").text
    assert through(client, provider, "/account/national?next=/publish/join") == "/publish/join"
    assert is_in(client)
    provider.says = {"sub": "subject-7", "email": "changed@example.org", "email_verified": True}
    again = app.test_client()
    through(again, provider)
    assert "ida@example.org" in again.get("/account").text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize("verified", [True, False, "true"])
def test_an_address_never_opens_an_account_that_is_there(app: Flask, provider: Provider, verified: object) -> None:
    with app.app_context():
        signing.account("ida@example.org")
    provider.says = {**VERIFIED, "email_verified": verified}
    client = app.test_client()
    assert through(client, provider) == "/account/login"
    assert not is_in(client)
    assert "is not connected" in client.get("/account/login").text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Session)) == 0


def test_without_a_verified_address_nobody_is_entered(app: Flask, provider: Provider) -> None:
    for claims in ({"sub": "s"}, {**VERIFIED, "email_verified": False}, {**VERIFIED, "email": "nobody"}):
        provider.says = claims
        assert through(app.test_client(), provider) == "/account/login"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_the_owner_connects_while_signed_in_and_disconnects(app: Flask, provider: Provider) -> None:
    with app.app_context():
        bob = signing.account("bob@example.org")
        identities.connect(bob.id, provider.issuer, "subject-of-bob")
    client = registered(app)
    sign_in(client)
    provider.says = {"sub": "subject-of-bob"}
    assert through(client, provider) == "/account"
    assert "belongs to another account" in client.get("/account").text
    provider.says = {"sub": "subject-of-ann"}
    through(client, provider)
    assert "is connected" in client.get("/account").text
    other = app.test_client()
    through(other, provider)
    assert "ann@example.org" in other.get("/account").text
    assert post(client, "/account/national/disconnect").status_code == 303
    assert through(app.test_client(), provider) == "/account/login"
    with client.session_transaction("/account") as held:
        held["fs_paa"], held["fs_gexp"] = 1, 1
    assert client.get("/account/national").headers["Location"].startswith("/account/verify")


@pytest.mark.parametrize(
    ("claims", "is_proved"),
    [({"acr": "two"}, True), ({"amr": ["pwd", "mfa"]}, True), ({"amr": ["pwd"]}, False)],
)
def test_a_second_factor_shown_there_counts_as_the_settings_say(
    app: Flask, provider: Provider, claims: dict[str, object], is_proved: bool
) -> None:
    with app.app_context():
        ann = signing.account(roles=("admin",))
        identities.connect(ann.id, provider.issuer, "subject-1")
    provider.says = {"sub": "subject-1", **claims}
    client = app.test_client()
    way = through(client, provider, "/account/national?next=/admin")
    assert (way == "/admin") is is_proved
    assert (client.get("/admin").status_code == 200) is is_proved
    if not is_proved:
        assert "/account/tf-setup" in way  # led to set up a factor of the registry's own
        assert not is_in(client)


def test_a_closed_account_stays_closed(app: Flask, provider: Provider) -> None:
    with app.app_context():
        ann = signing.account()
        identities.connect(ann.id, provider.issuer, "subject-1")
        service.close(OPERATOR, ann.id)
    client = app.test_client()
    assert through(client, provider) == "/account/login"
    assert not is_in(client)


@pytest.mark.parametrize(
    "breaks",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"nonce": "old"},
        {"exp": 1},
        {"sub": None},
        "key",
        "state",
        "code",
    ],
)
def test_what_does_not_fit_together_lets_nobody_in(app: Flask, provider: Provider, breaks: object) -> None:
    provider.says = VERIFIED
    client = app.test_client()
    wanted = asked(client)
    if isinstance(breaks, dict):
        provider.breaks = breaks
    if breaks == "key":
        provider.signs_with = RSAKey.generate_key(2048)
    back = provider.authorize(wanted).removeprefix("http://localhost")
    if breaks == "state":
        back = back.replace(wanted["state"], "forged")
    if breaks == "code":
        back = back.replace("code=", "code=x")
    assert client.get(back).headers["Location"] == "/account/login"
    assert not is_in(client)
    assert "did not work" in client.get("/account/login").text
    with app.app_context():
        assert queries.by_email("ida@example.org") is None


def test_the_way_back_is_good_once_and_in_the_same_browser(app: Flask, provider: Provider) -> None:
    provider.says = VERIFIED
    client, other = app.test_client(), app.test_client()
    back = provider.authorize(asked(client)).removeprefix("http://localhost")
    other.get("/account/login")
    assert other.get(back).headers["Location"] == "/account/login"
    assert client.get(back).headers["Location"] == "/account"
    assert client.get(back).headers["Location"] == "/account/login"


def test_no_next_leads_to_another_site(app: Flask, provider: Provider) -> None:
    provider.says = VERIFIED
    for way in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert through(app.test_client(), provider, f"/account/national?next={way}") == "/account"


def test_without_an_issuer_there_is_no_such_door(app: Flask) -> None:
    client = app.test_client()
    assert "/account/national" not in client.get("/account/login").text
    assert client.get("/account/national").status_code == 404
    assert client.get("/account/national/back?code=1&state=1").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": "https://id.example"},
        {"oidc_client_id": "x", "oidc_client_secret": "y"},
        {"oidc_issuer": "http://id.example", "oidc_client_id": "x", "oidc_client_secret": "y"},
    ],
)
def test_half_a_setting_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="OIDC"):
        Settings(**given).checked()  # type: ignore[arg-type]  # all of them are text
