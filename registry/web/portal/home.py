"""The home page."""

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.events import queries as events
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import queries as quality
from registry.search.request import SearchRequest
from registry.web import agenda, competence_map, decision_words, display, filters, matches
from registry.web.pages import HomePage
from registry.web.pages.home import Door
from registry.web.reuse import beside
from registry.web.searches import everything, soon, soon_request
from registry.web.values import Link

DECISIONS, EVENTS, SOON = 5, 2, 5


def show() -> HomePage:
    """Live numbers everywhere: each is what its link will show."""
    counts = catalogue.counts()
    starting = soon(SOON)
    decisions = quality.latest(DECISIONS)
    now = clock.now()
    return HomePage(
        for_programs=beside.home(),
        claim=_claim(counts),
        doors=_doors(counts),
        regions=filters.regions(everything().facets.get("region", ())),
        areas=competence_map.areas(competence_map.live_counts()),
        bands=competence_map.bands(),
        soon=matches.table(starting),
        soon_words=_soon_words(starting.total),
        soon_link=_soon_link(starting.total),
        events=tuple(agenda.row(event, now) for event in events.listing(now)[:EVENTS]),
        decisions=tuple(decision_words.row(decision) for decision in decisions.items),
        decisions_link=Link(_all_decisions(decisions.total), url_for("portal.decisions")),
    )


def _claim(counts: catalogue.Counts) -> str:
    offers = ngettext("%(count)s offer", "%(count)s offers", counts.offers, count=display.number(counts.offers))
    providers = ngettext(
        "%(count)s provider", "%(count)s providers", counts.providers, count=display.number(counts.providers)
    )
    return _(
        "%(offers)s from %(providers)s. Each was decided on, and you can read every decision.",
        offers=offers,
        providers=providers,
    )


def _doors(counts: catalogue.Counts) -> tuple[Door, ...]:
    words = {
        "training": _("Learn something new"),
        "guidance": _("Talk to someone who knows"),
        "validation": _("Prove what you can already do"),
    }
    return tuple(
        Door(
            display.number(counts.by_kind.get(kind, 0)),
            display.named("kind", kind),
            said,
            filters.address(SearchRequest(kind=(kind,))),
        )
        for kind, said in words.items()
    )


def _soon_words(total: int) -> str:
    if not total:
        return _("No offer that starts this month or next takes people at present.")
    return ngettext(
        "%(count)s offer starts this month or next and still takes people.",
        "%(count)s offers start this month or next and still take people.",
        total,
        count=display.number(total),
    )  # fmt: skip


def _soon_link(total: int) -> Link | None:
    if total <= SOON:
        return None
    return Link(_("See all %(count)s", count=display.number(total)), filters.address(soon_request()))


def _all_decisions(total: int) -> str:
    return ngettext("See the decision", "All %(count)s decisions", total, count=display.number(total))
