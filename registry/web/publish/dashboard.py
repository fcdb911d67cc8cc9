"""What is to be done for one provider: numbers that are links, and the offers behind one of them by deadline. A person
with several providers chooses; what is shown never depends on how many offers others have."""

from flask import request, url_for

from registry.catalogue import desk
from registry.catalogue.desk import CONFIRM, ENDED, SORTS, Line
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.members import Belonging
from registry.web import acting, display
from registry.web.numbers import page_number
from registry.web.pages.publish import Count, DashboardPage, Todo
from registry.web.paging import paging
from registry.web.publish import at
from registry.web.values import Link

SHOW = "show"
_ORDER = ("returned", CONFIRM, "off", ENDED, "drafts", "in-review", "listed")  # by how urgent it is


def provider(own: list[Belonging]) -> Belonging:
    """The provider that was asked for, else the first; NotFound for one that is not theirs."""
    asked = request.args.get("provider")
    found = next((one for one in own if one.slug == asked), None) if asked else next(iter(own), None)
    if found is None:
        raise NotFound(_("There is no such provider."))
    return found


def show() -> DashboardPage:
    """See the module."""
    own = acting.belongings()
    here = provider(own)
    counts = desk.counts(here.code)
    asked = request.args.get(SHOW)
    sort = asked if asked in (*SORTS, CONFIRM, ENDED) else next((one for one in _ORDER if counts[one]), "drafts")
    page = desk.lines(here.code, sort, page_number(beside=("provider", SHOW)))
    names = _names()
    may = here.code in acting.actor("member").submits
    return DashboardPage(
        provider=here.name,
        others=tuple(Link(one.name, url_for("publish.home", provider=one.slug)) for one in own if one != here),
        counts=tuple(Count(display.number(counts[one]), names[one], _address(here, one), one == sort) for one in names),
        heading=names[sort],
        todo=tuple(_todo(line) for line in page.items),
        pages=paging(page, lambda number: _address(here, sort, number)) if page.pages > 1 else None,
        new=url_for("publish.new", provider=here.slug),
        wait=at.wait(),
        empty=not any(counts.values()),
        confirm_all=Link(_("Confirm all of these"), url_for("publish.confirm_all", provider=here.slug))
        if sort == CONFIRM and counts[CONFIRM] and may
        else None,
    )


def _names() -> dict[str, str]:
    return {
        "drafts": _("Drafts"),
        "returned": _("Returned or asked"),
        "in-review": _("In review"),
        "listed": _("Listed"),
        "off": _("Off the list"),
        CONFIRM: _("To confirm"),
        ENDED: _("All runs over"),
    }


def _address(here: Belonging, sort: str, page: int = 1) -> str:
    return url_for("publish.home", provider=here.slug, show=sort, page=page if page > 1 else None)


def _todo(line: Line) -> Todo:
    end = "publish.remarks" if line.state in ("returned", "asked") else "publish.offer"
    if line.state == "listed" and line.confirm_by:
        words = _("To be confirmed by %(date)s", date=display.day(line.confirm_by))
    else:
        words = _("Version %(number)s, since %(date)s", number=line.number, date=display.day(line.since))
    lang = "" if line.language == display.reader().language else line.language
    return Todo(line.title, lang, url_for(end, code=line.code), at.state(line.state), words)
