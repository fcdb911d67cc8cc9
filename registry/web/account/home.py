"""The page of one's account, and the way to a second factor."""

from typing import Any

from flask import get_flashed_messages, redirect, request, session, url_for

from registry import config
from registry.accounts import queries, service, sessions
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import acting, desk, display
from registry.web.account import national
from registry.web.fields import Choice, Field
from registry.web.pages.account import AccountFormPage, AccountPage, Part, Place
from registry.web.values import Fact, Link


def show() -> AccountPage:
    """Who one is and where one can go."""
    person = acting.somebody()
    has = queries.factors(person.id)
    count = sessions.count(person.id)
    return AccountPage(
        heading=person.name or person.email,
        said=tuple(str(text) for text in get_flashed_messages()),
        facts=(
            Fact(_("E-mail address"), person.email),
            Fact(_("Second factor"), _second(has)),
            Fact(_("Recovery codes"), ngettext("%(num)s left", "%(num)s left", has.codes)),
            *national.facts(person.id),
        ),
        places=tuple(Place(link.text, link.href) for link in desk.between()),
        ways=(
            Link(_("Change your password"), url_for("security.change_password")),
            Link(_("Set up a second factor"), url_for("security.two_factor_setup")),
            Link(_("Your passkeys"), url_for("security.wan_register")),
            Link(_("Recovery codes"), url_for("security.mf_recovery_codes")),
            *national.ways(person.id),
        ),
        sessions=ngettext("You are signed in at %(num)s place.", "You are signed in at %(num)s places.", count),
        language_field=_language(person.language),
    )


def second_factor() -> Any:
    """What one wanted needs a second factor: to the page where one shows it, or sets it up."""
    person = acting.somebody()
    if person.second_factor:
        return redirect(acting.following(), 303)
    has = queries.factors(person.id)
    if not has.app and not has.passkeys:
        lead = _("What you want to do needs a second factor. You have none yet.")
        way = Link(_("Set up a second factor"), url_for("security.two_factor_setup"))
        return AccountFormPage(heading=_("Your second factor"), lead=lead, ways=(way,))
    lead = _("What you want to do needs your second factor. Sign in again to show it.")
    part = Part(url_for("security.logout", next=None), (), _("Sign in again"))
    return AccountFormPage(heading=_("Your second factor"), lead=lead, parts=(part,))


def choose_language() -> Any:
    """In which language the registry writes."""
    service.speak(acting.somebody().id, request.form.get("language", ""))
    return redirect(url_for("account.home"), 303)


def end_others() -> Any:
    """Sign out everywhere but here."""
    sessions.end_all(acting.somebody().id, but=session[acting.TOKEN])
    return redirect(url_for("account.home"), 303)


def _second(has: queries.Factors) -> str:
    if has.app and has.passkeys:
        return _("App and passkey")
    return _("App") if has.app else _("Passkey") if has.passkeys else _("None yet")


def _language(present: str) -> Field:
    choices = tuple(Choice(tag, display.own_language_name(tag)) for tag in config.current().languages)
    return Field("language", _("Letters to you are in"), "pick", choices=choices).with_values((present,))
