"""Whose file it is: which of the providers in it is meant and why, whether the registry knows that one, whether the
file is surely its own, and, when a file is applied, entering it."""

import re

from registry.interchange.corrections import Number, numbers, spelled
from registry.interchange.plan import Plan
from registry.interchange.record import Feed, FileRefused, Letter, Problem, ProviderRecord, Remark, Where
from registry.kernel.actor import Actor
from registry.kernel.text import fold
from registry.providers import queries, service
from registry.providers.model import Provider


def known(slug: str) -> Provider | None:
    """The provider that this slug means now, or meant once; FileRefused when it is suspended or closed."""
    provider = queries.by_slug(slug)
    if provider is None and (now := queries.moved(slug)):
        provider = queries.by_slug(now)
    if provider is not None and provider.is_hidden:
        told = f"The provider “{slug}” is {provider.standing}; nothing is imported for it."
        raise FileRefused(Problem(Where(field="provider"), told, slug, "Its standing changes only by a decision."))
    return provider


def chosen(feed: Feed, slug: str, provider: Provider | None) -> tuple[ProviderRecord, list[Remark]]:
    """The provider of the file that is meant, and a remark on each other one that is left out with all its records.

    FileRefused when the file holds none, only another's, or several and none that fits.
    """
    if not feed.providers:
        raise FileRefused(Problem(Where(line=1, field="provider"), "The file holds no provider.", slug))
    record, why = _fitting(feed, slug, provider)
    others = [one for one in feed.providers if one is not record]
    return record, [_left_out(one, record, why) for one in others]


def _fitting(feed: Feed, slug: str, provider: Provider | None) -> tuple[ProviderRecord, str]:
    """The provider meant, and why: by its registered number, else by its name, else because there is no other."""
    have = _numbers(provider)
    for one in feed.providers:
        if have & set(numbers(one.values)):
            return one, f"its registered number is that of “{slug}”"
    for one in feed.providers:
        if _slug(one.name) == slug or (provider is not None and one.name and fold(one.name) == fold(provider.name)):
            return one, f"its name is that of “{slug}”"
    if len(feed.providers) > 1:
        names = ", ".join(one.name or "?" for one in feed.providers)
        told = f"The file holds {len(feed.providers)} providers and none of them is “{slug}”: {names[:400]}."
        hint = "Name one of them by its slug: its name in small letters with hyphens."
        raise FileRefused(Problem(Where(line=feed.providers[1].line, field="provider"), told, slug, hint))
    only = feed.providers[0]
    if _contradicting(provider, only):
        told = f"The file is that of “{only.name}”, whose registered number is not that of “{slug}”."
        raise FileRefused(Problem(Where(line=only.line, field="provider"), told, slug, "Check --provider."))
    return only, "the file holds no other"


def _left_out(other: ProviderRecord, taken: ProviderRecord, why: str) -> Remark:
    count, remarks = len(other.records), len(list(other.remarks))
    told = (
        f"“{_called(other)}” is another provider of this file: {count} record{'' if count == 1 else 's'} of it "
        f"(and {remarks} remark{'' if remarks == 1 else 's'} on them) were left out. “{_called(taken)}” was taken, "
        f"because {why}."
    )
    return Remark(Where(None, other.line, "provider"), "other-provider", _called(other), told)


def newcomer(record: ProviderRecord, said: Letter, slug: str) -> tuple[Letter, list[Remark]]:
    """The values with which an unknown provider would be entered, and a remark that it would be."""
    values = {"name": _named(slug), **said, "slug": slug}
    told = f"There is no provider “{slug}” yet; it will be entered as “{values['name']}”, unverified."
    return values, [Remark(Where(None, record.line, "provider"), "new-provider", slug, told)]


def refuse_taken_numbers(record: ProviderRecord, slug: str, provider: Provider | None) -> None:
    """FileRefused when a registered number in the file is another provider's than the one meant."""
    for scheme, country, value in numbers(record.values):
        other = queries.by_identifier(scheme, country, value)
        if other is not None and (provider is None or other.code != provider.code):
            told = f"The number {value} in the file is that of the provider “{other.slug}”."
            where = Where(line=record.line, field="provider")
            raise FileRefused(Problem(where, told, slug, f"Use --provider {other.slug}."))


def differs(record: ProviderRecord, provider: Provider, slug: str) -> Remark | None:
    """A remark when name or registered number of the file's provider clearly differ from those of the one meant."""
    if not _contradicting(provider, record) and _alike(record.name, provider.name):
        return None
    have = spelled(sorted(_numbers(provider)))
    meant = f"{provider.name} ({have})" if have else provider.name
    told = f"The file is that of “{_called(record)}”, while “{slug}” is “{meant}”. Is --provider right?"
    return Remark(Where(None, record.line, "provider"), "provider-differs", _called(record), told)


def is_its_own(plan: Plan, provider: Provider) -> bool:
    """Is the file surely this provider's, so that its entry may follow it: by a number, its name, or because most of
    its records are here already? (One or two keys may be another's by chance.)"""
    if _numbers(provider) & set(numbers(plan.provider.values)) or _alike(plan.provider.name, provider.name):
        return True
    return 2 * sum(1 for step in plan.steps if step.held) > len(plan.steps)


def enter(actor: Actor, plan: Plan) -> str:
    """The code of the plan's provider, registered now when it is not known; inside a transaction."""
    return plan.provider_code or service.register(actor, plan.newcomer)


def _numbers(provider: Provider | None) -> set[Number]:
    return {(one.scheme, one.country, one.value) for one in provider.identifiers} if provider else set()


def _contradicting(provider: Provider | None, record: ProviderRecord) -> bool:
    """Do both have numbers of one kind, and none in common?"""
    here, there = _numbers(provider), set(numbers(record.values))
    return not here & there and bool({one[:2] for one in here} & {one[:2] for one in there})


def _alike(one: str, other: str) -> bool:
    """Could these be names of one provider: do they share more than half of the words of the shorter one? A name that
    is not given contradicts none."""
    words, others = (set(re.findall(r"\w+", fold(name))) for name in (one, other))
    return not words or not others or 2 * len(words & others) > min(len(words), len(others))


def _called(record: ProviderRecord) -> str:
    have = spelled(numbers(record.values))
    return f"{record.name or '?'} ({have})" if have else record.name or "?"


def _slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


def _named(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
