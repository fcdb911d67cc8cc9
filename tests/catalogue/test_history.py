"""What the register said on an earlier day: versions by the steps they took, runs by their history."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from registry.catalogue import history, service
from registry.catalogue.model import Run
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from tests import builders

At = Callable[[str], None]


@pytest.fixture
def at(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> At:
    """Let the clock stand at ten in the morning of a day."""

    def stand(day: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: noon(day) - dt.timedelta(hours=2))

    return stand


def noon(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(hour=12, tzinfo=dt.UTC)


def on(code: str, day: str) -> history.Period | None:
    return next((period for period in history.periods(code) if period.holds(noon(day))), None)


def counter(run: str) -> int:
    with transaction():
        return db.session.query(Run.counter).filter(Run.code == run).scalar()


def test_each_version_has_its_time_in_the_list(at: At) -> None:
    at("2026-03-01")
    code = builders.listed()
    at("2026-05-01")
    seen = service.revise(OPERATOR, code, builders.seen(code))
    service.save(OPERATOR, code, builders.training(summary={"en": "New."}), seen)
    steps = [("submit", OPERATOR), ("take", builders.REVIEWER), ("list", builders.REVIEWER)]
    builders.take_steps(code, *steps)
    at("2026-06-01")
    builders.take_steps(code, ("suspend", builders.ADMIN))
    at("2026-07-01")
    builders.take_steps(code, ("restore", builders.ADMIN))
    days = ("2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01", "2026-06-15", "2026-07-02")
    assert [period and period.version for period in (on(code, day) for day in days)] == [None, 1, 1, 2, None, 2]
    assert [(one.version, one.until is None) for one in history.periods(code)] == [(2, True), (2, False), (1, False)]
    first = on(code, "2026-04-01")
    assert first is not None
    assert history.as_of(code, first, noon("2026-04-01")).spec.summary == {"en": "Lists, sums and simple charts."}


def test_a_draft_and_an_unknown_code_have_no_history(at: At) -> None:
    assert history.periods(builders.draft()) == history.periods("DEMO-NONE") == []


def test_runs_are_those_of_the_day(at: At) -> None:
    at("2026-03-01")
    code = builders.listed()
    at("2026-03-10")
    run = service.schedule_run(OPERATOR, code, builders.run_letter(places={"total": 14, "left": 14}))
    removed = service.schedule_run(OPERATOR, code, builders.run_letter())
    at("2026-04-10")
    service.change_run(OPERATOR, run, builders.run_letter(places={"total": 14, "left": 0}), counter(run))
    service.remove_run(OPERATOR, removed, counter(removed))
    at("2026-05-10")
    service.cancel_run(OPERATOR, run, counter(run))

    def told(day: str) -> list[tuple[str, int | None]]:
        period = on(code, day)
        assert period is not None
        return [(one.state, one.left) for one in history.as_of(code, period, noon(day)).runs]

    assert told("2026-03-02") == []
    assert sorted(told("2026-03-11")) == [("open", 5), ("open", 14)]
    assert told("2026-04-11") == [("full", 0)]
    assert told("2026-05-11") == [("cancelled", 0)]


def test_what_is_withdrawn_keeps_its_past(at: At) -> None:
    at("2026-03-01")
    code = builders.listed()
    at("2026-04-01")
    builders.take_steps(code, ("withdraw", OPERATOR))
    period = on(code, "2026-03-20")
    assert period is not None
    then = history.as_of(code, period, noon("2026-03-20"))
    assert (then.number, then.examined, then.confirm_by) == (1, True, None)
    assert then.confirmed_at == noon("2026-03-01") - dt.timedelta(hours=2)
    assert on(code, "2026-04-02") is None
