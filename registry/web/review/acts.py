"""What a reviewer or admin can do with a case now, in words: which decisions are possible, what each is called, what it
means, and what its button says. Who may is the lifecycle's and the policies' to say; here stands only how it is put."""

from registry.catalogue import lifecycle
from registry.kernel.actor import Actor
from registry.kernel.errors import WrongState
from registry.kernel.i18n import gettext as _
from registry.quality import policy, proposals
from registry.web.review.cases import Case

DECIDING = ("list", "ask", "return", "refuse", "suspend", "restore")


def possible(case: Case) -> list[str]:
    """The decisions (and asking) this person can take or propose in the state the offer is in, in the order shown."""
    if case.told.proposal is not None:
        return []
    states = [(case.told.offer.state, True), (case.told.offer.current_state, False)]
    found = []
    for action in DECIDING:
        fitting = [examined for state, examined in states if state and lifecycle.row_for(action, state)]
        if fitting and _may(case.actor, action) and (case.is_mine or action in ("suspend", "restore")):
            found.append(action)
    return found


def require_possible(case: Case, action: str) -> None:
    """WrongState when this action cannot be taken now by this person."""
    proposals.require_none_waits(case.code)
    if action not in possible(case):
        raise WrongState(_("This is not possible in the state the offer is in, or the case is not yours."))


def _may(actor: Actor, action: str) -> bool:
    rights = policy.FIRST_RIGHTS if action in policy.TWO_RIGHTS else policy.OFFER_RIGHTS | policy.HANDLING_RIGHTS
    return actor.is_in(rights[action])


def heading(action: str) -> str:
    """What the page of the action is called."""
    return {
        "list": _("List the offer"),
        "ask": _("Ask the provider"),
        "return": _("Return the offer for changes"),
        "refuse": _("Propose to refuse the offer"),
        "suspend": _("Propose to suspend the offer"),
        "restore": _("Restore the offer"),
    }[action]


def lead(action: str, case: Case) -> str:
    """What the action means for provider and public."""
    public = case.told.offer.current is not None and case.told.offer.current_state == "listed"
    stays = _("The listed version stays public.") if public else ""
    words = {
        "list": _("It is public from this moment, with the decision and its reasons."),
        "ask": _("The provider answers in its own time, and the case comes back to you. Meanwhile the clock pauses."),
        "return": _("The provider changes the offer and submits it again. The decision is public."),
        "refuse": _("A refusal names what is not met, and a second person confirms it. The provider can appeal."),
        "suspend": _("The offer leaves the list for the time being, once a second person has confirmed it."),
        "restore": _("The offer is public again."),
    }[action]
    return " ".join(filter(None, (words, stays if action in ("ask", "return", "refuse") else "")))


def confirm(action: str) -> str:
    """What the button says."""
    return {
        "list": _("List it"),
        "ask": _("Send the questions"),
        "return": _("Return it"),
        "refuse": _("Propose to refuse it"),
        "suspend": _("Propose to suspend it"),
        "restore": _("Restore it"),
    }[action]


def confirm_words(action: str) -> str:
    """What the button does."""
    if action == "ask":
        return _("The provider reads exactly what stands above.")
    if action in policy.TWO_RIGHTS:
        return _("Nothing changes until a second person confirms it. Then the page above is public, for good.")
    return _("The page above is public from now on, and stands in the ledger for good.")
