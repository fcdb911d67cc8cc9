"""An offer that is no longer listed, said with the class of its reason and with alternatives."""

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.catalogue.views import Gone
from registry.kernel.i18n import gettext as _
from registry.web import display, rows, searches
from registry.web.pages import GonePage
from registry.web.values import Link


def page(gone: Gone) -> GonePage:
    """The page of an offer that left the register, for the time being or for good."""
    title = display.words(gone.spec.title, gone.spec.language)
    alternatives = searches.alike(gone.code, gone.spec.kind, gone.competences)
    competences = gone.competences
    href = url_for("portal.offers", competence=competences) if competences else url_for("portal.offers")
    return GonePage(
        title=title.text,
        lang=title.lang,
        code=gone.code,
        heading=_("Not offered for the time being") if gone.comes_back else _("No longer offered"),
        words=_words(gone),
        alternatives=rows.faces(catalogue.faces(alternatives).values()),
        more=Link(_("All offers like it") if competences else _("All offers"), href),
    )


def _words(gone: Gone) -> tuple[str, ...]:
    reasons = {
        "suspended": _("The registry has suspended this offer."),
        "lapsed": _("The provider has not confirmed in time that this offer is still right."),
        "withdrawn": _("The provider has withdrawn this offer."),
        "expired": _("The time for which this offer was listed is over."),
        "provider-suspended": _("The registry has suspended the provider of this offer."),
        "provider-closed": _("The provider of this offer has closed."),
    }
    since = _("Since %(date)s.", date=display.day(gone.since)) if gone.since else ""
    return tuple(filter(None, (reasons.get(gone.reason, ""), since)))
