"""Decisions about providers: the standing follows them, and nothing else changes it."""

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR, VISITOR, Actor
from registry.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from registry.ledger import queries as ledger
from registry.quality import entries, service
from tests import builders
from tests.builders import REVIEWER
from tests.quality.state import REASON, changes, clean, standing, stored


def test_verifying_a_provider_changes_its_standing_and_writes_one_entry(ctx: Flask) -> None:
    code = builders.provider("unverified")
    number = service.decide_provider(REVIEWER, code, "verify", "Register entry seen.")
    assert (number, standing(code)) == (1, "verified")
    assert ledger.entry(1) == {**entries.entry(stored(1)), "seq": 1}
    assert {("quality.decision", "1"), ("providers.provider", code)} <= changes()
    assert clean()


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (["verify", "suspend", "reopen"], "verified"),
        (["admit", "suspend", "reopen"], "admitted"),
        (["suspend", "reopen"], "unverified"),
        (["verify", "admit"], "verified"),
        (["admit", "admit"], "admitted"),
        (["admit", "verify", "close"], "closed"),
    ],
)
def test_standings_follow_the_decisions(ctx: Flask, steps: list[str], left: str) -> None:
    code = builders.provider("unverified")
    for step in steps:
        builders.stood(code, step)
    assert standing(code) == left
    assert clean()


@pytest.mark.parametrize("steps", [["reopen"], ["close", "reopen"], ["suspend", "admit"], ["verify", "verify"]])
def test_a_standing_that_cannot_follow_is_refused_and_leaves_nothing(ctx: Flask, steps: list[str]) -> None:
    code = builders.provider("unverified")
    for step in steps[:-1]:
        builders.stood(code, step)
    with pytest.raises(WrongState):
        builders.stood(code, steps[-1])
    assert ledger.size() == len(steps) - 1
    assert clean()


def test_a_provider_decision_needs_a_basis_a_known_action_and_the_right_person(ctx: Flask) -> None:
    code = builders.provider("unverified")
    with pytest.raises(Invalid):
        service.decide_provider(REVIEWER, code, "verify", "  ")
    with pytest.raises(Invalid):
        service.decide_provider(REVIEWER, code, "praise", "Because.")
    with pytest.raises(Forbidden):
        service.decide_provider(builders.member(code), code, "verify", "We are good.")
    with pytest.raises(Forbidden):
        service.decide_provider(OPERATOR, code, "verify", "Because.")
    for stranger in (VISITOR, builders.member("DEMO-0000-0000")):
        with pytest.raises(NotFound):
            service.decide_provider(stranger, code, "verify", "Because.")
    with pytest.raises(NotFound):
        service.decide_provider(REVIEWER, "DEMO-0000-0000", "verify", "Because.")
    assert ledger.size() == 0


@pytest.mark.promise("P07")
def test_nobody_decides_about_a_provider_they_belong_to(ctx: Flask) -> None:
    code = builders.provider("unverified")
    offer = builders.in_review(provider_code=code)
    relative = Actor("reviewer", "r", frozenset({code}), second_factor=True)
    with pytest.raises(Forbidden):
        service.decide_provider(relative, code, "verify", "We are good.")
    with pytest.raises(Forbidden):
        service.decide(relative, offer, builders.ruling(), builders.seen(offer))
    builders.stood(code, "verify")
    listed = builders.decided(provider_code=code)
    with pytest.raises(Forbidden):
        builders.ruled(listed, {"action": "suspend", **REASON}, relative)
