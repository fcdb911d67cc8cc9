"""The home page."""

from collections.abc import Mapping, Sequence

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.events import queries as events
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import queries as quality
from registry.quality.queries import PublicDecision
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.web import agenda, browse, competence_map, decision_words, display, filters, matches, moments, places
from registry.web.pages import HomePage
from registry.web.pages.home import Door
from registry.web.pages.offers import Question
from registry.web.reuse import beside
from registry.web.searches import everything, soon, soon_request
from registry.web.values import Link

DECISIONS, SOON = 5, 5  # rows of each list


def show() -> HomePage:
    """Live numbers everywhere: each is what its link will show."""
    found, grid = everything(), competence_map.live()
    starting = soon(SOON)
    decisions = quality.latest(DECISIONS)
    now = clock.now()
    return HomePage(
        for_programs=beside.home(),
        claim=_claim(found.total, catalogue.providers_with_offers()),
        last=_last(decisions.items),
        doors=_doors(_kinds(found) or catalogue.counts_by_kind()),
        question=Question("", "", places.suggestions(found.facets.get("region", ()))),
        areas=competence_map.areas(grid.counts),
        bands=competence_map.bands(),
        shelves=browse.shelves(found, grid),
        soon=matches.table(starting),
        soon_words=_soon_words(starting),
        soon_link=_soon_link(starting),
        events=tuple(agenda.row(event, now) for event in events.next_and_latest(now)),
        decisions=tuple(decision_words.row(decision) for decision in decisions.items),
        decisions_link=Link(_all_decisions(decisions.total), url_for("portal.decisions")),
    )


def _claim(total: int, provided_by: int) -> str:
    offers = ngettext("%(count)s offer", "%(count)s offers", total, count=display.number(total))
    count = display.number(provided_by)
    return ngettext(
        "%(offers)s from %(count)s provider. Each was decided on, and you can read every decision.",
        "%(offers)s from %(count)s providers. Each was decided on, and you can read every decision.",
        provided_by,
        offers=offers,
        count=count,
    )


def _last(decisions: Sequence[PublicDecision]) -> str:
    """When somebody last decided: an index nobody tends should show it."""
    return _("Last decision: %(when)s.", when=moments.ago(decisions[0].at)) if decisions else ""


def _kinds(found: Results) -> dict[str, int]:
    return {value.value: value.count for value in found.facets.get("kind", ())}


def _doors(by_kind: Mapping[str, int]) -> tuple[Door, ...]:
    words = {
        "training": _("Learn something new"),
        "guidance": _("Talk to someone who knows"),
        "validation": _("Prove what you can already do"),
    }
    return tuple(
        Door(
            display.number(by_kind.get(kind, 0)),
            display.named("kind", kind),
            said,
            filters.address(SearchRequest(kind=(kind,))),
        )
        for kind, said in words.items()
    )


def _soon_words(starting: Results) -> str:
    total = starting.total
    if starting.degraded:
        return _("The search is being rebuilt. What starts soon will stand here again when that is done.")
    if not total:
        return _("No offer that starts this month or next takes people at present.")
    return ngettext(
        "%(count)s offer starts this month or next and still takes people.",
        "%(count)s offers start this month or next and still take people.",
        total,
        count=display.number(total),
    )  # fmt: skip


def _soon_link(starting: Results) -> Link | None:
    if starting.degraded or starting.total <= SOON:
        return None
    return Link(_("See all %(count)s", count=display.number(starting.total)), filters.address(soon_request()))


def _all_decisions(total: int) -> str:
    return ngettext("See the decision", "All %(count)s decisions", total, count=display.number(total))
