"""What the demonstration says of earlier days is what stood there then: dates as old as their offer, and an address
that waits for a glance today."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.catalogue import history
from registry.catalogue.model import Offer, Run, RunChange, RunHold
from registry.kernel.db import db

pytestmark = pytest.mark.one_database


@pytest.fixture
def look(demonstration: Flask) -> Iterator[Flask]:
    """The loaded registry in a context of its own."""
    with demonstration.app_context():
        yield demonstration


def test_dates_are_as_old_as_the_listing_of_their_offer(look: Flask) -> None:
    first = select(Offer.first_listed_at, func.min(RunChange.at)).join(Run, Run.offer_id == Offer.id)
    first = first.join(RunChange, RunChange.run_id == Run.id).where(Offer.first_listed_at.is_not(None))
    rows = db.session.execute(first.group_by(Offer.id)).all()
    assert len(rows) > 80
    assert [listed for listed, dated in rows if dated > listed] == []


def test_a_past_day_has_the_dates_of_then(look: Flask) -> None:
    looked = 0
    for code in db.session.scalars(select(Offer.code).where(Offer.first_listed_at.is_not(None)).order_by(Offer.code)):
        for period in history.periods(code)[-1:]:
            then = history.as_of(code, period, period.since + history.dt.timedelta(seconds=1))
            looked += bool(then.runs)
    assert looked > 80


def test_an_address_waits_for_a_glance(look: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(RunHold).where(RunHold.closed_at.is_(None))) == 1
