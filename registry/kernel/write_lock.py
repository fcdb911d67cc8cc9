"""One flock beside the SQLite file, taken by every write and by the worker's checkpoint. On SQLite versions whose WAL
reset races with a checkpoint the two must not overlap; as a gift, waiting writers are served without SQLite's own
polling."""

import fcntl
import os
import time
from typing import Any

from registry.kernel.errors import Unavailable

PATIENCE = 10.0  # seconds a write waits before the door says: try again later
_PAUSE = 0.005


class WriteLock:
    """The lock of one database file; each connection holds its own descriptor, so threads exclude each other too."""

    def __init__(self, database: str) -> None:
        self._path = database + ".lock"
        self._held: dict[int, int] = {}

    def acquire(self, connection: Any) -> None:
        """Take the lock for this connection; Unavailable after PATIENCE seconds."""
        if id(connection) in self._held:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        except OSError as error:  # the disk is read-only, or full
            raise Unavailable("Nothing can be written at the moment. Please try again later.") from error
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise Unavailable("The registry is busy writing. Please try again in a moment.") from None
                time.sleep(_PAUSE)
            else:
                self._held[id(connection)] = descriptor
                return

    def release(self, connection: Any) -> None:
        """Give the lock back; harmless when this connection does not hold it."""
        descriptor = self._held.pop(id(connection), None)
        if descriptor is not None:
            os.close(descriptor)
