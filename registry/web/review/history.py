"""What has happened to the version at hand, step by step, in words: who did what by role, when, and what was said."""

from registry.catalogue.unlisted import Step
from registry.kernel.i18n import gettext as _
from registry.web import display, moments
from registry.web.review.cases import Case
from registry.web.values import Fact


def steps(case: Case) -> tuple[Fact, ...]:
    """All steps, the latest first."""
    return tuple(_fact(step) for step in reversed(case.told.offer.steps))


def now(case: Case) -> tuple[Fact, ...]:
    """The state the case is in, and the step that led there."""
    last = case.told.offer.steps[-1:] if case.told.offer.steps else ()
    return (Fact(_("State"), state(case.told.offer.state)), *(_fact(step) for step in last))


def _fact(step: Step) -> Fact:
    more = display.listed([_role(step.role), step.note or ""])
    return Fact(moments.day_and_time(step.at), action(step.action), more)


def state(code: str) -> str:
    """The state of a version in words."""
    return {
        "draft": _("Draft"),
        "submitted": _("Submitted, waits for a reviewer"),
        "in-review": _("Being examined"),
        "asked": _("Waits for the provider’s answer"),
        "returned": _("Returned for changes"),
        "listed": _("Listed"),
        "suspended": _("Suspended"),
        "lapsed": _("Lapsed: not confirmed in time"),
        "refused": _("Refused"),
        "superseded": _("Replaced by a newer version"),
        "expired": _("Expired"),
        "withdrawn": _("Withdrawn by the provider"),
        "discarded": _("Discarded"),
    }.get(code, code)


def action(code: str) -> str:
    """A step in words, as it was taken."""
    return {
        "open": _("Begun"),
        "submit": _("Submitted"),
        "resubmit": _("Submitted anew after an appeal"),
        "recall": _("Recalled"),
        "take": _("Taken by a reviewer"),
        "release": _("Given back to the desk"),
        "ask": _("Asked the provider"),
        "answer": _("Answered"),
        "return": _("Returned for changes"),
        "refuse": _("Refused"),
        "list": _("Listed"),
        "amend": _("Amended"),
        "suspend": _("Suspended"),
        "restore": _("Restored"),
        "lapse": _("Lapsed: not confirmed in time"),
        "relist": _("Confirmed and listed again"),
        "supersede": _("Replaced by a newer version"),
        "expire": _("Expired"),
        "withdraw": _("Withdrawn by the provider"),
        "discard": _("Discarded"),
    }.get(code, code)


def _role(code: str) -> str:
    return {
        "member": _("the provider"),
        "key": _("the provider"),
        "operator": _("the operator of the registry"),
        "reviewer": _("a reviewer of the registry"),
        "admin": _("an administrator of the registry"),
        "system": _("the registry’s rules, automatically"),
    }.get(code, "")
