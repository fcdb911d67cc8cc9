"""Signing in without the pages for it: an account, its roles and memberships by the real verbs, and a session whose
token a client's cookie holds. The pages have tests of their own."""

import time
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from registry.accounts import service, sessions
from registry.accounts.model import User
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.providers import queries as providers
from registry.providers.model import Membership
from registry.web import acting

CSRF = "csrf-token-of-the-tests"


@dataclass(frozen=True)
class Account:
    """Someone made for a test."""

    id: int
    email: str
    ref: str


def account(email: str = "ann@example.org", *, roles: tuple[str, ...] = (), name: str = "Ann Example") -> Account:
    """An account with these roles of the registry."""
    user_id = service.open_account(OPERATOR, email, name=name)
    for role in roles:
        service.give_role(OPERATOR, user_id, role)
    from registry.accounts.queries import by_email

    found = by_email(email)
    assert found is not None
    return Account(user_id, email, found.ref)


def join(user_id: int, provider_code: str, role: str = "admin") -> None:
    """Make the account a member of the provider."""
    with transaction():
        provider = providers.for_update(provider_code)
        db.session.add(Membership(provider_id=provider.id, user_id=user_id, role=role, since=clock.now()))


def signed_in(app: Flask, user_id: int, *, second_factor: bool = True) -> FlaskClient:
    """A client whose cookie is signed in as this account; it sends the token of its forms by `posted`."""
    with app.app_context():
        token = sessions.begin(user_id, second_factor=second_factor)
        known = db.session.get_one(User, user_id).fs_uniquifier
    client = app.test_client()
    with client.session_transaction("/account") as held:  # public pages write no cookie
        held.update({acting.TOKEN: token, "_user_id": known, "_fresh": True, "fs_paa": time.time()})
        held["csrf_token"] = CSRF
    return client


def a_client(app: Flask, email: str, *, roles: tuple[str, ...] = (), of: str | None = None) -> FlaskClient:
    """A new account with these roles, member of the provider `of`, signed in with its second factor."""
    with app.app_context():
        made = account(email, roles=roles)
        if of:
            join(made.id, of)
    return signed_in(app, made.id)


def form(nonce: str = "nonce-of-the-tests-0001", **values: object) -> dict[str, object]:
    """What a form sends, with its token and nonce; `__` in a name stands for a dot."""
    return {"csrf_token": CSRF, "nonce": nonce, **{name.replace("__", "."): value for name, value in values.items()}}
