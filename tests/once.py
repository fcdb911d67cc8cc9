"""What is costly to make and alike for every test of a run (a migrated database, the demonstration, a server) is made
once, by whichever of the runner's processes comes first; the others wait for it, and every test copies it."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder all processes of the run have in common."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `make` has filled; a folder half filled (it raised, or was killed) fails every process that asks."""
    folder = shared(factory) / name
    with (shared(factory) / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready"
        if not ready.exists():
            folder.mkdir()
            make(folder)
            ready.touch()
    return folder
