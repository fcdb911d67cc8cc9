"""One import of a provider at a time, over however many machines share the database: two at once would each find the
other's work where their plans say there is nothing. The turn is a lease that is renewed in the very transaction of each
chunk, so that nothing is written by one who lost it; that of a process that died is taken over."""

import contextlib
import time
from collections.abc import Callable, Iterator

from registry.interchange.record import FileRefused, Problem, Where
from registry.kernel import lease
from registry.kernel.canonical import digest_text
from registry.kernel.errors import Unavailable
from registry.kernel.lease import Hold, Holder
from registry.kernel.transaction import inside

SECONDS = 30.0  # a chunk takes a second or two, and may first wait ten for other writers
LOOK_AGAIN = 0.2


@contextlib.contextmanager
def turn(slug: str, stop: Callable[[], bool]) -> Iterator[Hold]:
    """Hold the provider's turn; FileRefused at once when another import of it is alive.

    Of a holder on another machine that is known by its renewing the lease, or not before it runs out; KeyboardInterrupt
    when `stop` is asked for meanwhile.
    """
    if inside():
        raise RuntimeError("an import was begun inside transaction(): nobody could see whose turn it is")
    hold = Hold(name_of(slug), SECONDS)
    _take(hold, slug, stop)
    try:
        yield hold
    finally:
        with contextlib.suppress(Unavailable):  # it falls free by itself
            hold.give_back()


def name_of(slug: str) -> str:
    """The lease's name; a slug may be longer than one."""
    return f"import:{digest_text(slug)[:32]}"


def _take(hold: Hold, slug: str, stop: Callable[[], bool]) -> None:
    seen: Holder | None = None
    while not hold:
        other = lease.holder(hold.name)
        if other is None or other.has_died:
            hold.take(instead_of=other)
            continue
        if other.is_here or (seen is not None and seen != other):
            raise _refused(slug, other)
        if stop():
            raise KeyboardInterrupt
        seen = other
        time.sleep(LOOK_AGAIN)


def _refused(slug: str, other: Holder) -> FileRefused:
    since = f"has been running since {other.since:%Y-%m-%d %H:%M:%S} UTC" if other.since else "is running"
    told = f"Another import of the provider “{slug}” {since}."
    hint = "Wait until it has ended, then send the same command again."
    return FileRefused(Problem(Where(field="provider"), told, f"process {other.pid} on {other.host}", hint))
