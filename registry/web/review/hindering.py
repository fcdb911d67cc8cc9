"""What stands in the way of listing an offer before anything is looked at: nobody has verified its provider. It is said
on the case and where the decision is begun, with the way there for whoever may verify."""

from flask import url_for

from registry.catalogue.model import EXAMINED_NOW
from registry.kernel.i18n import gettext as _
from registry.quality import deciding
from registry.web import acting
from registry.web.pages.review_case import Hindrance
from registry.web.review.cases import Case
from registry.web.values import Link


def of(case: Case) -> Hindrance | None:
    """Why the offer, which waits to be decided, cannot be listed yet; None when it can."""
    offer = case.told.offer
    words = deciding.hindrance(offer.newest.provider.standing)
    if not words or offer.state not in EXAMINED_NOW:
        return None
    may_verify = "admin" in acting.somebody().roles
    way = url_for("admin.provider", code=offer.newest.provider.code)
    return Hindrance(words, Link(_("Look at the provider and verify it"), way) if may_verify else None)
