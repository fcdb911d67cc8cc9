"""What a provider does at its desk in one go although it takes several steps: write an offer whatever is open, copy
one, repeat a run week by week, change several runs at once. Each is one transaction: all of it or nothing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from registry.catalogue import policy, queries, service
from registry.catalogue.model import Offer, Run
from registry.catalogue.service import Origin
from registry.kernel import clock
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction

MOST_REPEATS = 52
MOST_A_DAY = 100  # runs of one offer entered within a day
MOST_COPIES = 50  # offers of one provider begun within a day
A_DAY = dt.timedelta(days=1)


def write(actor: Actor, code: str, content: Mapping[str, Any], seen: int) -> int:
    """Make this the content of the offer as seen, opening its next version when none is; the new counter. What differs
    in nothing opens nothing. See `service.save` and `service.revise` for what it raises."""
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "save", offer)
        offer.unchanged_since(seen)
        if offer.open_version is None:
            newest = offer.current_version or offer.newest_version
            if dict(content) == newest.specification.to_content():
                return offer.counter
            seen = service.revise(actor, code, seen)
        return service.save(actor, code, content, seen)


def copy_offer(actor: Actor, code: str) -> str:
    """Begin an offer of the same provider with the newest content of this one, without its runs; the new one's code.

    Raises NotFound, Forbidden, WrongState (provider closed), Invalid (too many in one day).
    """
    with transaction():
        offer = queries.for_update(code)
        policy.require(actor, "save", offer)
        begun = select(func.count()).where(Offer.provider_id == offer.provider_id)
        if (db.session.scalar(begun.where(Offer.created_at > clock.now() - A_DAY)) or 0) >= MOST_COPIES:
            raise Invalid({"copy": [_("Too many offers were begun today. Please go on tomorrow.")]})
        version = offer.open_version or offer.current_version or offer.newest_version
        origin = Origin(access=list(offer.access or ()), contact=dict(offer.contact or {}))
        return service.start(actor, offer.provider.code, version.specification.to_content(), origin)


def add_run(actor: Actor, code: str, letter: Mapping[str, Any]) -> str:
    """Add a run within what one offer may add in a day; its code. See `service.schedule_run`."""
    with transaction():
        _require_room(actor, code, 1)
        return service.schedule_run(actor, code, letter)


def repeat_run(actor: Actor, run_code: str, times: int) -> list[str]:
    """Repeat a run weekly so many times more, its dates moved week by week on the wall, so that a change of clocks
    moves no hour; the new codes. Raises NotFound, Forbidden, Invalid (no date, or too many)."""
    with transaction():
        run = queries.run_for_update(run_code)
        policy.require(actor, "schedule", run.offer)
        if not 1 <= times <= MOST_REPEATS:
            raise Invalid({"times": [_("Repeat it between 1 and %(most)s times.", most=MOST_REPEATS)]})
        if not (run.data.get("start") or {}).get("date"):
            raise Invalid({"times": [_("Only a run with a date can be repeated.")]})
        _require_room(actor, run.offer.code, times)
        whole = _whole(run)
        every = [_moved(whole, 7 * week) for week in range(1, times + 1)]
        return [service.schedule_run(actor, run.offer.code, letter) for letter in every]


def change_runs(actor: Actor, code: str, seen: Mapping[str, int], changes: Mapping[str, Any]) -> int:
    """Change these runs of the offer (code → counter as seen) at once; how many changed.

    `changes`: `days` moves every date by so many, `prices` and `places` replace what was stated; what is absent stays.
    Raises NotFound, Forbidden, Conflict, Invalid, WrongState.
    """
    with transaction():
        offer = queries.owner_for_update(code)
        policy.require(actor, "schedule", offer)
        if not seen:
            raise Invalid({"runs": [_("Choose at least one run.")]})
        changed = 0
        for run_code, counter in sorted(seen.items()):
            run = queries.run_for_update(run_code)
            if run.offer_id != offer.id:
                raise NotFound(_("There is no such run."))
            if run.counter != counter:
                raise Conflict(_("This run has changed since you looked at it."), theirs=run.counter)
            letter = _moved(_whole(run), int(changes.get("days") or 0))
            letter |= {name: changes[name] for name in ("prices", "places") if changes.get(name)}
            changed += service.change_run(actor, run_code, letter, counter) != counter
        return changed


def rises(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> bool:
    """Does the price of everybody rise by more than a fifth?"""
    was, now = (_sum(prices) for prices in (before, after))
    return was is not None and now is not None and now * 100 > was * 120


def _sum(prices: Sequence[Mapping[str, Any]]) -> int | None:
    amounts = [price.get("amount") for price in prices if not price.get("for")]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None


def _require_room(actor: Actor, code: str, more: int) -> None:
    """Raise Invalid when so many more runs are too many for one offer in one day."""
    offer = queries.owner_for_update(code)
    policy.require(actor, "schedule", offer)
    lately = select(func.count()).where(Run.offer_id == offer.id, Run.created_at > clock.now() - A_DAY)
    if (db.session.scalar(lately) or 0) + more > MOST_A_DAY:
        raise Invalid({"times": [_("Too many dates were entered for this offer today. Please go on tomorrow.")]})


def _whole(run: Run) -> dict[str, Any]:
    """The run's letter with its place in it, without what was stated about places left."""
    letter = {key: value for key, value in run.data.items() if key not in ("source", "raw", "conflicts")}
    return {**letter, "place": run.place.code} if run.place else letter


def _moved(letter: Mapping[str, Any], days: int) -> dict[str, Any]:
    """The letter with all its dates so many days later, hours on the wall as they were."""
    moved = dict(letter)
    for part, names in (("start", ("date",)), ("end", ("date",)), ("enrol", ("from", "until"))):
        given = dict(moved.get(part) or {})
        for name in names:
            if given.get(name):
                given[name] = _later(given[name], days)
        if given:
            moved[part] = given
    return moved


def _later(day: str, days: int) -> str:
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError) as error:
        raise Invalid({"days": [_("This leads beyond the calendar.")]}) from error
