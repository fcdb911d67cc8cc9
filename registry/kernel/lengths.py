"""How long something takes, as people say it: hours and minutes, never a fraction of an hour. Data keeps minutes; every
place that shows them to people speaks through here."""

from babel.numbers import format_decimal

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language


def length(minutes: int) -> str:
    """24 h, 9 h 10 min or 45 min for so many minutes, in the reader's language."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%(minutes)s min", minutes=rest)
    hours = format_decimal(whole, locale=language().replace("-", "_"))
    if not rest:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
