"""A lease: at most one process does a thing, over however many machines share the database. It is kept alive by a
small thread while held and falls free a few seconds after its holder died, so work goes on without anyone cleaning
up."""

import contextlib
import datetime as dt
import os
import secrets
import socket
import threading
from collections.abc import Iterator

from flask import Flask, current_app
from sqlalchemy import String, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.db import Model, UtcDateTime, db
from registry.kernel.errors import Unavailable
from registry.kernel.transaction import transaction

SECONDS = 8


class Lease(Model):
    """Who holds `name`, until when (real time, whatever the registry's clock says)."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[dt.datetime] = mapped_column(UtcDateTime)


@contextlib.contextmanager
def lease(name: str, seconds: int = SECONDS) -> Iterator[bool]:
    """Yield True while this process holds the lease `name`, False when another one does."""
    holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}"
    if not _take(name, holder, seconds):
        yield False
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs the app, not its proxy
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(app, name, holder, seconds, over), daemon=True)
    keeper.start()
    try:
        yield True
    finally:
        over.set()
        keeper.join()
        with transaction():
            db.session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def _take(name: str, holder: str, seconds: int) -> bool:
    try:
        return _taken(name, holder, seconds)
    except IntegrityError:  # another process wrote the first row of this name at the same moment
        return False


def _taken(name: str, holder: str, seconds: int) -> bool:
    now = dt.datetime.now(dt.UTC)
    with transaction():
        held = db.session.scalar(select(Lease).where(Lease.name == name).with_for_update())
        if held is None:
            db.session.add(Lease(name=name, holder=holder, until=now + dt.timedelta(seconds=seconds)))
        elif held.until < now:
            held.holder, held.until = holder, now + dt.timedelta(seconds=seconds)
        else:
            return False
    return True


def _keep(app: Flask, name: str, holder: str, seconds: int, over: threading.Event) -> None:
    with app.app_context():
        while not over.wait(seconds / 3):
            until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
            # a busy database is no reason to die; the lease may lapse, and what it guards is harmless when repeated
            with contextlib.suppress(Unavailable), transaction():
                db.session.execute(update(Lease).where(Lease.name == name, Lease.holder == holder).values(until=until))
