"""What a decision came to, in a few words for people, by what was decided about what."""

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import lazy_gettext as _l

WORDS: dict[tuple[str, str], object] = {
    ("provider", "verify"): _l("Verified"),
    ("provider", "admit"): _l("Register admitted"),
    ("provider", "suspend"): _l("Suspended"),
    ("provider", "close"): _l("Closed"),
    ("provider", "reopen"): _l("Reopened"),
    ("offer", "list"): _l("Listed"),
    ("offer", "return"): _l("Returned for changes"),
    ("offer", "refuse"): _l("Refused"),
    ("offer", "amend"): _l("Amended"),
    ("offer", "suspend"): _l("Suspended"),
    ("offer", "restore"): _l("Restored"),
    ("offer", "lapse"): _l("Lapsed: not confirmed in time"),
    ("offer", "relist"): _l("Confirmed and listed again"),
    ("offer", "expire"): _l("Expired"),
    ("offer", "uphold"): _l("Appeal upheld"),
    ("offer", "dismiss"): _l("Appeal dismissed"),
    ("offer", "withdraw"): _l("Withdrawn by the provider"),
}


def words(kind: str, action: str, *, examined: bool | None, has_conditions: bool = False) -> str:
    """The outcome in the language of the reader; `examined` None: not public."""
    if (kind, action) == ("offer", "list"):
        if examined is False:
            return _("Admitted, not examined")
        if has_conditions:
            return _("Listed with conditions")
    if action == "redact":
        return _("Words of a decision erased")
    return str(WORDS.get((kind, action), action))
