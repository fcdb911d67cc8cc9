"""The verbs of runs: scheduled, changed, cancelled and removed without a review, and never without a trace."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.catalogue import queries, service
from registry.catalogue.model import Offer, Run, RunChange
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Invalid, WrongState
from registry.providers import service as providers
from tests import builders


def one(code: str) -> Offer:
    return db.session.scalars(select(Offer).where(Offer.code == code)).one()


def run(code: str) -> Run:
    return db.session.scalars(select(Run).where(Run.code == code)).one()


def test_a_run_is_scheduled_changed_and_cancelled_with_its_history(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.listed(provider_code=provider)
    place = providers.add_place(OPERATOR, provider, builders.place_values(source_key="venue-1"))
    seen = one(code).counter
    made = service.schedule_run(OPERATOR, code, builders.run_letter(place="venue-1"), source_key="p1")
    assert run(made).data == builders.run_letter()
    assert service.change_run(OPERATOR, made, builders.run_letter(place=place), 1) == 1, "the same place by its code"
    cheaper = builders.run_letter(place=place, prices=[{"amount": 9900, "currency": "EUR"}])
    assert service.change_run(OPERATOR, made, cheaper, 1) == 2
    with pytest.raises(Conflict):
        service.change_run(OPERATOR, made, builders.run_letter(), 1)
    assert service.cancel_run(OPERATOR, made, 2) == 3
    with pytest.raises(WrongState):
        service.change_run(OPERATOR, made, builders.run_letter(), 3)
    history = db.session.scalars(select(RunChange).order_by(RunChange.id)).all()
    assert [(change.before or {}).get("state") for change in history] == [None, "planned", "planned"]
    assert [change.after["state"] for change in history] == ["planned", "planned", "cancelled"]
    assert history[1].before == history[0].after
    assert history[1].after["data"]["prices"][0]["amount"] == 9900
    assert one(code).counter == seen, "runs do not disturb who edits the offer"


def test_a_cancelled_run_is_shown_and_a_removed_one_is_not(ctx: Flask) -> None:
    code = builders.listed()
    gone = service.schedule_run(OPERATOR, code, builders.run_letter(), source_key="p1")
    off = service.schedule_run(OPERATOR, code, builders.run_letter(), source_key="p2")
    service.remove_run(OPERATOR, gone, 1)
    service.cancel_run(OPERATOR, off, 1)
    assert [(row.code, row.state) for row in queries.faces([code])[code].runs] == [(off, "cancelled")]
    with pytest.raises(Conflict):
        service.schedule_run(OPERATOR, code, builders.run_letter(), source_key="p2")
    assert service.schedule_run(OPERATOR, code, builders.run_letter(), source_key="p1") == gone
    assert run(gone).counter == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": {"date": "2027-01-10"}}, "end"),
        ({"start": {"time": "18:00"}}, "start"),
        ({"start": {"date": "11.1.2027"}}, "start"),
        ({"start": {"date": "2027-01-11", "zone": "Mars/Base"}}, "start"),
        ({"places": {"total": 5, "left": 6}}, "places"),
        ({"prices": [{"amount": 100}]}, "prices"),
        ({"prices": [{"amount": 1.5, "currency": "EUR"}]}, "prices"),
        ({"enrol": {"from": "2027-01-02", "until": "2027-01-01"}}, "enrol"),
        ({"enrol": {"url": "javascript:alert(1)"}}, "enrol"),
        ({"duration": {"iso": "5 weeks"}}, "duration"),
        ({"schedule": {"pattern": [{"days": ["someday"]}]}}, "schedule"),
        ({"place": "nowhere"}, "place"),
        ({"mode": "telepathy"}, "mode"),
        ({"weather": "fine"}, "weather"),
    ],
)
def test_a_run_of_a_wrong_shape_is_refused(ctx: Flask, changes: dict[str, Any], field: str) -> None:
    code = builders.draft()
    with pytest.raises(Invalid) as refusal:
        service.schedule_run(OPERATOR, code, builders.run_letter(**changes))
    assert set(refusal.value.errors) == {field}
    assert db.session.scalar(select(func.count()).select_from(Run)) == 0


def test_the_place_of_another_provider_is_no_place(ctx: Flask) -> None:
    place = providers.add_place(OPERATOR, builders.provider(name="Other"), builders.place_values())
    with pytest.raises(Invalid):
        service.schedule_run(OPERATOR, builders.draft(), builders.run_letter(place=place))
