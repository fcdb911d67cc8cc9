"""The provider's entry: what the register says of it, kept by its administrators."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for

from registry.kernel.actor import Actor
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.providers import members, queries, service
from registry.providers.members import MANAGES
from registry.providers.model import Provider
from registry.vocabularies import queries as vocabularies
from registry.web import acting, display, forms
from registry.web.fields import Field
from registry.web.pages.organisation import EntryPage, Row, RowsPage, TwoEntriesPage
from registry.web.publish import conflicts
from registry.web.publish.conflicts import Stands
from registry.web.publish.organisation import fields as asked
from registry.web.values import Fact, Link


def mine(code: str) -> tuple[Actor, Provider]:
    """The member and their provider; NotFound alike for another's and for none."""
    actor = acting.actor("member")
    provider = queries.by_code(code) if code in actor.providers else None
    if provider is None:
        raise NotFound(_("There is no such provider."))
    return actor, provider


def ways(provider: Provider, here: str) -> tuple[Link, ...]:
    """The pages of one provider, the present one without an address."""
    named = {"provider": _("Our entry"), "members": _("Members"), "places": _("Our places")}
    return tuple(
        Link(text, "" if name == here else url_for(f"publish.{name}", code=provider.code))
        for name, text in named.items()
    )


def own() -> Any:
    """The providers one belongs to; with one only, its entry."""
    own = acting.belongings()
    if len(own) == 1:
        return redirect(url_for("publish.provider", code=own[0].code), 303)
    names = asked.role_names()
    rows = tuple(Row(one.name, url_for("publish.provider", code=one.code), names[one.role]) for one in own)
    new = Link(_("Register a provider"), url_for("publish.join"))
    return RowsPage(heading=_("Your providers"), lead="", rows=rows, empty="", new=new)


def entry(code: str) -> Any:
    """The entry, and changing it."""
    actor, provider = mine(code)
    present = _present(provider)
    fields = asked.entry(present)
    if provider.code not in actor.manages:
        if request.method == "POST":
            raise Forbidden(_("You may not do this to this provider."))
        return _page(provider, (), facts=present)
    if request.method == "GET":
        return _page(provider, forms.filled(fields, present))
    stands = _stands(provider)
    letter = forms.pruned(conflicts.settled(stands, forms.sent(asked.LISTS)))
    try:
        asked.refuse_others(fields, letter)
        if forms.seen() == provider.counter or not conflicts.is_what_stands(stands, letter):
            service.update(actor, code, asked.whole(fields, letter, present), forms.seen())
    except Invalid as error:
        return _page(provider, forms.filled(fields, letter, error), error)
    except Conflict:
        return conflicts.show(_stands(queries.by_code(code) or provider), letter)
    return redirect(url_for("publish.provider", code=code), 303)


def _present(provider: Provider) -> dict[str, Any]:
    return {**provider.letter(), "identifiers": []}


def _stands(provider: Provider) -> Stands:
    present = _present(provider)
    return Stands(
        heading=_("Somebody else has changed this entry"),
        action=url_for("publish.provider", code=provider.code),
        seen=provider.counter,
        parts=asked.parts(asked.entry(present)),
        form=present,
        lang="",
        page=TwoEntriesPage,
    )


def _page(
    provider: Provider,
    fields: tuple[Field, ...],
    error: Invalid | None = None,
    facts: Mapping[str, Any] | None = None,
) -> EntryPage:
    return EntryPage(
        heading=provider.name,
        ways=ways(provider, "provider"),
        facts=_facts(provider, facts or {}),
        lead=_standing(provider.standing),
        fields=fields,
        seen=forms.seen_again(error, provider.counter),
        marks=conflicts.marks(_stands(provider), error) if fields else "",
        problems=forms.problems(error, fields),
    )


def _facts(provider: Provider, present: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What only the registry changes; for a member who cannot change the entry, what it says."""
    names = vocabularies.labels("identifier-scheme", language())
    facts = [Fact(names.get(one.scheme, one.scheme), one.value, one.country) for one in provider.identifiers]
    labels = {"url": _("Website"), "email": _("E-mail address for learners"), "phone": _("Telephone")}
    facts += [Fact(label, str(present[key])) for key, label in labels.items() if present.get(key)]
    if present:
        keepers = [one.name or one.email for one in members.of_provider(provider.code) if one.role in MANAGES]
        facts.append(Fact(_("Kept by"), display.listed(keepers)))
    return tuple(facts)


def _standing(standing: str) -> str:
    return {
        "unverified": _(
            "Not verified yet: the registry looks whether this number is yours. You can write and submit offers "
            "meanwhile."
        ),
        "verified": _("Verified: the registry knows who you are."),
        "admitted": _("Admitted with an existing register."),
        "suspended": _("Suspended: neither the entry nor the offers are shown."),
        "closed": _("Closed: neither the entry nor the offers are shown."),
    }[standing]
