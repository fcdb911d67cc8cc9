"""The gist of what a provider is told with a decision, for the look at it before it is taken. The letter itself is
written from the decision, in the language of whoever receives it."""

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import policy
from registry.quality.appealing import APPEALABLE, WITHIN
from registry.web.review.cases import Case


def gist(case: Case, action: str) -> tuple[str, ...]:
    """What the people of the provider are told, sentence by sentence."""
    title = case.told.offer.newest.title.get(case.told.offer.newest.language, case.code)
    first = {
        "list": _("Your offer “%(title)s” is listed.", title=title),
        "ask": _("A reviewer has a question about your offer “%(title)s”.", title=title),
        "return": _("Your offer “%(title)s” was returned: something has to change first.", title=title),
        "refuse": _("Your offer “%(title)s” was refused.", title=title),
        "suspend": _("Your offer “%(title)s” is suspended.", title=title),
        "restore": _("Your offer “%(title)s” is listed again.", title=title),
    }[action]
    more = {
        "list": _("The decision with its address, and how to confirm the offer from time to time."),
        "ask": _(
            "Every question with a link to the field it is about. The time of the review pauses until you answer."
        ),
        "return": _("Every point that is not met with its reason, each linked to the field it is about."),
        "refuse": _("Every criterion that is not met, with the reasons, and the address of the decision."),
        "suspend": _("The reasons, what would lift the suspension, and the address of the decision."),
        "restore": _("The reasons and the address of the decision."),
    }[action]
    appeal = ""
    if action in APPEALABLE:
        appeal = ngettext(
            "You can appeal within %(num)s day; somebody else hears the appeal.",
            "You can appeal within %(num)s days; somebody else hears the appeal.",
            WITHIN.days,
        )
    sent = _("It is sent once the second person has confirmed it.") if action in policy.TWO_RIGHTS else ""
    return tuple(filter(None, (first, more, appeal, sent)))
