"""A session lives in the table: it ends by time, by signing out, and with the account, wherever its cookie is."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts import queries, service, sessions
from registry.accounts.model import Session, User
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid
from registry.kernel.transaction import settle, transaction
from tests import builders, signing


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    at = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_only_the_hash_of_a_token_is_kept(ctx: Flask) -> None:
    token = sessions.begin(signing.account().id, second_factor=False)
    assert sessions.find(token) is not None
    assert sessions.find("x" + token) is None
    assert token not in str(db.session.scalar(select(Session.token_sha256)))


@pytest.mark.parametrize(("by", "lives"), [({"hours": 7}, True), ({"hours": 8, "minutes": 1}, False)])
def test_a_session_ends_when_it_is_not_used(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch, by: dict[str, int], lives: bool
) -> None:
    token = sessions.begin(signing.account().id, second_factor=True)
    later(monkeypatch, **by)
    assert (sessions.find(token) is not None) is lives
    assert sessions.forget_ended() == (0 if lives else 1)


def test_a_session_that_is_used_ends_after_a_week(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sessions.begin(signing.account().id, second_factor=True)
    for _ in range(24):
        later(monkeypatch, hours=7)
        if found := sessions.find(token):
            sessions.touch(found[1])
    assert sessions.find(token) is None


def test_it_ends_with_a_role_taken_away_and_with_the_account(ctx: Flask) -> None:
    made = signing.account(roles=("reviewer",))
    token = sessions.begin(made.id, second_factor=True)
    service.take_role(OPERATOR, made.id, "reviewer")
    assert sessions.find(token) is None
    token = sessions.begin(made.id, second_factor=True)
    with transaction():
        queries.for_update(made.id).active = False
    assert sessions.find(token) is None


def test_all_but_this_one_end(ctx: Flask) -> None:
    made = signing.account()
    here, there = (sessions.begin(made.id, second_factor=False) for _ in range(2))
    sessions.end_all(made.id, but=here)
    assert sessions.find(here) is not None
    assert sessions.find(there) is None
    sessions.end(here)
    assert sessions.find(here) is None


def test_an_address_has_one_account_and_roles_are_a_closed_list(ctx: Flask) -> None:
    made = signing.account("Ann@Example.org")
    assert made.email != "ann@example.org"
    assert queries.by_email(" ann@example.ORG ") is not None
    with pytest.raises(Conflict):
        service.open_account(OPERATOR, "ANN@example.org")
    with pytest.raises(Invalid):
        service.give_role(OPERATOR, made.id, "emperor")
    with pytest.raises(Forbidden):
        service.give_role(builders.member("DEMO-X"), made.id, "admin")


def test_what_a_library_changes_on_accounts_is_committed_and_nothing_else(ctx: Flask) -> None:
    made, provider = signing.account(), builders.provider()
    user = db.session.scalar(select(User).where(User.id == made.id))
    assert user is not None
    user.language = "fr"
    settle({"user_account"})
    found = queries.by_email(made.email)
    assert found is not None
    assert found.language == "fr"
    builders.provider_row(provider).name = "Stray"
    with pytest.raises(RuntimeError, match="provider"):
        settle({"user_account"})
    assert builders.provider_row(provider).name != "Stray"


def test_two_who_change_one_account_are_told(ctx: Flask) -> None:
    made = signing.account()
    user = db.session.scalar(select(User).where(User.id == made.id))
    assert user is not None
    user.language = "fr"
    with db.engines[None].begin() as other:
        other.exec_driver_sql(f"UPDATE user_account SET counter = 9 WHERE id = {made.id}")
    with pytest.raises(Conflict):
        settle({"user_account"})
