"""Lists and running text: an agenda, events, decisions, competences, ways to look around, places as tiles, prose."""

import datetime as dt
from dataclasses import replace

from registry.kernel import clock, text
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.quality import criteria
from registry.quality.queries import PublicDecision, Subject
from registry.web import decision_words, display, moments, month_bars, qr, rows, tile_map
from registry.web.display import Html, Words
from registry.web.guide.example import TOWN
from registry.web.pages.competences import CompetenceRow
from registry.web.pages.decisions import DecisionRow, DecisionTold
from registry.web.pages.events import AgendaItem, EventRow, Person, Topic
from registry.web.pages.home import Entry as Line
from registry.web.pages.places import Tile
from registry.web.pages.styleguide import Lists
from registry.web.values import Link, Tag

AGENDA, EVENTS, DECIDED, MAP, BROWSE = "#agenda", "#events", "#decided", "#places-map", "#browse"
WIDE = 4  # tiles beside each other
LARGEST = 40


def lists(address: str) -> Lists:
    """All of it; the code holds the address of the guide."""
    return Lists(
        agenda=_agenda(),
        code=qr.code(address),
        events=_events(),
        decisions=_decisions(),
        told=_told(),
        months=month_bars.bars([("2026-09", 0), ("2026-10", 7), ("2026-11", 12)]),
        competences=_competences(),
        tally=tuple(Line(display.named("kind", code), "3", BROWSE) for code in ("training", "guidance", "validation")),
        tiles=_tiles(),
        columns=WIDE,
        prose=Html(text.markdown_html(_prose())),
        foreign=Words("Validation des acquis", "fr") if language() != "fr" else Words("Skills recognition", "en"),
    )


def _agenda() -> tuple[AgendaItem, ...]:
    topics = (
        Topic(Words(display.named("kind", "guidance")), "3", AGENDA, chosen=False),
        Topic(Words(display.named("kind", "validation")), "0", "", chosen=False),
    )
    people = (
        Person(_("A speaker"), _("Role as announced"), ""),
        Person(_("Another speaker"), _("Role as announced"), _("to be confirmed")),
    )
    length = ngettext("%(num)s minute", "%(num)s minutes", 20)
    return (
        AgendaItem("10:00", length, Words(_("An item with speakers")), people, (), now=False),
        AgendaItem("10:20", length, Words(_("An item with offers, on now")), people[:1], topics, now=True),
        AgendaItem("10:40", "", Words(_("An item of which only the time is known")), (), (), now=False),
    )


def _events() -> tuple[EventRow, ...]:
    tags = (
        (30, Tag(_("Coming"), "go")),
        (0, Tag(_("On now"), "go")),
        (-30, Tag(_("Has taken place"), "off")),
        (50, Tag(_("Cancelled"), "full")),
    )
    return tuple(_event(clock.today() + dt.timedelta(days=days), tag) for days, tag in tags)


def _event(day: dt.date, tag: Tag) -> EventRow:
    return EventRow(
        numeral=moments.numeral(day),
        ordinal=moments.ordinal(day),
        month=moments.month(day),
        time="10:00",
        title=Words(_("An event")),
        summary=Words(_("What it is about")),
        href=EVENTS,
        tag=tag,
        facts=TOWN,
    )


def _decisions() -> tuple[DecisionRow, ...]:
    said = ((_("Listed"), _("Photos on your phone")), (_("Refused"), _("An offer not public")))
    day = moments.day(clock.today())
    return tuple(
        DecisionRow(str(number), DECIDED, day, action, Link(subject, DECIDED if number == 1 else ""), "", Words(reason))
        for number, (action, subject), reason in zip((1, 2), said, ("", _("Criteria not met")), strict=True)
    )


def _told() -> DecisionTold:
    """A decision in full, without an entry, as it is looked at before it is taken."""
    listed = PublicDecision(
        number=1,
        at=clock.now(),
        kind="offer",
        action="list",
        not_met=(),
        rule_version=criteria.current(clock.today()).version,
        leaf="",
        root="",
        subject=Subject("offer", "DEMO-0000-0000", _("Photos on your phone"), None, "a-provider", TOWN),
        version=1,
        conditions=_("What it is about"),
        review_by=clock.today(),
        examined=True,
        role="reviewer",
    )
    told = decision_words.told(listed)
    facts = tuple(replace(fact, href="#decided" if fact.href else "") for fact in told.facts)
    return replace(told, subject=replace(told.subject, href="#decided"), facts=facts, ledger=())


def _competences() -> tuple[CompetenceRow, ...]:
    words = ngettext("offer", "offers", 3)
    names = rows.competence_names()
    return tuple(
        CompetenceRow(code, int(code[0]), names[code], display.official("digcomp", code), "#competences", "3", words)
        for code in ("1.1", "3.2")
    )


def _tiles() -> tuple[Tile, ...]:
    """Large, small and in between, with and without a country, and a gap where no region is."""
    counted = ((TOWN, 40), ("", 0), ("Northmere", 12), ("Low Hills", 3), ("", 0), ("Old Harbour", 1), ("Westmarch", 22))
    return tuple(_tile(name, count) if name else Tile() for name, count in counted)


def _tile(name: str, count: int) -> Tile:
    country = "" if name == TOWN else display.country_name("IE")
    words = ngettext("offer", "offers", count)
    return Tile(name, str(count), words, tile_map.side(count, LARGEST), MAP, country)


def _prose() -> str:
    return _(
        "Text by a provider: a sentence with **strong words** and *stress*.\n\n- One thing\n- Another thing\n\n"
        "1. First this\n2. Then that\n\n> Somebody else’s words."
    )
