"""Coming to belong to a provider: by registering it, or by the link of an invitation."""

from typing import Any

from flask import redirect, request, url_for

from registry import config
from registry.kernel.errors import Conflict, Forbidden, Invalid
from registry.kernel.i18n import gettext as _
from registry.providers import inviting, queries
from registry.providers import joining as joins
from registry.providers import members as belonging
from registry.web import acting, doing, forms
from registry.web.fields import Problem
from registry.web.pages.organisation import InvitationOverPage, InvitationPage, JoinPage
from registry.web.publish.organisation import fields as asked


def join() -> Any:
    """Register the provider one works for."""
    fields = asked.join()
    if request.method == "GET":
        country = {"country": config.current().country}
        return JoinPage(heading=_("Register a provider"), fields=forms.filled(fields, country))
    actor, letter = acting.oneself(), forms.sent(asked.LISTS)
    try:
        asked.refuse_others(fields, letter)
        code = doing.once(actor.ref, lambda: joins.join(actor, letter))
    except Invalid as error:
        problems = forms.problems(error, fields)
        filled = forms.filled(fields, letter, error)
        return JoinPage(heading=_("Register a provider"), fields=filled, problems=problems)
    except Conflict as error:
        return _known(error, forms.filled(fields, letter))
    return redirect(url_for("publish.provider", code=code), 303)


def _known(error: Conflict, filled: Any) -> JoinPage:
    """It is in the register: by whom one is let in."""
    provider = queries.by_slug(str(error.theirs))
    email, own = provider.email if provider else None, acting.somebody().email
    words = [_("Providers are registered once. Ask an administrator of it to invite you: %(email)s.", email=own)]
    if email:
        words.append(_("It can be reached at %(email)s.", email=email))
    contact = config.current().contact
    words.append(_("If nobody there can help, write to us: %(email)s.", email=contact))
    return JoinPage(
        heading=_("Register a provider"),
        fields=filled,
        problems=(Problem(error.message),),
        known=provider.name if provider else "",
        known_words=tuple(words),
    )


def invitation(token: str) -> Any:
    """Look at an invitation, and accept it."""
    found = belonging.invitation(inviting.hashed(token))
    if found is None:
        over = (_("It was used, taken back or has ended. Ask whoever invited you for another."),)
        return InvitationOverPage(heading=_("This invitation is not valid any more."), words=over, accepts=False)
    heading = _("Join %(name)s", name=found.provider_name)
    if request.method == "POST":
        try:
            code = inviting.accept(acting.oneself(), token)
            return redirect(url_for("publish.members", code=code), 303)
        except (Conflict, Forbidden) as error:
            return InvitationPage(heading=heading, words=(error.message,), accepts=False)
    role = asked.role_names()[found.role]
    words = [_("You are invited as: %(role)s (%(does)s).", role=role, does=asked.role_hints()[found.role])]
    is_theirs = found.email == acting.somebody().email
    if not is_theirs:
        words.append(_("This invitation was sent to another address than yours. Ask for one to your address."))
    return InvitationPage(heading=heading, words=tuple(words), accepts=is_theirs)
