"""P02: what is sent twice is done once, and both get the same answer."""

import threading

import pytest
from flask import Flask

from registry.kernel import nonce
from registry.kernel.db import db
from registry.kernel.errors import Invalid
from registry.kernel.transaction import transaction
from tests import builders

KEY = "0123456789abcdefghij"


@pytest.mark.promise("P02")
def test_the_second_gets_the_outcome_of_the_first(ctx: Flask) -> None:
    made: list[str] = []

    def act() -> dict[str, str]:
        made.append(builders.provider())
        return {"code": made[-1]}

    first = nonce.once(KEY, "register", act)
    assert nonce.once(KEY, "register", act) == first
    assert len(made) == 1
    assert nonce.once(KEY, "another act", act) != first
    assert nonce.once("another" + KEY, "register", act) != first


@pytest.mark.promise("P02")
def test_one_key_sent_with_two_acts_gives_each_its_own_outcome(ctx: Flask) -> None:
    for act in ("one", "two", "three"):
        assert nonce.once(KEY, act, lambda act=act: act) == act  # type: ignore[misc]  # bound now, not later
    assert [nonce.once(KEY, act, lambda: "again") for act in ("one", "two", "three")] == ["one", "two", "three"]


@pytest.mark.promise("P02")
@pytest.mark.parametrize("outcome", [7, 1.5, True, None, "a word", [], {"a": 1}])
def test_any_json_value_can_be_an_outcome(ctx: Flask, outcome: object) -> None:
    assert nonce.once(KEY, "count", lambda: outcome) == outcome
    assert nonce.once(KEY, "count", lambda: "another") == outcome


@pytest.mark.promise("P02")
def test_an_act_that_was_refused_may_be_tried_again(ctx: Flask) -> None:
    def refuse() -> None:
        builders.provider()
        raise Invalid({"name": ["no"]})

    with pytest.raises(Invalid):
        nonce.once(KEY, "register", refuse)
    assert nonce.once(KEY, "register", lambda: "done") == "done"


@pytest.mark.promise("P02")
def test_eight_at_once_do_it_once(app: Flask) -> None:
    start, outcomes, lock = threading.Barrier(8), [], threading.Lock()

    def send() -> None:
        with app.app_context():
            start.wait()
            outcome = nonce.once(KEY, "register", builders.provider)
            with lock:
                outcomes.append(outcome)
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 8
    assert len(set(outcomes)) == 1


def test_a_form_without_a_nonce_is_told(ctx: Flask) -> None:
    for key in ("", "short", "x" * 65, "with space and more"):
        with pytest.raises(Invalid) as refused:
            nonce.once(key, "register", lambda: None)
        assert "nonce" in refused.value.errors


def test_what_nobody_sends_again_is_forgotten(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    nonce.once(KEY, "register", lambda: 1)
    assert nonce.forget() == 0
    monkeypatch.setattr(nonce, "KEPT", -nonce.KEPT)
    assert nonce.forget() == 1
    with transaction():
        pass
