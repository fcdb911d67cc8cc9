"""The offers linked to an event as the page shows them: the topics of each item of the agenda with their numbers, and
of the chosen topic the filters, the rows and the pages."""

from collections.abc import Sequence
from dataclasses import replace

from registry.events.agenda import EventView, SlotView
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.paging import PER_PAGE, PageOf
from registry.search.request import SearchRequest
from registry.search.service import FacetValue, Results
from registry.web import display, filters, matches, moments, rows, topics
from registry.web.pages.events import Linked, Narrowing, Topic
from registry.web.pages.offers import Chip
from registry.web.paging import paging, range_words
from registry.web.topics import Asked, Theme
from registry.web.values import Link

ROWS = 6  # the page stays an event; whoever wants the list has the search
OPEN = frozenset({"kind", "price"})


class Topics:
    """The topics of one event, and what was asked of them; the search is asked once."""

    def __init__(self, event: EventView, known: Sequence[Theme], asked: Asked | None) -> None:
        self.event, self.known, self.asked = event, known, asked

    def of(self, slot: SlotView | None) -> tuple[Topic, ...]:
        """The topics of an item, or of the whole event."""
        return tuple(self._topic(theme) for theme in self.known if theme.slot == slot)

    def page(self) -> Linked | None:
        """The offers of the chosen topic; None where the event has none to choose."""
        asked = self.asked
        theme = asked.theme if asked else None
        if asked is None or theme is None:
            return None
        request = asked.request(ROWS)
        if request is None:
            begin = (asked.filters.page - 1) * ROWS
            table = rows.faces(topics.chosen_faces(theme)[begin : begin + ROWS])
            return self._shown(asked, theme, table, len(theme.codes))
        found = topics.search(request)
        names = rows.competence_names()
        table = rows.timetable(rows.row(item.face, item.run, names) for item in found.items)
        narrowings, chips = self._narrowings(asked, theme, found), self._chips(asked, found)
        words = ngettext("%(num)s selected", "%(num)s selected", len(chips)) if chips else ""
        whole = replace(request, page=1, per_page=PER_PAGE)
        link = Link(_("See all %(count)s in the search", count=display.number(found.total)), filters.address(whole))
        shown = self._shown(asked, theme, table, found.total)
        return replace(
            shown,
            narrowings=narrowings,
            chips=chips,
            narrowed=words,
            # what could not be applied is said; a number would not be one of this topic
            range_words="" if found.ignored else shown.range_words,
            whole=link if found.total and not found.ignored else None,
            degraded=matches.degraded(found),
        )

    def _shown(self, asked: Asked, theme: Theme, table: rows.Timetable, total: int) -> Linked:
        page = PageOf(table.rows, total, asked.filters.page, ROWS)
        return Linked(
            heading=theme.words,
            item=self._item(theme.slot),
            topics=self._by_item(),
            narrowings=(),
            narrowed="",
            chips=(),
            range_words=range_words(page),
            table=table,
            pages=paging(page, lambda number: asked.address(self.event.slug, page=number)) if total else None,
            whole=None,
            degraded="",
        )

    def _by_item(self) -> tuple[Narrowing, ...]:
        groups = [*self.event.slots, None]
        return tuple(Narrowing(self._item(slot), self.of(slot)) for slot in groups if self.of(slot))

    def _item(self, slot: SlotView | None) -> str:
        if slot is None:
            return _("The whole event")
        return f"{moments.time(slot.starts_at.time())} {display.words(slot.title, self.event.language).text}"

    def _topic(self, theme: Theme) -> Topic:
        chosen = self.asked is not None and self.asked.theme == theme
        first = self.asked.first if self.asked else 1
        plain = Asked(theme, SearchRequest(), first)
        href = plain.address(self.event.slug) if theme.total != 0 else ""
        return Topic(theme.words, "" if theme.total is None else display.number(theme.total), href, chosen)

    def _narrowings(self, asked: Asked, theme: Theme, found: Results) -> tuple[Narrowing, ...]:
        called = filters.names()
        offered = {name: topics.offered(name, found) for name in theme.free}
        return tuple(
            Narrowing(
                called[name],
                tuple(self._value(asked, name, value, found) for value in values),
                name in OPEN or any(value.selected for value in values),
            )
            for name, values in offered.items()
            if values
        )

    def _value(self, asked: Asked, name: str, value: FacetValue, found: Results) -> Topic:
        words = display.Words(topics.said(name, value.value, found))
        href = "" if value.selected else asked.address(self.event.slug, **{name: (value.value,)})
        return Topic(words, display.number(value.count), href, value.selected)

    def _chips(self, asked: Asked, found: Results) -> tuple[Chip, ...]:
        return tuple(
            Chip(
                topics.said(name, value, found),
                asked.address(self.event.slug, **{name: tuple(v for v in getattr(asked.filters, name) if v != value)}),
            )
            for name, value in asked.filters.active()
        )
