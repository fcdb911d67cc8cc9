"""The entry as data and as a source: its shapes for machines, and how to cite the version one has
read."""

from registry import config
from registry.catalogue.views import OfferView
from registry.interchange.site import offer_path
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.web import display, identity, moments
from registry.web.offer.dates import calendar
from registry.web.reuse import addresses, answers
from registry.web.values import Link


def shapes(offer: OfferView) -> tuple[Link, ...]:
    """Links to the other shapes of this entry."""
    found = [
        Link("JSON", addresses.offer_json(offer.code)),
        Link("JSON-LD (schema.org)", addresses.offer_data(offer.code)),
    ]
    if calendar(offer):
        found.insert(0, Link(_("All dates as calendar"), calendar(offer)))
    found.append(Link(_("Proof of this offer, to be checked offline"), addresses.offer_proof(offer.code)))
    interface = Link(_("Open interface (API)"), f"{identity.root()}/api/v1/offers/{offer.code}")
    return (*found, interface)


def uri(offer: OfferView) -> str:
    """The address that stays."""
    return answers.site().uri(offer_path(offer.code))


def cite(offer: OfferView, day: str = "") -> display.Words:
    """Who, what, which version of when, where and when it was read; `day`: the day whose page is cited."""
    title = display.words(offer.title, offer.language)
    words = _(
        "%(provider)s: “%(title)s”. Version %(number)s, listed %(date)s. %(registry)s, %(address)s, read %(today)s.",
        provider=offer.provider.name,
        title=title.text,
        number=offer.number,
        date=moments.day(offer.listed_at),
        registry=config.current().name,
        address=f"{uri(offer)}?as_of={day or clock.today().isoformat()}",
        today=moments.day(clock.today()),
    )
    return display.Words(words)
