"""An offer that is no longer listed, said with the class of its reason, the decision, and offers really like it."""

from collections.abc import Hashable

from flask import url_for

from registry.catalogue import history, traits
from registry.catalogue.views import Gone
from registry.kernel.i18n import gettext as _
from registry.quality import queries as quality
from registry.quality.queries import PublicDecision
from registry.web import display, moments
from registry.web.offer import neighbours, past
from registry.web.pages import GonePage
from registry.web.values import Link


def page(gone: Gone, edition: Hashable) -> GonePage:
    """The page of an offer that left the register, for the time being or for good; `edition`: see neighbours.of."""
    title = display.words(gone.spec.title, gone.spec.language)
    decision = _decision(gone)
    competences = gone.competences
    href = url_for("portal.offers", competence=competences) if competences else url_for("portal.offers")
    return GonePage(
        title=title.text,
        lang=title.lang,
        code=gone.code,
        heading=_("Not offered for the time being") if gone.comes_back else _("No longer offered"),
        words=_words(gone, decision),
        ways=_ways(gone, decision),
        alternatives=neighbours.alike(traits.of(gone.code, gone.spec), edition),
        more=Link(_("All offers with these competences") if competences else _("All offers"), href),
    )


def _words(gone: Gone, decision: PublicDecision | None) -> tuple[str, ...]:
    reasons = {
        "suspended": _("The registry has suspended this offer."),
        "lapsed": _("The provider has not confirmed in time that this offer is still right."),
        "withdrawn": _("The provider has withdrawn this offer."),
        "expired": _("The time for which this offer was listed is over."),
        "provider-suspended": _("The registry has suspended the provider of this offer."),
        "provider-closed": _("The provider of this offer has closed."),
    }
    at = gone.since or (decision.at if decision else None)
    since = _("Since %(date)s.", date=moments.day(at)) if at else ""
    return tuple(filter(None, (reasons.get(gone.reason, ""), since)))


def _decision(gone: Gone) -> PublicDecision | None:
    """The newest decision about what made it leave: the offer, or its provider."""
    about = gone.provider_code if gone.reason.startswith("provider-") else gone.code
    return next(iter(quality.about(about)), None)


def _ways(gone: Gone, decision: PublicDecision | None) -> tuple[Link, ...]:
    """To the decision, and to the page as it last was."""
    ways = []
    if decision:
        words = _("The decision, No. %(number)s", number=display.number(decision.number))
        ways.append(Link(words, url_for("portal.decision", number=decision.number)))
    day = next((day for period in history.periods(gone.code) if (day := past.last_day(period))), None)
    if day:
        words = _("The offer as it stood on %(date)s", date=moments.day(day))
        ways.append(Link(words, past.address(gone.code, day)))
    return tuple(ways)
