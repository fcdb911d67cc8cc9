"""When an examination has run out nothing of it is left: no recheck waits, and what waits to be decided is examined
whole, without what a decision found that lists nothing any more."""

import pytest
from flask import Flask
from sqlalchemy import select

from registry.catalogue.model import CURRENT, Version
from registry.kernel.actor import SYSTEM
from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.quality import casebook, pace, reopening, reviews, service
from registry.quality import waiting as queue
from registry.quality.casebook import CaseView
from registry.quality.cases import Review
from tests import builders
from tests.builders import REVIEWER
from tests.quality.state import REASON, clean, stored, waiting


def states(code: str) -> dict[int, str]:
    db.session.rollback()
    return {version.number: version.state for version in builders.offer_row(code).versions}


def open_kinds() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Review.kind).where(Review.closed_at.is_(None), Review.kind != "blind")))


def told(code: str) -> CaseView:
    db.session.rollback()
    return casebook.read(REVIEWER, code)


def test_its_recheck_is_over(ctx: Flask) -> None:
    code = builders.decided()
    assert open_kinds() == ["recheck"]
    service.record(SYSTEM, code, "expire")
    assert open_kinds() == []
    assert db.session.scalars(select(Review.outcome).where(Review.kind == "recheck")).all() == ["over"]
    assert clean()


@pytest.mark.parametrize(("steps", "state"), [(("take",), "in-review"), (("take", "ask"), "asked")])
def test_what_is_examined_as_a_change_is_examined_whole_from_then_on(
    ctx: Flask, steps: tuple[str, ...], state: str
) -> None:
    code = waiting(*steps)
    before = told(code)
    assert before.review
    assert (before.review.kind, {one.inherited_from for one in before.findings} > {None}) == ("change", False)
    service.record(SYSTEM, code, "expire")
    assert states(code) == {1: "expired", 2: state}, "it stays with the desk"
    after = told(code)
    assert after.review
    assert (after.review.id, after.review.kind, after.review.is_held_by(REVIEWER)) == (
        before.review.id, "first", True,
    )  # fmt: skip
    assert (after.findings, after.before, after.pace and after.pace.days) == ((), None, pace.DAYS["first"])
    assert after.review.counter > before.review.counter, "whoever saves an old page is told"
    assert open_kinds() == ["first"]
    assert [one.kind for one in queue.everything(REVIEWER) if one.code == code] == ["first"]
    assert clean()


def test_what_the_reviewer_found_stays_and_what_was_opened_again_is_open_as_all_others(ctx: Flask) -> None:
    code = waiting("take")
    review = told(code).review
    assert review
    own = next(one.code for one in told(code).points if one.code not in {two.criterion for two in told(code).findings})
    service.save_finding(REVIEWER, review.id, own, "met")
    again = next(one.criterion for one in told(code).findings if one.inherited_from)
    reopening.reopen(REVIEWER, review.id, again, "The price has moved.")
    service.record(SYSTEM, code, "expire")
    assert ([one.criterion for one in told(code).findings], told(code).reopened) == ([own], {})
    number = service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert (states(code), reviews.reopened(review.id)) == ({1: "expired", 2: "listed"}, {})
    assert number


@pytest.mark.parametrize("expires", [False, True])
def test_a_proposal_to_refuse_says_what_it_took_over_and_is_over_when_that_has_ended(ctx: Flask, expires: bool) -> None:
    code = waiting("take")
    taken_over = {one.criterion: one.inherited_from for one in told(code).findings}
    assert taken_over
    own = {name: "not-met" for name in builders.ruling()["criteria"] if name not in taken_over}
    proposal = service.propose(REVIEWER, code, {"action": "refuse", "criteria": own, **REASON}, builders.seen(code))
    if expires:
        service.record(SYSTEM, code, "expire")
        with pytest.raises(WrongState, match="closed"):
            service.confirm(builders.SECOND, proposal)
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    else:
        assert stored(service.confirm(builders.SECOND, proposal)).inherited == taken_over
    assert clean()


def test_what_nobody_has_taken_yet_is_taken_as_new(ctx: Flask) -> None:
    code = waiting()
    service.record(SYSTEM, code, "expire")
    assert states(code) == {1: "expired", 2: "submitted"}
    service.take(REVIEWER, code, builders.seen(code))
    assert open_kinds() == ["first"]
    assert told(code).findings == ()


def test_what_may_come_back_keeps_its_recheck_until_it_ends(ctx: Flask) -> None:
    code = builders.decided()
    builders.ruled(code, {"action": "suspend", **REASON})
    assert open_kinds() == ["recheck"]
    builders.ruled(code, {"action": "restore", **REASON})
    assert open_kinds() == ["recheck"]
    builders.ruled(code, {"action": "suspend", **REASON})
    service.record(SYSTEM, code, "expire")
    assert open_kinds() == []


def test_of_what_has_ended_the_demonstration_has_no_recheck_open(demonstration: Flask) -> None:
    with demonstration.app_context():
        open_ones = select(Version.state).join(Review, Review.version_id == Version.id)
        kept = db.session.scalars(open_ones.where(Review.kind == "recheck", Review.closed_at.is_(None))).all()
        assert kept
        assert set(kept) <= set(CURRENT)
