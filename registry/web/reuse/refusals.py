"""What a program is told when its question cannot be read. A person is led to the page without the mistake; a file of
everything, where one filter was misspelt, would be taken for the answer, so a shape is refused with the way to mend it.
"""

import orjson
from flask import Response, request

from registry.kernel import problem
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import language
from registry.search import facets
from registry.search.request import PARAMETERS
from registry.vocabularies import queries as vocabularies
from registry.web import places

SEARCHES = ("reuse.found_table", "reuse.found_calendar", "reuse.found_feed")  # the shapes that take parameters
MOST = 40  # codes of a list told; a longer one (languages, regions) is an address of the API


def refused(error: InvalidParameter) -> Response:
    """The parameter, what was given, and what would be right where that is a matter of choosing."""
    named = {"parameter": error.parameter, "value": error.value}
    body = problem.document(400, error.message, error.code, **named, expected=_expected(error))
    answer = Response(orjson.dumps(body, option=orjson.OPT_INDENT_2) + b"\n", 400, content_type=problem.TYPE)
    answer.headers["Content-Language"] = language()
    return answer


def _expected(error: InvalidParameter) -> list[str]:
    """The parameters there are, the codes of the list, or the known places spelt most like this one; else nothing."""
    if request.endpoint not in SEARCHES:
        return []
    if error.parameter not in PARAMETERS:
        return [name for name in PARAMETERS if name not in ("page", "per_page", "lang")]
    if error.parameter == "near":
        return places.unknown(error.value)
    facet = facets.BY_NAME.get(error.parameter)
    if facet is None or facet.scheme is None:
        return []
    codes = [row.code for row in vocabularies.concepts(facet.scheme) if not row.deprecated]
    return codes if len(codes) <= MOST else []
