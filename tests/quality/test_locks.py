"""Everybody locks in one order, the offer before what hangs on it and one offer after the other: nobody is told that
the database is busy because two waited for each other crosswise."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Unavailable
from registry.quality import service
from registry.quality.cases import Review
from tests import builders
from tests.builders import ADMIN, REVIEWER, SECOND
from tests.quality.test_addresses import letter, waiting_ones
from tests.quality.test_race import at_once

TIMES = 6
Deed = Callable[[], object]


def test_two_who_release_hosts_on_the_same_two_offers_both_do_it(ctx: Flask) -> None:
    provider = builders.vetted_provider(url="https://harbour.example")
    for time in range(TIMES):
        one, other = (builders.decided(provider_code=provider) for _offer in range(2))
        first, second = f"https://a{time}.example/", f"https://b{time}.example/"
        for code, address in ((one, first), (other, second), (one, second), (other, first)):
            catalogue.schedule_run(OPERATOR, code, letter(address))
        held = {view.address: view.id for view in waiting_ones()}
        released = at_once(
            ctx,
            [
                lambda held=held, first=first: service.release_address(REVIEWER, held[first], first),
                lambda held=held, second=second: service.release_address(SECOND, held[second], second),
            ],
        )
        assert released == [2, 2]


@pytest.mark.parametrize("answer", ["confirm", "reject"])
def test_who_keeps_away_and_who_answers_their_proposal_do_not_wait_for_each_other(ctx: Flask, answer: str) -> None:
    for _time in range(TIMES):
        provider = builders.vetted_provider()
        code = builders.decided(provider_code=provider)
        proposal = service.propose(
            builders.THIRD, code, {"action": "suspend", "reasons": ["The price is wrong."]}, builders.seen(code)
        )
        answers: dict[str, Deed] = {
            "confirm": lambda number=proposal: service.confirm(SECOND, number),
            "reject": lambda number=proposal: service.reject(SECOND, number, "It is right."),
        }
        came = at_once(ctx, [lambda holder=provider: service.declare_interest(builders.THIRD, holder), answers[answer]])
        assert [one for one in came if isinstance(one, Unavailable)] == []
        db.session.rollback()


def _beside(code: str, seen: int) -> dict[str, list[Deed]]:
    return {
        "decide": [lambda: service.decide(REVIEWER, code, builders.ruling(), seen)],
        "propose": [
            lambda: service.propose(
                REVIEWER, code, {"action": "refuse", "reasons": ["No."], "criteria": {"price": "not-met"}}, seen
            )
        ],
        "give away": [
            lambda: service.release(REVIEWER, code, seen),
            lambda: service.assign(ADMIN, code, seen, SECOND.ref or "", "Please."),
        ],
    }


@pytest.mark.parametrize("deed", ["decide", "propose", "give away"])
def test_who_writes_a_finding_and_who_moves_the_case_do_not_wait_for_each_other(ctx: Flask, deed: str) -> None:
    provider = builders.vetted_provider()
    for _time in range(TIMES):
        code = builders.in_review(provider_code=provider)
        db.session.rollback()
        review = db.session.scalars(select(Review.id).where(Review.closed_at.is_(None), Review.kind == "first")).all()
        findings: list[Deed] = [
            lambda number=review[-1]: service.save_finding(REVIEWER, number, "price", "not-met", words="Too much.")
        ] * 3
        came = at_once(ctx, [*findings, *_beside(code, builders.seen(code))[deed]])
        assert [one for one in came if isinstance(one, Unavailable)] == []
        db.session.rollback()
