"""How long what a provider said of its offer still counts, in words: until when it must say so again, that this is
soon, or that the day has passed."""

import datetime as dt

from registry.catalogue.lifecycle import GRACE
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.web import moments
from registry.web.values import Fact

SOON = dt.timedelta(days=30)


def is_overdue(confirm_by: dt.datetime | None) -> bool:
    """Should the provider have confirmed it by now?"""
    return confirm_by is not None and confirm_by <= clock.now()


def fact(confirm_by: dt.datetime) -> Fact:
    """Until when it must be confirmed, and what that means when the day is near or has passed."""
    label, date = _("To be confirmed"), moments.day(confirm_by)
    if is_overdue(confirm_by):
        leaves = moments.day(max(confirm_by + GRACE, clock.now()))  # later when its provider was told late
        more = _("stands behind confirmed offers and can leave the list from %(date)s on", date=leaves)
        return Fact(label, _("overdue since %(date)s", date=date), more)
    more = _("soon") if confirm_by - clock.now() <= SOON else ""
    return Fact(label, _("by %(date)s", date=date), more)
