"""Who is at the other end of this request: the person of its session, their providers, and the actor they are at each
door. Everything is read anew for every request, so that a role or membership taken away ends at once. The gate answers
for the policies of routes that ask who one is."""

import re
from typing import Any

from flask import Flask, g, redirect, request, session, url_for

from registry.accounts import sessions
from registry.accounts.queries import Person
from registry.accounts.queries import person as person_of
from registry.kernel.actor import PRIVILEGED, Actor
from registry.kernel.csrf import SAFE_METHODS
from registry.kernel.errors import Forbidden
from registry.kernel.i18n import gettext as _
from registry.kernel.routes import install_gate
from registry.providers import members
from registry.providers.members import MANAGES, SUBMITS, Belonging

TOKEN = "account"  # noqa: S105 - where the cookie keeps the session's token
DESK = ("reviewer", "admin")


def init_app(app: Flask) -> None:
    """Let the app's guard ask here."""
    install_gate(app, gate)


def person() -> Person | None:
    """Who has signed in; None for a visitor. Public pages never ask."""
    if "person" not in g:
        g.person, g.belongings = None, None
        found = sessions.find(session[TOKEN]) if TOKEN in session else None
        if found:
            user, row = found
            g.person = person_of(user, second_factor=row.factor_at is not None)
            sessions.touch(row)
    known: Person | None = g.person
    return known


def somebody() -> Person:
    """The person of a route whose policy demands one."""
    found = person()
    if found is None:
        raise Forbidden(_("Please sign in first."))
    return found


def belongings() -> list[Belonging]:
    """The providers the person belongs to, by name."""
    found = somebody()
    if g.belongings is None:
        g.belongings = members.of_user(found.id)
    known: list[Belonging] = g.belongings
    return known


def actor(role: str) -> Actor:
    """The person as an actor in this role; Forbidden when they do not have it. The providers they belong to go with
    every role: nobody examines what is their own."""
    has_it = bool(belongings()) if role == "member" else role in somebody().roles
    if not has_it:
        raise Forbidden(_("This needs a role you do not have."))
    return _acting(role)


def oneself() -> Actor:
    """The person as a member of what they belong to, be it nothing yet: for joining, and whatever else is only their
    own."""
    return _acting("member")


def _acting(role: str) -> Actor:
    found, own = somebody(), belongings()
    return Actor(
        role,
        found.ref,
        frozenset(one.code for one in own),
        frozenset(one.code for one in own if one.role in SUBMITS),
        frozenset(one.code for one in own if one.role in MANAGES),
        second_factor=found.second_factor,
    )


def at_desk() -> Actor:
    """The person as a reviewer, else as an admin."""
    return actor(next((role for role in DESK if role in somebody().roles), "reviewer"))


def gate(policy: str) -> Any:
    """None when the person may pass, the way to sign in or to a second factor otherwise; Forbidden when neither would
    help, or when something was sent that a redirect would lose without a word."""
    found = person()
    if found is None:
        return first_sign_in()
    roles = {"signed-in": None, "member": None, "desk": DESK}.get(policy, (policy,))
    if policy == "member" and not belongings():
        return _first(url_for("publish.join"), _("You do not belong to a provider yet."))
    if roles is None:
        return None
    if not found.roles.intersection(roles):
        raise Forbidden(_("This needs a role you do not have."))
    if PRIVILEGED.intersection(roles) and not found.second_factor:
        return _first(url_for("account.second_factor", next=_here()), _("Please give your second factor first."))
    return None


def first_sign_in() -> Any:
    """The way to signing in, and back here afterwards."""
    return _first(url_for("security.login", next=_here()), _("Please sign in first."))


def following() -> str:
    """Where to go on: the address of our own that the page was given as `next`, else one's account. Whatever could
    name another site is none of ours."""
    given = request.args.get("next", "")
    return given if is_ours(given) else url_for("account.home")


def is_ours(way: str) -> bool:
    """Is this a path of this site, in whatever way a browser reads it?"""
    return re.fullmatch(r"/(?![/\\])[\w\-./?=&%:+,@~]*", way, re.ASCII) is not None


def _first(way: str, sentence: str) -> Any:
    if request.method in SAFE_METHODS:
        return redirect(way, 303)
    raise Forbidden(sentence, way=way)


def _here() -> str:
    """Where to go on afterwards: a path of this site, made by the server and not by whoever sent the request."""
    query = request.query_string.decode("ascii", "replace")
    return request.script_root + request.path + ("?" + query if query else "")
