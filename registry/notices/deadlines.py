"""Days that come by themselves, told in time: offers whose confirmation is due, that lapsed, or whose approval ends.
One letter a day and provider lists them all, and each offer is told of once for every stage; what was told stands in
`reminder`, written with the letters in one transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registry.catalogue.model import Offer, Version
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.lease import assure
from registry.kernel.transaction import transaction
from registry.notices import outgoing
from registry.notices.model import Reminder
from registry.notices.subscriber import answering
from registry.providers.model import Provider

CHUNK = 500  # offers asked about at once


@dataclass(frozen=True)
class Due:
    """An offer with a day that comes for it; `stage`: the letter that is due, by the days it stands before that day."""

    offer_id: int
    code: str
    provider_code: str
    deadline: dt.date
    stage: int = 0

    @property
    def days(self) -> int:
        """Days from today to the day."""
        return (self.deadline - clock.today()).days


def staged(deadline: dt.date, stages: Sequence[int]) -> int | None:
    """The most urgent stage (days before) that has come; None before all of them. Who was not told at one stage in
    time, because nothing ran, is told at the next only."""
    left = (deadline - clock.today()).days
    return min((stage for stage in stages if left <= stage), default=None)


def tell(about: str, kind: str, due: Iterable[Due]) -> int:
    """Put down a letter of this kind for each provider with an offer that was not told of; how many providers. One
    that had its letter today waits until tomorrow, one without members for someone to tell."""
    by_provider: dict[str, list[Due]] = defaultdict(list)
    for one in untold(about, list(due)):
        by_provider[one.provider_code].append(one)
    told = 0
    for code, some in by_provider.items():
        assure()
        with transaction():
            told += _tell(about, kind, code, some)
    return told


def untold(about: str, due: Sequence[Due]) -> list[Due]:
    """Those nobody was told of yet at their stage or a later one."""
    said = reminders(about, [one.offer_id for one in due])
    return [one for one in due if not any(
        row.deadline == one.deadline and row.stage <= one.stage for row in said.get(one.offer_id, ())
    )]  # fmt: skip


def reminders(about: str, offer_ids: Collection[int]) -> dict[int, list[Reminder]]:
    """offer → what was told of it; one question for each CHUNK of offers."""
    found: dict[int, list[Reminder]] = defaultdict(list)
    wanted = list(offer_ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(Reminder).where(Reminder.about == about, Reminder.offer_id.in_(wanted[start : start + CHUNK]))
        for row in db.session.scalars(query):
            found[row.offer_id].append(row)
    return found


def _tell(about: str, kind: str, provider_code: str, due: list[Due]) -> bool:
    today, people = clock.today(), answering(provider_code)
    if not people or _was_told(about, provider_code, today):
        return False
    due.sort(key=lambda one: (one.deadline, one.code))
    values: dict[str, Any] = {
        "provider": db.session.scalar(select(Provider.name).where(Provider.code == provider_code)),
        "provider_code": provider_code,
        "told_on": today.isoformat(),
        "lapsed": about == "lapsed",
        "offers": _named(due),
    }
    for person in people:
        key = f"{about}:{provider_code}:{today}:{person.user_id}"
        outgoing.put(kind, key, person.user_id, person.language, {**values, "ref": person.ref})
    for one in due:
        row = Reminder(offer_id=one.offer_id, about=about, deadline=one.deadline, stage=one.stage, told_on=today)
        db.session.add(row)
    return True


def _was_told(about: str, provider_code: str, day: dt.date) -> bool:
    query = select(Reminder.offer_id).join(Offer, Offer.id == Reminder.offer_id).join(Offer.provider)
    told = query.where(Provider.code == provider_code, Reminder.about == about, Reminder.told_on == day)
    return db.session.scalar(told.limit(1)) is not None


def _named(due: Sequence[Due]) -> list[Mapping[str, Any]]:
    """The offers as letters name them."""
    versions: dict[int, tuple[str, str]] = {}
    for start in range(0, len(due), CHUNK):
        wanted = [one.offer_id for one in due[start : start + CHUNK]]
        query = select(Version.offer_id, Version.title, Version.language)
        current = query.where(Version.offer_id.in_(wanted), Version.listed_at.is_not(None)).order_by(Version.number)
        versions |= {offer_id: (title, language) for offer_id, title, language in db.session.execute(current)}
    return [
        {
            "code": one.code,
            "title": {versions[one.offer_id][1]: versions[one.offer_id][0]},
            "language": versions[one.offer_id][1],
            "by": one.deadline.isoformat(),
            "days": one.days,
        }
        for one in due
    ]
