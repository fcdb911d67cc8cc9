"""Where the index lives: `current` names the directory in use, so that a new index can be built beside it and
switched to in one step; `writer.lock` lets one process write; `wanted` is how a reader that met damage asks the
worker for a new index."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from registry.kernel.errors import Unavailable
from registry.search.engine import IndexDamaged
from registry.search.engines.whoosh.manifest import write_flushed

PATIENCE = 10.0  # seconds a writer waits for another


class Place:
    """The directory of the index of one installation."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path:
        """The directory in use; IndexDamaged when there is none."""
        if not self.is_built():
            raise IndexDamaged("it has not been built yet")
        try:
            name = (self.root / "current").read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"there is no index: {error}") from error
        if not name.isalnum() or not (self.root / name).is_dir():
            raise IndexDamaged("the index in use is missing")
        return self.root / name

    def is_built(self) -> bool:
        """Was an index ever finished here?"""
        return (self.root / "current").exists()

    def beside(self) -> Path:
        """A new empty directory for the next index."""
        for number in range(1, 1_000_000):
            path = self.root / f"index{number:06d}"
            if not path.exists():
                path.mkdir(parents=True)
                return path
        raise Unavailable("The index directory is full of old indexes.")

    def switch(self, to: Path) -> None:
        """Use another directory from now on, and remove every other one. Readers keep the files they have open."""
        write_flushed(self.root / "current", to.name.encode("ascii"))
        for path in self.root.iterdir():
            if path.is_dir() and path != to:
                shutil.rmtree(path, ignore_errors=True)
        (self.root / "wanted").unlink(missing_ok=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one who writes; Unavailable when another still does after PATIENCE. The operating system frees the
        lock when its holder dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            until = time.monotonic() + PATIENCE
            while not _locked(handle, fcntl.LOCK_EX):
                if time.monotonic() > until:
                    raise Unavailable("Another process is writing the search index; try again in a moment.")
                time.sleep(0.05)
            yield
        finally:
            os.close(handle)

    def is_being_written(self) -> bool:
        """Is somebody writing at this moment? Files may then vanish between two looks without anything being wrong."""
        try:
            handle = os.open(self.root / "writer.lock", os.O_RDONLY)
        except OSError:
            return False
        try:
            return not _locked(handle, fcntl.LOCK_SH)
        finally:
            os.close(handle)

    def want(self) -> None:
        """Ask for a new index."""
        with contextlib.suppress(OSError):  # a reader on a read-only disk can only answer without the index
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / "wanted").touch()

    def is_wanted(self) -> bool:
        """Has a reader asked for a new index?"""
        return (self.root / "wanted").exists()


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
