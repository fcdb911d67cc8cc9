"""The proof of an offer beside its page: a file that shows, without the registry, that what is listed is what was
decided."""

from typing import Any

import orjson
from flask import Response

from registry.catalogue.views import OfferView
from registry.kernel import problem
from registry.kernel.errors import Unavailable
from registry.kernel.routes import Route
from registry.quality import proof
from registry.web.reuse import answers
from registry.web.reuse.answers import Kind

PROOF = Kind("application/json", "json", 60)


def of_offer(code: str) -> Response | Any:
    """The proof of a listed offer; 503 for the moment in which its newest decision is not signed yet."""
    found = answers.public_offer(code)
    if not isinstance(found, OfferView):
        return found
    try:
        told = proof.of_offer(found.code)
    except Unavailable as error:
        answer = Response(problem.bare(503, error.message), 503, content_type=problem.TYPE)
        answer.headers["Retry-After"] = "20"
        return answer
    return answers.sent(orjson.dumps(told, option=orjson.OPT_INDENT_2), PROOF, f"{found.code}-proof")


ROUTES = (Route("/offers/<code>/proof.json", "offer_proof", of_offer),)
