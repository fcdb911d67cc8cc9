"""What the items of an event's agenda speak of, and the offers that show it. A topic is either a search, asked live and
counted by the engine, or offers somebody chose one by one; a number in the address names it. The five filters work as
in results: each is a link, and its number is the total behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.catalogue.views import Face
from registry.events.agenda import EventView, Exhibit, SlotView
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.paging import PER_PAGE
from registry.search import facets, service
from registry.search.request import SearchRequest
from registry.search.service import FacetValue, Results
from registry.web import display
from registry.web.places import COUNTRY

FILTERS = ("kind", "price", "mode", "language", "region")


@dataclass(frozen=True)
class Theme:
    """One topic. `number` counts from 1 through the whole agenda; `slot` None: of the whole event. Either `request` or
    `codes` says which offers it has; `total` None: nobody can count them while there is no index."""

    number: int
    slot: SlotView | None
    words: display.Words
    request: SearchRequest | None
    codes: tuple[str, ...]
    total: int | None

    @property
    def free(self) -> tuple[str, ...]:
        """Filters the topic leaves open."""
        return tuple(name for name in FILTERS if self.request and not getattr(self.request, name))


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a topic, filters on it, a page."""

    theme: Theme | None
    filters: SearchRequest
    first: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) pairs of the canonical address; the topic one sees without asking is not named."""
        number = [("topic", str(self.theme.number))] if self.theme and self.theme.number != self.first else []
        return [*number, *self.filters.canonical()]

    def request(self, per_page: int = PER_PAGE) -> SearchRequest | None:
        """The search behind it; None where offers were chosen one by one."""
        if self.theme is None or self.theme.request is None:
            return None
        narrowed: dict[str, Any] = {name: getattr(self.filters, name) for name in self.theme.free}
        return replace(self.theme.request, **narrowed, page=self.filters.page, per_page=per_page)

    def address(self, slug: str, **changes: Any) -> str:
        """The page of the event with these filters changed, from the first offer on, at the offers."""
        changed = replace(self, filters=replace(self.filters, **({"page": 1} | changes)))
        query = urlencode(changed.pairs(), safe=",")
        return url_for("portal.event", slug=slug) + ("?" + query if query else "") + "#offers"


def themes(event: EventView) -> tuple[Theme, ...]:
    """Every topic of the event in the order of its agenda; the offers chosen singly cost one question together."""
    places: list[tuple[SlotView | None, tuple[Exhibit, ...]]] = [(slot, slot.showcase) for slot in event.slots]
    places.append((None, event.showcase))
    known = catalogue.faces([item.offer_code for _slot, shown in places for item in shown if item.offer_code])
    found: list[Theme] = []
    for slot, shown in places:
        for item in shown:
            request = _request(item)
            if request is not None:
                words = display.words(item.title, event.language)
                found.append(Theme(len(found) + 1, slot, words, request, (), service.count(request)))
        chosen = tuple(item.offer_code for item in shown if item.offer_code in known)
        if chosen:
            words = display.Words(_("Picked out for this item") if slot else _("Picked out for this event"))
            found.append(Theme(len(found) + 1, slot, words, None, chosen, len(chosen)))
    return tuple(found)


def _request(item: Exhibit) -> SearchRequest | None:
    if item.query is None:
        return None
    try:
        return SearchRequest.from_address(item.query)
    except InvalidParameter:
        return None  # a value that was right when the event was written and is no longer in its list


def asked(known: Sequence[Theme], pairs: Sequence[tuple[str, str]]) -> Asked:
    """What (name, value) pairs ask for. InvalidParameter names what this event does not know."""
    first = next((theme for theme in known if theme.total != 0), known[0] if known else None)
    numbers = [value for name, value in pairs if name == "topic"]
    if len(numbers) > 1:
        further = [("topic", number) for number in numbers[1:]]
        raise InvalidParameter("topic", numbers[1], _("This parameter can be given only once."), further)
    theme = next((theme for theme in known if [str(theme.number)] == numbers), None) if numbers else first
    if numbers and theme is None:
        raise InvalidParameter("topic", numbers[0], _("This event has no such topic."))
    rest = [(name, value) for name, value in pairs if name != "topic"]
    free = theme.free if theme else ()
    unknown = [(name, value) for name, value in rest if name != "page" and name not in free]
    if unknown:
        raise InvalidParameter(*unknown[0], _("There is no such parameter."), unknown)
    return Asked(theme, SearchRequest.from_args(rest), first.number if first else 1)


def chosen_faces(theme: Theme) -> list[Face]:
    """The offers chosen singly, in the order they were chosen."""
    known = catalogue.faces(theme.codes)
    return [known[code] for code in theme.codes if code in known]


def pairs(theme: Theme, most: int) -> tuple[tuple[str, str | None], ...]:
    """The codes of the first `most` offers of a topic, each with that of the run that matched; without reading any."""
    if theme.request is None:
        return tuple((code, None) for code in theme.codes)
    return service.pairs_of(replace(theme.request, per_page=most))


def said(name: str, value: str, found: Results) -> str:
    """One filter in words."""
    scheme = facets.BY_NAME[name].scheme
    if scheme:
        return display.named(scheme, value)
    return next((item.label for item in found.facets.get(name, ()) if item.value == value), value)


def offered(name: str, found: Results) -> list[FacetValue]:
    """The values of a filter worth offering: those that leave something; of prices only "free", of places countries,
    for finer regions are the search's own matter."""
    values = [value for value in found.facets.get(name, ()) if value.count or value.selected]
    if name == "price":
        values = [value for value in values if value.selected or value.value == facets.FREE]
    if name == "region":
        values = [value for value in values if value.selected or len(value.value) == COUNTRY]
    narrows = any(value.selected or value.count < found.total for value in values)
    return values if narrows else []


def search(request: SearchRequest) -> Results:
    """The offers of a request in the reader's language."""
    return service.search(request, language())
