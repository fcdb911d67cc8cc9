"""Admitting an existing register, and the steps that are decisions although nobody at the desk takes them."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from registry.catalogue import queries as catalogue
from registry.catalogue import service as catalogue_service
from registry.kernel.actor import OPERATOR, SYSTEM
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from registry.kernel.transaction import transaction
from registry.ledger import queries as ledger
from registry.quality import criteria, reviews, service
from registry.quality.cases import Review
from tests import builders
from tests.builders import REVIEWER
from tests.quality.state import clean, state, stored


def test_an_admitted_offer_is_listed_unexamined_and_says_what_was_not_looked_at(ctx: Flask) -> None:
    code = builders.draft(provider_code=builders.provider("unverified"))
    number = service.admit_offer(OPERATOR, code, " The county's register ")
    decision = stored(number)
    assert (decision.action, decision.from_state, decision.to_state) == ("list", "draft", "listed")
    assert decision.basis == "The county's register"
    assert decision.examined is False
    assert set(decision.criteria.values()) == {"not-examined"}
    assert decision.reasons is not None
    assert decision.reasons[0].startswith("Listed on basis: The county's register. Not examined: ")
    assert "Learning outcomes" in decision.reasons[0]
    view = catalogue.public(code)
    assert view is not None
    assert clean()


def test_what_was_to_be_looked_at_again_still_is_when_a_register_brings_the_next_version(ctx: Flask) -> None:
    code = builders.decided()
    before = db.session.scalars(select(Review).where(Review.kind == "recheck")).one()
    due = before.due_at
    catalogue_service.revise(OPERATOR, code, builders.seen(code))
    service.admit_offer(OPERATOR, code, "The county's register")
    (version,) = (one for one in builders.offer_row(code).versions if one.state == "listed")
    (recheck,) = db.session.scalars(select(Review).where(Review.closed_at.is_(None), Review.kind == "recheck"))
    assert (recheck.version_id, recheck.due_at) == (version.id, due)
    assert version.number == 2
    listed = stored(min(finding.inherited_from or 0 for finding in reviews.findings_of(recheck)))
    assert (listed.action, listed.version_number) == ("list", 1), "what has not changed is taken over"
    assert clean()


@pytest.mark.parametrize("missing", ["description", "enrol"])
def test_what_cannot_be_admitted_names_what_is_missing(ctx: Flask, missing: str) -> None:
    code = builders.draft(builders.training(**{missing: None}))
    with pytest.raises(Invalid) as raised:
        service.admit_offer(OPERATOR, code, "The county's register")
    assert list(raised.value.errors) == [missing]
    assert state(code) == "draft"
    assert ledger.size() == 0


def test_admitting_is_the_operators_and_needs_a_basis(ctx: Flask) -> None:
    code = builders.draft()
    for actor in (REVIEWER, builders.ADMIN, SYSTEM):
        with pytest.raises(Forbidden):
            service.admit_offer(actor, code, "The county's register")
    with pytest.raises(Invalid):
        service.admit_offer(OPERATOR, code, "")
    with pytest.raises(Invalid):
        service.decide(OPERATOR, code, {"action": "admit"}, builders.seen(code))


def test_hundreds_are_admitted_in_one_transaction_and_a_refused_one_leaves_no_gap(ctx: Flask) -> None:
    provider = builders.provider("unverified")
    codes = [builders.draft(builders.training(title={"en": f"Evening {n}"}), provider) for n in range(12)]
    poor = builders.draft(builders.training(description=None), provider)
    with transaction():
        service.admit_provider(OPERATOR, provider, "The register")
        for code in [*codes[:6], poor, *codes[6:]]:
            try:
                service.admit_offer(OPERATOR, code, "The register")
            except Invalid:
                assert code == poor
    assert ledger.size() == 13
    assert clean()


def test_a_provider_withdraws_its_own_offer_and_that_is_a_decision(ctx: Flask) -> None:
    provider = builders.vetted_provider()
    code = builders.decided(provider_code=provider)
    with pytest.raises(NotFound):
        service.withdraw(builders.member("DEMO-0000-0000"), code, builders.seen(code))
    number = service.withdraw(builders.member(provider), code, builders.seen(code), "No longer taught.")
    assert state(code) == "withdrawn"
    assert stored(number).reasons == ["No longer taught."]
    assert clean()


def test_the_systems_steps_are_recorded_and_only_those(ctx: Flask) -> None:
    code = builders.decided()
    number = service.record(SYSTEM, code, "expire")
    assert (stored(number).role, state(code)) == ("system", "expired")
    for action in ("list", "suspend", "submit", "supersede"):
        with pytest.raises(Invalid):
            service.record(SYSTEM, code, action)
    other = builders.decided()
    with pytest.raises(Forbidden):
        service.record(REVIEWER, other, "expire")
    with pytest.raises(WrongState):
        service.record(SYSTEM, other, "lapse")


def test_a_clock_that_goes_back_does_not_reorder_decisions(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.vetted_provider()
    earlier = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    monkeypatch.setattr(service.clock, "now", lambda: earlier)
    builders.vetted_provider(name="Other")
    assert stored(2).at == stored(1).at
    assert clean()


def test_the_edition_in_force_is_the_one_a_decision_rests_on(ctx: Flask) -> None:
    builders.vetted_provider()
    assert stored(1).rule_version == criteria.current(dt.date(2026, 11, 23)).version == "2026-2"
