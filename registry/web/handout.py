"""An event as a sheet of paper for those who sit in the room: the agenda with a few offers for each topic, every offer
once, with its address as text and as a picture for a telephone."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.catalogue.runs import RunView
from registry.catalogue.views import Face
from registry.events.agenda import EventView, SlotView
from registry.interchange.site import event_path, offer_path
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.paging import MOST_PER_PAGE
from registry.search import service
from registry.web import agenda, display, moments, qr, rows, runs, topics
from registry.web.pages.events import HandoutPage, Printed, PrintedItem, PrintedTopic
from registry.web.reuse import answers
from registry.web.topics import Theme

SHOWN = 3  # offers of a topic: a sheet is read, not searched


def page(event: EventView, now: dt.datetime, known: Sequence[Theme]) -> HandoutPage:
    """The sheet as of `now`."""
    whole = answers.site().page(event_path(event.slug))
    offers = _Offers(known)
    printed = {theme.number: offers.of(theme) for theme in known if theme.total != 0}
    items = [_item(event, slot, known, printed) for slot in event.slots]
    if any(theme.slot is None for theme in known):
        items.append(_item(event, None, known, printed))
    return HandoutPage(
        title=display.words(event.title, event.language),
        notice=agenda.notice(event, now),
        facts=agenda.facts(event, now),
        items=tuple(items),
        address=display.address(whole),
        href=url_for("portal.event", slug=event.slug),
        code=qr.code(whole),
        printed=_(
            "Offers as of %(date)s. What the registry says today stands behind each address.", date=moments.day(now)
        ),
        people_lang=agenda.people_lang(event),
        demonstration=event.demonstration,
    )


def _item(
    event: EventView, slot: SlotView | None, known: Sequence[Theme], printed: dict[int, PrintedTopic]
) -> PrintedItem:
    shown = tuple(printed[theme.number] for theme in known if theme.slot == slot and theme.number in printed)
    if slot is None:
        return PrintedItem("", display.Words(_("Offers linked to this event")), (), shown)
    title = display.words(slot.title, event.language)
    return PrintedItem(moments.time(slot.starts_at.time()), title, agenda.people(slot), shown)


class _Offers:
    """Offers for the topics in turn, those of all topics read at once; what is printed once is not printed again."""

    def __init__(self, known: Sequence[Theme]) -> None:
        asked = [theme for theme in known if theme.total]
        # so many that enough are left when all the topics before it have printed theirs
        self._found = {
            theme.number: topics.pairs(theme, min(MOST_PER_PAGE, SHOWN * at)) for at, theme in enumerate(asked, 1)
        }
        self._faces = catalogue.faces([code for found in self._found.values() for code, _run in found])
        self._printed: set[str] = set()

    def of(self, theme: Theme) -> PrintedTopic:
        """The first offers of a topic that are not on the sheet yet; none while nobody can say which they are."""
        if theme.total is None:
            said = _("The search is being rebuilt. The offers stand at the address of this event.")
            return PrintedTopic(theme.words, (), said)
        found = [(self._faces[code], run) for code, run in self._found[theme.number] if code in self._faces]
        fresh = [(face, run) for face, run in found if face.code not in self._printed][:SHOWN]
        self._printed |= {face.code for face, _run in fresh}
        said = ngettext(
            "%(count)s offer in all, at the address of this event",
            "%(count)s offers in all, at the address of this event",
            theme.total,
            count=display.number(theme.total),
        )
        printed = tuple(_printed(face, service.matched(face, run) or face.next_run) for face, run in fresh)
        return PrintedTopic(theme.words, printed, said if theme.total > len(fresh) else "")


def _printed(face: Face, run: RunView | None) -> Printed:
    whole = answers.site().page(offer_path(face.code))
    start, cost = runs.start(run, face.language), runs.cost(run, face.language)
    facts = (
        display.Words(face.provider_name),
        display.Words(display.listed([start.day or start.numeral, start.more]), start.lang),
        runs.where(run, face.language)[0],
        display.Words(display.duration(face.minutes) if face.minutes else ""),
        display.Words(" ".join(part for part in (cost.amount, cost.more) if part), cost.lang),
    )
    return Printed(
        title=display.words(face.title, face.language),
        facts=tuple(fact for fact in facts if fact),
        checked=rows.checked(face),
        address=display.address(whole),
        href=url_for("portal.offer", code=face.code),
        code=qr.code(whole),
    )
