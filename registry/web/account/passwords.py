"""What a password must be: long, and none of those that everybody tries first. Nothing else is demanded, because rules
about signs make passwords worse."""

from functools import cache
from typing import Any

from flask_security import PasswordUtil

from registry.config import ROOT
from registry.kernel.i18n import gettext as _

SHORTEST, LONGEST = 12, 200
COMMON = ROOT / "seeds" / "accounts" / "common-passwords.txt"


class Passwords(PasswordUtil):
    """Flask-Security's question whether a password will do."""

    def validate(self, password: str, is_register: bool, **values: Any) -> tuple[list[str] | None, str]:
        """(what is wrong, in words; the password as it is kept)."""
        if len(password) > LONGEST:  # before anything is worked out from it
            return [_("A password has at most %(num)s characters.", num=LONGEST)], password
        kept = self.normalize(password)
        if len(kept) < SHORTEST:
            return [
                _("A password needs at least %(num)s characters. A few words in a row do well.", num=SHORTEST)
            ], kept
        user = values.get("user")
        own = [str(getattr(user, "email", "") or values.get("email", "")).partition("@")[0].lower()]
        plain = kept.lower()
        if plain in common() or len(set(plain)) < 4 or any(len(word) > 5 and plain == word * 2 for word in own):
            return [_("This password is one of those tried first. Choose another.")], kept
        return None, kept


@cache
def common() -> frozenset[str]:
    """Passwords of enough length that many people use, in small letters."""
    return frozenset(COMMON.read_text(encoding="utf-8").split("\n"))
