"""The pictures of shared links: an offer with its own fingerprint, everything else with the whole map. Drawn when they
are asked for, which is seldom: once by each service in which somebody shares the link."""

from flask import Response, make_response

from registry.catalogue import queries as catalogue
from registry.catalogue.views import OfferView
from registry.kernel import codes
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.web import share_image
from registry.web.numbers import only

KEPT = 86_400  # seconds


def general() -> Response:
    """The picture of the registry."""
    only()
    return _picture(share_image.whole())


def of_offer(code: str) -> Response:
    """The picture of a listed offer; there is none of anything else."""
    only()
    offer = catalogue.public(code) if codes.canonical(code) == code else None
    if not isinstance(offer, OfferView):
        raise NotFound(_("There is no such offer."))
    return _picture(share_image.draw(offer.competences))


def _picture(data: bytes) -> Response:
    response = make_response(data)
    response.mimetype = "image/png"
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    return response
