"""Which hosts are known of a provider: what somebody looked at makes one known, in any spelling, and nothing else."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.catalogue import queries
from registry.catalogue import service as catalogue
from registry.catalogue.model import RunHold
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Invalid, WrongState
from registry.kernel.transaction import transaction
from registry.providers import service as providers
from registry.quality import service
from tests import builders
from tests.builders import REVIEWER
from tests.quality.test_addresses import NEW, OLD, held, letter, offer, shown, url, waiting_ones


@pytest.mark.parametrize(
    "again", ["https://xn--bcher-kva.example/", "https://www.bu\u0308cher.example/", "https://bü\ufe0fcher.example/"]
)
def test_another_spelling_of_a_refused_host_is_refused(ctx: Flask, again: str) -> None:
    _code, run = offer()
    catalogue.change_run(OPERATOR, run, letter("https://bücher.example/"), 1)
    service.refuse_address(REVIEWER, waiting_ones()[0].id, "https://bücher.example/", "It sells something else.")
    with pytest.raises(Invalid) as raised:
        catalogue.change_run(OPERATOR, run, letter(again), 3)
    assert list(raised.value.errors["enrol"]) == ["url"]


def test_a_changed_home_does_not_make_a_host_known_of_itself(ctx: Flask) -> None:
    code, _run, _number = held()
    provider = builders.provider_row(builders.offer_row(code).provider.code)
    providers.update(OPERATOR, provider.code, {"url": "https://moved.example"}, provider.counter)
    assert url(shown(code)) == OLD
    assert db.session.scalar(select(func.count()).select_from(RunHold)) == 1


@pytest.mark.one_database
def test_a_page_elsewhere_makes_no_host_known_before_somebody_looked_at_it(ctx: Flask) -> None:
    code, _run = offer()
    with pytest.raises(WrongState, match="examined"):
        builders.amended(code, homepage="https://else.example/course")
    with transaction():  # a register's next version is listed without anybody having examined it
        offer_row = queries.for_update(code)
        newest, current = offer_row.newest_version, offer_row.current_version
        assert current is not None
        assert current.examined
        assert newest.specification.homepage == "https://else.example/course"
        current.state = "superseded"
        db.session.flush()
        newest.state, newest.listed_at, newest.examined = "listed", clock.now(), False
    catalogue.schedule_run(OPERATOR, code, letter(NEW))
    assert [one.host for one in waiting_ones()] == ["else.example"]
