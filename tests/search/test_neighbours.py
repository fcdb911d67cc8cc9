"""Flags of offers at the desk, as the worker computes them: from the offer, its runs and its neighbours."""

from typing import Any

from flask import Flask

from registry import worker
from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.quality import flags, service
from tests import builders


def named(code: str) -> dict[str, Any]:
    db.session.rollback()
    return {flag.name: flag.evidence for flag in flags.of([code]).get(code, ())}


def submitted(content: dict[str, Any], provider: str, amount: int = 12000) -> str:
    code = builders.draft(content, provider)
    catalogue.schedule_run(OPERATOR, code, builders.run_letter(prices=[{"amount": amount, "currency": "EUR"}]))
    catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
    return code


def test_what_is_out_of_the_ordinary_is_flagged_until_it_is_decided(ctx: Flask) -> None:
    known, newcomer = builders.vetted_provider(), builders.vetted_provider(name="Newcomer")
    for number in range(9):
        code = builders.decided(builders.training(title={"en": f"Course of number {number}"}), known)
        catalogue.schedule_run(OPERATOR, code, builders.run_letter())
    worker.once()
    swimming = {"title": {"en": "Swim"}, "minutes": 960}
    outcomes = [*builders.training()["outcomes"], swimming]
    dear = submitted(builders.training(title={"en": "Gilded sheets"}, outcomes=outcomes), newcomer, 990_000)
    twin = submitted(builders.training(title={"en": "Course of number 4"}), known)
    worker.once()
    assert named(dear)["digital-share"] == {"share": 50, "needed": 70}
    assert set(named(dear)) == {"digital-share", "first-offer", "price-outlier"}
    assert named(dear)["price-outlier"]["compared"] == 9
    assert set(named(twin)) == {"near-duplicate"}
    assert named(twin)["near-duplicate"]["title"] == "Course of number 4"
    service.take(builders.REVIEWER, dear, builders.seen(dear))
    service.decide(builders.REVIEWER, dear, builders.ruling(), builders.seen(dear))
    worker.once()
    assert named(dear) == {}


def test_a_price_that_rose_and_an_unknown_host_are_flagged(ctx: Flask) -> None:
    code = builders.decided()
    run = catalogue.schedule_run(OPERATOR, code, builders.run_letter())
    worker.once()
    assert named(code) == {}
    service.report(builders.REVIEWER, code, "price")
    letter = builders.run_letter(prices=[{"amount": 14401, "currency": "EUR"}], enrol={"url": "https://else.example/x"})
    catalogue.change_run(OPERATOR, run, letter, 1)
    worker.once()
    assert named(code)["price-rise"] == {"run": run, "before": 12000, "after": 14401}
    assert named(code)["new-host"]["host"] == "else.example"
    assert named(code)["complaint"] == {"reports": 1}, "what others set stays"
