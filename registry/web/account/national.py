"""Signing in with the national identity, by OpenID Connect (authorisation code with PKCE): offered when an issuer is
set. Who comes back is known by the issuer's subject; a second factor shown there counts only as far as the settings
say. Authlib is imported when somebody goes that way."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, request, session, url_for

from registry import config
from registry.accounts import identities
from registry.accounts.model import User
from registry.kernel.db import db
from registry.kernel.errors import Conflict, NotFound
from registry.kernel.i18n import gettext as _
from registry.web import acting
from registry.web.account import following
from registry.web.pages.account import AccountFormPage, Part
from registry.web.values import Fact, Link

log = logging.getLogger(__name__)
NEXT, FOR = "national_next", "national_for"
SECONDS = 5  # for each question to the issuer
FRESH = dt.timedelta(minutes=30)


def is_offered() -> bool:
    """Is there an issuer?"""
    return bool(config.current().oidc_issuer)


def begin() -> Any:
    """Send the person to the issuer: to sign in, or, signed in, to connect the account."""
    _require_offered()
    session.pop(FOR, None)
    person = acting.person()
    if person is not None:
        from flask_login import current_user
        from flask_security.utils import check_and_update_authn_fresh

        # asked in this order: whoever it is also says since when
        if not current_user.is_authenticated or not check_and_update_authn_fresh(FRESH, dt.timedelta(0)):
            return redirect(url_for("security.verify", next=url_for("account.national")), 303)
        session[FOR] = person.ref
    session[NEXT] = acting.following()
    try:
        return _client().authorize_redirect(config.current().base_url + "/account/national/back")
    except _faults() as error:
        return _failed(error)


def back() -> Any:
    """The issuer sends the person back."""
    _require_offered()
    way, wanted = session.pop(NEXT, None), session.pop(FOR, None)
    issuer = config.current().oidc_issuer
    try:
        token = _client().authorize_access_token(claims_options={"iss": {"essential": True, "values": [issuer]}})
        claims: Mapping[str, Any] = token["userinfo"]
        subject = str(claims["sub"])
    except _faults() as error:
        return _failed(error)
    if wanted is not None:
        return _connect(str(wanted), issuer, subject)
    user = identities.find(issuer, subject) or _new(issuer, subject, claims)
    if user is None or not user.active:
        return _told(
            _("This sign-in is not connected with an account here. Sign in or register, then connect it there."),
            url_for("security.login"),
        )
    return _enter(user, claims, way if acting.is_ours(way or "") else url_for("account.home"))


def disconnect() -> Any:
    """Let the account be opened by its password and passkeys only."""
    _require_offered()
    name = config.current().oidc_name
    if request.method == "POST":
        identities.disconnect(acting.somebody().id, config.current().oidc_issuer)
        return redirect(url_for("account.home"), 303)
    part = Part(url_for("account.disconnect"), (), _("Disconnect"))
    lead = _("Afterwards you sign in with your password or a passkey. Choose a password first if you have none.")
    ways = (Link(_("I forgot my password"), url_for("security.forgot_password")),)
    return AccountFormPage(heading=_("Disconnect: %(name)s", name=name), lead=lead, parts=(part,), ways=ways)


def facts(user_id: int) -> tuple[Fact, ...]:
    """Whether the account is connected; nothing where there is no issuer."""
    settings = config.current()
    if not settings.oidc_issuer:
        return ()
    is_connected = identities.is_connected(user_id, settings.oidc_issuer)
    return (Fact(settings.oidc_name, _("connected") if is_connected else _("not connected")),)


def ways(user_id: int) -> tuple[Link, ...]:
    """The way to connect or disconnect."""
    settings = config.current()
    if not settings.oidc_issuer:
        return ()
    if identities.is_connected(user_id, settings.oidc_issuer):
        return (Link(_("Disconnect: %(name)s", name=settings.oidc_name), url_for("account.disconnect")),)
    return (Link(_("Connect: %(name)s", name=settings.oidc_name), url_for("account.national")),)


def _enter(user: User, claims: Mapping[str, Any], way: str) -> Any:
    """Sign in, through the second factor of the account unless the one shown at the issuer counts."""
    from flask_security import login_user

    via = ["national"]
    if _has_factor(claims):
        via.append(following.FACTOR)
    elif asks := current_app.extensions["security"].two_factor_plugins.tf_enter(user, False, "national", next_loc=way):
        return asks
    login_user(user, authn_via=via)
    return redirect(way, 303)


def _has_factor(claims: Mapping[str, Any]) -> bool:
    ways = claims.get("amr")
    shown = {str(claims.get("acr", "")), *(str(one) for one in (ways if isinstance(ways, list) else ()))}
    return not shown.isdisjoint(config.current().oidc_factor)


def _connect(ref: str, issuer: str, subject: str) -> Any:
    person = acting.person()
    if person is None or person.ref != ref:
        return _told(_("Please sign in first."), url_for("security.login"))
    try:
        identities.connect(person.id, issuer, subject)
    except Conflict as error:
        return _told(error.message, url_for("account.home"))
    return _told(_("Your account is connected."), url_for("account.home"))


def _new(issuer: str, subject: str, claims: Mapping[str, Any]) -> User | None:
    """An account for somebody the registry does not know, when the issuer vouches for the address and it is free."""
    email = str(claims.get("email") or "")
    if claims.get("email_verified") is not True or "@" not in email or len(email) > 254:
        return None
    try:
        user_id = identities.open_for(issuer, subject, email, str(claims.get("name") or ""))
    except Conflict:
        return None
    return db.session.get(User, user_id)


def _client() -> Any:
    """Authlib's client of the issuer, made once for the app."""
    made = current_app.extensions.get("registry.national")
    if made is None:
        from authlib.integrations.flask_client import OAuth

        settings = config.current()
        made = OAuth(current_app).register(
            "national",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
            },
        )
        current_app.extensions["registry.national"] = made
    return made


def _faults() -> tuple[type[Exception], ...]:
    """What may go wrong between here and the issuer."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError)


def _failed(error: Exception) -> Any:
    log.warning("national sign-in failed: %s", type(error).__name__)
    return _told(
        _("The national sign-in did not work this time. Try again, or use another way."), url_for("security.login")
    )


def _told(sentence: str, way: str) -> Any:
    flash(sentence)
    return redirect(way, 303)


def _require_offered() -> None:
    if not is_offered():
        raise NotFound(_("There is no such sign-in."))
