"""What the registry noticed by itself, in words: the automatic checks of a case, and risks with what they rest on."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from registry import config
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import checks
from registry.quality.checks import Check
from registry.quality.flags import FlagView
from registry.web import display
from registry.web.pages.review_case import Checked, Flagged


def names() -> dict[str, str]:
    """Every risk in a few words."""
    return {
        "price-outlier": _("Price out of the ordinary"),
        "near-duplicate": _("Nearly the same as another"),
        "digital-share": _("Digital share too low"),
        "complaint": _("Complaint"),
        "first-offer": _("First offer of the provider"),
        "price-rise": _("Price has risen"),
        "new-host": _("New address to enrol"),
    }


def flags(found: Sequence[FlagView]) -> tuple[Flagged, ...]:
    """The risks of a case with their evidence."""
    called = names()
    return tuple(Flagged(called.get(one.name, one.name), *_evidence(one.name, one.evidence)) for one in found)


def rows(found: Sequence[Check]) -> tuple[Checked, ...]:
    """The checks, each with its words; what is wrong or doubtful first."""
    order = (checks.FAILS, checks.DOUBT, checks.UNKNOWN, checks.OK)
    well = {checks.OK: True, checks.UNKNOWN: None}
    return tuple(
        Checked(well.get(one.state, False), one.words, _("cannot be told") if one.state == checks.UNKNOWN else "")
        for one in sorted(found, key=lambda one: order.index(one.state))
    )


def _evidence(name: str, told: Mapping[str, Any]) -> tuple[str, str]:
    """What a risk rests on, and where that is seen."""
    if name == "near-duplicate" and told.get("offer"):
        words = _("Alike: %(title)s", title=told.get("title") or told["offer"])
        return words, url_for("review.case", code=told["offer"])
    if name == "complaint":
        count = int(told.get("reports", 0))
        return ngettext("%(num)s open report", "%(num)s open reports", count), url_for("review.reports")
    if name == "digital-share" and told.get("share") is not None:
        return _(
            "%(share)s %% of the hours, %(needed)s %% needed", share=told["share"], needed=told.get("needed", 70)
        ), ""
    if name == "price-outlier" and "per_hour" in told:
        low, high = _money(told["low"]), _money(told["high"])
        return _(
            "%(price)s an hour, others %(low)s to %(high)s", price=_money(told["per_hour"]), low=low, high=high
        ), ""
    if name == "price-rise" and "before" in told:
        return _("from %(before)s to %(after)s", before=_money(told["before"]), after=_money(told["after"])), ""
    return str(told.get("host", "")), url_for("review.addresses") if name == "new-host" else ""


def _money(amount: Any) -> str:
    return display.sum_of(int(amount), config.current().currency)
