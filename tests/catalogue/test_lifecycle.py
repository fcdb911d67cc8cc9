"""The life of a version: what each step needs, and what it leaves behind."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from registry.catalogue import facts, lifecycle, queries, service
from registry.catalogue.model import CURRENT, ENDED, OPEN, Fact, Offer, Transition, Version
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, SYSTEM
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.kernel.transaction import transaction
from registry.ledger import service as ledger
from tests import builders
from tests.builders import ADMIN, REVIEWER


class Undo(Exception):
    """Leaves a transaction without a trace."""


def versions(code: str) -> dict[int, str]:
    found = select(Version.number, Version.state).join(Offer, Version.offer_id == Offer.id).where(Offer.code == code)
    return dict(db.session.execute(found).all())


def counter(code: str) -> int:
    return db.session.scalars(select(Offer.counter).where(Offer.code == code)).one()


def test_from_draft_to_listed_and_what_it_leaves_behind(ctx: Flask) -> None:
    code = builders.listed()
    with transaction():
        offer = queries.for_update(code)
        version = offer.current_version
        assert version is not None
        assert (version.state, version.examined, version.unlisted_at) == ("listed", True, None)
        assert version.listed_at == offer.first_listed_at == offer.confirmed_at == clock.now()
        assert offer.confirm_by == clock.now() + lifecycle.CONFIRM_EVERY
        steps = select(Transition.action, Transition.from_state, Transition.to_state, Transition.role)
        assert [tuple(row) for row in db.session.execute(steps.order_by(Transition.id))] == [
            ("open", None, "draft", "operator"),
            ("submit", "draft", "submitted", "operator"),
            ("take", "submitted", "in-review", "reviewer"),
            ("list", "in-review", "listed", "reviewer"),
        ]


def test_listing_the_next_version_supersedes_the_one_before(amended: tuple[str, str]) -> None:
    _provider, code = amended
    assert versions(code) == {1: "listed", 2: "draft"}
    builders.take_steps(code, ("submit", OPERATOR), ("take", REVIEWER))
    assert versions(code) == {1: "listed", 2: "in-review"}
    builders.take_steps(code, ("list", REVIEWER))
    assert versions(code) == {1: "superseded", 2: "listed"}
    old, new = queries.public_versions(code)[::-1]
    assert old.unlisted_at is not None
    assert new.unlisted_at is None


def test_an_amendment_must_be_trivial(amended: tuple[str, str]) -> None:
    _provider, code = amended
    service.save(OPERATOR, code, builders.training(title={"en": "Something else"}), counter(code))
    with pytest.raises(WrongState):
        builders.take_steps(code, ("amend", SYSTEM))
    service.perform(OPERATOR, code, "discard", counter(code))
    service.revise(OPERATOR, code, counter(code))
    service.save(OPERATOR, code, builders.training(summary={"en": "Corrected."}), counter(code))
    builders.take_steps(code, ("amend", SYSTEM))
    assert versions(code) == {1: "superseded", 2: "discarded", 3: "listed"}
    assert queries.faces([code])[code].examined


def test_what_is_not_ready_is_not_submitted_and_says_what_is_missing(ctx: Flask) -> None:
    code = builders.draft(builders.training(description=None, enrol=None))
    with pytest.raises(Invalid) as refusal:
        service.perform(OPERATOR, code, "submit", counter(code))
    assert set(refusal.value.errors) == {"description", "enrol"}
    assert versions(code) == {1: "draft"}


def test_admission_lists_unexamined_what_has_the_least(ctx: Flask) -> None:
    bare = {"kind": "training", "language": "en", "title": {"en": "Bare"}, "description": {"en": "Short."}}
    code = builders.draft(bare)
    with pytest.raises(Invalid) as refusal:
        builders.take_steps(code, ("list", OPERATOR))
    assert set(refusal.value.errors) == {"enrol"}
    service.schedule_run(OPERATOR, code, {"enrol": {"url": "https://harbour.example/run"}})
    builders.take_steps(code, ("list", OPERATOR))
    face = queries.faces([code])[code]
    assert not face.examined
    assert face.confirmed_at is None


def test_admission_does_not_bring_back_what_was_refused_or_suspended(ctx: Flask) -> None:
    refused = builders.draft()
    builders.take_steps(refused, ("submit", OPERATOR), ("take", REVIEWER), ("refuse", REVIEWER))
    service.revise(OPERATOR, refused, counter(refused))
    suspended = builders.listed(provider_code=builders.provider(name="Second"))
    builders.take_steps(suspended, ("suspend", ADMIN))
    service.revise(OPERATOR, suspended, counter(suspended))
    for code in (refused, suspended):
        with pytest.raises(WrongState, match="A decision stands against"):
            builders.take_steps(code, ("list", OPERATOR))


def test_nothing_of_a_suspended_provider_is_submitted_or_listed(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.draft(provider_code=provider)
    builders.stand(provider, "suspended")
    for action in ("submit", "list"):
        with pytest.raises(WrongState):
            builders.take_steps(code, (action, OPERATOR))


def test_a_lapsed_offer_comes_back_when_it_is_confirmed_in_time(ctx: Flask) -> None:
    code = builders.listed()
    with pytest.raises(WrongState, match="still has time"):
        builders.take_steps(code, ("lapse", SYSTEM))
    with transaction():
        db.session.execute(update(Offer).values(confirm_by=clock.now()))
    builders.take_steps(code, ("lapse", SYSTEM))
    with pytest.raises(Undo), transaction():
        late = clock.now() - lifecycle.RELIST_WITHIN * 2
        db.session.execute(update(Version).values(unlisted_at=late))
        offer = queries.for_update(code)
        with pytest.raises(WrongState, match="too long ago"):
            lifecycle.step(offer, "relist", OPERATOR)
        raise Undo
    builders.take_steps(code, ("relist", OPERATOR))
    assert versions(code) == {1: "listed"}


@pytest.mark.parametrize(("group", "others"), [(OPEN, OPEN), (CURRENT, CURRENT)])
def test_the_database_keeps_one_open_and_one_current_version(ctx: Flask, group: tuple[str, ...], others: Any) -> None:
    code = builders.draft()
    with transaction():
        db.session.execute(update(Version).values(state=group[0]))
    row = {column.key: getattr(_only(code), column.key) for column in Version.__table__.columns if column.key != "id"}
    for state in others:
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(insert(Version).values(**{**row, "number": 2, "state": state}))
    with transaction():
        other = ENDED[0]
        db.session.execute(insert(Version).values(**{**row, "number": 2, "state": other}))
        db.session.execute(insert(Version).values(**{**row, "number": 3, "state": other}))


def _only(code: str) -> Version:
    return db.session.scalars(select(Version)).one()


def test_a_second_open_version_is_refused_in_words(amended: tuple[str, str]) -> None:
    _provider, code = amended
    with pytest.raises(WrongState):
        service.revise(OPERATOR, code, counter(code))


def test_facts_are_written_moved_and_removed_with_the_listing(amended: tuple[str, str]) -> None:
    _provider, code = amended
    assert _values("competence") == [("1.2", 3, 360), ("1.3", 4, 600)]
    assert _values("credential") == [("certificate", None, None)]
    changed = builders.training(outcomes=[{"title": {"en": "a"}, "competence": "4.1", "level": 1}])
    service.save(OPERATOR, code, changed, counter(code))
    assert _values("competence") == [("1.2", 3, 360), ("1.3", 4, 600)], "a draft leaves no facts"
    builders.take_steps(code, ("submit", OPERATOR), ("take", REVIEWER), ("list", REVIEWER))
    assert _values("competence") == [("4.1", 1, None)]
    builders.take_steps(code, ("suspend", ADMIN))
    assert _values("competence") == []
    builders.take_steps(code, ("restore", ADMIN))
    assert _values("competence") == [("4.1", 1, None)]
    builders.take_steps(code, ("withdraw", OPERATOR))
    assert db.session.scalar(select(func.count()).select_from(Fact)) == 0


def _values(name: str) -> list[tuple[str, int | None, int | None]]:
    found = select(Fact.value, Fact.level, Fact.minutes).where(Fact.name == name).order_by(Fact.value)
    return [(value, level, minutes) for value, level, minutes in db.session.execute(found)]


def test_projected_anew_the_facts_are_the_same(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = builders.provider()
    for content in (builders.training(), builders.micro(), builders.validation(), builders.guidance()):
        builders.listed(content, provider)
    builders.draft(provider_code=provider)
    monkeypatch.setattr(facts, "BATCH", 3)
    columns = (Fact.offer_id, Fact.version_id, Fact.name, Fact.value, Fact.level, Fact.minutes, Fact.position)
    order = (Fact.offer_id, Fact.name, Fact.position)
    before = [tuple(row) for row in db.session.execute(select(*columns).order_by(*order))]
    with transaction():
        db.session.execute(update(Fact).values(value="wrong"))
    assert len(before) > 20
    assert facts.reproject() == 4
    assert [tuple(row) for row in db.session.execute(select(*columns).order_by(*order))] == before


def test_projecting_anew_waits_for_a_decision_that_is_being_taken(app: Flask) -> None:
    order: list[str] = []

    def project() -> None:
        with app.app_context():
            facts.reproject()
            order.append("projected")

    with app.app_context():
        beside = threading.Thread(target=project)
        with transaction():
            ledger.lock()
            builders.provider()
            beside.start()
            beside.join(0.5)
            order.append("decided")
        beside.join()
    assert order == ["decided", "projected"]


def test_the_desks_steps_are_not_taken_at_the_providers_door(ctx: Flask) -> None:
    code = builders.draft()
    builders.take_steps(code, ("submit", OPERATOR))
    desk = {row.name for row in lifecycle.TABLE if row.desk}
    assert {"take", "release", "return", "refuse", "list", "suspend", "restore", "amend", "relist"} <= desk
    for action in desk:
        for actor in (OPERATOR, REVIEWER, ADMIN):
            with pytest.raises(Forbidden):
                service.perform(actor, code, action, counter(code))
    with pytest.raises(Invalid):
        service.perform(OPERATOR, code, "teleport", counter(code))
    assert versions(code) == {1: "submitted"}


def test_question_and_answer_go_back_and_forth(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.draft(provider_code=provider)
    builders.take_steps(code, ("submit", OPERATOR), ("take", REVIEWER), ("ask", REVIEWER))
    with pytest.raises(Invalid):
        service.perform(builders.member(provider), code, "answer", counter(code), "  ")
    service.perform(builders.member(provider), code, "answer", counter(code), "In the workshop.")
    assert versions(code) == {1: "in-review"}
    with pytest.raises(NotFound):
        service.perform(builders.member("DEMO-OTHER"), code, "recall", counter(code))
    with pytest.raises(Conflict):
        service.perform(OPERATOR, code, "recall", counter(code) - 1)
