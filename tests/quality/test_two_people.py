"""What takes two people: refusing, suspending, answering an appeal, closing a provider, erasing words; and who must
keep away."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.kernel.actor import VISITOR, Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.ledger import queries as ledger
from registry.quality import appealing, queries, service
from registry.quality.cases import Flag, Review
from registry.quality.claims import Appeal, Proposal, Report
from tests import builders
from tests.builders import ADMIN, FOURTH, REVIEWER, SECOND, THIRD
from tests.quality.state import REASON, clean, proposed, standing, state, stored

REFUSAL = {"action": "refuse", "criteria": {"price": "not-met"}, **REASON}
SUSPENSION = {"action": "suspend", **REASON}


def member_of(code: str) -> Actor:
    return builders.member(builders.offer_row(code).provider.code)


def upheld(code: str, action: str = "uphold") -> int:
    """The decision that answers the open appeal about the offer, heard by the third and confirmed by the fourth."""
    db.session.rollback()
    number = db.session.scalars(select(Appeal.id).where(Appeal.closed_at.is_(None))).one()
    service.take_appeal(THIRD, number)
    proposal = service.propose(THIRD, code, {"action": action, **REASON}, builders.seen(code))
    return service.confirm(FOURTH, proposal)


@pytest.mark.promise("P07")
def test_nobody_refuses_or_suspends_alone(ctx: Flask) -> None:
    code, listed = builders.in_review(), builders.decided()
    for thing, ruling in ((code, REFUSAL), (listed, SUSPENSION)):
        with pytest.raises(WrongState):
            service.decide(REVIEWER, thing, ruling, builders.seen(thing))
        proposal = service.propose(REVIEWER, thing, ruling, builders.seen(thing))
        with pytest.raises(WrongState):
            service.propose(REVIEWER, thing, ruling, builders.seen(thing))
        with pytest.raises(Forbidden):
            service.confirm(REVIEWER, proposal)
        relative = builders.acting("reviewer", builders.offer_row(thing).provider.code)
        for stranger in (relative, Actor("reviewer", None, second_factor=True)):
            with pytest.raises(Forbidden):
                service.confirm(stranger, proposal)
        for stranger in (VISITOR, builders.member(), Actor("reviewer", "without a second factor")):
            with pytest.raises(NotFound):
                service.confirm(stranger, proposal)
        number = service.confirm(SECOND, proposal)
        decision = stored(number)
        assert (decision.person_ref, decision.second_ref) == (REVIEWER.ref, SECOND.ref)
        assert ledger.entry(number)["second"] == SECOND.ref
        with pytest.raises(WrongState):
            service.confirm(THIRD, proposal)
    assert (state(code), state(listed)) == ("refused", "suspended")
    assert clean()


def test_a_proposal_comes_before_any_other_decision_and_may_be_rejected(ctx: Flask) -> None:
    code = builders.in_review()
    seen = builders.seen(code)
    proposal = service.propose(REVIEWER, code, REFUSAL, seen)
    with pytest.raises(Conflict):
        service.decide(REVIEWER, code, builders.ruling(), seen)
    with pytest.raises(WrongState):
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    with pytest.raises(Invalid):
        service.reject(SECOND, proposal, " ")
    service.reject(SECOND, proposal, "The price is on the second page.")
    service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert state(code) == "listed"
    assert clean()


@pytest.mark.promise("P07")
def test_a_case_stays_with_whoever_proposed_its_refusal_until_that_is_answered(ctx: Flask) -> None:
    code = builders.in_review()
    proposal = service.propose(REVIEWER, code, REFUSAL, builders.seen(code))
    seen, review = builders.seen(code), db.session.scalars(select(Review.id)).one()
    for moved in (
        lambda: service.release(REVIEWER, code, seen),
        lambda: service.release(ADMIN, code, seen),
        lambda: service.take(SECOND, code, seen),
        lambda: service.ask(REVIEWER, code, seen, "What is missing?"),
        lambda: service.save_finding(REVIEWER, review, "price", "not-met", words="Nobody has read this."),
        lambda: service.remark(REVIEWER, review, "", "Nor this."),
    ):
        with pytest.raises(WrongState, match="second person"):
            moved()
    service.reject(SECOND, proposal, "The price is on the second page.")
    service.release(REVIEWER, code, builders.seen(code))
    assert state(code) == "submitted"


@pytest.mark.parametrize("lacking", [{"reasons": []}, {"criteria": {}}, {"criteria": {"beauty": "not-met"}}])
def test_a_refusal_that_lacks_something_is_not_even_proposed(ctx: Flask, lacking: dict[str, object]) -> None:
    code = builders.in_review()
    with pytest.raises(Invalid):
        service.propose(REVIEWER, code, {**REFUSAL, **lacking}, builders.seen(code))
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_an_amendment_does_not_dodge_a_suspension_but_a_withdrawal_ends_the_proposal(ctx: Flask) -> None:
    code, other = builders.decided(), builders.decided()
    proposal = service.propose(ADMIN, code, SUSPENSION, builders.seen(code))
    builders.amended(code)
    assert stored(service.confirm(SECOND, proposal)).version_number == 2
    proposal = service.propose(ADMIN, other, SUSPENSION, builders.seen(other))
    service.withdraw(member_of(other), other, builders.seen(other))
    with pytest.raises(WrongState):
        service.confirm(SECOND, proposal)
    assert (state(code), state(other)) == ("suspended", "withdrawn")
    assert clean()


def test_a_provider_is_suspended_and_closed_by_two(ctx: Flask) -> None:
    code = builders.vetted_provider()
    with pytest.raises(WrongState):
        service.decide_provider(ADMIN, code, "suspend", "Complaints.")
    proposal = proposed(ADMIN, code, "suspend", "Complaints.")
    with pytest.raises(WrongState):
        service.decide_provider(ADMIN, code, "reopen", "No.")
    assert stored(service.confirm(REVIEWER, proposal)).second_ref == REVIEWER.ref
    assert standing(code) == "suspended"
    builders.stood(code, "close")
    with pytest.raises(WrongState):
        proposed(ADMIN, code, "suspend", "Again.")
    assert clean()


@pytest.mark.promise("P07")
def test_who_declares_an_interest_is_out_of_the_providers_cases(ctx: Flask) -> None:
    code = builders.in_review()
    provider = builders.offer_row(code).provider.code
    proposal = service.propose(REVIEWER, code, REFUSAL, builders.seen(code))
    service.declare_interest(REVIEWER, provider)
    service.declare_interest(REVIEWER, provider)
    assert db.session.get_one(Proposal, proposal).outcome == "taken-back"
    assert db.session.scalars(select(Review.reviewer_ref)).one() is None
    for verb in (service.take, service.release):
        with pytest.raises(Forbidden):
            verb(REVIEWER, code, builders.seen(code))
    with pytest.raises(Forbidden):
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    with pytest.raises(Forbidden):
        service.decide_provider(REVIEWER, provider, "verify", "Friends.")
    service.take(SECOND, code, builders.seen(code))
    proposal = service.propose(SECOND, code, REFUSAL, builders.seen(code))
    with pytest.raises(Forbidden):
        service.confirm(REVIEWER, proposal)
    service.confirm(THIRD, proposal)
    assert clean()


def test_an_appeal_is_heard_by_others_and_restores_what_was_suspended(ctx: Flask) -> None:
    code = builders.decided()
    number = builders.ruled(code, SUSPENSION)
    member = member_of(code)
    with pytest.raises(Invalid):
        service.appeal(member, number, {})
    with pytest.raises(Invalid):
        service.appeal(member, number, {"beauty": "It is beautiful."})
    with pytest.raises(NotFound):
        service.appeal(builders.member(), number, {}, "We object.")
    with pytest.raises(WrongState):
        service.appeal(member, number - 1, {}, "We object to being listed.")
    claim = service.appeal(member, number, {"price": "The price stands on page one."})
    with pytest.raises(WrongState):
        service.appeal(member, number, {}, "Again.")
    for involved in (REVIEWER, SECOND):
        with pytest.raises(Forbidden):
            service.take_appeal(involved, claim)
    service.take_appeal(THIRD, claim)
    with pytest.raises(WrongState):
        service.take_appeal(FOURTH, claim)
    with pytest.raises(Forbidden):
        service.propose(FOURTH, code, {"action": "uphold", **REASON}, builders.seen(code))
    proposal = service.propose(THIRD, code, {"action": "uphold", **REASON}, builders.seen(code))
    for involved in (REVIEWER, SECOND, THIRD):
        with pytest.raises(Forbidden):
            service.confirm(involved, proposal)
    answer = service.confirm(FOURTH, proposal)
    assert [(one.action, one.concerns) for one in queries.about(code)][:2] == [("restore", answer), ("uphold", number)]
    assert state(code) == "listed"
    assert clean()


@pytest.mark.parametrize("action", ["refuse", "return"])
def test_an_upheld_appeal_brings_the_version_to_another_reviewer(ctx: Flask, action: str) -> None:
    code = builders.in_review()
    number = builders.ruled(code, {**REFUSAL, "action": action})
    service.appeal(member_of(code), number, {"price": "It is stated."}, "Please look again.")
    upheld(code)
    assert state(code) == "submitted"
    with pytest.raises(Forbidden):
        service.take(REVIEWER, code, builders.seen(code))
    service.take(THIRD, code, builders.seen(code))
    service.decide(THIRD, code, builders.ruling(), builders.seen(code))
    assert state(code) == "listed"
    assert clean()


def test_a_dismissed_appeal_and_a_late_one_change_nothing(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    code, late = builders.in_review(), builders.in_review()
    number, other = builders.ruled(code, REFUSAL), builders.ruled(late, REFUSAL)
    service.appeal(member_of(code), number, {}, "We object.")
    assert stored(upheld(code, "dismiss")).concerns == number
    assert state(code) == "refused"
    monkeypatch.setattr(appealing, "WITHIN", dt.timedelta(days=-1))
    with pytest.raises(WrongState):
        service.appeal(member_of(late), other, {}, "Too late.")
    assert clean()


@pytest.mark.promise("P18")
def test_words_are_erased_by_two_and_the_verification_says_so(ctx: Flask) -> None:
    code = builders.decided(reasons=["Taught by Jane Example, whose telephone is 555."])
    number = queries.about(code)[0].number
    with pytest.raises(Forbidden):
        service.redact(REVIEWER, number, "A person is named.")
    proposal = service.redact(ADMIN, number, "A person is named.")
    with pytest.raises(Forbidden):
        service.confirm(ADMIN, proposal)
    after = service.confirm(REVIEWER, proposal)
    assert (stored(after).action, stored(after).concerns) == ("redact", number)
    erased = queries.one(number)
    assert erased is not None
    assert erased.is_redacted
    assert erased.reasons == ()
    with pytest.raises(WrongState):
        service.redact(ADMIN, number, "Again.")
    assert state(code) == "listed"
    assert clean()


def test_anybody_reports_a_problem_and_reads_what_came_of_it(ctx: Flask) -> None:
    code, draft = builders.decided(), builders.draft()
    with pytest.raises(NotFound):
        service.report(VISITOR, draft, "wrong")
    for reason in ("other", "because"):
        with pytest.raises(Invalid):
            service.report(VISITOR, code, reason)
    reference = service.report(VISITOR, code, "price", "The fee is twice what is said.")
    assert db.session.scalars(select(Flag.name)).all() == ["complaint"]
    with pytest.raises(Forbidden):
        service.close_report(VISITOR, reference, "acted", "Corrected.")
    with pytest.raises(NotFound):
        service.close_report(ADMIN, "R-0000-0000-0000", "acted", "Corrected.")
    with pytest.raises(Invalid):
        service.close_report(ADMIN, reference, "acted")
    service.close_report(ADMIN, reference, "acted", "The provider corrected its price.")
    with pytest.raises(WrongState):
        service.close_report(ADMIN, reference, "acted", "Again.")
    db.session.rollback()
    assert db.session.scalars(select(Flag.name)).all() == []
    assert db.session.scalars(select(Report.words)).one() == "The provider corrected its price."
