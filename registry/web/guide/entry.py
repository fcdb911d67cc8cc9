"""The parts of an offer's page: the yellow box, outcomes, what one gets, price, who checked it, versions."""

import datetime as dt
from dataclasses import replace

from registry.catalogue.price_context import PriceContext
from registry.catalogue.views import OfferView
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.quality import criteria
from registry.web import display, moments, rows
from registry.web.guide.example import TOWN
from registry.web.offer import cost, credential, gain, short
from registry.web.pages.offer import Check, VersionRow
from registry.web.pages.styleguide import Entry
from registry.web.values import Fact

HERE = "#checked"


def entry(offer: OfferView) -> Entry:
    """All of it."""
    hour = PriceContext(per_hour=560, low=400, high=900, compared=12)
    return Entry(
        short=short.facts(offer, cost.per_hour(hour)),
        past=(Fact(_("Date"), moments.day(_ago(300))), Fact(_("Place"), TOWN)),
        outcomes_head=gain.table_head(offer.kind),
        outcomes=gain.outcomes(offer.spec, rows.competence_names()),
        elements=credential.elements(offer),
        bill=cost.bill(replace(offer, runs=offer.runs[1:])),
        bill_total=cost.total(replace(offer, runs=offer.runs[1:])),
        prices=cost.bands(hour),
        seal=_("Checked on %(date)s", date=moments.day(offer.listed_at)),
        admitted=_("Admitted on %(date)s, not yet examined", date=moments.day(offer.listed_at)),
        quality=_quality(offer),
        checks=_checks(offer.kind),
        versions=_versions(),
    )


def _ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def _quality(offer: OfferView) -> tuple[Fact, ...]:
    number = _("No. %(number)s, %(date)s", number=1, date=moments.day(offer.listed_at))
    by_whom = _("by the provider, %(ago)s", ago=moments.lately(_ago(9)))
    offers = ngettext("%(num)s offer in the list", "%(num)s offers in the list", 3)
    return (
        Fact(_("Status"), _("Listed")),
        Fact(_("Decision"), number, _("public, entry %(number)s of the ledger", number=1), href=HERE),
        Fact(_("Confirmed"), moments.day(_ago(9)), by_whom),
        Fact(_("Provider"), offer.provider.name, display.listed([_("verified by the registry"), offers]), href=HERE),
    )


def _checks(kind: str) -> tuple[Check, ...]:
    """One criterion met, one not, one nobody has looked at."""
    edition = criteria.current(clock.today())
    verdicts = (("", True), (_("not met"), False), (_("not examined"), None))
    points = edition.of_kind(kind)
    return tuple(
        Check(edition.title_of(point.code, language()), words, met)
        for point, (words, met) in zip(points, verdicts, strict=False)
    )


def _versions() -> tuple[VersionRow, ...]:
    first, then = moments.day(_ago(300)), moments.day(_ago(70))
    return (
        VersionRow(_("Version %(number)s", number=2), _("since %(date)s", date=then), "", ""),
        VersionRow(
            _("Version %(number)s", number=1), _("%(first)s to %(last)s", first=first, last=then), "#versions", ""
        ),
    )
