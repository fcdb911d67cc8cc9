"""`/api/v1/decisions`: the public decisions, narrowed by the parameters of their page, and one decision in full."""

from typing import Any

from flask import Response, jsonify, request

from registry.api.respond import absolute, language, listed, paging
from registry.api.v1 import letters
from registry.kernel.errors import InvalidParameter, NotFound
from registry.kernel.i18n import speaking
from registry.kernel.text import pick
from registry.quality import browsing, criteria, queries
from registry.quality.browsing import FILTERS, Choice


def index() -> Response:
    """One page of the decisions, newest first; words in the language asked for."""
    number, size = paging(*FILTERS, "lang")
    choice = _choice()
    with speaking(language(request.args.get("lang", ""))):
        page = browsing.page(choice, number, size)
        counts = browsing.counts(choice)
        names = browsing.provider_names(counts["provider"])
        facets = {
            name: [
                {
                    "value": value,
                    "label": _label(name, value, names),
                    "count": count,
                    "selected": value == getattr(choice, name),
                }
                for value, count in counts[name].items()
            ]
            for name in FILTERS
        }
        answer = listed(map(letter, page.items), page, facets=facets)
    answer.vary.add("Accept-Language")
    return answer


def show(number: int) -> Response:
    """One decision as public as it is now, with its entry in the ledger and the later decisions about it."""
    for name in request.args:
        if name != "lang":
            raise InvalidParameter(name, request.args[name], f"There is no parameter {name!r} here.")
    with speaking(language(request.args.get("lang", ""))):
        found = queries.one(number)
        if found is None:
            raise NotFound("There is no such decision.")
        later = [one.number for one in browsing.concerning(number)]
        answer = jsonify({**letter(found), "concerned_by": later, "ledger": _ledger(found)})
    answer.vary.add("Accept-Language")
    return answer


def letter(item: queries.PublicDecision) -> dict[str, Any]:
    """A decision in the list of all: what every list says of one, and what it is about; masked where that is not
    public."""
    about = item.subject
    return {
        **letters.decision(item),
        "kind": item.kind,
        "masked": item.is_masked,
        "redacted": item.is_redacted,
        "not_met": list(item.not_met),
        "by_two": item.by_two,
        "concerns": item.concerns,
        "subject": {"code": about.code, "title": about.title, "language": about.language} if about else None,
        "provider": {"slug": about.provider_slug, "name": about.provider_name} if about else None,
    }


def _ledger(item: queries.PublicDecision) -> dict[str, Any]:
    way = f"/ledger/entries?start={item.entry}&count=1"
    return {"entry": item.entry, "leaf": item.leaf, "root": item.root, "size": item.size, "url": absolute(way)}


def _choice() -> Choice:
    given = {name: request.args[name] for name in FILTERS if name in request.args}
    for name, value in given.items():
        if not value or not browsing.knows(name, value):
            raise InvalidParameter(name, value, f"This is no value of {name}.")
    return Choice(**given)


def _label(name: str, value: str, providers: dict[str, str]) -> str:
    if name == "kind":
        return browsing.kind_words(value)
    if name == "outcome":
        return browsing.outcome_words(value)
    if name == "criterion":
        titles = [point.title for edition in criteria.editions() for point in edition.criteria if point.code == value]
        return pick(titles[-1], language(request.args.get("lang", ""))).text if titles else value
    return providers.get(value, value)
