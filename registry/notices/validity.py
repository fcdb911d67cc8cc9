"""The end of an approval, told in time: letters 90 and 30 days before, then the offer expires by decision. As with
confirmations, a registry that stood still writes first and waits thirty days where there is somebody to write to."""

import datetime as dt
from dataclasses import replace

from registry.kernel import clock
from registry.kernel.actor import SYSTEM
from registry.kernel.db import db
from registry.kernel.errors import RegistryError
from registry.kernel.lease import assure
from registry.notices import deadlines
from registry.notices.deadlines import Due
from registry.notices.subscriber import answering
from registry.quality import service as quality
from registry.quality import validity
from registry.quality.validity import Ending

STAGES = (90, 30)  # days before
NOTICE = dt.timedelta(days=30)
MOST_EXPIRED = 500  # in one go; the rest at the next


def announce() -> int:
    """Write to providers whose approvals end; how many were written to."""
    due = []
    for one in validity.ending(clock.today() + dt.timedelta(days=max(STAGES))):
        stage = deadlines.staged(one.ends_on, STAGES)
        if stage is not None:
            due.append(replace(_due(one), stage=stage))
    return deadlines.tell("end", "ending", due)


def expire() -> int:
    """Let offers expire whose approval ended; how many did."""
    expired = 0
    for one in _over()[:MOST_EXPIRED]:
        assure()
        try:
            quality.record(SYSTEM, one.code, "expire")
        except RegistryError:  # withdrawn, suspended or examined again in between
            db.session.rollback()
            continue
        expired += 1
    return expired


def _over() -> list[Ending]:
    """What ended, and its provider had notice of."""
    today = clock.today()
    ended = [one for one in validity.ending(today) if one.ends_on < today]
    told = deadlines.reminders("end", [one.offer_id for one in ended])
    somebody = {code: bool(answering(code)) for code in {one.provider_code for one in ended}}

    def had_notice(one: Ending) -> bool:
        last = [row.told_on for row in told.get(one.offer_id, ()) if (row.deadline, row.stage) == (one.ends_on, 30)]
        return not somebody[one.provider_code] or (bool(last) and last[0] + NOTICE <= today)

    return list(filter(had_notice, ended))


def _due(one: Ending) -> Due:
    return Due(one.offer_id, one.code, one.provider_code, one.ends_on)
