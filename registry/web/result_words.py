"""What a result says of itself: its heading with count, words and place, and the ways out of one that is empty or
small."""

from collections.abc import Collection, Iterable

from babel.lists import format_list

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.search import ways
from registry.search.service import Results
from registry.search.ways import WayOut
from registry.web import charts, display, filters, places
from registry.web.pages.offers import Subtraction
from registry.web.values import Link


def heading(found: Results) -> str:
    """126 offers for “spreadsheets” near Trier; without a number while not all that was asked can be applied."""
    if found.ignored:
        return _("Offers")
    request, total = found.request, found.total
    said = {"count": display.number(total), "words": request.words}
    if request.near:
        place = found.spot.name if found.spot else request.near
        if request.words:
            return ngettext(
                "%(count)s offer for “%(words)s” near %(place)s", "%(count)s offers for “%(words)s” near %(place)s",
                total, place=place, **said,
            )  # fmt: skip
        return ngettext("%(count)s offer near %(place)s", "%(count)s offers near %(place)s", total, place=place, **said)
    if request.region:
        return _regional(found)
    if request.words:
        return ngettext("%(count)s offer for “%(words)s”", "%(count)s offers for “%(words)s”", total, **said)
    return ngettext("%(count)s offer", "%(count)s offers", total, **said)


def _regional(found: Results) -> str:
    """What is online is within reach of every region, and counted unless the ways of learning leave it out."""
    request, total = found.request, found.total
    place = display.listed([display.named("nuts", code) for code in request.region])
    said = {"count": display.number(total), "words": request.words, "place": place}
    if not places.is_online_within_reach(request):
        if request.words:
            return ngettext(
                "%(count)s offer for “%(words)s” in %(place)s", "%(count)s offers for “%(words)s” in %(place)s",
                total, **said,
            )  # fmt: skip
        return ngettext("%(count)s offer in %(place)s", "%(count)s offers in %(place)s", total, **said)
    if request.words:
        return ngettext(
            "%(count)s offer for “%(words)s” in %(place)s or online",
            "%(count)s offers for “%(words)s” in %(place)s or online",
            total,
            **said,
        )
    return ngettext("%(count)s offer in %(place)s or online", "%(count)s offers in %(place)s or online", total, **said)


def title(found: Results) -> str:
    """The heading with the filters it does not name itself."""
    active = found.request.active()
    if found.ignored:
        return heading(found)
    others = [filters.said(*pair, found) for pair in active if pair[0] not in ("q", "near", "region")]
    return f"{heading(found)} {filtered(others)}".rstrip()


def filtered(said: list[str]) -> str:
    """(these filters); "" without any."""
    return f"({display.listed(said)})" if said else ""


def nothing(found: Results, chosen: int) -> str:
    """The words asked for are named; the filters counted are the chips below. Without an index only titles are looked
    through, and not by every filter."""
    words = found.request.words
    if found.degraded and words:
        return _("No title has “%(words)s”", words=words)
    if found.ignored:
        return _("Offers")
    if not words and not chosen:
        return _("There are no offers yet")
    if not words:
        return ngettext("No offer matches this filter", "No offer matches these %(num)s filters", chosen)
    if not chosen:
        return _("No offer matches “%(words)s”", words=words)
    return ngettext(
        "No offer matches “%(words)s” with this filter",
        "No offer matches “%(words)s” with these %(num)s filters",
        chosen,
        words=words,
    )


def ways_heading(out: Collection[WayOut]) -> str:
    """What they have in common: one change each, or much less than was asked for."""
    if any(way.how == ways.ALONE or way.name == ways.FILTERS for way in out):
        return _("Ask for less at once")
    return _("Let one thing go")


def subtractions(out: Iterable[WayOut], found: Results) -> tuple[Subtraction, ...]:
    """Each change to the search with what it would find."""
    return tuple(_way(way, found) for way in out)


def _way(way: WayOut, found: Results) -> Subtraction:
    before, struck, more = _words(way, found)
    return Subtraction(
        display.number(way.total), before, struck, more, filters.address(way.request), charts.squares(way.total)
    )


def _words(way: WayOut, found: Results) -> tuple[str, str, str]:
    """What is done, what is struck, and what to know of it."""
    if way.how == ways.WITHIN:
        return _("Within %(number)s km, not", number=way.to), _("%(number)s km", number=found.request.radius), ""
    if way.how == ways.AS_FILTER:
        struck = filters.said("q", way.value, found)
        return _("Filtered by “%(filters)s”, not", filters=_added(way, found)), struck, ""
    if way.how == ways.ALONE and way.name != "q":
        only = filters.said(way.name, way.value, found)
        return _("Only %(filter)s, not", filter=only), _all_but([(way.name, way.value)], found), ""
    if way.how == ways.ALONE:
        return _("Only “%(word)s”, not", word=way.to), filters.said("q", way.value, found), ""
    if way.how == ways.INSTEAD:
        said = filters.said(way.name, way.value, found)
        return _("%(other)s, not", other=filters.said(way.name, way.to, found)), said, ""
    if way.how == ways.ONLINE:
        return (
            _("Online, not"),
            _place(found) if way.name == ways.PLACE else filters.said(way.name, way.value, found),
            "",
        )
    if way.name == ways.FILTERS:
        return _("Without"), _all_but([("q", way.request.q)], found), ""
    more = _("some open later, some are full or on request") if way.name == "open" else ""
    return _("Without"), filters.said(way.name, way.value, found), more


def as_filters(found: Results) -> tuple[Link, ...]:
    """For words that name a filter, beside what the words found."""
    return tuple(_as_filter(way, found) for way in (() if found.degraded else ways.as_filters(found)))


def _as_filter(way: WayOut, found: Results) -> Link:
    words = ngettext(
        "Filtered by “%(filters)s” instead of “%(words)s”: %(count)s offer",
        "Filtered by “%(filters)s” instead of “%(words)s”: %(count)s offers",
        way.total,
        filters=_added(way, found),
        words=way.value,
        count=display.number(way.total),
    )
    return Link(words, filters.address(way.request))


def _added(way: WayOut, found: Results) -> str:
    """The filters that a way adds, each by its heading with its values."""
    before, called = found.request.active(), filters.names()
    added: dict[str, list[str]] = {}
    for name, value in way.request.active():
        if (name, value) not in before and name != "q":
            added.setdefault(name, []).append(filters.said(name, value, found))
    one_of = {name: format_list(values, "or", display.reader()) for name, values in added.items()}
    return display.apart(
        [
            said if said.startswith(called[name]) else _("%(filter)s: %(value)s", filter=called[name], value=said)
            for name, said in one_of.items()
        ]
    )


def _all_but(kept: Collection[tuple[str, str]], found: Results) -> str:
    return display.listed([filters.said(*pair, found) for pair in found.request.active() if pair not in kept])


def _place(found: Results) -> str:
    request = found.request
    if request.near:
        return filters.said("near", request.near, found)
    return display.listed([display.named("nuts", code) for code in request.region])
