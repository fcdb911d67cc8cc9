"""The index follows the database through the outbox: one verdict per offer, whatever happens in which order."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry import worker
from registry.catalogue import service as offers
from registry.config import ROOT
from registry.kernel import outbox
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.outbox import Change, Delivery
from registry.kernel.transaction import transaction
from registry.search import indexer, service
from registry.search.engine import Query
from registry.search.request import SearchRequest
from registry.vocabularies import service as vocabularies
from tests import builders


def codes(**changes: Any) -> set[str]:
    """What the index finds."""
    query = service.resolve(SearchRequest(**changes))
    return set(service.engine().find(query).codes)


def everything() -> Query:
    return service.resolve(SearchRequest())


def test_a_listed_offer_is_found_after_the_workers_turn_and_a_withdrawn_one_is_not(ctx: Flask) -> None:
    worker.once()
    code = builders.listed()
    assert codes() == set()
    worker.once()
    assert codes() == {code}
    assert indexer.verify().is_clean
    builders.take_steps(code, ("withdraw", OPERATOR))
    worker.once()
    assert codes() == set()
    assert indexer.verify().is_clean


def test_a_changed_run_changes_what_is_found(ctx: Flask) -> None:
    code = builders.listed()
    run = offers.schedule_run(OPERATOR, code, builders.run_letter(mode="onsite"))
    worker.once()
    assert codes(mode=("online",)) == set()
    offers.change_run(OPERATOR, run, builders.run_letter(mode="online"), 1)
    worker.once()
    assert codes(mode=("online",)) == {code}


def test_a_providers_change_reaches_all_its_offers(ctx: Flask) -> None:
    provider = builders.provider()
    first, second, other = builders.listed(None, provider), builders.listed(None, provider), builders.listed()
    worker.once()
    assert codes() == {first, second, other}
    builders.stand(provider, "suspended")
    with transaction():
        outbox.emit("providers.provider", provider)
    worker.once()
    assert codes() == {other}
    assert indexer.verify().is_clean


def test_the_same_keys_twice_and_in_any_order_do_no_harm(ctx: Flask) -> None:
    worker.once()
    code = builders.listed()
    indexer.handle([code, code, "DEMO-0000-0000"])
    indexer.handle([code])
    assert codes() == {code}
    assert service.engine().find(everything()).total == 1


def test_what_a_draft_says_is_in_no_index(ctx: Flask) -> None:
    builders.draft()
    worker.once()
    assert codes() == set()
    assert indexer.rebuild() == 0


def test_verify_names_what_is_missing_stale_and_beyond(ctx: Flask) -> None:
    stale, beyond = builders.listed(), builders.listed()
    indexer.rebuild()
    missing = builders.listed()
    builders.take_steps(beyond, ("withdraw", OPERATOR))
    offers.schedule_run(OPERATOR, stale, builders.run_letter())
    found = indexer.verify()
    assert (found.missing, found.stale, found.beyond) == ((missing,), (stale,), (beyond,))
    assert not found.is_clean
    assert found.to_dict()["clean"] is False
    assert "not in the index" in found.told()
    # changes still wait for the worker, which explains the difference: nothing to repair
    assert not indexer.verify_and_repair().is_clean
    assert not indexer.verify().is_clean
    worker.once()
    assert indexer.verify().is_clean


def test_verify_repairs_what_nothing_explains(ctx: Flask) -> None:
    code = builders.listed()
    worker.once()
    service.engine().drop([code])
    assert indexer.verify().missing == (code,)
    indexer.verify_and_repair()
    assert indexer.verify().is_clean


def test_a_damaged_index_is_built_anew_by_the_next_change(ctx: Flask) -> None:
    first = builders.listed()
    worker.once()
    for path in service.engine().place.current().glob("*.col"):
        path.write_bytes(b"")
    assert indexer.verify().fault
    second = builders.listed()
    indexer.handle([second])
    assert codes() == {first, second}


def test_a_change_made_during_a_rebuild_is_not_lost(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = builders.listed()
    worker.once()
    described = indexer.document
    made: list[str] = []

    def meanwhile(*arguments: Any) -> Any:
        if not made:
            made.append(builders.listed())
        return described(*arguments)

    monkeypatch.setattr(indexer, "document", meanwhile)
    indexer.rebuild()
    assert codes() == {first}
    worker.once()
    assert codes() == {first, made[0]}


def test_what_waited_before_the_first_index_is_in_it_and_handed_over_no_more(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = builders.listed()
    described, built, made = indexer.document, list[str](), list[str]()

    def meanwhile(offer: Any, *arguments: Any) -> Any:
        built.append(offer.code)
        if not made:
            made.append(builders.listed())
        return described(offer, *arguments)

    monkeypatch.setattr(indexer, "document", meanwhile)
    assert outbox.join(indexer.LISTENER)
    waits = select(Change.key).join(Delivery).where(Delivery.listener == indexer.NAME, Delivery.handled_at.is_(None))
    assert {first, made[0]} & {*db.session.scalars(waits)} == {made[0]}, "what was made meanwhile waits"
    while outbox.drain(indexer.LISTENER):
        pass
    assert (built, codes()) == ([first, made[0]], {first, made[0]})
    assert indexer.verify().is_clean


def test_status_counts_what_is_held_and_what_waits(ctx: Flask) -> None:
    worker.once()
    builders.listed()
    status = indexer.status()
    assert (status["state"], status["documents"]) == ("ok", 0)
    assert status["waiting"] > 0
    worker.once()
    assert (indexer.status()["documents"], indexer.status()["waiting"]) == (1, 0)


def test_a_new_name_of_a_competence_finds_what_is_already_listed(ctx: Flask, tmp_path: Path) -> None:
    code = builders.listed()
    worker.once()
    assert codes(q="zorbing") == set()
    lists = tmp_path / "vocabularies"
    lists.mkdir()
    digcomp = json.loads((ROOT / "seeds/vocabularies/digcomp.json").read_text())
    for concept in digcomp["concepts"]:
        concept.setdefault("alt", {}).setdefault("en", []).append("zorbing")
    (lists / "digcomp.json").write_text(json.dumps(digcomp))
    vocabularies.load(lists)
    worker.once()
    assert codes(q="zorbing") == {code}
    assert indexer.verify().is_clean


def test_an_index_never_built_is_not_called_damaged(ctx: Flask) -> None:
    builders.listed()
    result = ctx.test_cli_runner().invoke(args=["search", "verify"])
    assert result.exit_code == 1
    assert result.output.startswith("The index has not been built yet: 1 offers to be found and ")
    assert json.loads(ctx.test_cli_runner().invoke(args=["search", "status"]).output)["state"] == "not built yet"
    worker.once()
    found = indexer.verify()
    assert (found.is_clean, found.waiting) == (True, 0)
