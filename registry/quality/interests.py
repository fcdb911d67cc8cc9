"""Who must keep away from a case: whoever belongs to the provider, declared an interest in it, or had a part in a
decision that was appealed with success. The questions every verb of the desk asks before it lets someone in."""

from sqlalchemy import func, or_, select

from registry.catalogue.model import Offer
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden
from registry.kernel.i18n import gettext as _
from registry.providers.model import Provider
from registry.quality.cases import Interest
from registry.quality.model import Decision


def declared(person_ref: str | None) -> set[int]:
    """The identities of the providers this person declared an interest in."""
    mine = select(Interest.provider_id).where(Interest.person_ref == (person_ref or ""))
    return set(db.session.scalars(mine))


def codes_of(person_ref: str | None) -> list[str]:
    """The codes of these providers, for showing them."""
    query = select(Provider.code).join(Interest, Interest.provider_id == Provider.id)
    return list(db.session.scalars(query.where(Interest.person_ref == (person_ref or "")).order_by(Provider.code)))


def has(person_ref: str | None, provider_id: int) -> bool:
    """Did this person declare an interest in the provider?"""
    return db.session.get(Interest, (provider_id, person_ref or "")) is not None


def require_none(actor: Actor, provider_id: int, provider_code: str) -> str:
    """Forbidden unless the actor is a known person without an interest in the provider; their reference."""
    if not actor.ref:
        raise Forbidden(_("Only a person can do this, with an account of their own."))
    if provider_code in actor.providers:
        raise Forbidden(_("Nobody decides about a provider they belong to."))
    if has(actor.ref, provider_id):
        raise Forbidden(_("You declared an interest in this provider, so others look after it."))
    return actor.ref


def took_part(number: int) -> set[str]:
    """The references of those who took this decision."""
    pair = db.session.execute(select(Decision.person_ref, Decision.second_ref).where(Decision.number == number)).one()
    return {ref for ref in pair if ref}


def overruled(offer: Offer) -> set[str]:
    """Those whose decision about the offer was appealed with success since it was last listed: someone else examines
    it now."""
    last = select(func.coalesce(func.max(Decision.number), 0)).where(
        Decision.subject_code == offer.code, Decision.to_state == "listed"
    )
    upheld = select(Decision.concerns).where(Decision.action == "uphold", Decision.subject_code == offer.code)
    appealed = select(Decision.person_ref, Decision.second_ref).where(
        Decision.number.in_(upheld), or_(Decision.number > last.scalar_subquery(), Decision.action == "suspend")
    )
    return {ref for pair in db.session.execute(appealed) for ref in pair if ref}
