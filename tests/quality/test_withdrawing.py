"""An offer its provider takes back stays back: what waited at the desk is a draft again."""

import pytest
from flask import Flask
from sqlalchemy import Select, func, select

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid
from registry.ledger import queries as ledger
from registry.quality import casebook, pace, service
from registry.quality import waiting as queue
from registry.quality.cases import Review
from tests import builders
from tests.builders import REVIEWER
from tests.quality.state import clean, waiting

TAKEN = ("take",)
ASKED = ("take", "ask")


def open_reviews() -> Select[tuple[int]]:
    """Of the next version, and the recheck of the one that is listed."""
    return select(Review.id).where(Review.closed_at.is_(None), Review.kind != "blind")


@pytest.mark.parametrize("steps", [(), TAKEN, ASKED])
def test_a_version_at_the_desk_is_a_draft_again_and_is_not_listed(ctx: Flask, steps: tuple[str, ...]) -> None:
    code = waiting(*steps)
    service.withdraw(OPERATOR, code, builders.seen(code), "We moved.")
    states = {version.number: version.state for version in builders.offer_row(code).versions}
    assert states == {1: "withdrawn", 2: "draft"}
    assert db.session.scalar(select(func.count()).select_from(open_reviews().subquery())) == 0
    with pytest.raises(Forbidden):
        service.decide(REVIEWER, code, builders.ruling(), builders.seen(code))
    assert clean()


def test_what_comes_back_is_examined_whole_as_at_first(ctx: Flask) -> None:
    code = waiting(*TAKEN)
    service.withdraw(OPERATOR, code, builders.seen(code))
    catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
    told = casebook.read(REVIEWER, code)
    assert (told.before, told.pace and told.pace.days) == (None, pace.DAYS["first"])
    assert [one.kind for one in queue.everything(REVIEWER) if one.code == code] == ["first"]
    service.take(REVIEWER, code, builders.seen(code))
    told = casebook.read(REVIEWER, code)
    assert told.review
    assert (told.review.kind, told.findings) == ("first", ())


def test_a_reason_too_long_for_the_ledger_is_refused_whole(ctx: Flask) -> None:
    code, entries = builders.decided(), ledger.size()
    with pytest.raises(Invalid) as refused:
        service.withdraw(OPERATOR, code, builders.seen(code), "x" * 4001)
    assert "reason" in refused.value.errors
    assert ledger.size() == entries
