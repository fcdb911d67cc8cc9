"""Two people write in the provider's entry or in one of its places: what one of them never touched stays as the other
wrote it, and what the form does not ask stays as it is."""

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.providers import service as providers
from registry.providers.model import Membership
from tests import builders
from tests.web.provider_desk import Desk, form_of, send, ticked

pytestmark = pytest.mark.one_database


@pytest.fixture
def provider(app: Flask) -> Desk:
    return Desk(app)


def test_the_entry_and_a_place_know_it_as_well(provider: Desk) -> None:
    with provider.app.app_context():
        place = providers.add_place(OPERATOR, provider.provider, builders.place_values())
    own = f"/publish/providers/{provider.provider}"
    for address, their, mine in (
        (own, {"description.en": "We teach.\r\n\r\nBy the quay.", "languages": ["fr", "en"]}, "phone"),
        (f"{own}/places/{place}", {"locality": "Bruges", "access": ["captions"]}, "phone"),
    ):
        form = form_of(provider.client.get(address))
        wrong = send(provider, address, form, **{mine: "8", "email": "no address"})
        assert (wrong.status_code, form_of(wrong)["seen"]) == (422, form["seen"])
        assert send(provider, address, form, **their).status_code == 303
        page = send(provider, address, form_of(wrong), **{mine: "8", "email": form["email"]})
        assert (page.status_code, ticked(page)) == (409, {**dict.fromkeys(their, "theirs"), mine: "yours"}), address
        assert send(provider, address, form_of(page)).status_code == 303
        shown = form_of(provider.client.get(address))
        assert shown[mine] == "8"
        assert {name: sorted(shown[name]) for name in their} == {name: sorted(said) for name, said in their.items()}


def test_a_place_that_moved_to_another_country_meanwhile_is_not_moved_back_by_half(provider: Desk) -> None:
    with provider.app.app_context():
        place = providers.add_place(OPERATOR, provider.provider, builders.place_values(country="BE", region="BE2"))
    address = f"/publish/providers/{provider.provider}/places/{place}"
    form = form_of(provider.client.get(f"/fr{address}"))
    assert send(provider, address, form, country="FR", region="FR1").status_code == 303
    page = send(provider, address, form, phone="8")
    assert (page.status_code, ticked(page)) == (409, {"country": "theirs", "region": "theirs", "phone": "yours"})
    assert "Flanders" in page.get_data(as_text=True)
    assert send(provider, address, form_of(page)).status_code == 303
    shown = form_of(provider.client.get(address))
    assert (shown["country"], shown["region"], shown["phone"]) == ("FR", "FR1", "8")


def test_languages_a_colleague_took_away_do_not_come_back(provider: Desk) -> None:
    address = f"/publish/providers/{provider.provider}"
    with provider.app.app_context():
        row = builders.provider_row(provider.provider)
        letter = {**row.letter(), "languages": ["en", "eo", "ar"], "description": {"en": "Here.", "nl": "Hier."}}
        providers.update(OPERATOR, provider.provider, letter, row.counter)
    form = form_of(provider.client.get(address))
    assert send(provider, address, form, languages=["en"]).status_code == 303
    page = send(provider, address, form, phone="8")
    assert (page.status_code, ticked(page)) == (409, {"languages": "theirs", "phone": "yours"})
    assert send(provider, address, form_of(page)).status_code == 303
    with provider.app.app_context():
        row = builders.provider_row(provider.provider)
        assert (row.languages, row.phone) == (["en"], "8")
        assert row.description == {"en": "Here.", "nl": "Hier."}, "no form asks for Dutch"


def test_the_languages_of_the_entry_keep_their_order(provider: Desk) -> None:
    address = f"/publish/providers/{provider.provider}"
    with provider.app.app_context():
        row = builders.provider_row(provider.provider)
        providers.update(OPERATOR, provider.provider, {**row.letter(), "languages": ["fr", "en"]}, row.counter)
    assert send(provider, address, form_of(provider.client.get(address)), phone="8").status_code == 303
    with provider.app.app_context():
        assert builders.provider_row(provider.provider).languages == ["fr", "en"]


def test_who_may_not_change_the_entry_any_more_keeps_what_was_typed(provider: Desk) -> None:
    address = f"/publish/providers/{provider.provider}"
    form = form_of(provider.client.get(address))
    with provider.app.app_context(), transaction():
        db.session.query(Membership).filter_by(user_id=provider.account.id).update({"role": "editor"})
    page = send(provider, address, form, phone="0032 9 11 22")
    assert page.status_code == 403
    assert "0032 9 11 22" in page.get_data(as_text=True)
