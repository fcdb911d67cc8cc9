"""A provider in words: its row in the register and its page."""

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.catalogue.schema import KINDS
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.providers.model import Provider
from registry.providers.queries import Listed, PlaceView, ProviderView, places
from registry.quality import queries as quality
from registry.search import service
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.web import decision_words, display, filters, matches, moments
from registry.web.pages.providers import PlaceRow, ProviderPage, ProviderRow, Shelf
from registry.web.reuse import beside
from registry.web.values import Fact, Link, Tag

SHOWN, DECISIONS = 10, 5


def row(provider: Listed, offers: int) -> ProviderRow:
    """The provider in the register."""
    return ProviderRow(
        name=provider.name,
        href=url_for("portal.provider", slug=provider.slug),
        offers=display.number(offers),
        offers_words=ngettext("offer", "offers", offers),
        facts=display.listed([kinds(provider), _country(provider)]),
        tag=standing(provider.standing),
    )


def page(stored: Provider) -> ProviderPage:
    """The provider's page."""
    provider = ProviderView.of(stored)
    found = {kind: _offers(provider.slug, kind) for kind in KINDS}
    total = sum(results.total for results in found.values())
    decisions = quality.of_provider(provider.code, 1, DECISIONS)
    held = places(provider.code)
    return ProviderPage(
        for_programs=beside.provider(stored, held),
        name=provider.name,
        kinds=kinds(provider),
        description=display.prose(provider.description, None),
        standing=standing(provider.standing),
        standing_words=standing_words(provider.standing),
        facts=_facts(stored, provider),
        contact=_contact(provider),
        places=tuple(_place(place) for place in held),
        offers_heading=ngettext("%(count)s offer", "%(count)s offers", total, count=display.number(total)),
        shelves=tuple(_shelf(provider.slug, kind, results) for kind, results in found.items() if results.total),
        record=_record(stored),
        decisions=tuple(decision_words.row(decision) for decision in decisions.items),
        all_decisions=url_for("portal.decisions", provider=provider.slug),
        decisions_words=_("The latest %(shown)s of %(total)s.", shown=len(decisions.items), total=decisions.total)
        if decisions.total > len(decisions.items)
        else "",
    )


def _offers(slug: str, kind: str) -> Results:
    return service.search(SearchRequest(provider=(slug,), kind=(kind,), sort="soonest", per_page=SHOWN), language())


def _shelf(slug: str, kind: str, found: Results) -> Shelf:
    more = Link(
        _("See all %(count)s", count=display.number(found.total)),
        filters.address(SearchRequest(provider=(slug,), kind=(kind,))),
    )
    heading = f"{display.named('kind', kind)}: {display.number(found.total)}"
    return Shelf(heading, matches.table(found), more if found.total > len(found.items) else None)


def _record(stored: Provider) -> tuple[Fact, ...]:
    """What the registry's own decisions say about how it kept its offers."""
    done = quality.record(stored.code)
    confirmed, lapsed = catalogue.kept(stored.code)
    facts = []
    if stored.public_since:
        facts.append(Fact(_("In the register since"), moments.day(stored.public_since)))
    if confirmed + lapsed:
        facts.append(
            Fact(
                _("Confirmed in time"),
                _("%(count)s of %(total)s", count=display.number(confirmed), total=display.number(confirmed + lapsed)),
                _("Offers nobody confirms leave the list until someone does."),
            )
        )
    suspended = done.get(("offer", "suspend"), 0)
    facts.append(Fact(_("Times an offer was suspended"), display.number(suspended)))
    total = sum(done.values())
    facts.append(Fact(_("Decisions in all"), display.number(total), _("About the provider and what it has offered.")))
    return tuple(facts)


def kinds(provider: Listed | ProviderView) -> str:
    """What it is, in words."""
    return display.listed([display.named("provider-kind", code) for code in provider.kinds])


def standing(code: str) -> Tag:
    """Its standing as a tag; none of them is yellow, for one cannot act on them."""
    return {
        "verified": Tag(_("Verified")),
        "admitted": Tag(_("Admitted")),
        "suspended": Tag(_("Suspended"), "full"),
        "closed": Tag(_("Closed"), "full"),
    }.get(code, Tag(_("Not verified")))


def standing_words(code: str) -> str:
    """What the standing means."""
    return {
        "verified": _("The registry has checked who this provider is."),
        "admitted": _("Taken over from an existing register."),
    }.get(code, _("The registry has not checked yet who this provider is."))


def _country(provider: Listed | ProviderView) -> str:
    region = display.named("nuts", provider.region) if provider.region else ""
    return region or (display.country_name(provider.country) if provider.country else "")


def _facts(stored: Provider, provider: ProviderView) -> tuple[Fact, ...]:
    setting = display.named("provider-setting", provider.setting) if provider.setting else ""
    tongues = display.listed([display.language_name(tag) for tag in provider.languages])
    where = display.listed(
        [_country(provider), display.country_name(provider.country) if provider.country and provider.region else ""]
    )
    facts = [
        Fact(_("Public code"), provider.code),
        Fact(_("Where"), where),
        Fact(_("Setting"), setting),
        Fact(_("Languages"), tongues),
    ]
    for one in stored.identifiers:
        facts.append(Fact(display.named("identifier-scheme", one.scheme), one.value, one.country or ""))
    return tuple(fact for fact in facts if fact.value)


def _contact(one: ProviderView | PlaceView) -> tuple[Link, ...]:
    links = []
    if one.url:
        links.append(Link(_("Website"), one.url))
    return (*links, *reach(one.email, one.phone))


def reach(email: str | None, phone: str | None) -> tuple[Link, ...]:
    """Links by which one writes and calls."""
    links = [Link(email, f"mailto:{email}")] if email else []
    links += [Link(phone, "tel:" + "".join(char for char in phone if char in "+0123456789"))] if phone else []
    return tuple(links)


def _place(place: PlaceView) -> PlaceRow:
    town = " ".join(filter(None, (place.postcode, place.locality)))
    country = display.country_name(place.country) if place.country else ""
    access = display.listed([display.named("access", code) for code in place.access])
    return PlaceRow(
        name=place.name,
        address=display.listed([place.street or "", town, country]),
        access=access or _("Accessibility not stated"),
        contact=_contact(place),
    )
