"""A new address to enrol waits for a glance: at a host nobody knew of the provider it is not shown until the desk has
released it (decision 0022). Here stands when that is so and what the public sees meanwhile; whoever stores a run asks,
so that no door goes past it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select

from registry.catalogue.model import IS_EXAMINED_NOW, Offer, Run, RunChange, RunHold, Version
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.web_address import host, is_within
from registry.providers.model import Provider

ANSWERS = ("released", "refused")  # what the desk may have said of a host


@dataclass(frozen=True)
class Answers:
    """What the desk has said of a provider's hosts: those refused; those that were and are allowed, since when; and,
    by run and host, the address that stood again when it was refused (None: none)."""

    refused: frozenset[str] = frozenset()
    allowed: Mapping[str, dt.datetime] = field(default_factory=dict)
    former: Mapping[tuple[str, str], str | None] = field(default_factory=dict)


def address(letter: Mapping[str, Any]) -> str | None:
    """Where one enrols in a run by its letter; None where it does not say."""
    return (letter.get("enrol") or {}).get("url") or None


def masked(letter: Mapping[str, Any], former: str | None) -> Mapping[str, Any]:
    """The letter as the public reads it while its address is looked at: with the former one, or with none."""
    enrol = {**(letter.get("enrol") or {})}
    enrol.pop("url", None)
    if former:
        enrol["url"] = former
    rest = {name: value for name, value in letter.items() if name != "enrol"}
    return {**rest, "enrol": enrol} if enrol else rest


def open_of(run: Run) -> RunHold | None:
    """The run's open hold."""
    return db.session.scalar(select(RunHold).where(RunHold.run_id == run.id, RunHold.closed_at.is_(None)))


def consider(run: Run, role: str, before: Mapping[str, Any] | None) -> None:
    """Hold the run's address, leave it held, or let it go, by what it was before (a snapshot; None: nothing).

    Only what was listed once has an address to hold: before that the desk examines it whole, and another host moves the
    counter as which it decides. Invalid when the desk has refused this host for the provider.
    """
    offer = db.session.get_one(Offer, run.offer_id)
    held, url = open_of(run), address(run.data)
    if held is not None and held.address == url:
        return
    shown, at = _shown(run, offer, before), host(url)
    if offer.first_listed_at is None:
        if at != host(shown) and _is_examined(offer):
            offer.counter += 1
        return
    if url is None or at is None or at == host(shown) or not _is_new(at, offer, set(_known(offer, run))):
        if held is not None:
            end(held, "over")
    elif held is not None and held.host == at:
        held.address = url
    else:
        if held is not None:
            end(held, "over")
            db.session.flush()  # one open hold of a run at a time
        hold_address(run, shown, role)
    db.session.flush()


def typed(offer: Offer, said: Mapping[str, str | None]) -> list[tuple[Run, str | None]]:
    """The runs that lead to a host neither the source nor the content names, nor anybody has looked at: people typed it
    on a draft, which its source's word alone has just listed. Each with where it leads meanwhile; `said`: where each
    run leads by its source, by its key.

    Invalid when the desk has refused such a host for the provider; of a removed date it is one more to be held.
    """
    refused = answers(offer.provider.code).refused
    known = {at for at in map(host, (*said.values(), *_named(offer.current_version))) if at not in refused}
    found: list[tuple[Run, str | None]] = []
    query = select(Run).where(Run.offer_id == offer.id).order_by(Run.id).with_for_update()
    for run in db.session.scalars(query.execution_options(populate_existing=True)):
        at, source = host(address(run.data)), said.get(run.source_key or "")
        is_unseen = at in refused and run.state == "removed"
        if at is not None and at not in known and (is_unseen or _is_new(at, offer, ())):
            found.append((run, source if host(source) in known else None))
    return found


def hold_address(run: Run, former: str | None, role: str | None = None) -> None:
    """Hold the address it has, given by this role (None: by whoever changed it last), inside a transaction."""
    changes = select(RunChange.role).where(RunChange.run_id == run.id).order_by(RunChange.id.desc()).limit(1)
    offer, url = db.session.get_one(Offer, run.offer_id), address(run.data)
    made = RunHold(run_id=run.id, provider_id=offer.provider_id, host=host(url), address=url, former=former)
    made.role, made.since = role or db.session.scalars(changes).one(), clock.now()
    db.session.add(made)
    db.session.flush()


def answers(provider_code: str) -> Answers:
    """What the desk has said of this provider's hosts; two questions, the provider's number first, so that the database
    knows how few of all these are."""
    holder = db.session.scalar(select(Provider.id).where(Provider.code == provider_code)) or 0
    query = select(RunHold, Run.code).join(Run, RunHold.run_id == Run.id)
    owned = query.where(RunHold.outcome.in_(ANSWERS), RunHold.provider_id == holder)
    refused, allowed, former = set[str](), dict[str, dt.datetime](), dict[tuple[str, str], str | None]()
    for hold, run in db.session.execute(owned.order_by(RunHold.closed_at, RunHold.id)):
        if hold.outcome == "refused":
            refused.add(hold.host)
            allowed.pop(hold.host, None)
            former[run, hold.host] = hold.former
        elif hold.host in refused and hold.closed_at:
            refused.discard(hold.host)
            allowed[hold.host] = hold.closed_at
    return Answers(frozenset(refused), allowed, former)


def end(hold: RunHold, outcome: str, by: str | None = None, words: str | None = None) -> None:
    """Close it, inside a transaction; what the run's letter says then is the caller's to write."""
    hold.closed_at, hold.closed_by, hold.outcome, hold.words = clock.now(), by, outcome, words


def allow(hold: RunHold, by: str) -> RunHold:
    """Answer a refused one anew, inside a transaction: what was said first stays as it is, and what counts for the
    host is what was said last."""
    asked = ("run_id", "provider_id", "host", "address", "former", "since", "role")
    anew = RunHold(**{name: getattr(hold, name) for name in asked})
    end(anew, "released", by)
    db.session.add(anew)
    db.session.flush()
    return anew


def _shown(run: Run, offer: Offer, before: Mapping[str, Any] | None) -> str | None:
    """The address the public saw before the change, or whoever examines the offer; of a date that was removed before
    the offer was ever listed nobody saw any."""
    if before is None or (before["state"] == "removed" and _ended_before(run, offer.first_listed_at)):
        return None
    return before["held"]["former"] if "held" in before else address(before["data"])


def _ended_before(run: Run, moment: dt.datetime | None) -> bool:
    """Is its last change from before then? None: there was no such moment yet."""
    last = select(RunChange.at).where(RunChange.run_id == run.id).order_by(RunChange.id.desc()).limit(1)
    return moment is None or db.session.scalars(last).one() < moment


def _is_examined(offer: Offer) -> bool:
    return db.session.scalar(select(exists().where(Version.offer_id == offer.id, IS_EXAMINED_NOW))) or False


def _is_new(at: str, offer: Offer, known: Collection[str | None]) -> bool:
    """Does nobody know this host of the provider yet, and is it none of those `known` here? Invalid when it is known,
    and was refused."""
    found = select(RunHold.outcome).where(RunHold.provider_id == offer.provider_id, RunHold.host == at)
    said = db.session.scalar(
        found.where(RunHold.outcome.in_(ANSWERS)).order_by(RunHold.closed_at.desc(), RunHold.id.desc())
    )
    if said == "refused":
        told = _("The registry has refused addresses at %(host)s for this provider. Please write to it.", host=at)
        raise Invalid({"enrol": {"url": [told]}})
    own = is_within(at, host(db.session.get_one(Provider, offer.provider_id).url))
    return said is None and not own and at not in known


def _named(version: Version | None) -> tuple[str | None, ...]:
    """The addresses a version's content names."""
    spec = version.specification if version else None
    return (spec.homepage, spec.enrol.url if spec.enrol else None) if spec else ()


def _known(offer: Offer, run: Run) -> Iterator[str | None]:
    """Hosts the public is led to from this offer: what somebody looked at says them, or another of its runs. Looked at
    is what was examined last; of an offer nobody has examined, what was first listed with the register it came from."""
    listed = select(Version).where(Version.offer_id == offer.id, Version.listed_at.is_not(None))
    looked_at = listed.where(Version.examined).order_by(Version.number.desc()).limit(1)
    admitted = listed.order_by(Version.number).limit(1)
    version = db.session.scalar(looked_at) or db.session.scalar(admitted)
    yield from map(host, _named(version))
    waiting = select(RunHold.id).where(RunHold.run_id == Run.id, RunHold.closed_at.is_(None))
    others = select(Run.data).where(Run.offer_id == offer.id, Run.id != run.id, Run.state == "planned")
    for letter in db.session.scalars(others.where(~waiting.exists())):
        yield host(address(letter))
