"""How somebody stops a command that writes for long: Ctrl-C or SIGTERM asks it to end after what it has in hand, so
that it can say how far it came; a second one ends it at once. While nothing is being written yet, the first does."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any


class Stop:
    """Whether the end was asked for. `gently`: what is being done looks at it by itself."""

    def __init__(self) -> None:
        self.asked = False
        self.gently = False

    def __call__(self) -> bool:
        return self.asked

    def heard(self, _number: int, _frame: Any) -> None:
        """A signal came: KeyboardInterrupt unless it is the first and can be minded gently."""
        if self.asked or not self.gently:
            raise KeyboardInterrupt
        self.asked = True
        # no print: the signal may have come in the middle of one
        os.write(2, b"Stopping after the records at hand; once more stops at once.\n")


@contextlib.contextmanager
def stoppable() -> Iterator[Stop]:
    """Mind Ctrl-C and SIGTERM meanwhile; elsewhere than in the main thread, where no signal arrives, nothing."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop.heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
