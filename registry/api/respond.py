"""How the door for machines answers: one envelope for every list, absolute links, and paging read as strictly as
everything else."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request

from registry import config
from registry.kernel.errors import InvalidParameter
from registry.kernel.paging import LAST_PAGE, MOST_PER_PAGE, PER_PAGE, PageOf


def absolute(path: str) -> str:
    """The public address of a path of ours."""
    return config.current().base_url + path


Pairs = Iterable[tuple[str, str]]


def listed(
    items: Iterable[Any], page: PageOf[Any], *, facets: Mapping[str, Any] | None = None, asked: Pairs | None = None
) -> Response:
    """The envelope: items, total, page, per_page, facets, links to this page and its neighbours; `asked`: the
    parameters as they were understood, where that may be otherwise than they were given."""
    pairs = [pair for pair in (request.args.items(multi=True) if asked is None else asked) if pair[0] != "page"]
    links = {
        "self": _at(pairs, page.page),
        "next": _at(pairs, page.page + 1) if page.has_next else None,
        "prev": _at(pairs, page.page - 1) if page.has_prev else None,
    }
    body = {
        "items": list(items),
        "total": page.total,
        "page": page.page,
        "per_page": page.per_page,
        "facets": facets or {},
        "links": links,
    }
    return jsonify(body)


def paging(*others: str) -> tuple[int, int]:
    """(page, per_page) of this request; InvalidParameter for any parameter that is neither these nor in `others`."""
    for name in request.args:
        if name not in ("page", "per_page", *others):
            raise InvalidParameter(name, request.args[name], f"There is no parameter {name!r} here.")
        if len(request.args.getlist(name)) > 1:
            raise InvalidParameter(name, request.args.getlist(name)[1], f"{name} may be given once.")
    return _whole("page", 1, LAST_PAGE), _whole("per_page", PER_PAGE, MOST_PER_PAGE)


def language(asked: str = "") -> str:
    """The language of texts: the one asked for, else the first of the browser's that we speak, else ours."""
    spoken = config.current().languages
    if asked and asked not in spoken:
        raise InvalidParameter("lang", asked, f"Expected one of {', '.join(spoken)}.")
    wanted = (tag.lower().split("-")[0] for tag in request.accept_languages.values())
    return asked or next((tag for tag in wanted if tag in spoken), spoken[0])


def _whole(name: str, default: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not re.fullmatch("[1-9][0-9]{0,5}", text) or int(text) > most:
        raise InvalidParameter(name, text, f"{name} must be a whole number from 1 to {most}.")
    return int(text)


def _at(pairs: list[tuple[str, str]], page: int) -> str:
    query = urlencode([*pairs, *([("page", str(page))] if page > 1 else [])], safe=",")
    return absolute(request.path + ("?" + query if query else ""))


def without_body(answer: Response) -> Response:
    """What OPTIONS answers: the methods there are, and nothing that would have to be of some type."""
    if request.method == "OPTIONS" and answer.status_code == HTTPStatus.OK:
        answer.status_code = HTTPStatus.NO_CONTENT
        del answer.headers["Content-Type"]
    return answer
