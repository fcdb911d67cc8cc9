"""Providers as administrators see them: who waits to be verified, the evidence, and decisions about their standing,
each public with its basis. Suspending and closing wait for a second person."""

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for

from registry.accounts import queries as accounts
from registry.kernel.errors import Conflict, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.providers import identifiers, joining, members, overview
from registry.providers import queries as providers
from registry.providers.lifecycle import FOLLOWS
from registry.providers.model import STANDINGS, Provider, ProviderIdentifier
from registry.quality import naming, proposals, service
from registry.quality import queries as quality
from registry.quality.naming import Former
from registry.quality.schema import MOST_WORDS
from registry.vocabularies import queries as vocabularies
from registry.web import acting, decision_words, display, doing, forms, moments
from registry.web.fields import Choice, Field, Problem
from registry.web.pages.admin import AdminProviderPage, AdminProvidersPage, AdminRow
from registry.web.publish.organisation import fields as asked
from registry.web.values import Fact, Link, Tag

DECISIONS = 10
ACTIONS, TWO = ("verify", "reopen", "suspend", "close"), ("suspend", "close")
CHANGED = "changed"  # verified or admitted, and called otherwise since
AFTER = {"verify": "verified", "suspend": "suspended", "close": "closed"}


def listing() -> AdminProvidersPage:
    """Those in one standing, at first those that wait to be verified; those whose name or number has changed since
    somebody looked; or those that hold some words."""
    words = request.args.get("q", "")[:200]
    chosen = request.args.get("standing", "" if words else "unverified")
    if chosen and chosen not in (*STANDINGS, CHANGED):
        raise NotFound(_("There is no such list."))
    changed = {one.code for one in naming.changed()}
    counts = {**overview.counts(), CHANGED: len(changed)}
    names = {**standings(), CHANGED: _("Name or number changed")}
    groups = tuple(
        Link(
            f"{names[one]} ({display.number(counts.get(one, 0))})",
            "" if one == chosen else url_for("admin.providers", standing=one, q=words or None),
        )
        for one in (STANDINGS[0], CHANGED, *STANDINGS[1:])
    )
    narrowed = overview.listed("", words, among=changed) if chosen == CHANGED else overview.listed(chosen, words)
    return AdminProvidersPage(
        heading=_("Providers"),
        lead=_("Those that wait longest stand first. Decisions about a provider are public, with their basis."),
        query=words,
        groups=groups,
        kept=chosen,
        rows=tuple(_row(one, one.code in changed) for one in narrowed),
        empty=_("There is none."),
    )


def show(code: str) -> AdminProviderPage:
    """One provider."""
    return _page(_found(code))


def decide(code: str) -> Any:
    """Decide about its standing, or propose what needs two."""
    actor, provider, letter = acting.actor("admin"), _found(code), forms.sent()
    action, basis = str(letter.get("action", "")), str(letter.get("basis", ""))
    fields = _decide_fields(provider)

    def act() -> str:  # asked in here, so that a second click finds the answer of the first
        possible = {choice.value for choice in fields[0].choices} if fields else set()
        if action in ACTIONS and action not in possible:
            now = standings()[provider.standing]
            raise WrongState(_("This cannot be decided of the provider as it stands now: %(standing)s.", standing=now))
        if action not in possible:
            raise Invalid({"action": [_("Choose what is decided.")]})
        if action in TWO:
            number = service.propose_provider(actor, code, action, basis, forms.seen())
            return url_for("review.proposal", number=number)
        service.decide_provider(actor, code, action, basis, forms.seen())
        return url_for("admin.provider", code=code)

    try:
        return redirect(doing.once(actor.ref, act), 303)
    except Invalid as error:
        page = _page(_found(code), forms.problems(error, fields), forms.filled(fields, letter, error))
        return replace(page, seen=forms.seen_again(error, provider.counter))
    except (Conflict, WrongState) as error:
        page = _page(_found(code), forms.problems(error, fields), forms.filled(fields, letter))
        if not page.decide_fields:
            raise  # there is no room for what was typed
        return page


def enrol(code: str) -> Any:
    """Make somebody with an account a member, such as the first administrator of a provider from another register."""
    actor, provider, letter = acting.actor("admin"), _found(code), forms.sent()
    fields = asked.invite()
    try:
        known = accounts.by_email(str(letter.get("email", "")))
        if known is None:
            raise Invalid({"email": [_("There is no open account with this address.")]})
        joining.enrol(actor, code, known.id, str(letter.get("role", "")))
    except Invalid as error:
        filled = forms.filled(fields, letter, error)
        return _page(provider, forms.problems(error, fields), enrol_fields=filled)
    except Conflict as error:
        return _page(provider, (Problem(error.message),), enrol_fields=forms.filled(fields, letter))
    return redirect(url_for("admin.provider", code=code), 303)


def standings() -> dict[str, str]:
    """Standings in words."""
    return {
        "unverified": _("To be verified"),
        "verified": _("Verified"),
        "admitted": _("Admitted"),
        "suspended": _("Suspended"),
        "closed": _("Closed"),
    }


def tag(standing: str) -> Tag:
    """A standing as a tag."""
    looks = {"unverified": "go", "suspended": "full", "closed": "off"}
    return Tag(standings()[standing], looks.get(standing, ""))


def _found(code: str) -> Provider:
    provider = providers.by_code(code)
    if provider is None:
        raise NotFound(_("There is no such provider."))
    return provider


def _tags(provider: Provider, is_changed: bool) -> tuple[Tag, ...]:
    return (tag(provider.standing), *([Tag(_("Name or number changed"), "full")] if is_changed else []))


def _row(one: Provider, is_changed: bool) -> AdminRow:
    numbers = [f"{number.country} {number.value}".strip() for number in one.identifiers]
    more = display.listed([moments.day(one.created_at), *numbers[:2]])
    return AdminRow(one.name, url_for("admin.provider", code=one.code), more, _tags(one, is_changed))


def _page(
    provider: Provider,
    problems: tuple[Problem, ...] = (),
    decide_fields: tuple[Field, ...] = (),
    enrol_fields: tuple[Field, ...] = (),
) -> AdminProviderPage:
    code = provider.code
    waits = proposals.waiting_for(code)
    names = asked.role_names()
    people, former = members.of_provider(code), naming.former(provider)
    return AdminProviderPage(
        heading=provider.name,
        tags=_tags(provider, former is not None),
        facts=_facts(provider),
        numbers=(*(_former(former) if former else ()), *(_number(one) for one in provider.identifiers)),
        namesakes=tuple(
            Link(f"{name} ({standings()[standing]})", url_for("admin.provider", code=other))
            for other, name, standing in overview.namesakes(provider)
        ),
        members=tuple(
            Link(f"{one.name or one.email}, {names[one.role]}", url_for("admin.person", ref=one.ref)) for one in people
        ),
        record=tuple(decision_words.link(one) for one in quality.of_provider(code, 1, DECISIONS).items),
        waiting=url_for("review.proposal", number=waits.id) if waits else "",
        decide=url_for("admin.decide", code=code),
        seen=provider.counter,
        decide_fields=() if waits else decide_fields or _decide_fields(provider),
        enrol=url_for("admin.enrol", code=code),
        enrol_fields=enrol_fields or forms.filled(asked.invite(), {"role": "admin"}),
        problems=problems,
    )


def _facts(provider: Provider) -> tuple[Fact, ...]:
    kinds = display.listed([display.named("provider-kind", kind) for kind in provider.kinds])
    country = display.named("country", provider.country) if provider.country else ""
    given = (
        Fact(_("Code"), provider.code),
        Fact(_("Entered"), moments.day(provider.created_at)),
        Fact(_("Kind"), kinds),
        Fact(_("Country"), country),
        Fact(_("Website"), provider.url or "", href=provider.url or ""),
        Fact(_("E-mail address"), provider.email or ""),
    )
    return tuple(fact for fact in given if fact.value)


def _former(former: Former) -> tuple[Fact, ...]:
    """What was looked at and is otherwise now, with the decision that rests on it."""
    href = url_for("portal.decision", number=former.number)
    more = _("when decision %(number)s was taken", number=display.number(former.number))
    facts = [Fact(_("Former name"), former.name, more, href)] if former.name else []
    if former.numbers_changed:
        labels = vocabularies.labels("identifier-scheme", language())
        parts = [number.partition(" ") for number in former.numbers]
        said = display.listed([f"{labels.get(scheme, scheme)} {rest}" for scheme, _space, rest in parts])
        facts.append(Fact(_("Former numbers"), said or "–", more, href))
    return tuple(facts)


def _number(one: ProviderIdentifier) -> Fact:
    """A number, and whether its check digits fit."""
    label = vocabularies.labels("identifier-scheme", language()).get(one.scheme, one.scheme)
    try:
        fits = identifiers.is_checked(one.scheme, one.country)
        identifiers.normal({"scheme": one.scheme, "country": one.country, "value": one.value})
    except Invalid:
        return Fact(
            label, f"{one.country} {one.value}".strip(), _("could not be checked, or its check digits are wrong")
        )
    more = _("check digits are right") if fits else _("has no check digits we know; look it up")
    return Fact(label, f"{one.country} {one.value}".strip(), more)


def _decide_fields(provider: Provider) -> tuple[Field, ...]:
    words = {
        "verify": (_("Verify"), _("Its number and its name are its own.")),
        "reopen": (_("Reopen"), _("It stands again as it did before it was suspended.")),
        "suspend": (_("Propose to suspend"), _("Nothing of it is shown for the time being. A second person confirms.")),
        "close": (_("Propose to close"), _("For good. A second person confirms.")),
    }
    follows = FOLLOWS[provider.standing]
    open_ones = [
        one for one in words if AFTER.get(one) in follows or (one == "reopen" and provider.standing == "suspended")
    ]
    if provider.standing == "verified" and naming.former(provider) is not None:
        words["verify"] = (_("Verify again"), _("The name and the number it has now are its own."))
        open_ones.insert(0, "verify")
    if provider.standing == "suspended":
        open_ones.remove("verify")
    if not open_ones:
        return ()
    choices = tuple(Choice(one, *words[one]) for one in open_ones)
    return (
        Field("action", _("What is decided?"), "radios", choices=choices),
        Field(
            "basis", _("On what basis?"), "area", _("One or two sentences. They are public."), rows=3, most=MOST_WORDS
        ),
    )
