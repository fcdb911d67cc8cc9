"""Comparing what is stored of offers and providers with what the decisions imply. Faults name the deciding entry where
there is one, and always the offer or provider by its code."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from registry.catalogue import facts
from registry.catalogue.model import Fact, Offer, Transition, Version
from registry.kernel.canonical import digest_text
from registry.kernel.db import db
from registry.ledger import reading
from registry.ledger.verify import Fault
from registry.providers.model import Provider
from registry.quality.replay import APART, UNDECIDED, OfferTold, ProviderTold, Replay, VersionTold

BATCH = 500


def versions(replay: Replay) -> Iterator[Fault]:
    """Faults of offers and their versions."""
    met: dict[str, set[int]] = defaultdict(set)
    left = select(func.max(Transition.at)).where(Transition.version_id == Version.id, Transition.from_state == "listed")
    read = select(Version.id, Version, Provider.code, left.scalar_subquery())
    query = read.join(Version.offer).join(Offer.provider).options(contains_eager(Version.offer))
    for identity, row in reading.rows(query, Version.id):
        if row is None:
            yield _unreadable(identity, replay, met)
            continue
        _id, version, provider, left_at = row
        offer = version.offer
        if offer.code not in met:
            yield from _offer(offer, provider, replay.offers.get(offer.code))
        met[offer.code].add(version.number)
        told, seq = replay.of_version(offer.code, version.number)
        for what in (*_content(version, offer), *_decided(version, told), *_unlisted(version, told, left_at)):
            yield Fault(seq, f"offer {offer.code}, version {version.number}: {what}")
    for code, offer_told in replay.offers.items():
        for number, told in offer_told.versions.items():
            if number not in met[code]:
                yield Fault(told.number, f"offer {code}, version {number}: decided on, but missing")
    vague = select(Version.offer_id, Version.number).where(reading.is_vague(Version.examined))
    for offer_id, number in db.session.execute(vague):
        code, seq = _named(offer_id, replay)
        yield Fault(seq, f"offer {code}, version {number}: whether it was examined is neither true nor false")


def projections(replay: Replay) -> Iterator[Fault]:
    """Faults of the rows that repeat what listed versions say."""
    listed = reading.rows(select(Version.id, Version).where(Version.state == "listed"), Version.id)
    readable = (row[1] for _id, row in listed if row is not None)
    while batch := list(itertools.islice(readable, BATCH)):
        stored = _stored([version.id for version in batch])
        for version in batch:
            if sorted(map(repr, stored[version.id])) != sorted(map(repr, _expected(version))):
                code, seq = _named(version.offer_id, replay)
                yield Fault(seq, f"offer {code}: its facts are not those of the listed version")
    lonely = select(Fact.offer_id).outerjoin(Version, Fact.version_id == Version.id).distinct()
    for offer_id in db.session.scalars(lonely.where(Version.state.is_(None) | (Version.state != "listed"))):
        code, seq = _named(offer_id, replay)
        yield Fault(seq, f"offer {code}: it has facts of a version that is not listed")


def standings(replay: Replay) -> Iterator[Fault]:
    """Faults of providers."""
    met = set()
    columns = select(Provider.id, Provider.code, Provider.standing, Provider.public_since)
    for identity, row in reading.rows(columns, Provider.id):
        if row is None:
            yield Fault(None, f"provider number {identity}: it cannot be read")
            continue
        _id, code, standing, since = row
        met.add(code)
        told = replay.providers.get(code, ProviderTold())
        if standing != told.standing:
            yield Fault(told.number, f"provider {code}: its standing {standing} was not decided")
        if (since is None) != (told.shown is None):
            yield Fault(told.shown_by, f"provider {code}: whether visitors may know of it is not what was decided")
        elif since is not None and told.shown is not None and not told.shown.allows(since):
            yield Fault(told.shown_by, f"provider {code}: it was not first shown then")
    for code, told in replay.providers.items():
        if code not in met:
            yield Fault(told.number or told.shown_by, f"provider {code}: decided on, but missing")


def _offer(offer: Offer, provider: str, told: OfferTold | None) -> Iterator[Fault]:
    if offer.first_listed_at != (told.first_listed_at if told else None):
        yield Fault(told.number if told else None, f"offer {offer.code}: it was not first listed then")
    if told and provider != told.provider_code:
        yield Fault(told.number, f"offer {offer.code}: it was decided on as another provider's")


def _content(version: Version, offer: Offer) -> Iterator[str]:
    """What is wrong with a version in itself."""
    try:
        if digest_text(version.content) != version.content_sha256:
            yield "its content does not have the hash recorded with it"
            return
        spec = version.specification
        repeated = (spec.title[spec.language][:300], spec.language, spec.kind)
    except reading.UNREADABLE:
        yield "its content cannot be read"
        return
    if repeated != (version.title, version.language, offer.kind):
        yield "its title, language or kind is not that of its content"


def _decided(version: Version, told: VersionTold | None) -> Iterator[str]:
    """In what a version differs from what was decided about it."""
    if told is None:
        if version.state not in UNDECIDED:
            yield f"it is {version.state} without a decision"
        if version.listed_at is not None or version.unlisted_at is not None or version.examined:
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


def _unlisted(version: Version, told: VersionTold | None, left_at: dt.datetime | None) -> Iterator[str]:
    """Whether it left the list when the decision was taken and its history says."""
    at = version.unlisted_at
    if at is None or told is None:
        return
    if version.listed_at is not None and at < version.listed_at:
        yield "it left the list before it was on it"
    if told.left is None or not told.left.allows(at):
        yield "it did not leave the list when that was decided"
    elif left_at is None or abs(at - left_at) > APART:
        yield "it did not leave the list when its history says"


def _expected(version: Version) -> Iterator[object]:
    try:
        for row in facts.rows(version.specification):
            yield _key(version.offer_id, row)
    except reading.UNREADABLE:
        return  # that the content cannot be read is told elsewhere


def _key(offer_id: int, row: dict[str, object]) -> object:
    return (offer_id, *(row[name] for name in ("name", "value", "level", "minutes", "position")))


def _stored(version_ids: Sequence[int]) -> dict[int, list[object]]:
    """The facts there are of these versions."""
    found: dict[int, list[object]] = defaultdict(list)
    try:
        for fact in db.session.scalars(select(Fact).where(Fact.version_id.in_(version_ids))):
            found[fact.version_id].append(_key(fact.offer_id, vars(fact)))
    except reading.UNREADABLE:
        if len(version_ids) == 1:
            return {version_ids[0]: ["unreadable"]}
        for version_id in version_ids:
            found[version_id] = _stored([version_id])[version_id]
    return found


def _unreadable(version_id: int, replay: Replay, met: dict[str, set[int]]) -> Fault:
    """The fault of a version of which no more than its place can be read."""
    offer_id, number = db.session.execute(
        select(Version.offer_id, Version.number).where(Version.id == version_id)
    ).one()
    code, _seq = _named(offer_id, replay)
    met[code].add(number)
    return Fault(replay.of_version(code, number)[1], f"offer {code}, version {number}: it cannot be read")


def _named(offer_id: int, replay: Replay) -> tuple[str, int | None]:
    """The offer's code, and the number of the last decision on it."""
    code = db.session.scalar(select(Offer.code).where(Offer.id == offer_id)) or f"number {offer_id}"
    return code, replay.offers[code].number if code in replay.offers else None
