"""National sign-in: which account a subject of an issuer is. An address is never enough to be taken for somebody who is
here already; whoever has an account connects it themselves, while signed in."""

from sqlalchemy import delete, select

from registry.accounts import service
from registry.accounts.model import Identity, User
from registry.accounts.queries import normal
from registry.kernel import clock
from registry.kernel.actor import SYSTEM
from registry.kernel.db import db
from registry.kernel.errors import Conflict
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction


def find(issuer: str, subject: str) -> User | None:
    """The account connected with this subject, open or closed."""
    query = select(User).join(Identity, Identity.user_id == User.id)
    return db.session.scalar(query.where(Identity.issuer == issuer, Identity.subject == subject))


def is_connected(user_id: int, issuer: str) -> bool:
    """Is the account connected with somebody at this issuer?"""
    query = select(Identity.user_id).where(Identity.user_id == user_id, Identity.issuer == issuer)
    return db.session.scalar(query) is not None


def connect(user_id: int, issuer: str, subject: str) -> None:
    """The owner of the account is this subject; Conflict when the subject is another account's."""
    with transaction():
        known = find(issuer, subject)
        if known is not None and known.id != user_id:
            raise Conflict(_("This sign-in belongs to another account already."))
        if known is None:
            db.session.execute(delete(Identity).where(Identity.user_id == user_id, Identity.issuer == issuer))
            db.session.add(Identity(issuer=issuer, subject=subject, user_id=user_id, since=clock.now()))


def open_for(issuer: str, subject: str, email: str, name: str) -> int:
    """Open an account for a subject whose address the issuer has verified; its id. Conflict when the address has an
    account: that one is only connected by its owner."""
    with transaction():
        user_id = service.open_account(SYSTEM, normal(email), name=name[:120])
        connect(user_id, issuer, subject)
        return user_id


def disconnect(user_id: int, issuer: str) -> None:
    """The account is nobody's at this issuer any more."""
    with transaction():
        db.session.execute(delete(Identity).where(Identity.user_id == user_id, Identity.issuer == issuer))
