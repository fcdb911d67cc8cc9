"""The whole register as administrators look through it: by standing and by words, whatever visitors may see of it."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from registry.kernel.db import db
from registry.kernel.text import fold
from registry.providers.model import Provider, ProviderIdentifier


def counts() -> dict[str, int]:
    """Standing → how many providers have it."""
    rows = db.session.execute(select(Provider.standing, func.count()).group_by(Provider.standing))
    return {row[0]: row[1] for row in rows}


def listed(standing: str = "", words: str = "", most: int = 50, among: Collection[str] | None = None) -> list[Provider]:
    """Providers in this standing ("": in any) whose name, slug, code or number holds the words, of those with the codes
    `among` if given; the longest waiting first."""
    query = select(Provider).options(selectinload(Provider.identifiers))
    if standing:
        query = query.where(Provider.standing == standing)
    if among is not None:
        query = query.where(Provider.code.in_(among))
    for word in words.lower().split()[:5]:
        number = select(ProviderIdentifier.provider_id).where(
            func.lower(ProviderIdentifier.value).contains(word, autoescape=True)
        )
        named = func.lower(Provider.name).contains(word, autoescape=True)
        coded = func.lower(Provider.code).contains(word, autoescape=True)
        query = query.where(named | coded | Provider.slug.contains(word, autoescape=True) | Provider.id.in_(number))
    return list(db.session.scalars(query.order_by(Provider.created_at, Provider.id).limit(most)))


def namesakes(provider: Provider) -> list[tuple[str, str, str]]:
    """(code, name, standing) of other providers of the same name, however it is written."""
    rows = db.session.execute(select(Provider.code, Provider.name, Provider.standing).where(Provider.id != provider.id))
    own = fold(provider.name)
    return [(code, name, standing) for code, name, standing in rows if fold(name) == own]
