"""Who may decide, as tables, and what a ruling needs before it counts. Nobody decides about a provider they belong
to, nor about what it offers; steps that are not the desk's (withdrawing, relisting, what the system does) are guarded
by the lifecycle's own table."""

from collections.abc import Mapping

from registry.kernel.actor import Actor
from registry.kernel.errors import Forbidden, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.quality.criteria import Edition
from registry.quality.schema import Ruling

DESK = frozenset({"reviewer", "admin"})
# what is decided about an offer → who decides; "admit" lists what an existing register holds, unexamined
OFFER_RIGHTS: dict[str, frozenset[str]] = {
    "admit": frozenset({"operator"}),
    "list": frozenset({"reviewer"}),
    "return": frozenset({"reviewer"}),
    "restore": DESK,
}
# what one person proposes and another one confirms → who may do either
TWO_RIGHTS: dict[str, frozenset[str]] = {
    "refuse": DESK,
    "suspend": DESK,
    "uphold": DESK,
    "dismiss": DESK,
    "close": DESK,
    "redact": DESK,
}
# of these the first of the two must be one of
FIRST_RIGHTS: dict[str, frozenset[str]] = {
    **TWO_RIGHTS,
    "refuse": frozenset({"reviewer"}),
    "redact": frozenset({"admin"}),
}
# handling a case without deciding it
HANDLING_RIGHTS: dict[str, frozenset[str]] = {
    "take": frozenset({"reviewer"}),
    "release": DESK,
    "assign": DESK,
    "declare": DESK,
    "hear": DESK,
    "answer-report": DESK,
    "ask": frozenset({"reviewer"}),
    "look-at-address": DESK,
}
PROVIDER_RIGHTS: dict[str, frozenset[str]] = {
    "verify": DESK,
    "admit": DESK | {"operator"},
    "reopen": DESK,
}


def require(actor: Actor, action: str, rights: Mapping[str, frozenset[str]], provider_code: str) -> None:
    """Raise Invalid for what nobody decides, Forbidden when this actor may not; the provider is the one concerned."""
    if action in TWO_RIGHTS and action not in rights:
        raise WrongState(_("This takes two people: propose it, and another person confirms it."), action=action)
    if action not in rights:
        raise Invalid({"action": [_("There is no such action.")]})
    if not actor.is_in(rights[action]):
        raise Forbidden(_("You may not decide this."))
    if provider_code in actor.providers:
        raise Forbidden(_("Nobody decides about a provider they belong to."))


def check(ruling: Ruling, kind: str, rules: Edition) -> None:
    """Raise Invalid, by field, unless the ruling has what its action needs under these rules."""
    codes = [criterion.code for criterion in rules.of_kind(kind)]
    errors: dict[str, object] = {}
    foreign = {code: [_("This criterion does not apply here.")] for code in ruling.criteria if code not in codes}
    if foreign:
        errors["criteria"] = foreign
    elif ruling.action == "list":
        open_points = _open_points(ruling, codes)
        if open_points:
            errors["criteria"] = open_points
        if bool(ruling.conditions) != bool(ruling.review_by):
            errors["review_by"] = [_("Conditions and the date of the next look at them belong together.")]
    elif not any(reason.strip() for reason in ruling.reasons):
        errors["reasons"] = [_("Please give a reason.")]
    if ruling.action == "refuse" and "not-met" not in ruling.criteria.values():
        errors.setdefault("criteria", [_("A refusal names at least one criterion that is not met.")])
    if errors:
        raise Invalid(errors)


def _open_points(ruling: Ruling, codes: list[str]) -> dict[str, list[str]]:
    """The criteria that stand against listing: not looked at, or not met without a condition that answers it."""
    found = {}
    for code in codes:
        verdict = ruling.criteria.get(code, "not-examined")
        if verdict == "not-examined":
            found[code] = [_("Say whether this criterion is met.")]
        elif verdict == "not-met" and not ruling.conditions:
            found[code] = [_("What does not meet a criterion is listed only with conditions.")]
    return found
