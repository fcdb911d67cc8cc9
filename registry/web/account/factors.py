"""What the command line needs of Flask-Security: passwords hashed, secrets of authenticators made and read, and the
link by which somebody chooses their first password."""

from flask import current_app
from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token

from registry.accounts import queries
from registry.kernel import clock
from registry.web.account.security import absolute


def hashed(password: str) -> str:
    """The password as it is kept."""
    made: str = hash_password(password)
    return made


def new_secret() -> str:
    """A secret for an authenticator, as it is kept."""
    made: str = current_app.extensions["security"].totp_factory.generate_totp_secret()
    return made


def code_now(secret: str) -> str:
    """The code an authenticator with this secret shows now."""
    made = current_app.extensions["security"].totp_factory._totp.from_source(secret)
    token: str = made.generate(time=int(clock.now().timestamp())).token
    return token


def link_for_password(user_id: int) -> str:
    """The link by which the account chooses a password; good for a day, and once."""
    token = generate_reset_password_token(queries.stored(user_id))
    return absolute(f"/account/reset/{token}")
