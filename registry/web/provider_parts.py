"""A provider in words: its row in the register and its page."""

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.providers.model import Provider
from registry.providers.queries import PlaceView, ProviderView, places
from registry.quality import queries as quality
from registry.web import decision_words, display
from registry.web.pages.providers import PlaceRow, ProviderPage, ProviderRow
from registry.web.reuse import beside
from registry.web.rows import Timetable
from registry.web.values import Fact, Link, Tag


def row(provider: ProviderView, offers: int) -> ProviderRow:
    """The provider in the register."""
    return ProviderRow(
        name=provider.name,
        href=url_for("portal.provider", slug=provider.slug),
        offers=display.number(offers),
        offers_words=ngettext("offer", "offers", offers),
        facts=display.listed([kinds(provider), _country(provider)]),
        tag=standing(provider.standing),
    )


def page(stored: Provider, table: Timetable, offers: int) -> ProviderPage:
    """The provider's page; `table` shows the first of its `offers`."""
    provider = ProviderView.of(stored)
    found = places(provider.code)
    more = Link(_("See all %(count)s", count=display.number(offers)), url_for("portal.offers", provider=provider.slug))
    return ProviderPage(
        beside=beside.provider(stored, found),
        name=provider.name,
        kinds=kinds(provider),
        description=display.prose(provider.description, None),
        standing=standing(provider.standing),
        standing_words=standing_words(provider.standing),
        facts=_facts(stored, provider),
        contact=_contact(provider),
        places=tuple(_place(place) for place in found),
        offers_heading=ngettext("%(count)s offer", "%(count)s offers", offers, count=display.number(offers)),
        table=table,
        more=more if offers > len(table.rows) else None,
        decisions=tuple(decision_words.link(decision) for decision in quality.about(provider.code)),
    )


def kinds(provider: ProviderView) -> str:
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


def _country(provider: ProviderView) -> str:
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


def _contact(provider: ProviderView) -> tuple[Link, ...]:
    links = []
    if provider.url:
        links.append(Link(_("Website"), provider.url))
    if provider.email:
        links.append(Link(provider.email, f"mailto:{provider.email}"))
    if provider.phone:
        links.append(Link(provider.phone, "tel:" + "".join(char for char in provider.phone if char in "+0123456789")))
    return tuple(links)


def _place(place: PlaceView) -> PlaceRow:
    town = " ".join(filter(None, (place.postcode, place.locality)))
    access = [display.named("access", code) for code in place.access]
    return PlaceRow(place.name, display.listed([place.street or "", town]), display.listed(access))
