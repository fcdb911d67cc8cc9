"""A case in words: what kind of case it is, how long it has waited against the time there is for it, who has it, and
the provider's record."""

from registry.catalogue.model import EXAMINED_NOW
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality.casebook import Record
from registry.quality.pace import Pace
from registry.web import display, moments
from registry.web.review.cases import Case


def kind(code: str) -> str:
    """The kind of a case in a few words."""
    return {
        "first": _("New offer"),
        "change": _("Change to a listed offer"),
        "recheck": _("To be looked at again"),
        "blind": _("Second opinion"),
        "appeal": _("Appeal"),
        "report": _("Report of a problem"),
        "address": _("New address to enrol"),
    }.get(code, code)


def kind_sentence(case: Case) -> str:
    """What the case is, with the versions it is about."""
    offer, before = case.told.offer, case.told.before
    if before:
        return _(
            "Change to a listed offer, version %(new)s against %(old)s.", new=offer.newest.number, old=before.number
        )
    if case.review is None and offer.state not in EXAMINED_NOW:
        return _("Version %(number)s.", number=offer.newest.number)
    code = case.review.kind if case.review else "first"
    return _("%(kind)s, version %(number)s.", kind=kind(code), number=offer.newest.number)


def day(pace: Pace | None) -> str:
    """Day 3 of 5."""
    if pace is None:
        return ""
    if pace.paused:
        return _("The clock pauses on day %(day)s of %(days)s.", day=pace.day, days=pace.days)
    return _("Day %(day)s of %(days)s.", day=pace.day, days=pace.days)


def lock(case: Case) -> str:
    """Whose it is, and until when alone."""
    held = case.review
    if held is None or held.reviewer_ref is None:
        return ""
    if held.taken_at is None:
        said = _("Assigned to you.") if held.reviewer_ref == case.actor.ref else _("Assigned to somebody else.")
        return (
            _("%(assigned)s The reason: %(why)s", assigned=said, why=held.assigned_why) if held.assigned_why else said
        )
    if held.locked_until is None or held.locked_until <= clock.now():
        return _("Nothing has happened for a while: somebody else may take it over.")
    until = moments.day_and_time(held.locked_until)
    if held.reviewer_ref == case.actor.ref:
        return _("Locked for you until %(time)s.", time=until)
    return _("Locked for somebody else until %(time)s.", time=until)


def whose(case: Case) -> str:
    """Why the reader cannot write down findings now."""
    if case.told.offer.state == "asked":
        return _("The provider was asked and has not answered yet.")
    if case.is_held_by_other:
        return _("Somebody else examines this case.")
    if case.may_take:
        return _("Take the case to write down what you find.")
    return _("There is nothing to examine at present.")


def record(known: Record) -> str:
    """41 listed, 0 refused."""
    listed = ngettext("%(count)s listed", "%(count)s listed", known.listed, count=display.number(known.listed))
    refused = ngettext("%(count)s refused", "%(count)s refused", known.refused, count=display.number(known.refused))
    return f"{listed}, {refused}."
