"""Who comes to belong to a provider, by registering it or by invitation, and who leaves: once, by the right address,
and never the last administrator."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.accounts import sessions
from registry.accounts.letters import LetterRequest
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.providers import identifiers, inviting, joining, members, queries, service
from registry.providers.model import Provider
from tests import builders, signing

KBO = {"scheme": "kbo-bce", "value": "BE 0403.170.701"}


def actor_of(made: signing.Account) -> Actor:
    """The account as the member it is at this moment."""
    own = members.of_user(made.id)
    return Actor(
        "member",
        made.ref,
        frozenset(one.code for one in own),
        frozenset(one.code for one in own if one.role in members.SUBMITS),
        frozenset(one.code for one in own if one.role in members.MANAGES),
    )


def invited(provider: str, actor: Actor, email: str, role: str = "editor") -> str:
    """The token in the letter that invites this address."""
    inviting.invite(actor, provider, {"email": email, "role": role})
    newest = select(LetterRequest).where(LetterRequest.kind == "invitation").order_by(LetterRequest.id.desc())
    letter = db.session.scalars(newest).first()
    assert letter is not None
    assert letter.address == email.lower()
    return str(letter.given["link"]).rpartition("/")[2]


def test_whoever_registers_a_provider_is_its_first_administrator(ctx: Flask) -> None:
    ann = signing.account()
    code = joining.join(actor_of(ann), builders.provider_values(identifiers=[KBO]))
    provider = builders.provider_row(code)
    assert (provider.standing, [item.value for item in provider.identifiers]) == ("unverified", ["0403170701"])
    assert [(one.ref, one.role) for one in members.of_provider(code)] == [(ann.ref, "admin")]
    assert queries.public_by_slug(provider.slug) is None


@pytest.mark.parametrize(
    "known",
    [
        KBO,
        {"scheme": "vat", "country": "BE", "value": "BE0403170701"},
        {"scheme": "kbo-bce", "value": "403.170.701"},
        {"scheme": "national-register", "country": "BE", "value": "0403 170 701"},
    ],
)
def test_the_same_provider_is_not_registered_again_however_its_number_is_spelt(
    ctx: Flask, known: dict[str, str]
) -> None:
    service.register(OPERATOR, builders.provider_values(slug="known", identifiers=[known]))
    with pytest.raises(Conflict) as refusal:
        joining.join(actor_of(signing.account()), builders.provider_values(identifiers=[KBO]))
    assert refusal.value.theirs == "known"
    assert db.session.scalar(select(func.count()).select_from(Provider)) == 1


@pytest.mark.parametrize(
    ("number", "field"),
    [
        ({"scheme": "kbo-bce", "value": "0403170702"}, "value"),
        ({"scheme": "lei", "value": "213800KUD8LAJWSQ9D16"}, "value"),
        ({"scheme": "ror", "value": "00cv9y106"}, "scheme"),
        ({"scheme": "tax", "country": "BE", "value": "–"}, "value"),
        ({"scheme": "castle", "value": "1"}, "scheme"),
        ({}, "scheme"),
    ],
)
def test_a_number_with_a_slip_is_told_at_its_field(ctx: Flask, number: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        joining.join(actor_of(signing.account()), builders.provider_values(identifiers=[number]))
    assert field in refusal.value.errors["identifiers"]["0"]


def test_a_number_is_kept_in_one_spelling() -> None:
    lei = {"scheme": "lei", "country": "NL", "value": "213800-kud8lajwsq9d15"}
    assert identifiers.normal(lei) == {"scheme": "lei", "value": "213800KUD8LAJWSQ9D15"}
    greek = {"scheme": "vat", "country": "GR", "value": "EL 094259216"}
    assert identifiers.normal(greek)["value"] == "094259216"


def test_nobody_fills_the_register_with_providers(ctx: Flask) -> None:
    ann = signing.account()
    for number in range(joining.MOST_UNVERIFIED):
        given = {"scheme": "tax", "country": "BE", "value": f"77{number}"}
        joining.join(actor_of(ann), builders.provider_values(identifiers=[given]))
    with pytest.raises(Forbidden):
        joining.join(actor_of(ann), builders.provider_values(identifiers=[KBO]))
    with pytest.raises(Forbidden):
        joining.join(Actor("visitor"), builders.provider_values(identifiers=[KBO]))


def test_an_invitation_is_good_once_and_for_its_address(ctx: Flask) -> None:
    provider, ann = builders.provider(), signing.account()
    signing.join(ann.id, provider)
    bob, eve = signing.account("bob@example.org"), signing.account("eve@example.org")
    token = invited(provider, actor_of(ann), "Bob@Example.org", "submitter")
    with pytest.raises(Forbidden):
        inviting.accept(actor_of(eve), token)
    assert inviting.accept(actor_of(bob), token) == provider
    assert actor_of(bob).submits == {provider}
    assert actor_of(bob).manages == frozenset()
    for who in (bob, eve):
        with pytest.raises(NotFound):
            inviting.accept(actor_of(who), token)
    with pytest.raises(Conflict):
        inviting.invite(actor_of(ann), provider, {"email": bob.email, "role": "admin"})


def test_a_withdrawn_an_old_and_a_replaced_invitation_open_nothing(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    provider, ann, bob = builders.provider(), signing.account(), signing.account("bob@example.org")
    signing.join(ann.id, provider)
    replaced = invited(provider, actor_of(ann), bob.email)
    withdrawn = invited(provider, actor_of(ann), bob.email)
    [left] = members.invited(provider)
    inviting.withdraw(actor_of(ann), provider, left.number)
    with pytest.raises(WrongState):
        inviting.withdraw(actor_of(ann), provider, left.number)
    old = invited(provider, actor_of(ann), bob.email)
    later = clock.now() + inviting.GOOD_FOR + dt.timedelta(seconds=1)
    for token in (replaced, withdrawn, "", "x" * 43):
        with pytest.raises(NotFound):
            inviting.accept(actor_of(bob), token)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotFound):
        inviting.accept(actor_of(bob), old)
    monkeypatch.setattr(clock, "now", lambda: later + dt.timedelta(days=40))
    assert members.forget_over() == 3


def test_only_administrators_of_the_provider_keep_its_members(ctx: Flask) -> None:
    provider, other = builders.provider(), builders.provider(name="Other")
    ann, bob = signing.account(), signing.account("bob@example.org")
    signing.join(ann.id, provider, "submitter")
    signing.join(bob.id, other)
    letter = {"email": "new@example.org", "role": "editor"}
    for actor, refusal in ((actor_of(ann), Forbidden), (actor_of(bob), NotFound)):
        with pytest.raises(refusal):
            inviting.invite(actor, provider, letter)
        with pytest.raises(refusal):
            inviting.remove(actor, provider, ann.ref)
        with pytest.raises(refusal):
            inviting.change_role(actor, provider, ann.ref, "admin")
        with pytest.raises(refusal):
            inviting.withdraw(actor, provider, 1)
    assert db.session.scalar(select(func.count()).select_from(LetterRequest)) == 0


@pytest.mark.parametrize(
    "letter",
    [
        {"email": "nobody", "role": "editor"},
        {"email": "new@example.org", "role": "owner"},
        {"email": "new@example.org"},
        {"email": "new@example.org", "role": "editor", "provider_id": 1},
    ],
)
def test_an_invitation_takes_an_address_and_a_role_and_nothing_else(ctx: Flask, letter: dict[str, object]) -> None:
    provider, ann = builders.provider(), signing.account()
    signing.join(ann.id, provider)
    with pytest.raises(Invalid):
        inviting.invite(actor_of(ann), provider, letter)


def test_the_last_administrator_stays_and_a_removed_member_is_out(ctx: Flask) -> None:
    provider, ann, bob = builders.provider(), signing.account(), signing.account("bob@example.org")
    signing.join(ann.id, provider)
    signing.join(bob.id, provider, "editor")
    for attempt in (
        lambda: inviting.remove(actor_of(ann), provider, ann.ref),
        lambda: inviting.change_role(actor_of(ann), provider, ann.ref, "editor"),
        lambda: inviting.leave(actor_of(ann), provider),
    ):
        with pytest.raises(WrongState):
            attempt()
    inviting.change_role(actor_of(ann), provider, bob.ref, "admin")
    inviting.leave(actor_of(ann), provider)
    assert actor_of(ann).providers == frozenset()
    signing.join(ann.id, provider, "editor")
    token = sessions.begin(ann.id, second_factor=False)
    inviting.remove(actor_of(bob), provider, ann.ref)
    assert (sessions.find(token), actor_of(ann).providers) == (None, frozenset())
    with pytest.raises(NotFound):
        inviting.remove(actor_of(bob), provider, ann.ref)
