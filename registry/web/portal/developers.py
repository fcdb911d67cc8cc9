"""The page for developers: lines to paste, addresses, and the parameters as the program reads them."""

import json
import shlex

from registry import config
from registry.catalogue import queries as catalogue
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import LAST_PAGE, MOST_PER_PAGE
from registry.search import facets, request
from registry.search.engine import SORTS
from registry.search.typed import LONGEST
from registry.web import display, filters, identity
from registry.web.formats import FORMATS, LICENCE
from registry.web.pages import DevelopersPage
from registry.web.pages.explaining import AddressRow, Line, ParameterRow
from registry.web.values import Link

VOCABULARIES = "/api/v1/vocabularies"


def show() -> DevelopersPage:
    """What exists today."""
    meanings, values = _meanings(), _values()
    return DevelopersPage(
        lines=_lines(),
        addresses=tuple(AddressRow(one.address, str(one.words)) for one in FORMATS),
        parameters=tuple(_parameter(name, meanings[name], values.get(name, "")) for name in request.PARAMETERS),
        problem=json.dumps(
            {"status": 400, "code": "invalid-parameter", "parameter": "colour", "instance": "/api/v1/offers"}
        ),
        licence=Link(*LICENCE),
        contact=config.current().contact,
    )


def _lines() -> tuple[Line, ...]:
    code = next(iter(catalogue.newest(1)), None)
    asked = [
        (_("Search, as on the pages:"), "/api/v1/offers?q=internet&mode=online"),
        (_("Everything about one offer:"), f"/api/v1/offers/{code}" if code else ""),
        (_("Providers, 100 at a time:"), "/api/v1/providers?per_page=100"),
        (_("The competences with all their names and what each level means:"), f"{VOCABULARIES}/digcomp"),
    ]
    return tuple(Line(words, "curl " + shlex.quote(config.current().base_url + path)) for words, path in asked if path)


def _parameter(name: str, meaning: str, values: str) -> ParameterRow:
    facet = facets.BY_NAME.get(name)
    if facet is None or facet.scheme is None:
        return ParameterRow(name, meaning, values, "")
    path = f"{VOCABULARIES}/{facet.scheme}"
    return ParameterRow(name, meaning, path, identity.root() + path)


def _meanings() -> dict[str, str]:
    """What each parameter asks; filters are called as on the pages."""
    return filters.names() | {
        "q": _("Words to look for"),
        "near": _("Town, postcode, region, country, “latitude,longitude” or “online”; understood as on the page"),
        "radius": _("Distance from it in kilometres"),
        "region": _("Region (NUTS), or anything in it; what is fully online is in every region"),
        "funding": _("Scheme that pays"),
        "sort": _("Order of results"),
        "page": _("Page number"),
        "per_page": _("Results on a page"),
        "lang": _("Language of texts in answers"),
    }


def _values() -> dict[str, str]:
    """What may be given where no list of codes says it."""
    whole = _("whole number, %(low)s to %(high)s")
    return {
        "q": _("text of at most %(count)s letters", count=LONGEST),
        "near": _("text of at most %(count)s letters", count=LONGEST),
        "radius": whole % {"low": 1, "high": display.number(request.FARTHEST)},
        "provider": _("short name, as in its address"),
        "funding": _("short name, as in its address"),
        "starts": _("month, such as 2026-12"),
        "open": display.listed(list(facets.OPEN_VALUES)),
        "price": _("“free” or a band such as 0-100"),
        "hours": _("band such as 0-10"),
        "sort": display.listed(list(SORTS)),
        "page": whole % {"low": 1, "high": LAST_PAGE},
        "per_page": whole % {"low": 1, "high": MOST_PER_PAGE},
        "lang": display.listed(list(config.current().languages)),
    }
