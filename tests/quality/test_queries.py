"""What the public reads of decisions: everything once an offer was listed, next to nothing before, in one question."""

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR
from registry.ledger import queries as ledger
from registry.ledger import tree
from registry.quality import queries, service
from tests import builders
from tests.asking import heard

CANARY = "Quokka"
REASON = {"reasons": [f"{CANARY} is not said."], "criteria": {"price": "not-met"}}


def returned() -> str:
    """An offer never listed, with a canary in its title, its provider and the reasons."""
    provider = builders.vetted_provider(name=f"{CANARY} House")
    content = builders.training(title={"en": f"{CANARY} for all"})
    return builders.decided(content, provider, action="return", basis=f"{CANARY} seen", **REASON)


def one(number: int) -> queries.PublicDecision:
    decision = queries.one(number)
    assert decision is not None
    return decision


@pytest.mark.promise("P04")
def test_of_an_offer_never_listed_the_public_reads_next_to_nothing(ctx: Flask) -> None:
    code = returned()
    decision = one(2)
    assert decision.is_masked
    assert (decision.number, decision.kind, decision.action) == (2, "offer", "return")
    assert decision.not_met == ("price",)
    assert decision.rule_version == "2026-2"
    assert decision.outcome == "Returned for changes"
    for secret in (CANARY, code, "in-review"):
        assert secret not in repr(decision)
        assert secret not in ledger.entry_bytes(2).decode()
    assert queries.about(code) == queries.of_offer(code) == []
    provider = one(1).subject
    assert provider is not None
    assert [item.number for item in queries.of_provider(provider.code).items] == [1]


def test_once_listed_its_earlier_decisions_open(ctx: Flask) -> None:
    code = returned()
    builders.catalogue_service.perform(OPERATOR, code, "submit", builders.seen(code))
    service.take(builders.REVIEWER, code, builders.seen(code))
    service.decide(builders.REVIEWER, code, builders.ruling(), builders.seen(code))
    earlier = one(2)
    assert not earlier.is_masked
    assert earlier.subject is not None
    assert (earlier.subject.title, earlier.subject.language) == (f"{CANARY} for all", "en")
    assert earlier.subject.provider_name == f"{CANARY} House"
    assert earlier.reasons == (f"{CANARY} is not said.",)
    assert earlier.basis == f"{CANARY} seen"
    assert [decision.number for decision in queries.about(code)] == [3, 2]


@pytest.mark.promise("P04")
def test_the_title_shown_is_never_that_of_a_version_not_listed(ctx: Flask) -> None:
    code = builders.decided()
    counter = builders.catalogue_service.revise(OPERATOR, code, builders.seen(code))
    content = builders.training(title={"en": CANARY})
    builders.catalogue_service.save(OPERATOR, code, content, counter)
    builders.catalogue_service.perform(OPERATOR, code, "submit", builders.seen(code))
    service.take(builders.REVIEWER, code, builders.seen(code))
    service.decide(builders.REVIEWER, code, {"action": "return", "reasons": ["No."]}, builders.seen(code))
    newest = queries.about(code)[0]
    assert newest.version == 2
    assert newest.subject is not None
    assert newest.subject.title == "Spreadsheets for everyday work"


def test_a_provider_that_was_never_shown_is_not_named(ctx: Flask) -> None:
    code = builders.provider("unverified", name=CANARY)
    builders.stood(code, "suspend", f"{CANARY} does not exist.")
    assert one(1).is_masked
    assert CANARY not in repr(one(1))
    assert queries.about(code) == []
    assert queries.of_provider(code).total == 0


def test_a_decision_comes_with_its_place_in_the_ledger(ctx: Flask) -> None:
    builders.vetted_provider()
    builders.vetted_provider(name="Other")
    decision = one(2)
    assert bytes.fromhex(decision.leaf) == tree.leaf_hash(ledger.entry_bytes(decision.entry))
    assert bytes.fromhex(decision.root) == ledger.root(decision.size)
    assert queries.one(3) is None


def test_a_page_costs_the_same_however_long_it_is(history: dict[str, str]) -> None:
    with heard() as statements:
        page = queries.page(1, 50)
    everything = sum(one.is_question for one in statements)
    assert len(page.items) == page.total > 10
    with heard() as statements:
        queries.page(1, 2)
    assert sum(one.is_question for one in statements) == everything == 2


def test_pages_follow_each_other_newest_first(history: dict[str, str]) -> None:
    total = queries.page().total
    numbers = [decision.number for page in (1, 2, 3) for decision in queries.page(page, 5).items]
    assert numbers == list(range(total, 0, -1))[:15]
    assert [decision.number for decision in queries.latest(3).items] == [total, total - 1, total - 2]
    assert queries.latest(3).total == total


def test_decisions_can_be_asked_for_by_kind_and_action(history: dict[str, str]) -> None:
    providers = queries.page(kind="provider").items
    assert [decision.action for decision in providers] == ["admit", "verify"]
    assert {decision.action for decision in queries.page(action="refuse").items} == {"refuse"}
    counts = queries.tally()
    assert counts.total == queries.page().total
    assert counts.by_action["provider", "verify"] == 1
    assert counts.last_at == queries.latest(1).items[0].at


def test_nothing_decided_is_told_as_such(ctx: Flask) -> None:
    assert queries.tally() == queries.Tally(0, None, {})
    assert queries.page().items == []


def test_outcomes_are_words_of_the_reader(ctx: Flask, history: dict[str, str]) -> None:
    said = {name: queries.about(history[name])[0].outcome for name in ("listed", "conditional", "admitted", "amended")}
    assert said == {
        "listed": "Listed",
        "conditional": "Listed with conditions",
        "admitted": "Admitted, not examined",
        "amended": "Amended",
    }
    assert queries.about(history["office"])[0].outcome == "Register admitted"
