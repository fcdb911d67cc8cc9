"""What can be asked about the desk's work: appeals, reports, proposals, and the figures computed from what happened."""

import datetime as dt

import pytest
from flask import Flask

from registry.kernel.actor import VISITOR
from registry.quality import appeals, figures, proposals, reporting, reports, sampling, service
from registry.quality.docket import Asked
from tests import builders
from tests.asking import heard
from tests.builders import ADMIN, FOURTH, REVIEWER, SECOND, THIRD
from tests.quality.state import REASON
from tests.quality.test_examining import everything_met, review

SUSPENSION = {"action": "suspend", **REASON}

WAITING = Asked()


def appealed(code: str) -> int:
    """The number of an appeal against the suspension of this offer."""
    number = builders.ruled(code, SUSPENSION)
    member = builders.member(builders.offer_row(code).provider.code)
    return service.appeal(member, number, {"price": "It is stated."}, "Please look again.")


def test_an_appeal_is_read_with_what_it_is_about(ctx: Flask) -> None:
    code = builders.decided()
    assert appeals.possible_against(code) is None
    number = builders.ruled(code, SUSPENSION)
    assert (appeals.possible_against(code) or (0,))[0] == number
    member = builders.member(builders.offer_row(code).provider.code)
    claim = service.appeal(member, number, {"price": "It is stated."})
    assert appeals.possible_against(code) is None
    (view,) = appeals.page(WAITING).items
    assert (view.id, view.action, view.title) == (claim, "suspend", "Spreadsheets for everyday work")
    assert appeals.of_offer(code) == appeals.of_provider(view.provider_code) == [view] == [appeals.one(claim)]
    assert appeals.told([number])[number].outcome is None


def test_a_report_is_read_by_its_reference_alone_without_details(ctx: Flask) -> None:
    code = builders.decided()
    reference = service.report(VISITOR, code, "price", "Ask Jane.")
    status = reports.by_reference(f" {reference.lower()} ")
    assert status is not None
    assert (status.offer_code, status.reason, status.outcome) == (code, "price", None)
    assert "Jane" not in repr(status)
    (view,) = reports.page(WAITING).items
    assert (view.details, view.title) == ("Ask Jane.", "Spreadsheets for everyday work")
    assert reports.of_offer(code) == [view] == [reports.one(reference)]
    assert reports.by_reference("R-0000") is None


def test_a_proposal_is_shown_to_those_who_may_answer_it(ctx: Flask) -> None:
    code = builders.decided()
    provider = builders.offer_row(code).provider.code
    number = service.propose(ADMIN, code, SUSPENSION, builders.seen(code))
    (view,) = proposals.page(WAITING).items
    assert (view.id, view.ruling.reasons) == (number, ("It is not so.",))
    assert proposals.page(Asked(away=[provider])).items == []
    assert proposals.count(WAITING) == 1
    assert proposals.count(Asked(ended=True)) == 0
    assert proposals.waiting_for(code) == proposals.one(number) == view
    service.reject(THIRD, number, "No.")
    assert [one.outcome for one in proposals.of_subject(code)] == ["rejected"]
    assert [one.id for one in proposals.page(Asked(ended=True)).items] == [number]
    assert proposals.page(WAITING).total == 0


def test_the_figures_follow_from_what_happened(ctx: Flask) -> None:
    assert figures.public().overturned is None
    with sampling.drawing(0):
        code = builders.decided()
    waiting = builders.in_review()
    blind = review(code, "blind").id
    service.take_review(SECOND, blind)
    everything_met(code, "blind", SECOND, "price")
    service.save_finding(SECOND, blind, "price", "not-met", words="It is hidden.")
    service.close_review(SECOND, blind)
    claim = appealed(code)
    service.take_appeal(THIRD, claim)
    ruling = {"action": "uphold", **REASON}
    service.confirm(FOURTH, service.propose(THIRD, code, ruling, builders.seen(code)))
    service.close_report(ADMIN, service.report(VISITOR, code, "price"), "no-fault", "It is stated.")
    service.report(VISITOR, code, "over")
    told = figures.public()
    assert (told.decided, told.waiting, told.oldest_days) == (1, 1, 0)
    assert (told.appeals, told.upheld, told.appeals_open, told.overturned) == (1, 1, 0, 100)
    points = len(builders.ruling()["criteria"])
    assert (told.agreement.same, told.agreement.of) == (points - 1, points)
    assert told.agreement.by_criterion["price"] == (0, 1)
    assert (told.reports, told.reports_open, told.report_days) == (1, 1, 0.0)
    assert told.decided_days == 0.0
    shares = {one.ref: (one.in_hand, one.ended, one.overturned) for one in figures.team()}
    assert shares == {REVIEWER.ref: (1, 1, 1), SECOND.ref: (0, 1, 0)}
    assert figures.ages() == [0]
    assert builders.offer_row(waiting).code


def test_the_details_of_a_report_are_erased_a_while_after_its_end(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    code = builders.decided()
    kept = service.report(VISITOR, code, "price", "Still open.")
    service.close_report(ADMIN, service.report(VISITOR, code, "wrong", "Ask Jane."), "acted", "Corrected.")
    assert reporting.forget_details() == 0
    monkeypatch.setattr(reporting, "KEPT", dt.timedelta(seconds=-1))
    assert reporting.forget_details() == 1
    assert {view.details for view in reports.of_offer(code)} == {"Still open.", None}
    assert reports.one(kept)


def test_the_figures_take_as_many_questions_however_much_happened(ctx: Flask) -> None:
    def asked() -> int:
        with heard() as questions:
            figures.public()
        return len(questions)

    with sampling.drawing(0):
        builders.decided()
    before = asked()
    with sampling.drawing(0):
        for _number in range(3):
            builders.decided()
    assert asked() == before
