"""Flask-Security's pages in our shape: each of its templates is a line of a table, which says the page's words and
which of its forms are on it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, get_flashed_messages, request, url_for

from registry import config
from registry.kernel.i18n import gettext as _
from registry.web import acting
from registry.web.account import national
from registry.web.account.fields import part as _part
from registry.web.account.fields import problems as _problems
from registry.web.fields import Choice, Field
from registry.web.pages.account import AccountFormPage, Part
from registry.web.values import Link

TEMPLATES = {
    "LOGIN_USER_TEMPLATE": "login",
    "REGISTER_USER_TEMPLATE": "register",
    "SEND_CONFIRMATION_TEMPLATE": "confirm",
    "FORGOT_PASSWORD_TEMPLATE": "forgot",
    "RESET_PASSWORD_TEMPLATE": "reset",
    "CHANGE_PASSWORD_TEMPLATE": "change",
    "VERIFY_TEMPLATE": "verify",
    "TWO_FACTOR_SETUP_TEMPLATE": "setup",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "code",
    "TWO_FACTOR_SELECT_TEMPLATE": "select",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "recovery",
    "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "codes",
    "WAN_REGISTER_TEMPLATE": "passkeys",
    "WAN_SIGNIN_TEMPLATE": "passkey",
    "WAN_VERIFY_TEMPLATE": "passkey-again",
}


def render(template: str, **given: Any) -> Response:
    """The page for one of Flask-Security's templates, with what it hands to it."""
    page: AccountFormPage = PAGES[template](given)
    return page.response()


def sign_in_first(*_args: Any, **_more: Any) -> Any:
    """What Flask-Security's own pages answer to somebody who has not signed in."""
    return acting.first_sign_in()


def _page(heading: str, *parts: Part | None, forms: Iterable[Any] = (), lead: str = "", **more: Any) -> AccountFormPage:
    problems = tuple(problem for form in forms for problem in _problems(form))
    shown = tuple(part for part in parts if part)
    said = tuple(str(text) for text in get_flashed_messages())
    return AccountFormPage(heading=heading, lead=lead, said=said, parts=shown, problems=problems, **more)


def _following() -> str | None:
    """Where the address wants to go on, as far as that is a page of this site."""
    given = request.args.get("next", "")
    return given if acting.is_ours(given) else None


def _login(given: Mapping[str, Any]) -> AccountFormPage:
    form = given["login_user_form"]
    ways: tuple[Link, ...] = (
        Link(_("I forgot my password"), url_for("security.forgot_password")),
        Link(_("Sign in with a passkey"), url_for("security.wan_signin", next=_following())),
        Link(_("Register"), url_for("security.register")),
        Link(_("Send the letter to confirm my address again"), url_for("security.send_confirmation")),
    )
    if national.is_offered():
        way = url_for("account.national", next=_following())
        ways = (Link(config.current().oidc_name, way), *ways)
    part = _part(form, "security.login", _("Sign in"), ("email", "password"), next=_following())
    lead = _("For providers and for those who examine and keep the registry. Searching needs no account.")
    return _page(_("Sign in"), part, forms=(form,), lead=lead, ways=ways)


def _register(given: Mapping[str, Any]) -> AccountFormPage:
    form = given["register_user_form"]
    part = _part(form, "security.register", _("Register"), ("email", "password", "password_confirm"))
    lead = _("An account is for people who work for a provider. Use an address at which you can be reached yourself.")
    ways = (Link(_("I have an account"), url_for("security.login")),)
    return _page(_("Register"), part, forms=(form,), lead=lead, ways=ways)


def _simple(
    key: str, endpoint: str, heading: Callable[[], str], submit: Callable[[], str], names: tuple[str, ...]
) -> Callable[[Mapping[str, Any]], AccountFormPage]:
    """A page with one form and nothing else."""

    def page(given: Mapping[str, Any]) -> AccountFormPage:
        token = given.get("reset_password_token")
        part = _part(given[key], endpoint, submit(), names, **({"token": token} if token else {}))
        return _page(heading(), part, forms=(given[key],))

    return page


def _setup(given: Mapping[str, Any]) -> AccountFormPage:
    form, code = given["two_factor_setup_form"], given["two_factor_verify_code_form"]
    heading = _("Set up a second factor")
    if given["chosen_method"] is None:
        lead = _("An authenticator app shows a new code every half minute. With your password it proves who you are.")
        choose = Field("setup", "", "hidden").with_values(("authenticator",))
        action = url_for("security.two_factor_setup")
        ways = (Link(_("Use a passkey instead"), url_for("security.wan_register")),) if given["changing"] else ()
        return _page(heading, Part(action, (choose,), _("Show the square code")), forms=(form,), lead=lead, ways=ways)
    token = given.get("state_token")
    endpoint = "security.two_factor_setup_validate" if token else "security.two_factor_token_validation"
    part = _part(code, endpoint, _("Confirm"), ("code",), **({"token": token} if token else {}))
    lead = _("Scan the square with the app, then enter the code it shows.")
    picture, key = given["authr_qrcode"], given["authr_key"]
    return _page(heading, part, forms=(form, code), lead=lead, picture=picture, key=key)


def _code(given: Mapping[str, Any]) -> AccountFormPage:
    form = given["two_factor_verify_code_form"]
    part = _part(form, "security.two_factor_token_validation", _("Continue"), ("code",))
    ways = (Link(_("Use a recovery code"), url_for("security.mf_recovery")),)
    return _page(_("Your second factor"), part, forms=(form,), lead=_("Enter the code your app shows now."), ways=ways)


def _select(given: Mapping[str, Any]) -> AccountFormPage:
    form = given["two_factor_select_form"]
    part = _part(form, "security.tf_select", _("Continue"), ("which",))
    ways = (Link(_("Use a recovery code"), url_for("security.mf_recovery")),)
    return _page(_("Your second factor"), part, forms=(form,), ways=ways)


def _codes(given: Mapping[str, Any]) -> AccountFormPage:
    form, codes = given["mf_recovery_codes_form"], tuple(given.get("recovery_codes") or ())
    shown = replace(_part(form, "security.mf_recovery_codes", _("Make new codes"), ()), plain=bool(codes))
    lead = _("Each code opens your account once when your phone is not at hand. New codes replace the old ones.")
    ways = (Link(_("Your account"), url_for("account.home")),)
    return _page(_("Recovery codes"), shown, forms=(form,), lead=lead, codes=codes, ways=ways)


def _passkeys(given: Mapping[str, Any]) -> AccountFormPage:
    form, ways = given["wan_register_form"], (Link(_("Your account"), url_for("account.home")),)
    if options := given.get("credential_options"):
        answer = url_for("security.wan_register_response", token=given["wan_state"])
        part = Part(answer, (Field("credential", "", "hidden"),), _("Save passkey"), options=options, making=True)
        return _page(_("Your passkeys"), part, forms=(form,), ways=ways)
    new = replace(
        _part(form, "security.wan_register", _("Add a passkey"), ("name", "usage")), heading=_("A new passkey")
    )
    known = [cred["name"] for cred in given.get("registered_credentials") or ()]
    gone = given.get("wan_delete_form")
    names = tuple(Choice(name, name) for name in known)
    pick = Field("name", _("Which one?"), "pick", choices=names)
    delete = Part(url_for("security.wan_delete"), (pick,), _("Remove"), plain=True, heading=_("Remove a passkey"))
    lead = _("A passkey lives on your phone, computer or security key and replaces password and code.")
    forms = [one for one in (form, gone) if one]
    return _page(_("Your passkeys"), new, delete if known else None, forms=forms, lead=lead, ways=ways)


def _passkey(given: Mapping[str, Any]) -> AccountFormPage:
    form, ways = given["wan_signin_form"], (Link(_("Sign in with a password"), url_for("security.login")),)
    following = _following()
    if options := given.get("credential_options"):
        answer = url_for("security.wan_signin_response", token=given["wan_state"], next=following)
        part = Part(answer, (Field("credential", "", "hidden"),), _("Continue"), options=options)
        return _page(_("Sign in with a passkey"), part, forms=(form,), ways=ways)
    part = _part(form, "security.wan_signin", _("Continue"), (), next=following)
    return _page(_("Sign in with a passkey"), part, forms=(form,), ways=ways)


def _passkey_again(given: Mapping[str, Any]) -> AccountFormPage:
    form = given["wan_verify_form"]
    if options := given.get("credential_options"):
        answer = url_for("security.wan_verify_response", token=given["wan_state"])
        part = Part(answer, (Field("credential", "", "hidden"),), _("Continue"), options=options)
        return _page(_("Is it you?"), part, forms=(form,))
    return _page(_("Is it you?"), _part(form, "security.wan_verify", _("Continue"), ()), forms=(form,))


PAGES: dict[str, Callable[[Mapping[str, Any]], AccountFormPage]] = {
    "login": _login,
    "register": _register,
    "confirm": _simple(
        "send_confirmation_form",
        "security.send_confirmation",
        lambda: _("Confirm your address"),
        lambda: _("Send the letter"),
        ("email",),
    ),
    "forgot": _simple(
        "forgot_password_form",
        "security.forgot_password",
        lambda: _("Choose a new password"),
        lambda: _("Send the letter"),
        ("email",),
    ),
    "reset": _simple(
        "reset_password_form",
        "security.reset_password",
        lambda: _("Choose a new password"),
        lambda: _("Save"),
        ("password", "password_confirm"),
    ),
    "change": _simple(
        "change_password_form",
        "security.change_password",
        lambda: _("Change your password"),
        lambda: _("Save"),
        ("password", "new_password", "new_password_confirm"),
    ),
    "verify": _simple("verify_form", "security.verify", lambda: _("Is it you?"), lambda: _("Continue"), ("password",)),
    "setup": _setup,
    "code": _code,
    "select": _select,
    "recovery": _simple(
        "mf_recovery_form",
        "security.mf_recovery",
        lambda: _("Use a recovery code"),
        lambda: _("Continue"),
        ("code",),
    ),
    "codes": _codes,
    "passkeys": _passkeys,
    "passkey": _passkey,
    "passkey-again": _passkey_again,
}
