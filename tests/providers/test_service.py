"""Registering providers and keeping their entries: codes, slugs, identifiers, places, standing."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from registry.kernel import outbox
from registry.kernel.actor import OPERATOR, OWN, ROLES, VISITOR
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.kernel.transaction import transaction
from registry.providers import lifecycle, policy, queries, service
from registry.providers.model import STANDINGS, Provider, ProviderIdentifier
from tests import builders
from tests.builders import ADMIN, REVIEWER

VAT = {"scheme": "vat", "country": "BE", "value": "0123456789"}


found = builders.provider_row


def test_a_new_provider_is_unverified_and_unseen_until_a_decision(ctx: Flask) -> None:
    code = service.register(OPERATOR, builders.provider_values())
    assert (found(code).standing, found(code).counter, found(code).slug) == ("unverified", 1, "harbour-learning-house")
    assert queries.public_by_slug("harbour-learning-house") is None
    builders.stand(code, "admitted")
    view = queries.public()
    assert [row.code for row in view.items] == [code]
    assert view.total == 1
    builders.stand(code, "suspended")
    assert queries.public().items == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café Numérique", "cafe-numerique"),
        ("  ÄÖÜ – Straße 7  ", "aou-strasse-7"),
        ("O'Neill & Sons", "o-neill-sons"),
        ("x" * 200, "x" * 60),
    ],
)
def test_the_slug_is_made_from_the_name(ctx: Flask, name: str, slug: str) -> None:
    assert found(service.register(OPERATOR, builders.provider_values(name=name))).slug == slug


def test_a_name_without_latin_letters_takes_the_code_for_its_slug(ctx: Flask) -> None:
    code = service.register(OPERATOR, builders.provider_values(name="Школа"))
    assert found(code).slug == code.lower()


def test_the_second_of_the_same_name_gets_a_number(ctx: Flask) -> None:
    slugs = [found(service.register(OPERATOR, builders.provider_values())).slug for _ in range(3)]
    assert slugs == ["harbour-learning-house", "harbour-learning-house-2", "harbour-learning-house-3"]


def test_a_changed_slug_leads_on_and_is_never_given_away(ctx: Flask) -> None:
    code = builders.provider(slug="first")
    other = builders.provider(name="Other")
    counter = service.update(OPERATOR, code, {"slug": "second"}, found(code).counter)
    assert (queries.by_slug("first"), queries.moved("first")) == (None, "second")
    with pytest.raises(Conflict):
        service.update(OPERATOR, other, {"slug": "first"}, found(other).counter)
    with pytest.raises(Conflict):
        service.register(OPERATOR, builders.provider_values(slug="second"))
    counter = service.update(OPERATOR, code, {"slug": "third"}, counter)
    assert queries.moved("first") == "third"
    service.update(OPERATOR, code, {"slug": "first"}, counter)
    assert queries.moved("first") is None
    assert queries.moved("second") == "first"


def test_an_identifier_belongs_to_one_provider(ctx: Flask) -> None:
    first = service.register(OPERATOR, builders.provider_values(slug="first", identifiers=[VAT]))
    with pytest.raises(Conflict) as refusal:
        service.register(OPERATOR, builders.provider_values(identifiers=[VAT]))
    assert refusal.value.theirs == "first"
    assert "“first”" in refusal.value.message
    assert db.session.scalar(select(func.count()).select_from(Provider)) == 1
    with pytest.raises(IntegrityError), transaction():
        row = {**VAT, "provider_id": found(first).id}
        db.session.execute(insert(ProviderIdentifier).values(**row))
    other = queries.by_identifier("vat", "BE", "0123456789")
    assert other is not None
    assert other.code == first


def test_the_identifiers_given_replace_those_there_were(ctx: Flask) -> None:
    code = service.register(OPERATOR, builders.provider_values(identifiers=[VAT]))
    number = {"scheme": "national-register", "country": "BE", "value": "77"}
    counter = service.update(OPERATOR, code, {"identifiers": [VAT, number]}, 1)
    assert {item.value for item in found(code).identifiers} == {"0123456789", "77"}
    service.update(OPERATOR, code, {"identifiers": [number]}, counter)
    assert [item.value for item in found(code).identifiers] == ["77"]


def test_an_update_changes_what_it_names_and_nothing_else(ctx: Flask) -> None:
    code = builders.provider(phone="+32 1", url="https://harbour.example")
    before = found(code).counter
    assert service.update(OPERATOR, code, {"phone": None, "name": "New name"}, before) == before + 1
    assert (found(code).phone, found(code).name) == (None, "New name")
    assert found(code).url == "https://harbour.example"
    assert found(code).slug == "harbour-learning-house"


@pytest.mark.parametrize("nothing", [None, "", "  "])
@pytest.mark.parametrize("key", ["name", "slug"])
def test_a_provider_is_never_left_without_a_name(ctx: Flask, key: str, nothing: str | None) -> None:
    code = builders.provider(phone="+32 1")
    before = found(code)
    with pytest.raises(Invalid) as refusal:
        service.update(OPERATOR, code, {key: nothing, "phone": "+32 2"}, before.counter)
    assert list(refusal.value.errors) == [key]
    after = found(code)
    assert (after.name, after.slug, after.phone, after.counter) == (
        before.name, before.slug, before.phone, before.counter,
    )  # fmt: skip


def test_a_stale_update_is_refused_with_the_present_counter(ctx: Flask) -> None:
    code = builders.provider()
    seen = found(code).counter
    service.update(OPERATOR, code, {"phone": "1"}, seen)
    with pytest.raises(Conflict) as refusal:
        service.update(OPERATOR, code, {"phone": "2"}, seen)
    assert refusal.value.theirs == seen + 1
    assert found(code).phone == "1"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": None}, {"name"}),
        ({"colour": "red"}, {"colour"}),
        ({"kinds": ["castle"]}, {"kinds"}),
        ({"country": "XX"}, {"country"}),
        ({"languages": ["en", "xx"]}, {"languages"}),
        ({"country": "BE", "region": "FR1"}, {"region"}),
        ({"email": "nobody"}, {"email"}),
        ({"url": "javascript:alert(1)"}, {"url"}),
        ({"slug": "Not A Slug"}, {"slug"}),
        ({"description": {"!": "x"}}, {"description"}),
        ({"identifiers": [{"scheme": "vat"}]}, {"identifiers"}),
    ],
)
def test_a_wrong_shape_or_unknown_code_is_refused_by_field(
    ctx: Flask, changes: dict[str, object], errors: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        service.register(OPERATOR, builders.provider_values(**changes))
    assert set(refusal.value.errors) == errors
    assert db.session.scalar(select(func.count()).select_from(Provider)) == 0


def test_a_regional_variant_of_a_language_is_that_language(ctx: Flask) -> None:
    code = service.register(OPERATOR, builders.provider_values(languages=["de-AT"]))
    assert found(code).languages == ["de-AT"]


def test_unknown_codes_are_named_by_their_place(ctx: Flask) -> None:
    with pytest.raises(Invalid) as refusal:
        service.register(OPERATOR, builders.provider_values(kinds=["library", "castle"]))
    assert refusal.value.errors == {"kinds": {"1": ["“castle” is not in the list “provider-kind”."]}}


def test_a_place_is_entered_once_and_changed_only_when_it_differs(ctx: Flask) -> None:
    provider = builders.provider()
    values = builders.place_values(source_key="venue-1", access=["step-free"])
    code = service.add_place(OPERATOR, provider, values)
    assert queries.place_codes(provider, ["venue-1", "venue-2"]) == {"venue-1": code}
    with pytest.raises(Conflict):
        service.add_place(OPERATOR, provider, values)
    assert service.update_place(OPERATOR, code, values) == 1
    assert service.update_place(OPERATOR, code, builders.place_values(name="Mill Street 4"), seen=1) == 2
    place = queries.places(provider)[0]
    assert (place.name, place.access) == ("Mill Street 4", ())
    with pytest.raises(Conflict):
        service.update_place(OPERATOR, code, values, seen=1)


def test_standing_follows_the_table(ctx: Flask) -> None:
    for before in STANDINGS:
        for after in STANDINGS:
            code = builders.provider(before)
            if after in lifecycle.FOLLOWS[before]:
                builders.stand(code, after)
                assert found(code).standing == after
            else:
                with pytest.raises(WrongState):
                    builders.stand(code, after)
                assert found(code).standing == before
    with pytest.raises(Invalid):
        builders.stand(builders.provider(), "royal")


def test_who_may_do_what(ctx: Flask) -> None:
    code = builders.provider()
    own = {role: builders.acting(role, code) for role in ROLES}
    other = {role: builders.acting(role, "DEMO-OTHER") for role in ROLES}
    provider = found(code)
    for doing, roles in policy.RIGHTS.items():
        for role in ROLES:
            assert policy.may(own[role], doing, provider) is (role in roles)
            assert policy.may(other[role], doing, provider) is (role in roles - OWN)
    with pytest.raises(TypeError):
        policy.may(ADMIN, "see", None)  # type: ignore[arg-type]  # no object, no answer
    for actor in (VISITOR, other["member"]):
        with pytest.raises(NotFound):
            service.update(actor, code, {"phone": "1"}, provider.counter)
    with pytest.raises(Forbidden):
        service.update(REVIEWER, code, {"phone": "1"}, provider.counter)
    with pytest.raises(Forbidden):
        service.register(own["member"], builders.provider_values())


def test_every_change_is_told(ctx: Flask) -> None:
    before = outbox.pending()
    code = service.register(OPERATOR, builders.provider_values())
    service.update(OPERATOR, code, {"phone": "1"}, 1)
    service.add_place(OPERATOR, code, builders.place_values())
    builders.stand(code, "verified")
    assert outbox.pending() - before == 4


def test_of_many_who_register_the_same_number_at_once_one_does(ctx: Flask) -> None:
    came: list[str] = []

    def register(number: int) -> None:
        with ctx.app_context():
            try:
                came.append(service.register(OPERATOR, builders.provider_values(name=f"S{number}", identifiers=[VAT])))
            except Conflict:
                came.append("conflict")
            db.session.remove()

    threads = [threading.Thread(target=register, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came)[1:] == ["conflict"] * 5
    assert db.session.scalar(select(func.count()).select_from(Provider)) == 1
