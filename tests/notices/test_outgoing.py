"""A letter goes out once: whoever puts it down twice, whatever the mail server says, and, but for one letter more,
whenever the worker dies."""

import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from registry import worker
from registry.accounts.model import User
from registry.kernel import outbox
from registry.kernel.db import db
from registry.kernel.outbox import Delivery
from registry.kernel.transaction import transaction
from registry.notices import mailer, outgoing
from registry.notices.model import Letter
from tests import times
from tests.notices.conftest import Box, free_port, person, set_smtp
from tests.notices.test_letters import OFFER


def put(user_id: int, key: str = "k:1") -> bool:
    with transaction():
        return outgoing.put("submitted", key, user_id, "en", OFFER)


def rows() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def again() -> None:
    """Let what waits be tried without waiting."""
    with transaction():
        db.session.execute(update(Delivery).values(next_at=None))
    mailer._rests_until.forget()
    worker.turn()


class Died(BaseException):
    """The process is gone."""


def dying_after_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies when the server has the letter and before that is written down."""

    def note(_key: str, **values: Any) -> None:
        if "sent_at" in values:
            raise Died

    monkeypatch.setattr(outgoing, "_note", note)


def test_a_letter_put_down_twice_goes_out_once_and_what_it_said_is_forgotten(ctx: Flask, box: Box) -> None:
    ann = person("ann@example.org")
    assert put(ann.id)
    assert not put(ann.id)
    worker.once()
    outgoing.handle(["k:1", "k:1", "unknown"])
    assert [to for to, _letter in box.got] == ["ann@example.org"]
    (row,) = rows()
    assert (row.values, row.begun, row.error) == (None, 0, None)
    assert row.sent_at is not None
    with times.after(ctx, 31):
        worker.once()
        (row,) = rows()
        assert row.user_id is None, "whom it went to is forgotten"
        assert not put(ann.id), "that it went is not"


def test_a_worker_that_dies_with_a_letter_in_hand_sends_it_at_most_once_more(
    ctx: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(person("ann@example.org").id)
    for _ in range(3):
        with monkeypatch.context() as patched:
            dying_after_sending(patched)
            try:
                outgoing.handle(["k:1"])
            except Died:
                db.session.rollback()
    worker.once()
    assert len(box.got) == 2
    assert len({letter["Message-ID"] for _to, letter in box.got}) == 1, "whoever gets both can tell"
    assert rows()[0].given_up_at is not None


def test_a_server_that_is_away_is_tried_again_and_one_letter_does_not_hold_up_others(
    ctx: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    set_smtp(ctx, f"smtp://127.0.0.1:{free_port()}")
    ann, bob = person("ann@example.org"), person("bob@example.org")
    put(ann.id)
    put(bob.id, "k:2")
    caplog.set_level(logging.DEBUG)
    worker.once()
    assert [row.sent_at for row in rows()] == [None, None]
    assert outbox.pending("letters") == 2
    warned = ctx.test_client().get("/readyz").json
    assert warned is not None
    assert any("2 letters could not be sent yet: the mail server" in line for line in warned["warnings"])
    assert "example.org" not in caplog.text
    assert not any("example.org" in (error or "") for error in db.session.scalars(select(Delivery.error)))
    box = Box(free_port())
    from tests.notices.conftest import served

    server = served(box)
    try:
        set_smtp(ctx, f"smtp://127.0.0.1:{box.port}")
        box.refusal = ""
        again()
    finally:
        server.stop()
    assert sorted(to for to, _letter in box.got) == ["ann@example.org", "bob@example.org"]
    assert outbox.pending("letters") == 0


def test_what_cannot_be_sent_is_given_up_and_told(ctx: Flask, box: Box) -> None:
    ann, bob = person("ann@example.org"), person("bob@example.org")
    put(ann.id)
    box.refusal = "550 no such user"
    worker.once()
    put(bob.id, "k:2")
    with transaction():
        db.session.get_one(User, bob.id).active = False
    box.refusal = ""
    worker.once()
    assert box.got == []
    assert [row.error for row in rows()] == [
        "the mail server refuses the address (550)",
        "there is nobody to send it to any more",
    ]
    warned = ctx.test_client().get("/readyz").json
    assert warned is not None
    assert "2 letters of the last 7 days were given up" in warned["warnings"]


def test_a_letter_that_could_not_be_sent_for_days_is_no_news_any_more(ctx: Flask, box: Box) -> None:
    put(person("ann@example.org").id)
    box.refusal = "451 later"
    worker.once()
    box.refusal = ""
    with times.after(ctx, 4):
        again()
    assert box.got == []
    assert "could not be sent in time: the mail server does not take the address now" in (rows()[0].error or "")
