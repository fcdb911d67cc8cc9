"""Starts the registry's programs for tests that start and kill many of them. Importing the registry takes three seconds
of a processor, and what these tests ask begins after that: so one process has imported it, has compiled its routes, and
forks, for each program, a child of its own group, environment, output and random numbers, in which the program then
runs from its first line.

It reads a JSON object per line, `{"command", "environment", "log"}` to start a program or `{"poll": pid}` to ask how it
ended, and answers each with one line: the process's number, or its return code (null while it runs)."""

import gc
import json
import os
import random
import runpy
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import flask.cli
import gunicorn.app.wsgiapp
import pytest

import registry.app
import registry.cli.server
from registry.config import Settings
from tests import compiled

IMPORTED = (flask.cli, gunicorn.app.wsgiapp, registry.app, registry.cli.server)


def make_ready() -> None:
    """Do once what every program would do again: compile the routes; and leave what is there out of every search for
    garbage."""
    compiled.compile_routes_once(pytest.MonkeyPatch())
    with tempfile.TemporaryDirectory() as folder:
        registry.app.create_app(Settings(data_dir=Path(folder), secret_key="k" * 40))
    gc.collect()
    gc.freeze()


def serve() -> None:
    """Answer until whoever asks is gone, then end what was started."""
    running: dict[int, int | None] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "poll" in asked:
            answer = running[asked["poll"]] = _poll(asked["poll"], running[asked["poll"]])
        else:
            answer = _start(asked)
            running[answer] = None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for pid in [pid for pid, code in running.items() if code is None]:
        os.killpg(pid, signal.SIGKILL)


def _poll(pid: int, known: int | None) -> int | None:
    if known is not None:
        return known
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _start(asked: dict[str, Any]) -> int:
    """Fork; whoever is told the number finds the child in its own group, and its log."""
    begun, begins = os.pipe()
    pid = os.fork()
    if pid:
        os.close(begins)
        os.read(begun, 1)
        os.close(begun)
        return pid
    code = 70
    try:
        os.setsid()
        os.close(begun)
        _become(asked)
        os.close(begins)
        _run(asked["command"])
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _become(asked: dict[str, Any]) -> None:
    """Nothing of the launcher's is left: input, output, environment, random numbers."""
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(asked["environment"])
    random.seed()


def _run(command: list[str]) -> None:
    """As `python -m module …` and `python -c code` do."""
    flag, program, *rest = command
    sys.argv = [program, *rest]
    if flag == "-m":
        runpy.run_module(program, run_name="__main__", alter_sys=True)
    else:
        exec(program, {"__name__": "__main__"})  # noqa: S102 - the test's own line


if __name__ == "__main__":
    make_ready()
    serve()
