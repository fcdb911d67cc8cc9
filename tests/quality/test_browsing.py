"""Looking through the decisions: every count is what its choice finds, whatever else is chosen; what is not public
cannot be asked for."""

import itertools
from dataclasses import replace

import pytest
from flask import Flask

from registry.quality import browsing
from registry.quality.browsing import FILTERS, Choice
from tests import builders


def total(choice: Choice) -> int:
    found = browsing.page(choice, 1, 100)
    assert len(found.items) == found.total
    return found.total


def test_every_count_is_what_its_choice_finds(history: dict[str, str]) -> None:
    whole = total(Choice())
    assert whole > 10
    chosen = [
        Choice(),
        Choice(kind="offer"),
        Choice(outcome="list"),
        Choice(criterion="price"),
        Choice(month="2026-11"),
    ]
    chosen += [Choice(provider="harbour-learning-house", kind="offer"), Choice(month="2026-10")]
    for choice in chosen:
        for name, values in browsing.counts(choice).items():
            for value, count in values.items():
                assert total(replace(choice, **{name: value})) == count, (choice, name, value)
            if name not in ("provider", "criterion") and not getattr(choice, name):
                assert sum(values.values()) == total(choice), (choice, name)


def test_outcomes_part_what_one_action_comes_to(history: dict[str, str]) -> None:
    counts = browsing.counts(Choice())["outcome"]
    assert {"list", "conditions", "admit", "return", "refuse", "amend", "suspend", "withdraw", "verify"} <= set(counts)
    assert counts["conditions"] == 1
    words = {outcome: browsing.outcome_words(outcome) for outcome in browsing.OUTCOMES}
    assert words["conditions"] == "Listed with conditions"
    assert words["admit"] == "Admitted, not examined"
    assert all(said != outcome for outcome, said in words.items()), words


def test_of_an_offer_never_listed_its_provider_cannot_be_asked_for(history: dict[str, str]) -> None:
    mine = browsing.page(Choice(provider="harbour-learning-house"), 1, 100).items
    assert mine
    assert not any(decision.is_masked for decision in mine)
    refused = browsing.page(Choice(outcome="refuse"), 1, 100).items
    assert [decision.is_masked for decision in refused] == [True]
    assert browsing.page(Choice(outcome="refuse", provider="harbour-learning-house"), 1, 100).total == 0
    assert browsing.page(Choice(criterion="price"), 1, 100).items[0].number == refused[0].number


def test_values_are_known_or_not(ctx: Flask) -> None:
    for name, good, bad in (
        ("kind", "offer", "training"),
        ("outcome", "uphold", "listed"),
        ("criterion", "price", "prize"),
        ("month", "2026-11", "2026-13"),
        ("provider", "nobody", None),
    ):
        assert browsing.knows(name, good)
        assert bad is None or not browsing.knows(name, bad)
    assert browsing.counts(Choice()) == {name: {} for name in FILTERS}


@pytest.mark.one_database
def test_months_are_those_of_the_registrys_zone(ctx: Flask) -> None:
    builders.vetted_provider()
    for month, other in itertools.pairwise(("2026-11", "2026-12")):
        assert browsing.page(Choice(month=month), 1, 10).total == 1
        assert browsing.page(Choice(month=other), 1, 10).total == 0
