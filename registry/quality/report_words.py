"""What can be wrong with an offer, and what came of a report, in words for people."""

from registry.kernel.i18n import lazy_gettext as _l

REASONS: dict[str, object] = {
    "wrong": _l("Something on the page is not right"),
    "not-as-described": _l("The offer was not as described"),
    "enrolment": _l("I could not enrol, or nobody answers"),
    "price": _l("The price is another one"),
    "access": _l("It is not accessible as stated"),
    "unfair": _l("I was treated unfairly"),
    "over": _l("It is no longer offered"),
    "other": _l("Something else"),
}
OUTCOMES: dict[str, object] = {
    "acted": _l("Something was done about it"),
    "no-fault": _l("Nothing was found wrong"),
    "elsewhere": _l("Somebody else has to look into it"),
    "spam": _l("Closed without an answer"),
}


def reason(code: str) -> str:
    """A reason in the reader's language."""
    return str(REASONS.get(code, code))


def outcome(code: str) -> str:
    """What came of it in the reader's language."""
    return str(OUTCOMES.get(code, code))
