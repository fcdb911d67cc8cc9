"""Where people will be led once an offer is listed: every address its content or one of its dates names, also one that
is over and may be moved to another day. Whoever lists the offer for the first time has looked at them; a new host
later on waits for a glance of its own (decision 0022)."""

from collections import Counter

from registry.catalogue import holding
from registry.catalogue.unlisted import Unlisted
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import display
from registry.web.values import Fact


def of(case: Unlisted) -> tuple[Fact, ...]:
    """Each address once, with what names it; none of an offer that was listed before."""
    if case.first_listed_at:
        return ()
    offer, enrol = case.newest, case.newest.spec.enrol
    own = ((_("Homepage"), offer.spec.homepage), (_("Address to enrol"), enrol.url if enrol else None))
    dates = Counter(filter(None, (holding.address(run.given) for run in offer.runs)))
    return (
        *(Fact(label, address, href=address) for label, address in own if address),
        *(Fact(_dates(number), address, href=address) for address, number in sorted(dates.items())),
    )


def _dates(number: int) -> str:
    return ngettext("%(count)s date", "%(count)s dates", number, count=display.number(number))
