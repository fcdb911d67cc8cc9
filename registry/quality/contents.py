"""Comparing what is stored of offers and providers with what the decisions imply. Faults name the deciding entry where
there is one, and always the offer or provider by its code."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from registry.catalogue import facts
from registry.catalogue.model import Fact, Offer, Version
from registry.kernel.canonical import digest_text
from registry.kernel.db import db
from registry.ledger.verify import Fault
from registry.providers.model import Provider
from registry.quality.replay import UNDECIDED, OfferTold, Replay, VersionTold

BATCH = 500


def versions(replay: Replay) -> Iterator[Fault]:
    """Faults of offers and their versions."""
    met: dict[str, set[int]] = defaultdict(set)
    query = (
        select(Version, Provider.code).join(Version.offer).join(Offer.provider).options(contains_eager(Version.offer))
    )
    for version, provider in db.session.execute(query.execution_options(yield_per=BATCH, populate_existing=True)):
        offer = version.offer
        if offer.code not in met:
            yield from _offer(offer, provider, replay.offers.get(offer.code))
        met[offer.code].add(version.number)
        told = replay.offers[offer.code].versions.get(version.number) if offer.code in replay.offers else None
        seq = told.number if told else None
        for what in (*_content(version, offer), *_decided(version, told)):
            yield Fault(seq, f"offer {offer.code}, version {version.number}: {what}")
    for code, offer_told in replay.offers.items():
        for number, told in offer_told.versions.items():
            if number not in met[code]:
                yield Fault(told.number, f"offer {code}, version {number}: decided on, but missing")


def projections() -> Iterator[Fault]:
    """Faults of the rows that repeat what listed versions say."""
    listed = select(Version).where(Version.state == "listed").order_by(Version.id)
    last = 0
    while batch := db.session.scalars(listed.where(Version.id > last).limit(BATCH)).all():
        last = batch[-1].id
        stored: dict[int, list[object]] = defaultdict(list)
        for fact in db.session.scalars(select(Fact).where(Fact.version_id.in_([version.id for version in batch]))):
            stored[fact.version_id].append(_key(fact.offer_id, vars(fact)))
        for version in batch:
            if sorted(map(repr, stored[version.id])) != sorted(map(repr, _expected(version))):
                yield Fault(None, f"offer {_code(version.offer_id)}: its facts are not those of the listed version")
    lonely = select(Fact.offer_id).outerjoin(Version, Fact.version_id == Version.id).distinct()
    for offer_id in db.session.scalars(lonely.where(Version.state.is_(None) | (Version.state != "listed"))):
        yield Fault(None, f"offer {_code(offer_id)}: it has facts of a version that is not listed")


def standings(replay: Replay) -> Iterator[Fault]:
    """Faults of providers."""
    stored = {row.code: row.standing for row in db.session.execute(select(Provider.code, Provider.standing))}
    for code, standing in stored.items():
        told = replay.providers.get(code)
        if standing != (told.standing if told else "unverified"):
            yield Fault(told.number if told else None, f"provider {code}: its standing {standing} was not decided")
    for code, told in replay.providers.items():
        if code not in stored:
            yield Fault(told.number, f"provider {code}: decided on, but missing")


def _offer(offer: Offer, provider: str, told: OfferTold | None) -> Iterator[Fault]:
    if offer.first_listed_at != (told.first_listed_at if told else None):
        yield Fault(told.number if told else None, f"offer {offer.code}: it was not first listed then")
    if told and provider != told.provider_code:
        yield Fault(told.number, f"offer {offer.code}: it was decided on as another provider's")


def _content(version: Version, offer: Offer) -> Iterator[str]:
    """What is wrong with a version in itself."""
    if digest_text(version.content) != version.content_sha256:
        yield "its content does not have the hash recorded with it"
        return
    try:
        spec = version.specification
        repeated = (spec.title[spec.language][:300], spec.language, spec.kind)
    except (ValueError, TypeError, LookupError, AttributeError):
        yield "its content cannot be read"
        return
    if repeated != (version.title, version.language, offer.kind):
        yield "its title, language or kind is not that of its content"


def _decided(version: Version, told: VersionTold | None) -> Iterator[str]:
    """In what a version differs from what was decided about it."""
    if told is None:
        if version.state not in UNDECIDED:
            yield f"it is {version.state} without a decision"
        if version.listed_at is not None or version.examined:
            yield "it says it was listed or examined, but no decision says so"
        return
    if not told.allows(version.state):
        yield f"it is {version.state}, but was decided to be {told.state}"
    if told.state != "returned" and version.content_sha256 != told.content_sha256:
        yield "its content is not what was decided on"
    if version.examined != told.examined or version.listed_at != told.listed_at:
        yield "when it was listed, or whether it was examined, is not what was decided"
    if (version.unlisted_at is None) == (version.listed_at is not None and version.state != "listed"):
        yield "whether it left the list is not what its state says"


def _expected(version: Version) -> Iterator[object]:
    try:
        for row in facts.rows(version.specification):
            yield _key(version.offer_id, row)
    except (ValueError, TypeError, LookupError, AttributeError):
        return  # that the content cannot be read is told elsewhere


def _key(offer_id: int, row: dict[str, object]) -> object:
    return (offer_id, *(row[name] for name in ("name", "value", "level", "minutes", "position")))


def _code(offer_id: int) -> str:
    return db.session.scalar(select(Offer.code).where(Offer.id == offer_id)) or f"number {offer_id}"
