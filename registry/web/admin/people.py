"""People as administrators see them: who has an account, which roles the registry gave them, where they belong."""

from typing import Any

from flask import redirect, request, url_for

from registry.accounts import queries, service, sessions
from registry.accounts.model import ROLES
from registry.accounts.queries import Account
from registry.kernel.errors import Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.providers import members
from registry.web import acting, display, moments
from registry.web.fields import Problem
from registry.web.pages.admin import AdminPeoplePage, AdminPersonPage, AdminRow, RoleRow
from registry.web.publish.organisation import fields as asked
from registry.web.values import Fact, Link, Tag


def listing() -> AdminPeoplePage:
    """Those whose name or address holds the words."""
    words = request.args.get("q", "")[:200]
    found = queries.accounts(acting.actor("admin"), words)
    return AdminPeoplePage(
        heading=_("People"),
        lead=_("Whoever has a role of the registry stands first. At most 50 are shown; search for others."),
        query=words,
        groups=(),
        kept="",
        rows=tuple(AdminRow(one.name or one.email, url_for("admin.person", ref=one.ref), one.email, _tags(one))
                   for one in found),
        empty=_("There is none."),
    )  # fmt: skip


def show(ref: str) -> AdminPersonPage:
    """One person."""
    return _page(queries.account(acting.actor("admin"), ref))


def change(ref: str) -> Any:
    """Give or take a role, close or reopen the account, end its sessions: what the pressed button says."""
    actor = acting.actor("admin")
    found = queries.account(actor, ref)
    act, _space, role = request.form.get("then", "").partition(" ")
    try:
        if act == "give":
            service.give_role(actor, found.id, role)
        elif act == "take":
            service.take_role(actor, found.id, role)
        elif act in SIMPLE:
            SIMPLE[act](actor, found.id)
        else:
            raise Invalid({"then": [_("There is no such action.")]})
    except Invalid as error:
        problems = tuple(Problem(text) for texts in error.errors.values() for text in texts)
        return _page(queries.account(actor, ref), problems)
    except WrongState as error:
        return _page(queries.account(actor, ref), (Problem(error.message),))
    return redirect(url_for("admin.person", ref=ref), 303)


SIMPLE = {"close": service.close, "reopen": service.reopen, "end": service.end_sessions}


def role_names() -> dict[str, str]:
    """Roles of the registry in words."""
    return {"reviewer": _("Reviewer"), "organiser": _("Organiser of events"), "admin": _("Administrator")}


def _tags(one: Account) -> tuple[Tag, ...]:
    names = role_names()
    tags = [Tag(names[role]) for role in ROLES if role in one.roles]
    if one.demonstration:
        tags.append(Tag(_("Demonstration")))
    if not one.active:
        tags.append(Tag(_("Closed"), "off"))
    return tuple(tags)


def _page(one: Account, problems: tuple[Problem, ...] = ()) -> AdminPersonPage:
    names, roles = asked.role_names(), role_names()
    count = sessions.count(one.id)
    facts = (
        Fact(_("E-mail address"), one.email, "" if one.confirmed else _("not confirmed yet")),
        Fact(_("Second factor"), _("yes") if one.second_factor else _("None yet")),
        Fact(_("Sessions"), display.number(count)),
        Fact(_("Since"), moments.day(one.created_at)),
        Fact(_("Reference in decisions"), one.ref),
    )
    return AdminPersonPage(
        heading=one.name or one.email,
        tags=_tags(one),
        facts=facts,
        providers=tuple(
            Link(f"{own.name}, {names[own.role]}", url_for("admin.provider", code=own.code))
            for own in members.of_user(one.id)
        ),
        roles=tuple(RoleRow(role, roles[role], role in one.roles) for role in ROLES),
        change=url_for("admin.change", ref=one.ref),
        active=one.active,
        own=one.ref == acting.somebody().ref,
        problems=problems,
    )
