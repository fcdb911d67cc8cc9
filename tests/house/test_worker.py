"""The worker goes on whatever one listener or chore does."""

import pytest
from flask import Flask

from registry import worker
from registry.worker import Chore


def test_a_failing_chore_does_not_starve_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail() -> None:
        raise OSError("no")

    chores = (Chore("sick", 1, fail), Chore("well", 1, lambda: done.append("well")))
    monkeypatch.setattr(worker, "CHORES", chores)
    with app.app_context():
        worker.once()
        worker.once()
    assert done == ["well", "well"]
