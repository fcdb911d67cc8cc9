"""Ctrl-C, or SIGTERM, while a feed is imported: what was written is told and stays, and the same command goes on."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from registry.cli import imports
from registry.interchange import formats, service
from tests.interchange.feeds import SLUG, Course, file, rows, states

pytestmark = pytest.mark.usefixtures("ctx")
MANY = [Course(f"c{number:02}") for number in range(10)]


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(service, "CHUNK", 4)
    path = tmp_path / "feed.xml"
    path.write_bytes(file(*MANY))
    return path


def run(app: Flask, feed: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["import", str(feed), "--provider", SLUG, *options])


def at_the(monkeypatch: pytest.MonkeyPatch, number: int, *signals: int) -> None:
    """Signals come while this record is being written."""
    real, done = service.apply_step, []

    def interrupted(*args: Any) -> str:
        done.append(1)
        if len(done) == number:
            for one in signals:
                os.kill(os.getpid(), one)
        return real(*args)

    monkeypatch.setattr(service, "apply_step", interrupted)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_after_the_records_at_hand_and_says_how_far_it_came(
    app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patch:
        at_the(patch, 6, number)
        result = run(app, feed, "--apply", "--publish", "--basis", "b", "--json")
    assert result.exit_code == 130, result.output
    told = json.loads(result.stdout)
    assert (told["records"], told["new"], told["refused"]) == (10, 8, 2)
    assert "8 of 10 records were written" in told["problems"][-1]["message"]
    assert "Send the same command again" in told["problems"][-1]["message"]
    assert "nothing" not in result.stdout
    assert states() == {course.key: ["listed"] for course in MANY[:8]}
    again = run(app, feed, "--apply", "--publish", "--basis", "b", "--json")
    told = json.loads(again.stdout)
    assert (again.exit_code, told["unchanged"], told["new"], rows()["import_"]) == (0, 8, 2, 1)


def test_people_read_it_in_the_last_line(app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the(monkeypatch, 2, signal.SIGINT)
    result = run(app, feed, "--apply")
    assert result.exit_code == 130
    last = result.stdout.strip().split("\n")[-1]
    assert last.startswith("The import was stopped: 4 of 10 records were written, and stay.")


def test_a_second_signal_ends_it_at_once_with_whole_records_only(
    app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the(monkeypatch, 6, signal.SIGINT, signal.SIGINT)
    result = run(app, feed, "--apply", "--json")
    assert result.exit_code == 130
    assert "4 of 10 records were written" in json.loads(result.stdout)["problems"][-1]["message"]
    assert len(states()) == 4


def test_asked_during_the_last_records_it_is_simply_done(
    app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the(monkeypatch, 10, signal.SIGTERM)
    assert run(app, feed, "--apply").exit_code == 0
    assert len(states()) == 10


@pytest.mark.parametrize("options", [[], ["--apply"]])
def test_before_anything_is_written_it_ends_at_once_and_says_so(
    app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    before = rows()

    def interrupted(*_args: object) -> str:
        os.kill(os.getpid(), signal.SIGTERM)
        return "xcri"

    monkeypatch.setattr(formats, "named", interrupted)
    result = run(app, feed, *options, "--json")
    assert result.exit_code == 130
    assert "before it changed anything" in json.loads(result.stdout)["problems"][0]["message"]
    assert rows() == before


def test_signals_mean_afterwards_what_they_meant_before(app: Flask, feed: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with imports.stoppable():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
