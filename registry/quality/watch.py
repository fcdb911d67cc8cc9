"""The daily look at all of the ledger and all that follows from it: what the signer, which looks at what is new, cannot
see. What is found is remembered, and nothing is signed until it is mended."""

import datetime as dt
import logging

from registry.kernel import clock
from registry.ledger import verify
from registry.ledger import watch as ledger
from registry.quality import audit

log = logging.getLogger(__name__)
EVERY = dt.timedelta(hours=24)


def check_whole() -> None:
    """Check everything unless that was done within a day and nothing was found then."""
    last = ledger.last(ledger.WHOLE)
    if last and not last.fault and clock.now() - last.at < EVERY:
        return
    faults = verify.in_order([*verify.verify(full=True), *audit.audit()])
    if faults:
        log.error("the ledger does not hold: %s (%s faults in all)", faults[0], len(faults))
    ledger.record(ledger.WHOLE, str(faults[0]) if faults else "")
