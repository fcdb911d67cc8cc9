"""Who works on which offer, and the words all pages of this desk share: the states of a version, the way back."""

from flask import get_flashed_messages, url_for

from registry.catalogue import desk
from registry.catalogue.desk import Draft
from registry.kernel.actor import Actor
from registry.kernel.i18n import gettext as _
from registry.quality import figures
from registry.web import acting, display
from registry.web.values import Link, Tag


def mine(code: str) -> tuple[Actor, Draft]:
    """The person as a member, and this offer of theirs; NotFound for any other."""
    actor = acting.actor("member")
    return actor, desk.draft(actor, code)


def said() -> tuple[str, ...]:
    """What the act before this page said, once."""
    return tuple(str(text) for text in get_flashed_messages())


def title(draft: Draft) -> display.Words:
    """The offer's title."""
    return display.words(draft.spec.title, draft.spec.language)


def crumbs(draft: Draft | None = None) -> tuple[Link, ...]:
    """The way back to the list, and to the offer."""
    home = Link(_("My offers"), url_for("publish.home"))
    if draft is None:
        return (home,)
    return home, Link(title(draft).text, url_for("publish.offer", code=draft.code))


def state(code: str) -> Tag:
    """The state of a version as a tag."""
    names = {
        "draft": (_("Draft"), ""),
        "returned": (_("Returned"), "go"),
        "asked": (_("Question"), "go"),
        "submitted": (_("Waiting for review"), ""),
        "in-review": (_("In review"), ""),
        "listed": (_("Listed"), ""),
        "suspended": (_("Suspended"), "full"),
        "lapsed": (_("Not confirmed in time"), "go"),
        "refused": (_("Refused"), "off"),
        "superseded": (_("Replaced"), "off"),
        "expired": (_("Expired"), "off"),
        "withdrawn": (_("Withdrawn"), "off"),
        "discarded": (_("Discarded"), "off"),
    }
    return Tag(*names[code])


def step(action: str) -> str:
    """A step in an offer's life in words."""
    names = {
        "open": _("Begun"),
        "submit": _("Submitted"),
        "resubmit": _("Submitted anew"),
        "recall": _("Recalled"),
        "take": _("A reviewer began"),
        "release": _("Given back to the queue"),
        "ask": _("A question was asked"),
        "answer": _("Answered"),
        "return": _("Returned"),
        "refuse": _("Refused"),
        "list": _("Listed"),
        "amend": _("Small change, live at once"),
        "suspend": _("Suspended"),
        "restore": _("Restored"),
        "lapse": _("Left the list, not confirmed"),
        "relist": _("Back on the list"),
        "supersede": _("Replaced by a newer version"),
        "expire": _("Expired"),
        "withdraw": _("Withdrawn"),
        "discard": _("Discarded"),
    }
    return names[action]


def expected() -> float | None:
    """How many days the whole way takes at present; None while nothing was decided lately."""
    return figures.days("decided")


def wait() -> str:
    """How long a review takes at present."""
    days = expected()
    if days is None:
        return _("Nothing was reviewed lately, so we cannot say how long it takes.")
    return _("Reviews take %(days)s days at present.", days=display.hundredths(round(days * 100)))
