"""`/api/v1/suggest?q=`: what typed letters may become."""

from dataclasses import asdict

from flask import Response, jsonify, request

from registry.api.respond import language
from registry.kernel.errors import InvalidParameter
from registry.search import service
from registry.search.typed import LONGEST


def index() -> Response:
    """At most eight competences, providers, places and titles that contain the letters, in the language asked for."""
    for name in request.args:
        if name not in ("q", "lang"):
            raise InvalidParameter(name, request.args[name], "There is no such parameter here.")
    typed = request.args.get("q", "")
    if len(typed) > LONGEST:
        raise InvalidParameter("q", typed[:LONGEST], f"At most {LONGEST} characters are searched.")
    found = service.suggest(typed, language(request.args.get("lang", "")))
    answer = jsonify({"items": [asdict(completion) for completion in found]})
    answer.vary.add("Accept-Language")
    return answer
