"""Whose file it is: which of the providers in it is meant, whether the registry knows that one, and, when a file is
applied, entering it and its places. What the file says of a provider is checked like any other letter; what does not
fit is left out, with a remark."""

import re

from registry.interchange.plan import Plan
from registry.interchange.record import Feed, FileRefused, Letter, Problem, ProviderRecord, Remark, Where
from registry.kernel.actor import Actor
from registry.kernel.errors import Invalid
from registry.kernel.text import fold
from registry.providers import letters, queries, service
from registry.providers.model import Provider
from registry.providers.schema import PlaceSchema, ProviderSchema


def known(slug: str) -> Provider | None:
    """The provider that this slug means now, or meant once; FileRefused when it is suspended or closed."""
    provider = queries.by_slug(slug)
    if provider is None and (now := queries.moved(slug)):
        provider = queries.by_slug(now)
    if provider is not None and provider.is_hidden:
        told = f"The provider “{slug}” is {provider.standing}; nothing is imported for it."
        raise FileRefused(Problem(Where(field="provider"), told, slug, "Its standing changes only by a decision."))
    return provider


def chosen(feed: Feed, slug: str, provider: Provider | None) -> ProviderRecord:
    """The provider of the file that is meant; FileRefused when it holds none, only another's, or several and none that
    fits."""
    if not feed.providers:
        raise FileRefused(Problem(Where(line=1, field="provider"), "The file holds no provider.", slug))
    numbers = _numbers(provider)
    fitting = [one for one in feed.providers if _numbers_of(one) & numbers or _slug(one.name) == slug]
    if fitting:
        return fitting[0]
    if len(feed.providers) > 1:
        names = ", ".join(one.name or "?" for one in feed.providers)
        told = f"The file holds {len(feed.providers)} providers and none of them is “{slug}”: {names[:400]}."
        hint = "Name one of them by its slug: its name in small letters with hyphens."
        raise FileRefused(Problem(Where(line=feed.providers[1].line, field="provider"), told, slug, hint))
    only = feed.providers[0]
    if numbers and _numbers_of(only) and {number[:2] for number in numbers} & {n[:2] for n in _numbers_of(only)}:
        told = f"The file is that of “{only.name}”, whose registered number is not that of “{slug}”."
        raise FileRefused(Problem(Where(line=only.line, field="provider"), told, slug, "Check --provider."))
    return only


def newcomer(record: ProviderRecord, slug: str) -> tuple[Letter, list[Remark]]:
    """The values with which an unknown provider would be entered, and a remark that it would be, and on what is left
    out.

    FileRefused when a registered number in the file is already another provider's.
    """
    for number in record.values.get("identifiers", []):
        other = queries.by_identifier(number["scheme"], number.get("country", ""), number["value"])
        if other is not None:
            told = f"The number {number['value']} in the file is that of the provider “{other.slug}”."
            where = Where(line=record.line, field="provider")
            raise FileRefused(Problem(where, told, slug, f"Use --provider {other.slug}."))
    where = Where(None, record.line, "provider")
    told = f"There is no provider “{slug}” yet; it will be entered as “{record.name or _named(slug)}”, unverified."
    values, remarks = _fitting(ProviderSchema(), {"name": _named(slug), **record.values, "slug": slug}, where)
    return values, [Remark(where, "new-provider", slug, told), *remarks]


def enter(actor: Actor, plan: Plan, values: Letter) -> str:
    """The code of the plan's provider, registered now when it is not known; inside a transaction."""
    return plan.provider_code or service.register(actor, values)


def furnish_places(actor: Actor, code: str, plan: Plan) -> None:
    """Enter the places that new or changed runs name; of a place already there only what the file says otherwise is
    changed."""
    wanted = {str(run["place"]) for step in plan.steps for run in step.runs.values() if run.get("place")}
    have = queries.place_codes(code, wanted)
    for key in sorted(wanted):
        values, _remarks = _fitting(PlaceSchema(), plan.provider.places[key], Where())
        if key not in have:
            service.add_place(actor, code, values)
            continue
        present = queries.place_for_update(have[key]).letter()
        if {**present, **values} != present:
            service.update_place(actor, have[key], {**present, **values})


def _fitting(schema: ProviderSchema | PlaceSchema, values: Letter, where: Where) -> tuple[Letter, list[Remark]]:
    """The values without those that do not pass the schema, each of which is remarked on."""
    try:
        letters.load(schema, values)
    except Invalid as refusal:
        dropped = [key for key in refusal.errors if key not in ("name", "slug", "source_key") and key in values]
        if not dropped:
            raise
        told = "This does not fit and is left out."
        remarks = [
            Remark(Where(None, where.line, f"provider.{key}"), "left-out", str(values[key])[:200], told)
            for key in dropped
        ]
        rest, more = _fitting(schema, {key: value for key, value in values.items() if key not in dropped}, where)
        return rest, remarks + more
    return values, []


def _numbers(provider: Provider | None) -> set[tuple[str, str, str]]:
    return {(one.scheme, one.country, one.value) for one in provider.identifiers} if provider else set()


def _numbers_of(record: ProviderRecord) -> set[tuple[str, str, str]]:
    given = record.values.get("identifiers", [])
    return {(one["scheme"], one.get("country", ""), one["value"]) for one in given}


def _slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


def _named(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
