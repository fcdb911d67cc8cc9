"""The freshness contract: what a provider said of an offer counts for a time, and it is asked to say it again 30 and 7
days before that ends and on the day. From then on the offer stands behind the others (the index sees to that), and
after a grace it lapses, by decision; one click brings it back. A registry that stood still lets nothing lapse that it
has not asked about: the grace is counted from the last letter, wherever there is somebody to write to."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import Select, select

from registry.catalogue import service
from registry.catalogue.lifecycle import GRACE, RELIST_WITHIN
from registry.catalogue.model import Offer, Version
from registry.kernel import clock
from registry.kernel.actor import SYSTEM, Actor
from registry.kernel.db import db
from registry.kernel.errors import RegistryError
from registry.kernel.lease import assure
from registry.kernel.transaction import transaction
from registry.notices import deadlines
from registry.notices.deadlines import Due
from registry.notices.links import Confirmation
from registry.notices.model import Reminder
from registry.notices.subscriber import answering
from registry.providers.model import HIDDEN, Provider
from registry.quality import service as quality

STAGES = (30, 7, 0)  # days before
MOST_LAPSED = 500  # in one go; the rest at the next, an hour later
_DAY = dt.timedelta(days=1)


def remind() -> int:
    """Write to providers whose offers are to be confirmed; how many were written to."""
    until = clock.now() + max(STAGES) * _DAY + _DAY
    due = []
    for one in _listed(until):
        stage = deadlines.staged(one.deadline, STAGES)
        if stage is not None:
            due.append(replace(one, stage=stage))
    return deadlines.tell("confirm", "reminder", due)


def lapse() -> int:
    """Let lapse what stayed unconfirmed through the grace, and tell the providers; how many offers did."""
    lapsed = 0
    for one in _overdue()[:MOST_LAPSED]:
        assure()
        try:
            quality.record(SYSTEM, one.code, "lapse")
        except RegistryError:  # confirmed, suspended or withdrawn in between
            db.session.rollback()
            continue
        lapsed += 1
    deadlines.tell("lapsed", "lapsed", _lapsed())
    return lapsed


def _overdue() -> list[Due]:
    """Listed offers whose grace is over, the longest overdue first."""
    today = clock.today()
    late = [one for one in _listed(clock.now() - GRACE + _DAY) if one.deadline + GRACE <= today]
    told = deadlines.reminders("confirm", [one.offer_id for one in late])
    somebody = {code: bool(answering(code)) for code in {one.provider_code for one in late}}

    def had_its_grace(one: Due) -> bool:
        last = [row.told_on for row in told.get(one.offer_id, ()) if (row.deadline, row.stage) == (one.deadline, 0)]
        return not somebody[one.provider_code] or (bool(last) and last[0] + GRACE <= today)

    return sorted(filter(had_its_grace, late), key=lambda one: (one.deadline, one.code))


def _listed(until: dt.datetime) -> list[Due]:
    """Public offers to be confirmed by then."""
    query = _due().where(Version.state == "listed", Offer.confirm_by.is_not(None), Offer.confirm_by <= until)
    return list(_rows(query))


def _lapsed() -> list[Due]:
    """Offers that lapsed lately, each with the day its confirmation was due by."""
    since = clock.now() - 14 * _DAY
    query = _due().where(Version.state == "lapsed", Offer.confirm_by.is_not(None), Version.unlisted_at > since)
    return list(_rows(query))


def _due() -> Select[int, str, str, dt.datetime | None]:
    query = select(Offer.id, Offer.code, Provider.code, Offer.confirm_by).join(Version, Version.offer_id == Offer.id)
    return query.join(Provider, Offer.provider_id == Provider.id).where(Provider.standing.not_in(HIDDEN))


def _rows(query: Select[int, str, str, dt.datetime | None]) -> Iterator[Due]:
    for offer_id, code, provider, confirm_by in db.session.execute(query.order_by(Offer.confirm_by, Offer.id)):
        if confirm_by is not None:
            yield Due(offer_id, code, provider, clock.day(confirm_by))


@dataclass(frozen=True)
class Asked:
    """An offer a link asks about; `state`: due, lapsed, or done (confirmed or brought back since), or gone (nothing
    can be confirmed any more). `on`: due by then, lapsed or done on that day."""

    code: str
    title: str
    language: str
    state: str
    on: dt.date | None

    @property
    def is_open(self) -> bool:
        """Can it be confirmed by this link?"""
        return self.state in ("due", "lapsed")


def provider_name(link: Confirmation) -> str:
    """Whose offers they are."""
    return db.session.scalar(select(Provider.name).where(Provider.code == link.provider_code)) or ""


def holder(link: Confirmation) -> Actor | None:
    """The member the link was written to, as they may act for the provider today; None when they no longer answer for
    it: with the membership its links end."""
    if all(member.ref != link.person_ref for member in answering(link.provider_code)):
        return None
    own = frozenset({link.provider_code})
    return Actor("member", link.person_ref, own, submits=own)


def asked(link: Confirmation) -> list[Asked]:
    """The offers the letter listed, in its order, as they are now."""
    about = "lapsed" if link.lapsed else "confirm"
    query = select(Offer, Version, Reminder.deadline).join(Reminder, Reminder.offer_id == Offer.id).join(Offer.provider)
    named = query.where(Provider.code == link.provider_code, Reminder.about == about, Reminder.told_on == link.told_on)
    rows = named.join(Version, Version.offer_id == Offer.id).where(Version.listed_at.is_not(None))
    latest = {
        offer.id: (offer, version, day) for offer, version, day in db.session.execute(rows.order_by(Version.number))
    }
    return [_asked(*row) for row in sorted(latest.values(), key=lambda row: (row[2], row[0].code))]


def _asked(offer: Offer, version: Version, deadline: dt.date) -> Asked:
    state, on = "gone", None
    if version.state == "listed" and offer.confirm_by and clock.day(offer.confirm_by) <= deadline:
        state, on = "due", deadline
    elif version.state == "listed" and offer.confirmed_at:
        state, on = "done", clock.day(offer.confirmed_at)
    elif version.state == "lapsed" and version.unlisted_at and version.unlisted_at + RELIST_WITHIN >= clock.now():
        state, on = "lapsed", clock.day(version.unlisted_at)
    return Asked(offer.code, version.title, version.language, state, on)


def confirm(link: Confirmation, actor: Actor, codes: Sequence[str]) -> list[str]:
    """Confirm those of the link's offers that are named, and bring back the lapsed ones; the codes of those it worked
    for. What changed at this moment is passed over: the page then shows how it is."""
    open_ones = {one.code: one.state for one in asked(link) if one.is_open}
    wanted = sorted(set(codes) & open_ones.keys(), key=lambda code: (open_ones[code] != "lapsed", code))
    done = []
    with transaction():
        for code in wanted:
            with suppress(RegistryError), transaction():
                if open_ones[code] == "lapsed":
                    quality.record(actor, code, "relist")
                else:
                    service.confirm(actor, code)
                done.append(code)
    return done
