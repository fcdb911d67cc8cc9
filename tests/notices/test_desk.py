"""Letters to the desk and about appeals: everyone who may act is told, and nobody who must keep away."""

import pytest
from flask import Flask

from registry import worker
from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR, Actor
from registry.quality import addresses
from registry.quality import service as quality
from registry.quality.docket import Asked
from tests import builders, signing
from tests.notices.conftest import Box, School, person
from tests.quality.state import REASON

pytestmark = pytest.mark.one_database


def reviewer(account: signing.Account) -> Actor:
    return Actor("reviewer", account.ref, second_factor=True)


def told(box: Box, beginning: str) -> list[str]:
    """Who got a letter whose subject begins so."""
    worker.once()
    return sorted(to for to, letter in box.got if letter["Subject"].startswith(beginning))


@pytest.fixture
def desk(ctx: Flask, school: School) -> dict[str, signing.Account]:
    """Three reviewers and an admin; one of the reviewers has an interest in the school, a fifth belongs to it."""
    names = ("one", "two", "partial")
    people = {name: person(f"{name}@desk.example", roles=("reviewer",)) for name in names}
    people["admin"] = person("admin@desk.example", roles=("admin",))
    people["own"] = person("own@desk.example", roles=("reviewer",))
    signing.join(people["own"].id, school.code, "editor")
    quality.declare_interest(reviewer(people["partial"]), school.code)
    return people


def test_a_proposal_is_told_to_whoever_may_be_the_second(
    school: School, desk: dict[str, signing.Account], box: Box
) -> None:
    code = builders.decided(provider_code=school.code)
    one, two = reviewer(desk["one"]), reviewer(desk["two"])
    proposal = quality.propose(one, code, {"action": "suspend", **REASON}, builders.seen(code))
    assert told(box, "A proposal waits for you") == ["admin@desk.example", "two@desk.example"]
    letter = box.to("admin@desk.example")[0].get_body(("plain",))
    assert letter is not None
    assert "http://localhost/review" in letter.get_content()
    assert "you work at the desk" in letter.get_content()

    quality.confirm(two, proposal)
    assert len(told(box, "A proposal waits for you")) == 2, "what is closed waits for nobody"
    assert told(box, "Suspended: ") == ["en@harbour.example"]
    assert told(box, "Ausgesetzt: ") == ["de@harbour.example"]


def test_an_appeal_is_told_to_the_provider_and_to_those_who_had_no_part(
    school: School, desk: dict[str, signing.Account], box: Box
) -> None:
    code = builders.decided(provider_code=school.code)
    one, two, admin = (
        reviewer(desk["one"]),
        reviewer(desk["two"]),
        Actor("admin", desk["admin"].ref, second_factor=True),
    )
    proposal = quality.propose(one, code, {"action": "suspend", **REASON}, builders.seen(code))
    number = quality.confirm(admin, proposal)
    claim = quality.appeal(builders.member(school.code), number, {}, "The price stands on page one.")
    assert told(box, "An appeal waits to be heard") == ["two@desk.example"]
    assert told(box, "Your appeal about") == ["en@harbour.example"]
    quality.take_appeal(two, claim)
    builders_admin = person("second@desk.example", roles=("admin",))
    answer = quality.propose(two, code, {"action": "uphold", **REASON}, builders.seen(code))
    assert "one@desk.example" not in told(box, "A proposal waits for you")[-2:]
    quality.confirm(Actor("admin", builders_admin.ref, second_factor=True), answer)
    assert told(box, "Appeal upheld: ") == ["en@harbour.example"]


def test_a_refused_address_is_told_to_the_provider_with_the_reason_one_allowed_after_all_too_a_released_one_not(
    school: School, desk: dict[str, signing.Account], box: Box
) -> None:
    code = builders.decided(provider_code=school.code)
    catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://else.example/a"}))
    catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://third.example/a"}))
    first, second = addresses.page(Asked()).items
    quality.release_address(reviewer(desk["one"]), first.id, first.address)
    quality.refuse_address(reviewer(desk["one"]), second.id, second.address, "It sells something else.")
    assert told(box, "An address to enrol was refused: ") == ["en@harbour.example"]
    assert told(box, "Eine Adresse zur Anmeldung wurde abgelehnt: ") == ["de@harbour.example"]
    letter = next(one for one in box.to("en@harbour.example") if one["Subject"].startswith("An address"))
    body = letter.get_body(("plain",))
    assert body is not None
    assert "third.example" in body.get_content()
    assert "It sells something else." in body.get_content()
    assert "No address is shown." in body.get_content()

    quality.release_address(reviewer(desk["two"]), second.id, second.address, "refused")
    assert told(box, "Addresses at third.example are allowed: ") == ["en@harbour.example"]
    assert told(box, "Adressen bei third.example sind erlaubt: ") == ["de@harbour.example"]
    letter = next(one for one in box.to("en@harbour.example") if one["Subject"].startswith("Addresses at"))
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"/publish/offers/{code}/runs" in body.get_content()
