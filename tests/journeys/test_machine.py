"""Whatever providers, reviewers and strangers do in whatever order: nothing of a draft, a question or a note is public,
what is public was decided on, and in the end every decision agrees with the ledger. By default some sixty steps;
REGISTRY_STEPS=2000 takes as many."""

import os

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from registry.ledger import verify
from registry.quality import audit
from tests.journeys.machine import ACTIONS, Registry

STEPS = int(os.environ.get("REGISTRY_STEPS", "60"))
AT_ONCE = 20


@pytest.mark.promise("P04")
@pytest.mark.promise("P06")
@pytest.mark.promise("P09")
# dozens of turns of the worker in one process leave readers of Whoosh's merged segments to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.one_database  # what both databases must do alike is tested verb by verb
def test_nothing_but_what_was_decided_is_ever_public(app: Flask) -> None:
    Registry.app, Registry.steps, Registry.done = app, 0, {}
    run_state_machine_as_test(
        Registry,
        settings=settings(
            max_examples=1 + -(-STEPS // AT_ONCE),  # the first is always the shortest
            stateful_step_count=AT_ONCE,
            phases=[Phase.generate],  # no shrinking: a step costs dozens of pages
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Registry.steps >= STEPS // 2
    assert len(Registry.done) >= len(ACTIONS) // 2, Registry.done
    with app.app_context():
        assert verify.verify() == audit.audit() == []
