"""An offer that left the list because nobody confirmed it: until when one button brings it back, and what to do when it
is too late for that."""

from flask import url_for

from registry.catalogue.desk import Draft
from registry.catalogue.lifecycle import RELIST_WITHIN
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.web import moments
from registry.web.values import Link


def notice(draft: Draft, may: bool) -> str:
    """That it lapsed, and what can be done; "" for any other offer."""
    until, since = draft.relist_until, draft.unlisted_at
    if until is None or since is None:
        return ""
    told = _("It left the list on %(date)s because nobody confirmed it in time.", date=moments.day(since))
    last = moments.day(until)
    if until >= clock.now():
        if may:
            more = _(
                "Until %(date)s you can bring it back as it was. By that you say that everything is still right.",
                date=last,
            )
        else:
            more = _("Until %(date)s somebody who answers for your provider can bring it back.", date=last)
    elif draft.is_open:
        more = _("It could be brought back until %(date)s. Bring this version up to date and submit it.", date=last)
    else:
        more = _(
            "It could be brought back for %(days)s days, until %(date)s. Begin a new version, bring it up to date and "
            "submit it: once it is examined it is listed again at the same address.",
            days=RELIST_WITHIN.days,
            date=last,
        )
    return f"{told} {more}"


def button(draft: Draft, may: bool) -> Link | None:
    """The button that does it: bringing it back while that is possible, afterwards beginning a version."""
    until = draft.relist_until
    if until is None:
        return None
    if until >= clock.now():
        return Link(_("Bring it back on the list"), _act(draft, "relist")) if may else None
    return None if draft.is_open else Link(_("Begin a new version"), _act(draft, "revise"))


def _act(draft: Draft, action: str) -> str:
    return url_for("publish.act", code=draft.code, action=action)
