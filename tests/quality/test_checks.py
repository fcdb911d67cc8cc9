"""What the program looks at by itself: each check as a table of contents and what comes of them."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from registry.catalogue.intake import check
from registry.catalogue.runs import view
from registry.kernel import clock
from registry.quality import checks, criteria
from registry.quality.flags import FlagView
from tests import builders

RULES = criteria.edition("2026-2")
ATTENDED = {"assessment": {"types": ["attendance"]}}


def outcome(**changes: Any) -> dict[str, Any]:
    values = {"title": {"en": "Sort a list"}, "competence": "1.3", "level": 4, "minutes": 600}
    return builders.changed(values, changes)


SWIMMING = outcome(title={"en": "Swim"}, competence=None, level=None)


def state(content: dict[str, Any], name: str, **looked: Any) -> str | None:
    """What this check makes of the content; None when it does not apply."""
    found = {one.name: one.state for one in checks.run(checks.Looked(check(content), RULES, **looked))}
    return found.get(name)


@pytest.mark.one_database  # pure functions; the lists of concepts are read to build what they get
@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (builders.training(), "hours", "ok"),
        (builders.training(workload={"minutes": 600}), "hours", "fails"),
        (builders.training(workload={"minutes": 6000}), "hours", "doubt"),
        (builders.training(workload=None), "hours", "unknown"),
        (builders.training(), "digital-share", "ok"),
        (builders.training(outcomes=[outcome(), SWIMMING]), "digital-share", "fails"),
        (builders.training(outcomes=[outcome(minutes=None)]), "digital-share", "unknown"),
        (builders.micro(), "elements", "ok"),
        (builders.micro(modes=None), "elements", "fails"),
        (builders.training(), "elements", None),
        (builders.micro(), "attendance", "ok"),
        (builders.micro(**ATTENDED), "attendance", "fails"),
        (builders.training(**ATTENDED), "assessed", "doubt"),
        (builders.training(assessment=None), "assessed", "fails"),
        (builders.training(), "enrol-address", "ok"),
        (builders.training(enrol={"text": {"en": "Call us."}}), "enrol-address", "unknown"),
        (builders.training(enrol={"url": "http://harbour.example/"}), "enrol-address", "doubt"),
        (builders.training(), "price", "unknown"),
        (builders.guidance(), "price", "ok"),
        (builders.training(), "level", "doubt"),
        (builders.micro(), "level", "ok"),
        (builders.training(level_none=True), "level", "fails"),
        (builders.training(outcomes=[outcome(level=None)], eqf=None), "level", "doubt"),
        (builders.training(), "outcomes", "ok"),
        (builders.training(outcomes=[outcome(), outcome(minutes=5)]), "outcomes", "fails"),
        (builders.validation(), "standard", "ok"),
        (builders.training(), "duplicate", "ok"),
        (builders.training(), "price-outlier", None),
    ],
)  # fmt: skip
def test_a_content_and_what_comes_of_it(ctx: Flask, content: dict[str, Any], name: str, expected: str | None) -> None:
    assert state(content, name) == expected


@pytest.mark.one_database
def test_flags_runs_and_the_providers_own_address_count(ctx: Flask) -> None:
    flags = [FlagView("near-duplicate", {"title": "Another"}), FlagView("price-outlier", {"compared": 9})]
    assert state(builders.training(), "duplicate", flags=flags) == "doubt"
    assert state(builders.training(), "price-outlier", flags=flags) == "doubt"
    assert state(builders.training(), "enrol-address", home="https://www.harbour.example/") == "ok"
    assert state(builders.training(), "enrol-address", home="https://other.example/") == "doubt"
    priced = view("A", builders.run_letter(), clock.now(), place=None, cancelled=False)
    free = view("B", builders.run_letter(prices=None), clock.now(), place=None, cancelled=False)
    assert [state(builders.training(), "price", runs=runs) for runs in ((priced,), (priced, free), (free,))] == [
        "ok",
        "doubt",
        "fails",
    ]
    assert dt.date(2026, 9, 1) == RULES.valid_from
