"""A lease: at most one process does a thing, over however many machines share the database. It is kept alive by a
small thread while held and falls free a few seconds after its holder died, so work goes on without anyone cleaning
up. A holder that stood still for too long (a stopped process, a database away) loses it while it lives: it learns so
from its Hold, and work deep below, which knows no Hold, from `assure`."""

import contextlib
import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import CursorResult, String, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Model, UtcDateTime, db, is_postgresql
from registry.kernel.errors import Unavailable
from registry.kernel.transaction import inside, transaction

log = logging.getLogger(__name__)
SECONDS = 8
# counts on while a machine sleeps, where the system has such a clock
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Lease(Model):
    """Who holds `name`, since and until when (real time, whatever the registry's clock says)."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[dt.datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Holder:
    """A process that holds a lease at this moment, by its name: machine, process number and a word of its own."""

    name: str
    since: dt.datetime | None
    until: dt.datetime

    @property
    def host(self) -> str:
        """The machine it runs on."""
        return self.name.rsplit(":", 2)[0]

    @property
    def pid(self) -> int:
        """Its number there."""
        return int(self.name.rsplit(":", 2)[1])

    @property
    def is_here(self) -> bool:
        """Does it run on this machine, so that one can see whether it lives?"""
        return self.host == _host()

    @property
    def has_died(self) -> bool:
        """Is it surely no more? Of another machine nobody knows."""
        if not self.is_here:
            return False
        try:
            os.kill(self.pid, 0)
            # dead, but its parent has not asked after it yet: the letter after the name in brackets
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        except ProcessLookupError:
            return True
        except OSError:  # another user's, or no such file on this system
            return False


class Lost(Unavailable):
    """The lease this work was done under ran out, and may be another's by now."""


class Hold:
    """What `lease` gives: true as long as the lease is surely ours. Look at safe points, and stop when it is not."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self._seconds = seconds
        self._holder = f"{_host()}:{os.getpid()}:{secrets.token_hex(6)}"
        self._deadline = 0.0  # by our own clock; before it nobody else can have taken the lease
        self._is_lost = True

    def __bool__(self) -> bool:
        return not self._is_lost and time.clock_gettime(_CLOCK) < self._deadline

    def check(self) -> None:
        """Raise Lost unless the lease is surely ours at this moment."""
        if not self:
            raise Lost(_told(self.name))

    def renew(self) -> None:
        """Hold it anew from now on; Lost when it is another's. Inside a transaction() this binds what is written there
        to the lease: nobody can take it before the commit, and who took it earlier makes this raise."""
        started = time.clock_gettime(_CLOCK)
        with transaction():
            until = _now() + dt.timedelta(seconds=self._seconds)
            ours = update(Lease).where(Lease.name == self.name, Lease.holder == self._holder).values(until=until)
            if not cast(CursorResult[Any], db.session.execute(ours)).rowcount:
                self._is_lost = True
                raise Lost(_told(self.name))
        if not inside():  # else it is not ours for longer before the whole is committed, which may yet fail
            self._deadline = started + self._seconds

    def take(self, instead_of: Holder | None = None) -> None:
        """Take the lease if it is free, or still held by this one, who has died; afterwards this is true or not."""
        started = time.clock_gettime(_CLOCK)
        with contextlib.suppress(IntegrityError):  # another process wrote the first row of this name this moment
            self._is_lost = not self._taken(instead_of.name if instead_of else None)
        self._deadline = started + self._seconds

    def give_back(self) -> None:
        """Let it go; a lease that is another's by now stays so."""
        with transaction():
            db.session.execute(delete(Lease).where(Lease.name == self.name, Lease.holder == self._holder))

    def keep(self, app: Flask, over: threading.Event) -> None:
        """Renew it until `over`, or until it is lost; for a thread of its own."""
        with app.app_context():
            while not over.wait(self._seconds / 3):
                try:
                    self.renew()
                except Lost:  # told where the hold ends
                    return
                except Unavailable:  # a busy database; when that lasts, the deadline passes and the hold turns false
                    continue

    def _taken(self, instead_of: str | None) -> bool:
        with transaction():
            held = db.session.scalar(select(Lease).where(Lease.name == self.name).with_for_update())
            now = _now()  # asked after the wait for the row
            until = now + dt.timedelta(seconds=self._seconds)
            if held is None:
                db.session.add(Lease(name=self.name, holder=self._holder, since=now, until=until))
            elif held.until < now or held.holder == instead_of:
                held.holder, held.since, held.until = self._holder, now, until
            else:
                return False
        return True


_holds: ContextVar[tuple[Hold, ...]] = ContextVar("holds", default=())


@contextlib.contextmanager
def lease(name: str, seconds: float = SECONDS) -> Iterator[Hold]:
    """Try to take the lease `name`; what is yielded is true while this process holds it, false when another does."""
    if inside():
        raise RuntimeError(f"the lease {name} was asked for inside transaction(): nobody could see it, nor renew it")
    hold = Hold(name, seconds)
    hold.take()
    if not hold:
        yield hold
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs the app, not its proxy
    over = threading.Event()
    keeper = threading.Thread(target=hold.keep, args=(app, over), daemon=True)
    keeper.start()
    before = _holds.set((*_holds.get(), hold))
    try:
        yield hold
    finally:
        _holds.reset(before)
        if not hold:
            log.warning(_told(name))
        over.set()
        keeper.join()
        with contextlib.suppress(Unavailable):  # it falls free by itself
            hold.give_back()


def holder(name: str) -> Holder | None:
    """Who holds the lease at this moment; None when it is free to take."""
    if not inside():
        db.session.rollback()  # the present, not what this session saw before
    held = db.session.scalar(select(Lease).where(Lease.name == name, Lease.until >= _now()))
    return Holder(held.holder, held.since, held.until) if held else None


def assure() -> None:
    """Raise Lost if a lease under which this is done was lost; without any lease nothing is asked."""
    for hold in _holds.get():
        hold.check()


def _told(name: str) -> str:
    return f"The lease “{name}” was lost; another process may have taken over."


def _host() -> str:
    return socket.gethostname()[:40]


def _now() -> dt.datetime:
    """Now, by the one clock all holders share: that of the database where they may sit on several machines."""
    if is_postgresql():
        return cast(dt.datetime, db.session.scalar(select(func.clock_timestamp())))
    return dt.datetime.now(dt.UTC)
