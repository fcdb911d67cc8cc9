"""Letters to the desk, and about appeals: what waits for a second person or for somebody to hear it is told to everyone
at the desk who may, and to nobody who had a part in it, belongs to the provider or declared an interest."""

from sqlalchemy import select

from registry.accounts import queries as accounts
from registry.accounts.queries import Person
from registry.catalogue.model import Offer, Version
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.notices import outgoing
from registry.notices.subscriber import NEWS, answering, listener
from registry.providers import members
from registry.providers.model import Provider
from registry.quality import appealing, interests, seconding
from registry.quality.claims import Appeal, Proposal
from registry.quality.policy import TWO_RIGHTS


def proposed(keys: list[str]) -> None:
    """Tell the others at the desk that a proposal waits for one of them."""
    query = select(Proposal).where(Proposal.id.in_([int(key) for key in keys]), Proposal.closed_at.is_(None))
    with transaction():
        for row in db.session.scalars(query.where(Proposal.at > clock.now() - NEWS)).all():
            apart = {row.by_ref}
            if row.concerns and row.action in ("uphold", "dismiss"):
                apart |= interests.took_part(row.concerns)
            about = {"action": row.action, "about": row.kind, "page": f"/review/proposals/{row.id}"}
            values = {"what": "proposal", **about, **_named(row.kind, row.subject_code)}
            for person in _at_desk(row.action, row.provider_code, apart):
                outgoing.put("waiting", f"proposal:{row.id}:{person.id}", person.id, person.language, values)


def appealed(keys: list[str]) -> None:
    """Tell the provider that its appeal has arrived, and the desk that somebody has to hear it. How it ends is a
    decision, and told as one."""
    query = select(Appeal).where(Appeal.id.in_([int(key) for key in keys]), Appeal.taken_at.is_(None))
    with transaction():
        for row in db.session.scalars(query.where(Appeal.at > clock.now() - NEWS)).all():
            values = {**_named("offer", row.offer_code), "number": row.against, "at": clock.day(row.at).isoformat()}
            for member in answering(row.provider_code):
                key = f"appeal:{row.id}:{member.user_id}"
                outgoing.put("appeal", key, member.user_id, member.language, values)
            about = {"action": "uphold", "about": "offer", "page": f"/review/appeals/{row.id}"}
            told = {"what": "appeal", **about, **values}
            for person in _at_desk("uphold", row.provider_code, interests.took_part(row.against)):
                outgoing.put("waiting", f"hearing:{row.id}:{person.id}", person.id, person.language, told)


def _at_desk(action: str, provider_code: str, apart: set[str]) -> list[Person]:
    """Who may do this about the provider."""
    people = {one.ref: one for role in sorted(TWO_RIGHTS[action]) for one in accounts.in_role(role)}
    provider_id = db.session.scalar(select(Provider.id).where(Provider.code == provider_code))
    own = {member.ref for member in members.of_provider(provider_code)}
    return [
        one for ref, one in people.items()
        if ref not in own | apart and not (provider_id and interests.has(ref, provider_id))
    ]  # fmt: skip


def _named(kind: str, code: str) -> dict[str, object]:
    """The offer or provider as letters name it."""
    if kind == "provider":
        name = db.session.scalar(select(Provider.name).where(Provider.code == code)) or ""
        return {"code": code, "title": {"": name}, "language": "", "provider": name}
    query = select(Version.title, Version.language, Provider.name).join(Offer, Version.offer_id == Offer.id)
    newest = query.join(Provider, Offer.provider_id == Provider.id).where(Offer.code == code)
    title, language, name = db.session.execute(newest.order_by(Version.number.desc()).limit(1)).one()
    return {"code": code, "title": {language: title}, "language": language, "provider": name}


LISTENERS = (listener(seconding.TOPIC, proposed), listener(appealing.TOPIC, appealed))
