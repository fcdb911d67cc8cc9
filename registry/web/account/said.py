"""What Flask-Security says, in our words and in every language of the interface; and the labels of its fields."""

from typing import Any

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import lazy_gettext as _l


def messages() -> dict[str, tuple[Any, str]]:
    """What Flask-Security says, in our words."""
    said = {
        "GENERIC_AUTHN_FAILED": _l("Address and password do not fit together, or the address is not confirmed yet."),
        "GENERIC_RECOVERY": _l("If there is an account with this address, a letter is on its way to it."),
        "CONFIRM_REGISTRATION": _l("A letter is on its way to you. Open its link to confirm your address."),
        "CONFIRMATION_REQUEST": _l("If there is an account with this address, a letter is on its way to it."),
        "PASSWORD_RESET_REQUEST": _l("If there is an account with this address, a letter is on its way to it."),
        "EMAIL_CONFIRMED": _l("Your address is confirmed. You can sign in now."),
        "ALREADY_CONFIRMED": _l("This address is confirmed already."),
        "INVALID_CONFIRMATION_TOKEN": _l("This link is not valid any more. Ask for a new one."),
        "CONFIRMATION_EXPIRED": _l("This link is not valid any more. Ask for a new one."),
        "PASSWORD_RESET_EXPIRED": _l("This link is not valid any more. Ask for a new one."),
        "INVALID_RESET_PASSWORD_TOKEN": _l("This link is not valid any more. Ask for a new one."),
        "PASSWORD_RESET": _l("Your password is changed. Sign in with the new one."),
        "PASSWORD_RESET_NO_LOGIN": _l("Your password is changed. Sign in with the new one."),
        "PASSWORD_CHANGE": _l("Your password is changed; you are signed out everywhere else."),
        "RETYPE_PASSWORD_MISMATCH": _l("The two passwords differ."),
        "INVALID_PASSWORD": _l("This is not your password."),
        "PASSWORD_IS_THE_SAME": _l("This is the password you have now. Choose another."),
        "PASSWORD_NOT_PROVIDED": _l("Enter a password."),
        "EMAIL_NOT_PROVIDED": _l("Enter an e-mail address."),
        "INVALID_EMAIL_ADDRESS": _l("Enter an e-mail address like name@example.org."),
        "TWO_FACTOR_INVALID_TOKEN": _l("This code is not right, or was used already. Wait for the next one."),
        "TWO_FACTOR_LOGIN_SUCCESSFUL": _l("You are signed in with your second factor."),
        "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": _l("Your second factor is set up."),
        "TWO_FACTOR_PERMISSION_DENIED": _l("Please sign in first."),
        "TWO_FACTOR_DISABLED": _l("Your second factor is switched off."),
        "TWO_FACTOR_SETUP_EXPIRED": _l("This took too long. Please begin again."),
        "INVALID_CODE": _l("This code is not right, or was used already. Wait for the next one."),
        "INVALID_RECOVERY_CODE": _l("This is none of your recovery codes, or it was used already."),
        "NO_RECOVERY_CODES_SETUP": _l("You have no recovery codes yet."),
        "REAUTHENTICATION_REQUIRED": _l("Please show once more that it is you."),
        "REAUTHENTICATION_SUCCESSFUL": _l("Thank you. You can go on."),
        "UNAUTHENTICATED": _l("Please sign in first."),
    }
    return {name: (words, "info") for name, words in said.items()}


def labels() -> dict[str, str]:
    """Name of a field → its label."""
    return {
        "email": _("E-mail address"),
        "password": _("Password"),
        "password_confirm": _("The same password again"),
        "new_password": _("New password"),
        "new_password_confirm": _("The new password again"),
        "code": _("Code"),
        "which": _("How do you want to prove that it is you?"),
        "name": _("A name for it"),
        "usage": _("What is it for?"),
    }


def choices() -> dict[str, str]:
    """Value of a choice → its words."""
    return {
        "authenticator": _("A code of my app"),
        "webauthn": _("A passkey"),
        "first": _("To sign in without a password"),
        "secondary": _("As a second factor after the password"),
    }
