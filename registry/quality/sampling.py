"""Chance, where the rules ask for it: which amendments are looked at, which decisions get a second opinion. The shares
are constants everybody can read; the number drawn is kept with what it decided, so that nobody can say afterwards
that it fell otherwise."""

import contextlib
import secrets
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

OF = 100
# percent of the trivial edits that go live at once and are looked at afterwards
AMENDMENTS = 20
# percent of decided reviews a second person examines without knowing what the first one found
SECOND_OPINIONS = 10
_standing: ContextVar[int | None] = ContextVar("drawn", default=None)


@dataclass(frozen=True)
class Draw:
    """A number from 0 to 99 and the share it was drawn against; below it, it hits."""

    number: int
    share: int

    @property
    def hits(self) -> bool:
        """Was it drawn?"""
        return self.number < self.share


def draw(share: int) -> Draw:
    """Draw against a share in percent."""
    told = _standing.get()
    return Draw(secrets.randbelow(OF) if told is None else told, share)


@contextlib.contextmanager
def drawing(number: int) -> Iterator[None]:
    """Let every draw in here give this number: for a demonstration or test that tells what happens."""
    token = _standing.set(number)
    try:
        yield
    finally:
        _standing.reset(token)
