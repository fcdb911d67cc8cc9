"""Rechecks and second opinions as time goes on: they go on with an amended version, stay due when only some of an offer
was examined anew, and are of nothing that its provider writes anew."""

import datetime as dt
from collections.abc import Mapping

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.errors import Forbidden
from registry.quality import casebook, sampling, service
from tests import builders
from tests.builders import REVIEWER, SECOND
from tests.quality.state import clean
from tests.quality.test_examining import found, review
from tests.times import after

CANARY = {"en": "You learn what nobody has submitted yet."}
MODEST: Mapping[str, object] = {"enrol": {"url": "https://harbour.example/new"}}
EVERYTHING = {  # what touches every criterion
    **MODEST,
    "description": {"en": "You work on your own examples."},
    "eqf": 5,
    "audience": {"en": "People who keep accounts."},
    "workload": {"minutes": 700},
    "assessment": {"types": ["practical"], "text": {"en": "You build a table of your own."}},
}


def changed(code: str, **changes: object) -> None:
    """A next version of the offer, submitted and listed."""
    seen = catalogue.revise(OPERATOR, code, builders.seen(code))
    seen = catalogue.save(OPERATOR, code, builders.training(**changes), seen)
    seen = catalogue.perform(OPERATOR, code, "submit", seen)
    service.take(REVIEWER, code, seen)
    service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))


def test_a_recheck_in_hand_goes_on_with_the_amended_version(ctx: Flask) -> None:
    code = builders.decided()
    number = review(code, "recheck").id
    with after(ctx, days=800):
        service.take_review(SECOND, number)
        service.save_finding(SECOND, number, "price", "not-met", words="The price has changed.")
        builders.amended(code)
        going_on = review(code, "recheck")
        assert (going_on.id, going_on.reviewer_ref) == (number, SECOND.ref)
        case = casebook.read(SECOND, code, number)
        assert (case.offer.newest.number, case.offer.state) == (2, "listed")
        assert found(code, "recheck") == {"price": ("not-met", None)}, "and nothing is taken over unseen"
        with sampling.drawing(0):
            builders.amended(code, summary={"en": "Said best."})
        assert found(code, "recheck")["price"] == ("not-met", None)
    assert clean()


def test_a_change_taken_back_and_made_trivial_is_live_all_the_same(ctx: Flask) -> None:
    code = builders.decided()
    number = review(code, "recheck").id
    seen = catalogue.revise(OPERATOR, code, builders.seen(code))
    seen = catalogue.save(OPERATOR, code, builders.training(description=CANARY), seen)
    service.take(REVIEWER, code, catalogue.perform(OPERATOR, code, "submit", seen))
    service.release(REVIEWER, code, builders.seen(code))
    catalogue.perform(OPERATOR, code, "recall", builders.seen(code))
    catalogue.save(OPERATOR, code, builders.training(summary={"en": "Said better."}), builders.seen(code))
    service.amend(OPERATOR, code, builders.seen(code))
    assert review(code, "change").outcome == "over"
    assert (review(code, "recheck").id, review(code, "recheck").closed_at) == (number, None)
    assert clean()


def test_a_look_at_an_amendment_puts_off_no_recheck_of_the_whole(ctx: Flask) -> None:
    code = builders.decided()
    due = review(code, "recheck").due_at
    with after(ctx, days=300), sampling.drawing(0):
        builders.amended(code)
        partly = review(code, "recheck")
        assert partly.due_at == clock.now()
        service.take_review(SECOND, partly.id)
        for criterion in set(builders.ruling()["criteria"]) - found(code, "recheck").keys():
            service.save_finding(SECOND, partly.id, criterion, "met")
        service.close_review(SECOND, partly.id)
        assert review(code, "recheck").due_at == due
    with after(ctx, days=800), sampling.drawing(0):
        builders.amended(code, summary={"en": "Said best."})
        assert found(code, "recheck") == {}, "what is due is looked at whole"
    assert clean()


def test_the_day_of_conditions_comes_back_after_a_look_at_an_amendment(ctx: Flask) -> None:
    code = builders.in_review()
    conditions = {"conditions": "State the fee.", "review_by": "2027-02-01"}
    builders.ruled(code, builders.ruling(**conditions))
    due = review(code, "recheck").due_at
    with after(ctx, days=10), sampling.drawing(0):
        builders.amended(code)
        service.take_review(SECOND, review(code, "recheck").id)
        for criterion in set(builders.ruling()["criteria"]) - found(code, "recheck").keys():
            service.save_finding(SECOND, review(code, "recheck").id, criterion, "met")
        service.close_review(SECOND, review(code, "recheck").id)
        assert review(code, "recheck").due_at == due


def test_what_is_to_be_looked_at_of_one_amendment_is_so_after_the_next(ctx: Flask) -> None:
    code = builders.decided()
    with sampling.drawing(0):
        builders.amended(code)
    every = builders.ruling()["criteria"].keys()
    first = every - found(code, "recheck").keys()
    assert first
    builders.amended(code, summary={"en": "Said better."}, raw={})
    assert every - found(code, "recheck").keys() >= first


def test_what_is_suspended_keeps_a_recheck(ctx: Flask) -> None:
    code = builders.decided()
    number = review(code, "recheck").id
    with after(ctx, days=800):
        service.take_review(SECOND, number)
        for criterion in builders.ruling()["criteria"]:
            service.save_finding(SECOND, number, criterion, "met")
        builders.ruled(code, {"action": "suspend", "reasons": ["The price is wrong."]})
        service.close_review(SECOND, number)
        again = review(code, "recheck")
        assert (again.closed_at, again.due_at) == (None, clock.now() + dt.timedelta(days=730))


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_not_examined_anew_stays_due_when_it_was(ctx: Flask, whole: bool) -> None:
    code = builders.decided()
    due = review(code, "recheck").due_at
    with after(ctx, days=300):
        changed(code, **(EVERYTHING if whole else MODEST))
        taken_over = [origin for _verdict, origin in found(code, "change").values() if origin]
        again = review(code, "recheck").due_at
        assert bool(taken_over) != whole
        assert (again == due) != whole
        assert again in (due, clock.now() + dt.timedelta(days=730))
    assert clean()


def test_of_what_is_returned_nobody_gives_a_second_opinion(ctx: Flask) -> None:
    code = builders.in_review()
    with sampling.drawing(0):
        builders.ruled(code, {"action": "return", "reasons": ["Say more."], "criteria": {"price": "not-met"}})
    assert review(code, "blind").id is None


def test_the_desk_reads_nothing_that_was_not_submitted(ctx: Flask) -> None:
    listed, returned, begun = builders.decided(), builders.in_review(), builders.draft()
    builders.ruled(returned, {"action": "return", "reasons": ["Say more."], "criteria": {}})
    assert casebook.read(REVIEWER, returned).offer.state == "returned", "as it was decided on"
    seen = catalogue.revise(OPERATOR, listed, builders.seen(listed))
    catalogue.save(OPERATOR, listed, builders.training(description=CANARY), seen)
    catalogue.save(OPERATOR, returned, builders.training(description=CANARY), builders.seen(returned))
    case = casebook.read(REVIEWER, listed)
    assert (case.offer.newest.number, case.offer.state, case.before) == (1, "listed", None)
    for code in (returned, begun):
        with pytest.raises(Forbidden, match="is writing this offer"):
            casebook.read(REVIEWER, code)
    catalogue.perform(OPERATOR, returned, "submit", builders.seen(returned))
    assert casebook.read(REVIEWER, returned).offer.newest.spec.description == CANARY
