"""Many decide at once: exactly one wins where there is one thing to decide, and the ledger has no gap and no fork."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from registry.kernel.actor import OPERATOR
from registry.kernel.errors import Conflict
from registry.ledger import queries as ledger
from registry.ledger import verify
from registry.quality import audit, service
from tests import builders

THREADS = 6


def at_once(app: Flask, deeds: list[Callable[[], object]]) -> list[object]:
    """Do all of it at the same moment, each in a context of its own; results and errors in order."""
    barrier = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(place: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                results[place] = deeds[place]()
            except Exception as error:
                results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.promise("P03")
def test_of_many_decisions_on_one_offer_exactly_one_wins(ctx: Flask) -> None:
    code = builders.in_review()
    seen = builders.seen(code)
    before = ledger.size()
    rulings = [builders.ruling(), {"action": "return", "reasons": ["No."]}] * (THREADS // 2)
    deeds = [lambda ruling=ruling: service.decide(builders.REVIEWER, code, ruling, seen) for ruling in rulings]
    results = at_once(ctx, deeds)
    won = [result for result in results if isinstance(result, int)]
    assert won == [before + 1]
    assert all(isinstance(result, Conflict) for result in results if not isinstance(result, int)), results
    assert verify.verify() == audit.audit() == []


@pytest.mark.promise("P08")
def test_decisions_on_different_offers_all_succeed_without_gap_or_fork(ctx: Flask) -> None:
    provider = builders.vetted_provider()
    codes = [builders.draft(provider_code=provider) for _ in range(THREADS * 3)]
    shares = [codes[place::THREADS] for place in range(THREADS)]
    deeds = [
        lambda share=share: [service.admit_offer(OPERATOR, code, "The register") for code in share] for share in shares
    ]
    results = at_once(ctx, deeds)
    assert all(isinstance(result, list) for result in results), results
    assert sorted(number for result in results for number in result) == list(range(2, len(codes) + 2))
    assert verify.verify() == audit.audit() == []
