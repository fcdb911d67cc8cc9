"""The one clock. *When it was done* is always an aware instant in UTC from here, so that a trial or test can let it
stand (REGISTRY_NOW) and every rule that depends on time can be shown at any time."""

import datetime as dt
import time
import zoneinfo

from registry import config

# Where a ticking trial clock started, per setting: the offset must not depend on when it is first asked in a request.
_STARTED = time.time()


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return at(config.current().now)


def at(setting: str) -> dt.datetime:
    """The instant a REGISTRY_NOW value means right now: empty = the real one, `2026-…` stands, `+2026-…` ticks from
    there."""
    real = dt.datetime.now(dt.UTC)
    if not setting:
        return real
    instant = dt.datetime.fromisoformat(setting.lstrip("+").replace("Z", "+00:00"))
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    instant = instant.astimezone(dt.UTC)
    return instant + dt.timedelta(seconds=time.time() - _STARTED) if setting.startswith("+") else instant


def day(instant: dt.datetime, zone: str | None = None) -> dt.date:
    """The date of an instant in `zone` (IANA name; the registry's own when None)."""
    return instant.astimezone(zoneinfo.ZoneInfo(zone or config.current().zone)).date()


def today(zone: str | None = None) -> dt.date:
    """The present date in `zone` (IANA name; the registry's own when None)."""
    return day(now(), zone)
