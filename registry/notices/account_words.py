"""What letters about accounts say: each has one link, which acts, and tells what to do when one asked for nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from registry.kernel.i18n import gettext as _
from registry.notices.letters import Part, Say, Way

Values = Mapping[str, Any]


def _confirm(values: Values) -> tuple[str, list[Part]]:
    return _("Is this your address?"), [
        Say(_("Somebody opened an account in the registry with this address. If that was you, say so by this link.")),
        Way(_("Confirm my address"), values["link"]),
        Say(_("If it was not you, do nothing: without the link the account cannot be used.")),
    ]


def _exists(values: Values) -> tuple[str, list[Part]]:
    return _("You have an account already"), [
        Say(_("Somebody tried to open an account with this address. It has one, so nothing was changed.")),
        *_way(_("Choose a new password, if you have forgotten yours"), values),
        Say(_("If it was not you, do nothing.")),
    ]


def _reset(values: Values) -> tuple[str, list[Part]]:
    return _("Choose a new password"), [
        Say(_("Somebody asked for a new password for your account. If that was you, choose one by this link.")),
        Way(_("Choose a new password"), values["link"]),
        Say(_("If it was not you, do nothing: your password stays as it is.")),
    ]


def _changed(values: Values) -> tuple[str, list[Part]]:
    return _("Your password was changed"), [
        Say(_("The password of your account in the registry was changed just now. If that was you, all is well.")),
        Say(_("If it was not you, choose a new one at once and write to us.")),
        *_way(_("Choose a new password"), values),
    ]


def _invitation(values: Values) -> tuple[str, list[Part]]:
    provider = values["provider"]
    return _("An invitation from %(provider)s", provider=provider), [
        Say(_("You are invited to work on the offers of %(provider)s in the registry.", provider=provider)),
        Way(_("Look at the invitation"), values["link"]),
        Say(_("If you do not want to, do nothing. The invitation ends by itself.")),
    ]


def _way(text: str, values: Values) -> list[Part]:
    return [Way(text, values["link"])] if values.get("link") else []


ACCOUNT_KINDS: dict[str, Callable[[Values], tuple[str, list[Part]]]] = {
    "confirm": _confirm,
    "exists": _exists,
    "reset": _reset,
    "password-changed": _changed,
    "invitation": _invitation,
}
