"""How often one may try: counted before Flask-Security is asked, for the address of the sender, for the account, and
for both together, so that nobody can guess at one account from many places nor at many accounts from one, and an owner
is not kept out by somebody else's tries."""

from flask import request
from werkzeug.exceptions import TooManyRequests

from registry.accounts import throttle
from registry.accounts.queries import normal

# tries within throttle.WINDOW
FROM_ONE, OF_ONE, OF_ONE_FROM_ONE, LETTERS = 60, 100, 10, 5
GUESSED = frozenset(
    {"security.login", "security.two_factor_token_validation", "security.mf_recovery", "security.verify"}
)
WRITES = frozenset({"security.register", "security.forgot_password", "security.send_confirmation"})


def check() -> None:
    """Refuse (429) what was tried too often."""
    if request.method != "POST" or request.endpoint not in GUESSED | WRITES:
        return
    whence, whose = request.remote_addr or "", normal(request.form.get("email", ""))[:254]
    limits = {f"from {whence}": FROM_ONE}
    if request.endpoint in WRITES:
        limits |= {f"letters to {whose}": LETTERS, f"letters from {whence}": LETTERS * 4}
    elif whose:
        limits |= {_both(whose, whence): OF_ONE_FROM_ONE, f"of {whose}": OF_ONE}
    else:
        limits[f"codes from {whence}"] = OF_ONE_FROM_ONE
    if not throttle.allows(limits):
        raise TooManyRequests()


def was_right(email: str) -> None:
    """It was the owner: their tries from here do not count."""
    whence = request.remote_addr or ""
    throttle.forgive(_both(normal(email), whence))
    throttle.forgive(f"codes from {whence}")


def _both(whose: str, whence: str) -> str:
    return f"of {whose} from {whence}"
