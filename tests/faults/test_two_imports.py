"""Two people send the same feed, and one of them stops in the middle: the second is refused while the first works, and
what the first left undone is done by sending the same command again."""

import json
import os
import re
import signal

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.catalogue.model import Offer
from registry.kernel.db import db
from registry.kernel.lease import Lease
from tests.faults import feed as feed_of
from tests.faults.kit import Process, until

COURSES = 300


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_the_second_is_refused_and_goes_on_when_the_first_is_gone(app: Flask, end: int) -> None:
    settings = app.config["REGISTRY"]
    feed_file = str(feed_of.write(settings.data_dir / "feed.xml", COURSES))
    command = ["import", feed_file, "--provider", "fed", "--apply", "--json"]
    first = Process(settings, "-m", "flask", "--app", "wsgi", *command)
    first.start()
    process = first.process
    assert process is not None
    try:
        assert until(lambda: re.search(r"[1-9]\d* of", first.log.read_text()), 60), first.log.read_text()
        second = app.test_cli_runner().invoke(args=command)
        assert first.is_alive(), "the first was done too soon; the test would prove nothing"
        assert second.exit_code == 1, second.output
        (problem,) = json.loads(second.stdout)["problems"]
        assert re.search(r"has been running since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", problem["message"])
        assert f"process {process.pid}" in problem["value"]
        os.kill(process.pid, end)
        process.wait(60)
    finally:
        first.kill()
    with app.app_context():
        held, written = db.session.scalar(select(Lease.holder)), db.session.scalar(select(func.count(Offer.id)))
    assert 0 < written < COURSES
    if end == signal.SIGINT:
        assert (process.returncode, held) == (130, None)
        assert f"{written} of {COURSES} records were written, and stay" in first.log.read_text()
    else:
        assert held is not None, "it was killed: it gave nothing back"
    again = app.test_cli_runner().invoke(args=command)
    told = json.loads(again.stdout)
    assert (again.exit_code, told["unchanged"], told["new"]) == (0, written, COURSES - written)
