"""Many decide at once: exactly one wins where there is one thing to decide, and the ledger has no gap and no fork."""

import os
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from registry.catalogue import service as catalogue
from registry.catalogue.model import Run, RunChange, RunHold
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Conflict, WrongState
from registry.ledger import queries as ledger
from registry.ledger import verify
from registry.quality import addresses, audit, service
from registry.quality.docket import Asked
from tests import builders

THREADS = 8
# offers decided on by all of them at once; REGISTRY_RACES=100 takes as many
RACES = int(os.environ.get("REGISTRY_RACES", "10"))

CONFIRMING = (builders.SECOND, builders.THIRD, builders.FOURTH)


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
    provider = builders.vetted_provider()
    codes = [builders.in_review(provider_code=provider) for _number in range(RACES)]
    seen = {code: builders.seen(code) for code in codes}
    before = ledger.size()
    rulings = [builders.ruling(), {"action": "return", "reasons": ["No."]}] * (THREADS // 2)
    barrier = threading.Barrier(THREADS)

    def decide_all(ruling: dict[str, object]) -> list[object]:
        """What came of it, offer by offer; all begin each one together."""
        came: list[object] = []
        for code in codes:
            barrier.wait(60)
            try:
                came.append(service.decide(builders.REVIEWER, code, ruling, seen[code]))
            except Conflict as conflict:
                came.append(conflict)
        return came

    results = at_once(ctx, [lambda ruling=ruling: decide_all(ruling) for ruling in rulings])
    assert all(isinstance(result, list) for result in results), results
    won = []
    for came in zip(*results, strict=True):  # type: ignore[call-overload]  # lists, as just asserted
        winners = [one for one in came if isinstance(one, int)]
        assert len(winners) == 1, came
        won += winners
    assert sorted(won) == list(range(before + 1, before + 1 + RACES))
    assert verify.verify() == audit.audit() == []


@pytest.mark.promise("P02")
@pytest.mark.promise("P03")
def test_two_who_confirm_at_once_make_one_decision(ctx: Flask) -> None:
    code = builders.decided()
    proposal = service.propose(builders.ADMIN, code, {"action": "suspend", "reasons": ["No."]}, builders.seen(code))
    before = ledger.size()
    results = at_once(ctx, [lambda who=who: service.confirm(who, proposal) for who in CONFIRMING * 2])
    assert [result for result in results if isinstance(result, int)] == [before + 1]
    assert all(isinstance(result, WrongState) for result in results if not isinstance(result, int)), results
    assert verify.verify() == audit.audit() == []


@pytest.mark.parametrize("how", ["release", "refuse"])
def test_of_many_who_look_at_one_new_address_one_has_done_it(ctx: Flask, how: str) -> None:
    new = "https://else.example/b"
    code = builders.decided(provider_code=builders.vetted_provider())
    run = catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://harbour.example/a"}))
    catalogue.change_run(OPERATOR, run, builders.run_letter(enrol={"url": new}), 1)
    (held,) = addresses.page(Asked()).items
    act = {
        "release": lambda who: service.release_address(who, held.id, new),
        "refuse": lambda who: service.refuse_address(who, held.id, new, "It sells something else."),
    }[how]
    everybody = (builders.REVIEWER, *CONFIRMING)
    results = at_once(ctx, [lambda who=who: act(who) for who in everybody * 2])
    assert [result for result in results if isinstance(result, int)] == [1], results
    assert all(isinstance(result, Conflict) for result in results if not isinstance(result, int)), results
    db.session.rollback()
    ended = addresses.one(held.id)
    assert ended is not None
    assert ended.outcome == {"release": "released", "refuse": "refused"}[how]
    changes = select(RunChange.id).join(Run, RunChange.run_id == Run.id).where(Run.code == run)
    assert len(db.session.scalars(changes).all()) == 3, "planned, changed, looked at: nobody looked twice"


def test_who_releases_while_another_refuses_undoes_nothing(ctx: Flask) -> None:
    """On pages on which it waits: one has answered it, the other hears so, and what the first said stays."""
    code = builders.decided(provider_code=builders.vetted_provider())
    for number in range(3):
        new = f"https://else{number}.example/b"
        run = catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://harbour.example/a"}))
        catalogue.change_run(OPERATOR, run, builders.run_letter(enrol={"url": new}), 1)
        (held,) = addresses.page(Asked()).items
        deeds = [
            lambda held=held, new=new: service.refuse_address(builders.REVIEWER, held.id, new, "Sells other things."),
            lambda held=held, new=new: service.release_address(builders.SECOND, held.id, new),
        ]
        results = at_once(ctx, deeds * 2)
        assert [result for result in results if isinstance(result, int)] == [1], results
        assert all(isinstance(result, Conflict) for result in results if not isinstance(result, int)), results
        db.session.rollback()
        said = select(RunHold.outcome).where(RunHold.host == f"else{number}.example")
        assert len(db.session.scalars(said).all()) == 1, "nothing was allowed after all"


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
