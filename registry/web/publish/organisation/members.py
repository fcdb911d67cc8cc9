"""Who belongs to the provider: the list for every member; for its administrators inviting, changing and removing."""

from typing import Any

from flask import redirect, request, url_for

from registry.kernel.errors import Conflict, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.providers import inviting
from registry.providers import members as belonging
from registry.providers.members import Invited, Member
from registry.providers.model import Provider
from registry.web import acting, doing, forms, moments
from registry.web.fields import Choice, Field, Problem
from registry.web.pages.organisation import InvitedRow, MemberRow, MembersPage
from registry.web.publish.organisation import fields as asked
from registry.web.publish.organisation.entry import mine, ways


def members(code: str) -> Any:
    """The members and who is invited; inviting somebody."""
    actor, provider = mine(code)
    fields = asked.invite()
    if request.method == "GET":
        return _page(provider, forms.filled(fields, {"role": "editor"}))
    letter = forms.sent()
    try:
        asked.refuse_others(fields, letter)
        doing.once(actor.ref, lambda: inviting.invite(actor, code, letter))
    except Invalid as error:
        return _page(provider, forms.filled(fields, letter, error), forms.problems(error, fields))
    except (Conflict, WrongState) as error:
        return _page(provider, forms.filled(fields, letter), (Problem(error.message),))
    return _back(code)


def member(code: str, ref: str) -> Any:
    """Change what a member is, or remove them."""
    actor, provider = mine(code)
    try:
        if request.form.get("then") == "remove":
            inviting.remove(actor, code, ref)
        else:
            inviting.change_role(actor, code, ref, request.form.get("role", ""))
    except (Invalid, WrongState) as error:
        return _refused(provider, error)
    return _back(code)


def withdraw(code: str, number: int) -> Any:
    """Take an invitation back."""
    actor, provider = mine(code)
    try:
        inviting.withdraw(actor, code, number)
    except WrongState as error:
        return _refused(provider, error)
    return _back(code)


def leave(code: str) -> Any:
    """Stop being a member."""
    actor, provider = mine(code)
    try:
        inviting.leave(actor, code)
    except WrongState as error:
        return _refused(provider, error)
    return redirect(url_for("account.home"), 303)


def _back(code: str) -> Any:
    return redirect(url_for("publish.members", code=code), 303)


def _refused(provider: Provider, error: Invalid | WrongState) -> MembersPage:
    problems = forms.problems(error, ()) if isinstance(error, Invalid) else (Problem(error.message),)
    return _page(provider, forms.filled(asked.invite(), {"role": "editor"}), problems)


def _page(provider: Provider, fields: tuple[Field, ...], problems: tuple[Problem, ...] = ()) -> MembersPage:
    keeps = provider.code in acting.actor("member").manages
    lead = _("An administrator invites people by letter. What somebody may do ends with their membership, at once.")
    return MembersPage(
        heading=_("Members of %(name)s", name=provider.name),
        ways=ways(provider, "members"),
        lead=lead,
        members=tuple(_row(provider, one) for one in belonging.of_provider(provider.code)),
        invited=tuple(_invited(provider, one) for one in belonging.invited(provider.code)) if keeps else (),
        fields=fields,
        keeps=keeps,
        leave=url_for("publish.leave", code=provider.code),
        problems=problems,
    )


def _row(provider: Provider, one: Member) -> MemberRow:
    names, who = asked.role_names(), one.name or one.email
    choices = tuple(Choice(role, name) for role, name in names.items())
    field = Field("role", _("%(name)s is", name=who), "radios", choices=choices).with_values((one.role,))
    action = url_for("publish.member", code=provider.code, ref=one.ref)
    return MemberRow(who, one.email if one.name else "", names[one.role], field, action)


def _invited(provider: Provider, one: Invited) -> InvitedRow:
    role = asked.role_names()[one.role]
    more = _("%(role)s, invited %(when)s, until %(end)s", role=role, when=moments.ago(one.sent_at),
             end=moments.day(one.expires_at))  # fmt: skip
    return InvitedRow(one.email, more, url_for("publish.withdraw_invitation", code=provider.code, number=one.number))
