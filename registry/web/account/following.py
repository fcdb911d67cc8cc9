"""Sessions follow what Flask-Security tells: one begins when somebody has signed in, ends when they sign out, and all
but this one end with a new password."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, request, session, url_for
from flask_login import user_logged_out
from flask_security import password_changed, password_reset, tf_profile_changed, user_authenticated

from registry.accounts import sessions
from registry.accounts.model import TABLES, User
from registry.kernel.transaction import settle
from registry.web import acting
from registry.web.account import guessing

# at these a second factor has just been shown
PROVING = frozenset({"security.two_factor_token_validation", "security.mf_recovery"})

# what the library keeps in a session while the second factor is waited for
WAITING = ("tf_state", "tf_user_id", "tf_primary_method", "tf_remember_login", "tf_totp_secret", "tf_select")
FACTOR = "national-factor"  # the national sign-in asked for two, and the installation counts them


def listen(app: Flask) -> None:
    """Let sessions follow what Flask-Security tells, and count tries before it is asked."""
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)
    tf_profile_changed.connect(_factor_set_up, app)
    app.before_request(guessing.check)
    app.before_request(_looking)
    app.after_request(_only_looked)
    app.after_request(only_ours)


def only_ours(answer: Response) -> Response:
    """Whatever a form named as the way on: no page for signing in leads to another site."""
    way = answer.headers.get("Location")
    if way is not None and (request.endpoint or "").startswith("security.") and not acting.is_ours(way):
        answer.headers["Location"] = url_for("account.home")
    return answer


def _looking() -> None:
    """The page for signing in, only opened, as in another tab, ends no sign-in that waits for its second factor."""
    if request.method == "GET" and request.endpoint == "security.login":
        g.waiting = {name: session[name] for name in WAITING if name in session}


def _only_looked(answer: Response) -> Response:
    session.update(g.pop("waiting", {}))
    return answer


def _signed_in(_app: Flask, user: User, authn_via: Iterable[str] | None = None, **_more: Any) -> None:
    """Begin a session of its own; what another had in this browser is gone."""
    settle(TABLES)
    is_passkey = "webauthn" in (authn_via or ()) or request.endpoint == "security.wan_signin_response"
    held = session.pop(acting.TOKEN, None)
    if held:
        sessions.end(held)
    session.pop("csrf_token", None)
    proved = is_passkey or request.endpoint in PROVING or FACTOR in (authn_via or ())
    session[acting.TOKEN] = sessions.begin(user.id, second_factor=proved)
    g.pop("person", None)
    guessing.was_right(user.email)


def _signed_out(_app: Flask, **_more: Any) -> None:
    held = session.pop(acting.TOKEN, None)
    session.pop("csrf_token", None)
    if held:
        sessions.end(held)


def _password_changed(_app: Flask, user: User, **_more: Any) -> None:
    settle(TABLES)  # what it changed must be written before anything else is
    sessions.end_all(user.id, but=session.get(acting.TOKEN))


def _password_reset(_app: Flask, user: User, **_more: Any) -> None:
    settle(TABLES)
    sessions.end_all(user.id)


def _factor_set_up(_app: Flask, user: User, method: str | None = None, **_more: Any) -> None:
    settle(TABLES)
    if method and acting.TOKEN in session:
        sessions.prove(session[acting.TOKEN])
