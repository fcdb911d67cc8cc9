"""Flask-Security, set up for this registry: its views and its cryptography, our pages, our letters, our sessions, our
clock. What it changes on accounts is committed by `transaction.settle`."""

import datetime as dt
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_security import Security, SQLAlchemyUserDatastore, Totp, UserMixin
from flask_security.mail_util import MailUtil
from passlib.exc import TokenError

from registry import config
from registry.accounts import letters, service
from registry.accounts.model import TABLES, Passkey, User, UserRole
from registry.config import Settings
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.i18n import language
from registry.kernel.routes import declare, policies
from registry.kernel.transaction import settle
from registry.web import acting
from registry.web.account import following, passwords, said, views

# addresses of Flask-Security under /account, and who may come there
POLICIES = {
    "login": "sign-in",
    "logout": "sign-in",
    "register": "sign-in",
    "send_confirmation": "sign-in",
    "confirm_email": "sign-in",
    "forgot_password": "sign-in",
    "reset_password": "sign-in",
    "two_factor_setup": "sign-in",  # at a first sign-in one is led there before one is signed in
    "two_factor_token_validation": "sign-in",
    "two_factor_rescue": "sign-in",
    "tf_select": "sign-in",
    "mf_recovery": "sign-in",
    "wan_signin": "sign-in",
    "wan_signin_response": "sign-in",
    "verify": "signed-in",
    "change_password": "signed-in",
    "two_factor_setup_validate": "signed-in",
    "mf_recovery_codes": "signed-in",
    "wan_register": "signed-in",
    "wan_register_response": "signed-in",
    "wan_delete": "signed-in",
    "wan_verify": "signed-in",
    "wan_verify_response": "signed-in",
}
LETTERS = {
    "REGISTER_EMAIL_TEMPLATE": "confirm",
    "EMAIL_TEMPLATE_CONFIRM": "confirm",
    "REGISTER_EMAIL_EXISTING_TEMPLATE": "exists",
    "EMAIL_TEMPLATE_PASSWORD_RESET": "reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "password-changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "password-changed",
}
FRESH = dt.timedelta(minutes=30)  # after these, whoever changes a factor shows the password once more


class Accounts(SQLAlchemyUserDatastore):
    """Flask-Security's view of our tables."""

    def commit(self) -> None:
        """Commit what it changed on accounts."""
        settle(TABLES)

    def create_user(self, **values: Any) -> UserMixin:
        """A new account as registered: known by a random reference, speaking the language of the page."""
        values |= {"ref": service.new_ref(), "created_at": clock.now(), "language": language(), "counter": 1}
        return super().create_user(**values)


class OneTimeCodes(Totp):
    """Codes of an authenticator, each good for once."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Is this the code of now, or of so many seconds before or after, and not used yet? By the registry's clock."""
        now, last = int(clock.now().timestamp()), user.tf_last_counter
        try:
            match = self._totp.verify(token, totp_secret, time=now, window=window, last_counter=last)
        except TokenError:
            return False
        user.tf_last_counter = match.counter
        settle(TABLES)
        return True


class LetterWriter(MailUtil):
    """Instead of sending, asks for a letter; links lead to the registry's own address whatever the request said."""

    def send_mail(self, template: str, *_ready: Any, **context: Any) -> None:
        """Ask for it, after what was changed on the account is committed."""
        settle(TABLES)
        user: User = context["user"]
        link = next(
            (context[name] for name in ("confirmation_link", "reset_link", "recovery_link") if name in context), ""
        )
        letters.request(template, user.email, user.language, {"link": absolute(link), "name": user.name})


class OwnSessions(SecureCookieSessionInterface):
    """The cookie is written only where somebody signs in or is signed in: what is public is the same for everybody."""

    def save_session(self, app: Flask, held: Any, response: Any) -> None:
        """Write it, or leave it alone."""
        from flask import request

        if policies(app).get(request.endpoint or "", "public") not in ("public", "operations", "open"):
            super().save_session(app, held, response)


def absolute(link: str) -> str:
    """The same path and query at the registry's public address."""
    parts = urlsplit(link)
    return config.current().base_url + parts.path + (f"?{parts.query}" if parts.query else "") if link else ""


def init_app(app: Flask, settings: Settings) -> None:
    """Set it up; every address of it gets its policy."""
    app.session_interface = OwnSessions()
    app.config.update({f"SECURITY_{name}": value for name, value in _settings(settings).items()})
    app.config["WTF_CSRF_ENABLED"] = False  # every unsafe request is checked by kernel/csrf.py, these too
    store = Accounts(db, User, UserRole, Passkey)  # type: ignore[arg-type]  # it asks a role for its name only
    written = app.json
    security = Security(
        app,
        store,
        mail_util_cls=LetterWriter,
        totp_cls=OneTimeCodes,
        password_util_cls=passwords.Passwords,
        render_template=views.render,  # type: ignore[arg-type]  # a whole answer serves as well as text
    )
    app.json = written  # it brings one of its own, which is slower and falls over what is nested deeply
    security.unauthn_handler(views.sign_in_first)
    # rights are read from roles and memberships, not from needs collected at every request
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.login_manager.user_loader(_user)  # type: ignore[attr-defined]
    # nobody signs in by a token in an address or a body: what a stranger sends is not even read for one
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    prefixed = {f"security.{endpoint}": policy for endpoint, policy in POLICIES.items()}
    known = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    declare(app, {endpoint: policy for endpoint, policy in prefixed.items() if endpoint in known})
    following.listen(app)


# what does not depend on the installation
SETTINGS: Mapping[str, Any] = {
    "URL_PREFIX": "/account",
    "STATIC_FOLDER": None,
    # its commands would change accounts past the registry's verbs
    "CLI_USERS_NAME": False,
    "CLI_ROLES_NAME": False,
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SINGLE_HASH": False,
    "PASSWORD_LENGTH_MIN": passwords.SHORTEST,
    # of what a signed link is bound to (an address, a password's hash): nothing that could be guessed from it, and the
    # default takes a second of a processor for each letter
    "HASHING_SCHEMES": ["hex_sha256"],
    "DEPRECATED_HASHING_SCHEMES": [],
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "DATETIME_FACTORY": clock.now,
    "FLASH_MESSAGES": True,
    "RETURN_GENERIC_RESPONSES": True,
    "CONFIRMABLE": True,
    "REGISTERABLE": True,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 10,
    "WEBAUTHN": True,
    "FRESHNESS": FRESH,
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "POST_LOGIN_VIEW": "/account",
    "POST_LOGOUT_VIEW": "/",
    "POST_REGISTER_VIEW": "/account/login",
    "POST_CONFIRM_VIEW": "/account/login",
    "POST_RESET_VIEW": "/account/login",
    "POST_CHANGE_VIEW": "/account",
    "TWO_FACTOR_POST_SETUP_VIEW": "/account",
    "WAN_POST_REGISTER_VIEW": "/account",
    "API_ENABLED_METHODS": ["session"],
    **LETTERS,
    **views.TEMPLATES,
}


def _settings(settings: Settings) -> Mapping[str, Any]:
    return {
        **SETTINGS,
        "PASSWORD_SALT": sha256(f"passwords of {settings.key}".encode()).hexdigest(),
        "TOTP_SECRETS": {"1": sha256(f"second factors of {settings.key}".encode()).hexdigest()},
        "TOTP_ISSUER": settings.name,
        "WAN_RP_NAME": settings.name,
        **{f"MSG_{name}": message for name, message in said.messages().items()},
    }


def _user(uniquifier: str) -> User | None:
    """Flask-Login's question who this is, answered by the session in the table."""
    person = acting.person() if acting.TOKEN in session else None
    user = db.session.get(User, person.id) if person else None
    if user is None or user.fs_uniquifier != uniquifier:
        return None
    from flask_security.utils import set_request_attr

    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user
