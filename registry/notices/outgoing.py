"""Letters on their way: put down once under their key, in the transaction that makes them due, and handed to the mail
server by the worker. A letter goes out once. Only when the worker dies after the server took it and before that was
written down may it go out a second time, and not a third (decision 0026)."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, or_, select, update

from registry import config
from registry.accounts.model import User
from registry.kernel import clock, outbox
from registry.kernel.db import db
from registry.kernel.lease import Lost, assure
from registry.kernel.transaction import transaction
from registry.notices import mailer, words
from registry.notices.model import Letter

log = logging.getLogger(__name__)
TOPIC = "notices.letter"
TRIED_FOR = dt.timedelta(days=3)  # after these a letter is no news any more
MOST_UNKNOWN = 2  # attempts of which nobody knows how they ended
KEPT = dt.timedelta(days=30)  # whom a letter went to
TOLD = dt.timedelta(days=7)  # a letter that could not be sent is worth a warning


def put(kind: str, key: str, user_id: int, tag: str, values: Mapping[str, Any]) -> bool:
    """Have this letter sent to the account, inside a transaction; False when its key was used before."""
    return _put(Letter(kind=kind, key=key, user_id=user_id, language=tag, values=dict(values)))


def put_to_address(kind: str, key: str, address: str, tag: str, values: Mapping[str, Any]) -> bool:
    """The same to an address that has no account yet."""
    return _put(Letter(kind=kind, key=key, address=address, language=tag, values=dict(values)))


def _put(letter: Letter) -> bool:
    if db.session.scalar(select(Letter.id).where(Letter.key == letter.key)):
        return False
    letter.made_at, letter.begun = clock.now(), 0
    db.session.add(letter)
    db.session.flush()
    outbox.emit(TOPIC, letter.key)
    return True


def handle(keys: list[str]) -> None:
    """Send these letters, those that have not gone out. Every one is tried; NotSent when one must be tried again."""
    failed: Exception | None = None
    with mailer.opened(config.current()) as post:
        for key in keys:
            assure()
            try:
                _send(post, key)
            except Lost:
                raise
            except mailer.NotSent as error:
                failed = error
    if failed:
        raise failed


def waiting() -> Iterable[str]:
    """The keys of all letters that have not gone out."""
    db.session.rollback()
    return list(db.session.scalars(select(Letter.key).where(_open()).order_by(Letter.id)))


LISTENER = outbox.Listener("letters", frozenset({TOPIC}), handle, waiting)


def _send(post: mailer.Post, key: str) -> None:
    ready = _begin(key)
    if ready is None:
        return
    letter, address = ready
    try:
        written = words.write(letter.kind, letter.values or {}, letter.language)
        post.send(mailer.message(written, address, key, config.current(), clock.now()))
    except mailer.Refused as error:
        _note(key, begun=0, given_up_at=clock.now(), error=str(error))
    except mailer.NotSent as error:
        _note(key, begun=letter.begun - 1, error=str(error))
        raise
    except Exception as error:  # a fault of ours: nothing was handed over
        _note(key, begun=letter.begun - 1, error=type(error).__name__)
        raise
    else:
        _note(key, begun=0, sent_at=clock.now(), values=None, error=None)


def _begin(key: str) -> tuple[Letter, str] | None:
    """The letter and its address, when it is to be tried now; that the attempt begins is committed before it does."""
    with transaction():
        letter = db.session.scalar(select(Letter).where(Letter.key == key).with_for_update())
        if letter is None or letter.is_done:
            return None
        address = letter.address or db.session.scalar(select(User.email).where(User.id == letter.user_id, User.active))
        reason = _hopeless(letter, address)
        if reason:
            letter.error, letter.given_up_at = reason, clock.now()
            return None
        letter.begun += 1
        db.session.flush()
        db.session.expunge(letter)
    return (letter, address) if address else None


def _hopeless(letter: Letter, address: str | None) -> str:
    if not address:
        return "there is nobody to send it to any more"
    if letter.begun >= MOST_UNKNOWN:
        return "twice nobody knows whether it went out; it is not sent a third time"
    if letter.made_at < clock.now() - TRIED_FOR:
        return f"it could not be sent in time: {letter.error or 'nobody tried'}"[:200]
    return ""


def _note(key: str, **values: Any) -> None:
    with transaction():
        db.session.execute(update(Letter).where(Letter.key == key).values(**values))


def forget() -> int:
    """Forget of letters that are done what they said and, after KEPT, whom they went to; how many changed. That they
    were sent stays, so that none is sent again."""
    before = clock.now() - KEPT
    known = or_(Letter.user_id.is_not(None), Letter.address.is_not(None), Letter.values.is_not(None))
    with transaction():
        old = update(Letter).where(~_open(), Letter.made_at < before, known)
        return int(db.session.execute(old.values(user_id=None, address=None, values=None)).rowcount)  # type: ignore[attr-defined]


def warnings() -> list[str]:
    """What an operator should know of letters."""
    found = []
    failing = db.session.scalar(select(func.count()).where(_open(), Letter.error.is_not(None)))
    if failing:
        last = db.session.scalar(select(Letter.error).where(_open(), Letter.error.is_not(None)).limit(1))
        found.append(f"{failing} letters could not be sent yet: {last}")
    lost = db.session.scalar(select(func.count()).where(Letter.given_up_at > clock.now() - TOLD))
    if lost:
        found.append(f"{lost} letters of the last {TOLD.days} days were given up")
    settings = config.current()
    if not settings.smtp and settings.base_url.startswith("https"):
        found.append("no mail server is set (REGISTRY_SMTP); letters are only written to files")
    return found


def _open() -> Any:
    return Letter.sent_at.is_(None) & Letter.given_up_at.is_(None)
