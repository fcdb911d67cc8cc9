"""Keeping the index true: changes come through the outbox, the truth is read once per batch, every offer gets one
verdict (as it is now, or out). Whatever is wrong with the index, the cure is the same: build a new one beside it and
switch."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from registry import config
from registry.catalogue import lifecycle as offers
from registry.catalogue import queries as catalogue
from registry.catalogue.model import Offer
from registry.kernel.db import db
from registry.kernel.lease import assure
from registry.kernel.outbox import Listener, pending
from registry.kernel.transaction import inside
from registry.providers import lifecycle as providers
from registry.providers.model import Provider
from registry.search.describe import document
from registry.search.document import Document
from registry.search.engine import IndexDamaged
from registry.search.service import engine
from registry.vocabularies import queries as vocabularies

NAME = "search"
SHOWN = 10  # codes named in a message


@dataclass(frozen=True)
class Difference:
    """What the index and the database disagree about: `missing` in the index, `stale` in it, and in it `beyond` the
    public offers; `fault` when its files are damaged. `waiting` changes are on their way to it; without an index that
    was ever built, everything is."""

    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    fault: str | None = None
    built: bool = True
    waiting: int = 0

    @property
    def is_clean(self) -> bool:
        """Do they agree?"""
        return self.built and not (self.missing or self.stale or self.beyond or self.fault)

    def to_dict(self) -> dict[str, Any]:
        """As one JSON object."""
        return {"clean": self.is_clean, **asdict(self)}

    def told(self) -> str:
        """In words."""
        if self.is_clean:
            return "The index holds what the database holds."
        if not self.built:
            return (
                f"The index has not been built yet: {len(self.missing)} offers to be found and {self.waiting} changes "
                "wait. The worker builds it, or: ./portal search rebuild"
            )
        if self.fault:
            return f"The index is damaged: {self.fault}."
        parts = [
            (self.missing, "not in the index"),
            (self.stale, "stale in the index"),
            (self.beyond, "not public any more"),
        ]
        return "\n".join(f"{len(codes)} offers {what}: {', '.join(codes[:SHOWN])}" for codes, what in parts if codes)


def handle(keys: list[str]) -> None:
    """Bring these offers, and the offers of these providers, up to date in the index. A changed vocabulary may have
    given any offer other words to be found by, so then all of it is built anew."""
    if any(vocabularies.scheme(key) for key in keys):
        vocabularies.forget()  # this process may still remember the list as it was
        rebuild()
        return
    codes = _offers(keys)
    try:
        engine().put(_documents(codes), drop=codes)
    except IndexDamaged:
        rebuild()


def rebuild() -> int:
    """Build a whole new index and switch to it; the number of offers in it. Unavailable while another process
    writes."""
    return engine().replace_all(_everything())


def heal() -> bool:
    """Build a new index when there is none that can be trusted, or a reader asked for one; whether that was
    necessary."""
    if not engine().place.is_wanted() and engine().fault() is None:
        return False
    rebuild()
    return True


def verify() -> Difference:
    """Compare index and database, every byte of the files included."""
    _fresh()
    waiting = pending(NAME)
    if not engine().place.is_built():
        return Difference(missing=tuple(sorted(catalogue.stamps())), built=False, waiting=waiting)
    if fault := engine().check():
        return Difference(fault=fault, waiting=waiting)
    truth = catalogue.stamps()
    try:
        held = engine().stamps()
    except IndexDamaged as damage:
        return Difference(fault=str(damage), waiting=waiting)
    return Difference(
        waiting=waiting,
        missing=tuple(sorted(truth.keys() - held.keys())),
        stale=tuple(sorted(code for code in truth.keys() & held.keys() if truth[code] != held[code])),
        beyond=tuple(sorted(held.keys() - truth.keys())),
    )


def verify_and_repair() -> Difference:
    """Compare, and build a new index when something differs that no waiting change explains; what was found."""
    difference = verify()
    if not difference.is_clean and not pending(NAME):
        rebuild()
    return difference


def status() -> dict[str, Any]:
    """`state` ("ok", "not built yet" or "out of use"), `documents` held, `waiting` changes, `segments`,
    `directory`."""
    found = engine()
    fault = found.fault()
    held = {} if fault else found.held()
    state = "ok" if fault is None else "out of use" if found.place.is_built() else "not built yet"
    return {"state": state, "fault": fault, **held, "waiting": pending(NAME)}


def _offers(keys: list[str]) -> list[str]:
    """The keys that are offers, and every offer, public or not, of the keys that are providers."""
    query = select(Offer.code).join(Provider, Offer.provider_id == Provider.id).where(Provider.code.in_(keys))
    return list(dict.fromkeys((*keys, *db.session.scalars(query))))


def _documents(codes: Iterable[str]) -> Iterator[Document]:
    # a generator: the truth is read when the writer holds its lock, so an older truth cannot be written after a newer
    _fresh()
    settings = config.current()
    for offer in catalogue.documents(list(codes)):
        assure()
        yield document(offer, settings)
    assure()  # the last moment before what was read is committed


def _everything() -> Iterator[Document]:
    _fresh()
    yield from _documents(catalogue.stamps())


def _backfill() -> Iterable[str]:
    """A listener that joins gets one new index instead of every key; changes made meanwhile wait in the outbox, those
    from before are in it."""
    vocabularies.forget()  # the lists may be among them
    rebuild()
    return ()


def _fresh() -> None:
    """End the session's snapshot, so that what is read is the present truth."""
    if not inside():
        db.session.rollback()


LISTENER = Listener(NAME, frozenset({offers.TOPIC, providers.TOPIC, vocabularies.TOPIC}), handle, _backfill, True)
