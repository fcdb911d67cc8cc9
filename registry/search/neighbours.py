"""What its neighbours say about an offer at the desk: whether another one says nearly the same, and whether its price
of an hour is out of the common. The worker asks when something changed, and leaves the answers with the quality package
as flags. Only what waits to be decided is compared: an import of thousands costs two questions a batch."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from registry.catalogue import lifecycle as offers
from registry.catalogue import likeness, price_context, traits
from registry.catalogue.model import CURRENT, EXAMINED_NOW, IS_EXAMINED_NOW, Offer, Version
from registry.kernel.db import db
from registry.kernel.lease import assure
from registry.kernel.outbox import Listener
from registry.kernel.text import fold
from registry.kernel.transaction import transaction
from registry.quality import flags, risks
from registry.quality.risks import Examined
from registry.search import service
from registry.search.request import SearchRequest
from registry.search.typed import MOST_WORDS

NAME = "flags"
POOL = 50  # offers compared with
# percent of the words of both titles that two offers share which say nearly the same
SAME_WORDS = 70
# how many times the price of the dearest or a part of the cheapest quarter is out of the common
TIMES = 2


def handle(keys: list[str]) -> None:
    """Compute anew the flags of these offers."""
    waiting = {offer.offer_id: offer for offer in risks.at_desk(keys)}
    changed = risks.of_runs(keys)
    known = risks.flagged(keys)
    told = {offer_id: {**risks.of_content(offer), **_compared(offer)} for offer_id, offer in waiting.items()}
    for offer_id in sorted({*waiting, *changed, *known}):
        assure()
        _store(offer_id, {**changed.get(offer_id, {}), **told.get(offer_id, {})})


def backfill() -> Iterator[str]:
    """Every offer at the desk."""
    query = select(Offer.code).join(Version, Version.offer_id == Offer.id).where(IS_EXAMINED_NOW)
    return iter(db.session.scalars(query.order_by(Offer.id)).all())


LISTENER = Listener(NAME, frozenset({offers.TOPIC}), handle, backfill)


def _store(offer_id: int, told: Mapping[str, Mapping[str, Any]]) -> None:
    with transaction():
        for name in (*risks.AT_DESK, *risks.BESIDE):
            flags.put(offer_id, name, told.get(name))


def _compared(offer: Examined) -> dict[str, Mapping[str, Any]]:
    own = traits.of(offer.code, offer.spec, offer.runs)
    found: dict[str, Mapping[str, Any]] = {}
    alike = service.codes_of(SearchRequest(kind=(own.kind,), competence=tuple(own.levels), per_page=POOL))
    common = price_context.context(own, traits.read(alike).values()) if own.levels else None
    if common and (common.per_hour > TIMES * common.high or TIMES * common.per_hour < common.low):
        names = ("per_hour", "low", "high", "compared")
        found["price-outlier"] = {name: getattr(common, name) for name in names}
    if twins := _twins(offer, own):
        code, title = min(twins.items())
        found["near-duplicate"] = {"offer": code, "title": title, "others": len(twins) - 1}
    return found


def _twins(offer: Examined, own: traits.Traits) -> dict[str, str]:
    """code → title of offers that say nearly the same: of the public ones those with the words of the title and the
    same competences, of the provider's own all with the words of the title."""
    title = offer.spec.title[offer.spec.language]
    words = _words(title)
    request = SearchRequest(q=" ".join(title.split()[:MOST_WORDS])[:200], kind=(own.kind,), per_page=POOL)
    known = traits.read(service.codes_of(request))
    near = [code for code, other in known.items() if not own.levels or likeness.shared(own, other) >= SAME_WORDS]
    query = select(Offer.code, Version.title).join(Version, Version.offer_id == Offer.id)
    query = query.where(Offer.id != offer.offer_id)
    public = query.where(Offer.code.in_(near), Version.state == "listed")
    own_ones = query.where(Offer.provider_id == offer.provider_id, Version.state.in_((*CURRENT, *EXAMINED_NOW)))
    titles: dict[str, str] = dict([*db.session.execute(public), *db.session.execute(own_ones)])
    return {code: text for code, text in titles.items() if _share(words, _words(text)) >= SAME_WORDS}


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _share(one: Iterable[str], other: Iterable[str]) -> int:
    """Percent of all words of both that they have in common."""
    first, second = frozenset(one), frozenset(other)
    return 100 * len(first & second) // len(first | second) if first | second else 0
