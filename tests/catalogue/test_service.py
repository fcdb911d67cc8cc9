"""The verbs of the catalogue: what they change, what they refuse, and that nobody's change is lost."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.catalogue import policy, queries, service
from registry.catalogue.model import Offer, Version
from registry.kernel import clock, outbox
from registry.kernel.actor import OPERATOR, OWN, ROLES, VISITOR
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from tests import builders
from tests.builders import ADMIN, REVIEWER


def one(code: str) -> Offer:
    return db.session.scalars(select(Offer).where(Offer.code == code)).one()


def newest(code: str) -> Version:
    query = select(Version).join(Offer, Version.offer_id == Offer.id).where(Offer.code == code)
    return db.session.scalars(query.order_by(Version.number.desc())).first() or pytest.fail("no version")


def test_an_offer_begins_as_a_draft_with_what_hangs_on_it(ctx: Flask) -> None:
    origin = {
        "source_key": "course-7",
        "format": "xcri-cap",
        "identifiers": ["7", {"type": "local", "value": "SP-7"}],
        "raw": {"level": "Level Two-ish"},
        "access": ["step-free"],
        "contact": {"email": "courses@harbour.example"},
    }
    code = builders.draft(**origin)
    offer, version = one(code), newest(code)
    assert (offer.kind, offer.source_key, offer.counter, offer.first_listed_at) == ("training", "course-7", 1, None)
    assert offer.source == {name: origin[name] for name in ("format", "identifiers", "raw")}
    assert (offer.access, offer.contact) == (["step-free"], {"email": "courses@harbour.example"})
    assert (version.number, version.state, version.title) == (1, "draft", "Spreadsheets for everyday work")
    assert version.specification.to_content() == builders.training()


def test_a_source_key_is_used_once_per_provider(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.draft(provider_code=provider, source_key="course-7")
    with pytest.raises(Conflict) as refusal:
        builders.draft(provider_code=provider, source_key="course-7")
    assert refusal.value.theirs == code
    other = builders.draft(provider_code=builders.provider(name="Other"), source_key="course-7")
    assert other != code
    assert queries.by_source_key(provider, "course-7") == code


SHAPES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"colour": "red"}, {"colour": ["There is no such field."]}),
    ({"title": {"fr": "Titre"}}, {"title": ["The title is missing in the offer's original language, “en”."]}),
    ({"modes": ["onsite", "carrier-pigeon"]}, {"modes": {"1": ["“carrier-pigeon” is not in the list “mode”."]}}),
    (
        {"outcomes": [{"title": {"en": "a"}, "competence": "6.1"}]},
        {"outcomes": {"0": {"competence": ["Give a competence such as 1.2."]}}},
    ),
    (
        {"outcomes": [{"title": {"en": "a"}, "competence": "1.6"}]},
        {"outcomes": {"0": {"competence": ["“1.6” is not in the list “digcomp”."]}}},
    ),
    ({"guidance": {"channels": ["phone"]}}, {"guidance": ["This belongs only to an offer of the kind “guidance”."]}),
    ({"eqf": 9}, {"eqf": ["Give an EQF level from 1 to 8, or “none”."]}),
    ({"workload": {"minutes": 60.5}}, {"workload": {"minutes": ["Expected a whole number."]}}),
]


@pytest.mark.parametrize(("changes", "errors"), SHAPES)
def test_a_wrong_shape_is_refused_on_every_save(ctx: Flask, changes: dict[str, Any], errors: dict[str, Any]) -> None:
    provider = builders.provider()
    with pytest.raises(Invalid) as refusal:
        builders.draft(builders.training(**changes), provider)
    assert refusal.value.errors == errors
    code = builders.draft(provider_code=provider)
    with pytest.raises(Invalid) as refusal:
        service.save(OPERATOR, code, builders.training(**changes), 1)
    assert refusal.value.errors == errors
    assert (one(code).counter, newest(code).counter) == (1, 1)


def test_a_draft_may_be_incomplete(ctx: Flask) -> None:
    code = builders.draft({"kind": "training", "language": "fr", "title": {"fr": "Tableur"}})
    assert newest(code).language == "fr"


def test_saving_the_same_content_changes_nothing(ctx: Flask) -> None:
    code = builders.draft()
    before = outbox.pending()
    assert service.save(OPERATOR, code, builders.training(), 1) == 1
    assert outbox.pending() == before
    assert service.save(OPERATOR, code, builders.training(title={"en": "Other"}), 1) == 2
    assert newest(code).title == "Other"


def test_an_offer_keeps_its_kind(ctx: Flask) -> None:
    code = builders.draft()
    with pytest.raises(Invalid):
        service.save(OPERATOR, code, builders.guidance(), 1)


def test_what_is_in_the_desks_hands_is_not_written(ctx: Flask) -> None:
    code = builders.draft()
    builders.take_steps(code, ("submit", OPERATOR))
    with pytest.raises(WrongState):
        service.save(OPERATOR, code, builders.training(title={"en": "Other"}), one(code).counter)
    service.perform(OPERATOR, code, "recall", one(code).counter)
    service.save(OPERATOR, code, builders.training(title={"en": "Other"}), one(code).counter)
    assert newest(code).title == "Other"


def test_a_revision_begins_with_what_is_listed_and_hides_nothing(ctx: Flask) -> None:
    code = builders.listed()
    service.revise(OPERATOR, code, one(code).counter)
    service.save(OPERATOR, code, builders.training(title={"en": "Next"}), one(code).counter)
    assert (newest(code).number, newest(code).state) == (2, "draft")
    assert queries.faces([code])[code].title == {"en": "Spreadsheets for everyday work"}
    service.perform(OPERATOR, code, "discard", one(code).counter)
    service.revise(OPERATOR, code, one(code).counter)
    assert (newest(code).number, newest(code).title) == (3, "Spreadsheets for everyday work")


def test_of_many_who_saw_the_same_one_saves(ctx: Flask) -> None:
    code = builders.draft()
    came: list[str] = []

    def writer(number: int) -> None:
        with ctx.app_context():
            try:
                service.save(OPERATOR, code, builders.training(title={"en": f"By {number}"}), 1)
                came.append(f"By {number}")
            except Conflict:
                came.append("conflict")
            db.session.remove()

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(came)[1:] == ["conflict"] * 7
    assert newest(code).title == min(came)
    assert one(code).counter == 2


def test_what_hangs_on_the_offer_changes_without_a_version(ctx: Flask) -> None:
    code = builders.listed(source_key="7", format="csv")
    seen = one(code).counter
    stamp = queries.stamps()[code]
    assert service.furnish(OPERATOR, code, {"access": ["captions"]}, seen) == seen + 1
    assert service.furnish(OPERATOR, code, {"access": ["captions"]}, seen + 1) == seen + 1
    assert (one(code).access, one(code).source, newest(code).number) == (["captions"], {"format": "csv"}, 1)
    assert queries.stamps()[code] != stamp
    with pytest.raises(Invalid):
        service.furnish(OPERATOR, code, {"source_key": "8"}, seen + 1)
    with pytest.raises(Invalid):
        service.furnish(OPERATOR, code, {"access": ["wings"]}, seen + 1)


def test_only_the_provider_confirms_and_only_what_is_listed(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.draft(provider_code=provider)
    with pytest.raises(WrongState):
        service.confirm(builders.member(provider), code)
    builders.take_steps(code, ("list", OPERATOR))
    assert one(code).confirmed_at is None
    with pytest.raises(Forbidden):
        service.confirm(OPERATOR, code)
    service.confirm(builders.member(provider), code)
    assert one(code).confirmed_at == clock.now()


def test_who_may_do_what(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.draft(provider_code=provider)
    own = {role: builders.acting(role, provider) for role in ROLES}
    other = {role: builders.acting(role, "DEMO-OTHER") for role in ROLES}
    offer = builders.offer_row(code)
    for doing, roles in policy.RIGHTS.items():
        thing = offer.provider if doing == "start" else offer
        for role in ROLES:
            assert policy.may(own[role], doing, thing) is (role in roles)
            assert policy.may(other[role], doing, thing) is (role in roles - OWN)
    with pytest.raises(TypeError):
        policy.may(ADMIN, "see", None)  # type: ignore[arg-type]  # no object, no answer


@pytest.mark.promise("P06")
def test_a_foreign_offer_answers_like_one_that_does_not_exist(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.draft(provider_code=provider)
    made = service.schedule_run(OPERATOR, code, builders.run_letter())
    absent = "DEMO-0000-0000"
    for actor in (VISITOR, builders.member("DEMO-OTHER")):
        told = set()
        for offer in (code, absent):
            for verb in (
                lambda a, c: service.save(a, c, builders.training(), 1),
                lambda a, c: service.revise(a, c, 1),
                lambda a, c: service.perform(a, c, "submit", 1),
                lambda a, c: service.furnish(a, c, {}, 1),
                service.confirm,
                lambda a, c: service.schedule_run(a, c, builders.run_letter()),
            ):
                with pytest.raises(NotFound) as refusal:
                    verb(actor, offer)
                told.add(refusal.value.message)
        assert told == {"There is no such offer."}
        with pytest.raises(NotFound):
            service.start(actor, provider, builders.training())
        with pytest.raises(NotFound):
            service.cancel_run(actor, made, 1)
    with pytest.raises(Forbidden):
        service.save(REVIEWER, code, builders.training(), 1)
